from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "lms.notices"
    label = "notices"
    verbose_name = _("Notices")

    def ready(self):
        from . import conf, erasing, own_copy, permissions, tasks  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready

        autodiscover_modules("notice_kinds")
