"""Every address of the site: ``desk/`` for staff, ``my/`` for trainees, the rest is Wagtail's page tree."""

from django.urls import include, path
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from lms import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("language/", set_language, name="set_language"),
    path("theme/", views.set_theme, name="set_theme"),
    path("home/", views.landing, name="landing"),
    path("design/", views.design, name="design"),
    path("", include("lms.people.urls")),
    path("", include("lms.jobs.urls")),
    path("", include("lms.audit.urls")),
    path("", include("certificates.urls")),
    path("", include("courses.urls")),
    path("", include("cohorts.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]
