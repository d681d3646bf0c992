"""Addresses of the audit trail, whole: the site includes them at its root."""

from django.urls import path

from lms.audit.views import trail

app_name = "audit"

urlpatterns = [
    path("desk/audit/", trail.trail, name="trail"),
]
