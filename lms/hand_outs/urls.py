"""Addresses of files handed out, whole: the site includes them at its root."""

from django.urls import path

from lms.hand_outs.views import hand_outs

app_name = "hand_outs"

urlpatterns = [
    path("desk/hand-outs/", hand_outs.hand_outs, name="hand_outs"),
    path("desk/hand-outs/<int:pk>/", hand_outs.hand_out, name="hand_out"),
    path("desk/hand-outs/<int:pk>/file/", hand_outs.fetch, name="file"),
]
