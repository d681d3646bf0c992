"""Addresses of this app, whole: the site includes them at its root."""

from django.urls import path

from cohorts.views import desk, my
from cohorts.views import proof as proof_views
from cohorts.views import reports as reports_views

app_name = "cohorts"

classes = [
    path("desk/", desk.home, name="desk"),
]

attendance = []

own = [
    path("my/", my.home, name="my"),
    path("my/classes/", my.classes, name="my-classes"),
    path("my/classes/<int:pk>/", my.my_class, name="my-class"),
    path("my/hours/", my.hours, name="my-hours"),
]

proof = [
    path("desk/cohorts/<int:pk>/completion/", proof_views.board, name="board"),
    path("desk/cohorts/<int:pk>/completion/close/", proof_views.close, name="close"),
    path("desk/cohorts/<int:pk>/certificates/", proof_views.certificates, name="certificates"),
]

reports = [
    path("desk/readiness/", reports_views.readiness_page, name="readiness"),
    path("desk/readiness/<int:pk>/export/", reports_views.readiness_export, name="readiness-export"),
    path("desk/exports/", reports_views.exports, name="exports"),
    path("desk/exports/<int:pk>/attendance/", reports_views.attendance_export, name="attendance-export"),
]

urlpatterns = classes + attendance + own + proof + reports
