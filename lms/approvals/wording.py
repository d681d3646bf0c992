"""Sentences that pages of several apps say about a second person."""

from django.utils.translation import gettext_lazy as _

ASKED = _("Nothing is changed yet: a second person has to approve it. You are told when it is decided.")
