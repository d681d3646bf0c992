from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "lms.audit"
    label = "audit"
    verbose_name = _("Audit trail")

    def ready(self):
        autodiscover_modules("trail_labels")
        from . import tasks  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready
