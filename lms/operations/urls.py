"""Addresses for whoever runs the installation, whole: the site includes them at its root."""

from django.urls import path

from lms.operations.views import probes, status

app_name = "operations"

urlpatterns = [
    path("desk/status/", status.status, name="status"),
    path("readyz", probes.readyz, name="readyz"),
    path("metrics", probes.metrics, name="metrics"),
]
