"""Addresses of exports, saved filters and scheduled reports, whole: the site includes them at its root."""

from django.urls import path

from lms.lists.views import lists, schedules

app_name = "lists"

urlpatterns = [
    path("desk/lists/schedules/", schedules.schedules, name="schedules"),
    path("desk/lists/schedules/<int:pk>/pause/", schedules.pause, name="schedule-pause"),
    path("desk/lists/schedules/<int:pk>/resume/", schedules.resume, name="schedule-resume"),
    path("desk/lists/schedules/<int:pk>/end/", schedules.end, name="schedule-end"),
    path("desk/lists/filters/<int:pk>/remove/", lists.filter_remove, name="filter-remove"),
    path("desk/lists/<str:key>/export/", lists.export, name="export"),
    path("desk/lists/<str:key>/filters/", lists.filter_save, name="filter-save"),
    path("desk/lists/<str:key>/schedule/", schedules.schedule_new, name="schedule-new"),
]
