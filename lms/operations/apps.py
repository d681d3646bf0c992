from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "lms.operations"
    label = "operations"
    verbose_name = _("Operation")

    def ready(self):
        from . import checks, permissions, slow_queries, tasks  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready

        autodiscover_modules("doctor_checks", "retention")
