"""Addresses of this app, whole: the site includes them at its root."""

from django.urls import path

from cohorts.views import desk
from cohorts.views import reports as reports_views

app_name = "cohorts"

classes = [
    path("desk/", desk.home, name="desk"),
]

attendance = []

proof = []

reports = [
    path("desk/readiness/", reports_views.readiness_page, name="readiness"),
    path("desk/readiness/<int:pk>/export/", reports_views.readiness_export, name="readiness-export"),
    path("desk/exports/", reports_views.exports, name="exports"),
    path("desk/exports/<int:pk>/attendance/", reports_views.attendance_export, name="attendance-export"),
]

urlpatterns = classes + attendance + proof + reports
