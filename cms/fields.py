"""Fields of pages."""

from django import forms
from django.db import models
from wagtail.fields import StreamField

from lms.people.enums import Position


class ContentField(StreamField):
    """A StreamField whose blocks do not stand in migrations: a new block or label is no change of the database.

    The price: a data migration sees the stored JSON and not the blocks.
    """

    def __init__(self, block_types=(), **kwargs):
        super().__init__(list(block_types), **kwargs)

    def deconstruct(self):
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class PositionsField(models.JSONField):
    """A list of values of ``people.enums.Position``, chosen by ticking boxes. Empty means everyone."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            choices=Position.choices, required=False, label=self.verbose_name, help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple, initial=list,
        )
