from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self):
        from . import (  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready
            api,
            erasing,
            keeping_signed_in,
            own_copy,
            permissions,
            tasks,
        )
        from .reference import ensure_reference_rows  # noqa: PLC0415 -- registry: loaded when the apps are ready

        post_migrate.connect(ensure_reference_rows, sender=self, dispatch_uid="courses.reference")
