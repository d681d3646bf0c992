"""Every address of the site: ``desk/`` for staff, ``my/`` for trainees, the rest is Wagtail's page tree."""

from django.urls import include, path, reverse_lazy
from django.views.generic import RedirectView
from django.views.i18n import JavaScriptCatalog, set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lms import views
from lms.people.views.account import SignIn, SignOut
from lms.people.views.second_factor import take_second_step

# Signing in and one's account have one place each; the editor's own pages for them lead there.
editor_exits = [
    path("login/", RedirectView.as_view(pattern_name="login", query_string=True), name="login"),
    path("logout/", SignOut.as_view(), name="logout"),
    path("password_reset/", RedirectView.as_view(pattern_name="login"), name="password"),
    path("password_reset/<path:rest>", RedirectView.as_view(url=reverse_lazy("login")), name="password-link"),
    path("account/", RedirectView.as_view(pattern_name="people:account"), name="account"),
]

handler500 = "lms.views.troubles.server_error"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("language/", set_language, name="set_language"),
    path("theme/", views.set_theme, name="set_theme"),
    path("text-size/", views.set_text_size, name="set_text_size"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("sw.js", views.service_worker, name="service_worker"),
    path("offline/", views.offline, name="offline"),
    path("apple-touch-icon.png", views.apple_icon, name="apple_icon"),
    path("home/", views.landing, name="landing"),
    path("design/", views.design, name="design"),
    path("login/", SignIn.as_view(), name="login"),
    path("login/code/", take_second_step, name="second-step"),
    path("logout/", SignOut.as_view(), name="logout"),
    path("", include("lms.people.urls")),
    path("", include("lms.jobs.urls")),
    path("", include("lms.audit.urls")),
    path("", include("lms.notices.urls")),
    path("", include("lms.api.urls")),
    path("", include("lms.hand_outs.urls")),
    path("", include("lms.approvals.urls")),
    path("", include("lms.lists.urls")),
    path("", include("lms.operations.urls")),
    path("", include("certificates.urls")),
    path("", include("courses.urls")),
    path("", include("cohorts.urls")),
    path("cms/", include((editor_exits, "editor_exits"))),
    path("admin/", RedirectView.as_view(pattern_name="login", query_string=True)),
    path("admin/login/", RedirectView.as_view(pattern_name="login", query_string=True)),
    # The words of the editor's own scripts: Wagtail's view knows its package only, and not what we add in Chinese.
    path("cms/jsi18n/", JavaScriptCatalog.as_view(), name="editor_words"),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", views.media, name="media"),
    path("", include(wagtail_urls)),
]
