"""Notices of a person who is erased."""

from django.utils.translation import gettext_lazy as _

from lms.people.erasing import goes

goes("notices.Notice", "person", _("notices"))
