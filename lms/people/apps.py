from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "lms.people"
    label = "people"
    verbose_name = _("Organisations and people")

    def ready(self):
        from . import api, permissions, signal_handlers, tasks  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready
        from .reference import ensure_reference_rows  # noqa: PLC0415 -- registry: loaded when the apps are ready

        autodiscover_modules("matrix_labels")
        post_migrate.connect(ensure_reference_rows, sender=self, dispatch_uid="people.reference")
