"""Addresses of jobs, whole: the site includes them at its root."""

from django.urls import path

from lms.jobs.views import jobs

app_name = "jobs"

urlpatterns = [
    path("desk/jobs/", jobs.jobs, name="jobs"),
    path("jobs/<uuid:pk>/", jobs.job, name="job"),
    path("jobs/<uuid:pk>/cancel/", jobs.cancel, name="cancel"),
    path("jobs/<uuid:pk>/retry/", jobs.retry, name="retry"),
    path("jobs/<uuid:pk>/file/", jobs.download, name="download"),
]
