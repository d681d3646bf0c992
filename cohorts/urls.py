"""Addresses of this app, whole: the site includes them at its root."""

from django.urls import path

from cohorts.views import desk

app_name = "cohorts"

classes = [
    path("desk/", desk.home, name="desk"),
]

attendance = []

proof = []

reports = []

urlpatterns = classes + attendance + proof + reports
