from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "lms.api"
    label = "api"
    verbose_name = _("Connected systems")

    def ready(self):
        from . import conf, permissions  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready
