from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = _("Certificates")

    def ready(self):
        from . import api, erasing, own_copy, permissions, tasks  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready
