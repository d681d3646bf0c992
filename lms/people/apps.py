from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "lms.people"
    label = "people"
    verbose_name = _("Organisations and people")

    def ready(self):
        from lms.sealing.keys import HOLDS_SOMETHING  # noqa: PLC0415 -- registry: loaded when the apps are ready

        from . import api, erasing, permissions, signal_handlers, tasks  # noqa: F401, PLC0415 -- registry: loaded when the apps are ready
        from .reference import ensure_reference_rows  # noqa: PLC0415 -- registry: loaded when the apps are ready

        HOLDS_SOMETHING.append(self._numbers_are_kept)
        autodiscover_modules("matrix_labels")
        post_migrate.connect(ensure_reference_rows, sender=self, dispatch_uid="people.reference")

    def _numbers_are_kept(self):
        return self.get_model("Person").objects.exclude(phone=None).exists()
