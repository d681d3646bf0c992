"""Addresses of notices, whole: the site includes them at its root."""

from django.urls import path

from lms.notices.views import deliveries, notices

app_name = "notices"

urlpatterns = [
    path("my/notices/", notices.notices, name="notices"),
    path("my/notices/read/", notices.read_all, name="read-all"),
    path("my/notices/<int:pk>/", notices.open_notice, name="open"),
    path("desk/messages/", deliveries.deliveries, name="deliveries"),
    path("desk/messages/<int:pk>/again/", deliveries.delivery_again, name="delivery-again"),
]
