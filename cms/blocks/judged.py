"""Blocks whose values are judged together."""

from django.core.exceptions import ValidationError
from wagtail import blocks


class JudgedBlock(blocks.StructBlock):
    """``fault(value)`` returns the name of the field at fault and a sentence, or None."""

    def fault(self, value):
        raise NotImplementedError

    def clean(self, value):
        value = super().clean(value)
        if found := self.fault(value):
            field, sentence = found
            raise blocks.StructBlockValidationError(block_errors={field: ValidationError(sentence)})
        return value
