"""Addresses of this app, whole: the site includes them at its root."""

from django.urls import path

from cohorts.views import (
    check_in,
    cohorts,
    desk,
    enrolment,
    feeds,
    my,
    orders,
    programmes,
    projector,
    sessions,
    timetable,
    venues,
)
from cohorts.views import proof as proof_views
from cohorts.views import reports as reports_views

app_name = "cohorts"

classes = [
    path("desk/", desk.home, name="desk"),
    path("desk/timetable/", timetable.timetable, name="timetable"),
    path("desk/programmes/", programmes.programmes, name="programmes"),
    path("desk/programmes/new/", programmes.programme_new, name="programme-new"),
    path("desk/programmes/<int:pk>/", programmes.programme, name="programme"),
    path("desk/programmes/<int:pk>/edit/", programmes.programme_edit, name="programme-edit"),
    path("desk/programmes/<int:pk>/cohorts/new/", cohorts.cohort_new, name="cohort-new"),
    path("desk/cohorts/", cohorts.cohorts, name="cohorts"),
    path("desk/cohorts/<int:pk>/", cohorts.cohort, name="cohort"),
    path("desk/cohorts/<int:pk>/edit/", cohorts.cohort_edit, name="cohort-edit"),
    path("desk/cohorts/<int:pk>/upgrade/", cohorts.cohort_upgrade, name="cohort-upgrade"),
    path("desk/cohorts/<int:pk>/cancel/", cohorts.cohort_cancel, name="cohort-cancel"),
    path("desk/cohorts/<int:pk>/enrol/", enrolment.enrol_people, name="enrol"),
    path("desk/cohorts/<int:pk>/roster/", enrolment.roster, name="roster"),
    path("desk/enrolments/<int:pk>/withdraw/", enrolment.withdraw_person, name="withdraw"),
    path("desk/cohorts/<int:pk>/sessions/new/", timetable.session_new, name="session-new"),
    path("desk/sessions/<int:pk>/edit/", timetable.session_edit, name="session-edit"),
    path("desk/sessions/<int:pk>/cancel/", timetable.session_cancel, name="session-cancel"),
    path("my/calendar/", feeds.feeds, name="feeds"),
    path("my/calendar/new/", feeds.feed_make, name="feed-make"),
    path("my/calendar/<int:pk>/revoke/", feeds.feed_revoke, name="feed-revoke"),
    path("calendar/<str:token>.ics", feeds.feed, name="feed"),
    path("desk/cohorts/<int:pk>/calendar/", feeds.cohort_feed, name="cohort-feed"),
    path("desk/venues/<int:pk>/calendar/", feeds.venue_feed, name="venue-feed"),
    path("desk/venues/", venues.venues, name="venues"),
    path("desk/venues/new/", venues.venue_new, name="venue-new"),
    path("desk/venues/<int:pk>/edit/", venues.venue_edit, name="venue-edit"),
    path("desk/orders/", orders.orders, name="orders"),
    path("desk/orders/<int:pk>/", orders.order, name="order"),
    path("desk/menu/", orders.menu, name="menu"),
    path("desk/menu/new/", orders.menu_new, name="menu-new"),
    path("desk/menu/<int:pk>/edit/", orders.menu_edit, name="menu-edit"),
    path("desk/menu/<int:pk>/order/", orders.order_new, name="order-new"),
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
    path("my/courses/", my.courses, name="my-courses"),
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
