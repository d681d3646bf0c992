from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CohortsConfig(AppConfig):
    name = "cohorts"
    verbose_name = _("Cohorts")

    def ready(self):
        from . import (  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready
            api,
            certificate_samples,
            erasing,
            jobs,
            navigation,
            needs,
            own_copy,
            permissions,
            reach,
            readiness_files,
            tasks,
        )
        from .actions import results  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready
