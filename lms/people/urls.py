"""Addresses of organisations, people, accounts and roster imports, whole: the site includes them at its root."""

from importlib.util import find_spec

from django.urls import path

from lms.people.views import (
    account,
    codes,
    erasing,
    grants,
    organisations,
    people,
    second_factor,
    sessions,
    telephones,
)

app_name = "people"

urlpatterns = [
    path("first-password/", account.first_password, name="first-password"),
    path("account/", account.account, name="account"),
    path("account/telephone/", telephones.own_telephone, name="own-telephone"),
    path("account/copy/", account.own_copy, name="own-copy"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/end/", sessions.end_others, name="sessions-end"),
    path("account/sessions/<int:pk>/end/", sessions.end_one, name="session-end"),
    path("account/second-factor/", second_factor.second_factor, name="second-factor"),
    path("account/second-factor/begin/", second_factor.begin, name="second-factor-begin"),
    path("account/second-factor/confirm/", second_factor.confirm, name="second-factor-confirm"),
    path("account/second-factor/codes/", second_factor.codes, name="second-factor-codes"),
    path("account/second-factor/off/", second_factor.off, name="second-factor-off"),
    path("desk/organisations/", organisations.organisations, name="organisations"),
    path("desk/organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("desk/organisations/<int:pk>/edit/", organisations.organisation_edit, name="organisation-edit"),
    path("desk/organisations/<int:pk>/new/", organisations.organisation_new, name="organisation-new"),
    path("desk/organisations/<int:pk>/below/", organisations.below, name="organisation-below"),
    path("desk/organisations/<int:pk>/first-codes/", codes.first_codes, name="first-codes"),
    path("desk/slips/<uuid:pk>/", codes.slips, name="slips"),
    path("desk/people/", people.people, name="people"),
    path("desk/people/new/", people.person_new, name="person-new"),
    path("desk/people/<int:pk>/", people.person, name="person"),
    path("desk/people/<int:pk>/telephone/", telephones.person_reveal, name="person-reveal"),
    path("desk/people/<int:pk>/first-code/", codes.person_code, name="person-code"),
    path("desk/people/<int:pk>/slip/", codes.person_slip, name="person-slip"),
    path("desk/people/<int:pk>/erase/", erasing.person_erase, name="person-erase"),
    path("desk/people/<int:pk>/second-factor/", second_factor.reset, name="person-second-factor"),
    path("desk/people/<int:pk>/edit/", people.person_edit, name="person-edit"),
    path("desk/people/<int:pk>/posts/", people.person_appoint, name="person-appoint"),
    path("desk/posts/<int:pk>/end/", people.appointment_end, name="appointment-end"),
    path("desk/grants/", grants.grants, name="grants"),
    path("desk/grants/matrix/", grants.who_may, name="who-may"),
    path("desk/grants/new/", grants.grant_choose, name="grant-choose"),
    path("desk/people/<int:pk>/grants/new/", grants.grant_new, name="grant-new"),
    path("desk/grants/<int:pk>/end/", grants.grant_end, name="grant-end"),
]

if find_spec("lms.people.urls_imports"):
    from lms.people.urls_imports import imports_urlpatterns

    urlpatterns += imports_urlpatterns
