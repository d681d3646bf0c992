"""Addresses of what waits for a second person, whole: the site includes them at its root."""

from django.urls import path

from lms.approvals.views import approvals

app_name = "approvals"

urlpatterns = [
    path("desk/approvals/", approvals.approvals, name="approvals"),
    path("desk/approvals/<int:pk>/", approvals.approval, name="approval"),
    path("desk/approvals/<int:pk>/approve/", approvals.approve, name="approve"),
    path("desk/approvals/<int:pk>/decline/", approvals.decline, name="decline"),
    path("desk/approvals/<int:pk>/withdraw/", approvals.withdraw, name="withdraw"),
]
