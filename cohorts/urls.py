"""Addresses of this app, whole: the site includes them at its root."""

from django.urls import path

from cohorts.views import check_in, desk, my, projector, sessions
from cohorts.views import proof as proof_views
from cohorts.views import reports as reports_views

app_name = "cohorts"

classes = [
    path("desk/", desk.home, name="desk"),
]

attendance = [
    path("desk/sessions/<int:pk>/", sessions.session_page, name="session"),
    path("desk/sessions/<int:pk>/grid/", sessions.grid, name="grid"),
    path("desk/sessions/<int:pk>/close/", sessions.session_close, name="session-close"),
    path("desk/sessions/<int:pk>/people/<int:enrolment_pk>/", sessions.person_marks, name="session-person"),
    path("desk/sessions/<int:pk>/projector/", projector.projector, name="projector"),
    path("desk/sessions/<int:pk>/projector/code/", projector.projector_code, name="projector-code"),
    path("check-in/", check_in.type_code, name="check-in-code"),
    path("check-in/<int:session>/<str:code>/", check_in.scan, name="check-in"),
]

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
