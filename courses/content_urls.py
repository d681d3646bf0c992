"""The only addresses that the host of packages answers (``courses.middleware``)."""

from django.urls import path

from courses.views import content

urlpatterns = [
    path("<str:token>/play/<int:number>/", content.frame, name="frame"),
    path("<str:token>/files/<path:name>", content.file, name="file"),
]
