from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandOutsConfig(AppConfig):
    name = "lms.hand_outs"
    label = "hand_outs"
    verbose_name = _("Files handed out")

    def ready(self):
        from . import permissions, tasks  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready
