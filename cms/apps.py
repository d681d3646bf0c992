from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Content")

    def ready(self):
        from . import erasing, permissions, pictures, signal_handlers  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready

        signal_handlers.connect()
        permissions.register_verbs()
