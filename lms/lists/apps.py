from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ListsConfig(AppConfig):
    name = "lms.lists"
    label = "lists"
    verbose_name = _("Lists")

    def ready(self):
        from . import permissions, tasks  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready

        autodiscover_modules("lists")
