"""Addresses of this app, whole: the site includes them at its root."""

app_name = "people"

urlpatterns = []
