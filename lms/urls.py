"""Every address of the site: ``desk/`` for staff, ``my/`` for trainees, the rest is Wagtail's page tree."""

from django.urls import include, path, reverse_lazy
from django.views.generic import RedirectView
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lms import views
from lms.people.views.account import SignIn, SignOut

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("language/", set_language, name="set_language"),
    path("theme/", views.set_theme, name="set_theme"),
    path("home/", views.landing, name="landing"),
    path("design/", views.design, name="design"),
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", SignOut.as_view(), name="logout"),
    path("", include("lms.people.urls")),
    path("", include("lms.jobs.urls")),
    path("", include("lms.audit.urls")),
    path("", include("certificates.urls")),
    path("", include("courses.urls")),
    path("", include("cohorts.urls")),
    # Signing in and one's account have one place each; the editor's own pages for them lead there.
    path("cms/login/", RedirectView.as_view(pattern_name="login", query_string=True)),
    path("cms/logout/", SignOut.as_view()),
    path("cms/password_reset/", RedirectView.as_view(pattern_name="login")),
    path("cms/password_reset/<path:rest>", RedirectView.as_view(url=reverse_lazy("login"))),
    path("cms/account/", RedirectView.as_view(pattern_name="people:account")),
    path("admin/", RedirectView.as_view(pattern_name="login", query_string=True)),
    path("admin/login/", RedirectView.as_view(pattern_name="login", query_string=True)),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", views.media, name="media"),
    path("", include(wagtail_urls)),
]
