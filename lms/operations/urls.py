"""Addresses for whoever runs the installation, whole: the site includes them at its root."""

from django.urls import path

from lms.operations.views import status

app_name = "operations"

urlpatterns = [path("desk/status/", status.status, name="status")]
