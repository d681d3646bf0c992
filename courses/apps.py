from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self):
        from . import permissions, tasks  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready
