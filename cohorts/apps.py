from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CohortsConfig(AppConfig):
    name = "cohorts"
    verbose_name = _("Cohorts")

    def ready(self):
        from . import certificate_samples, jobs, navigation, needs, permissions, reach, tasks  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready
        from .actions import results  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready
