from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "lms.approvals"
    label = "approvals"
    verbose_name = _("Second person")

    def ready(self):
        from . import checks, erasing, permissions, tasks  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready

        autodiscover_modules("approvals")
