"""Notices in a person's copy of their own data."""

from django.utils.translation import gettext_lazy as _

from lms.people.own_copy import register

register("notices.Notice", "person", _("Notices"), {_("At"): "created_at", _("Text"): "text", _("Read"): "read_at"})
