"""Columns that hold encrypted values and give plain ones: a number that can be looked up, a text, a document."""

import json

from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.expressions import Func
from django.db.models.lookups import Exact, In

from . import boxes

WHOLE, TAIL, LAST = 24, 6, 4  # letters of the hash of a number, of the hash of its end; digits of that end
HIDDEN = "*" * 11


class LockedText(str):
    """Stands for a value that no key here opens: it reads as asterisks, and is written back as it was."""

    __slots__ = ("sealed",)

    def __new__(cls, sealed):
        made = super().__new__(cls, HIDDEN)
        made.sealed = sealed
        return made


class _Sealed:
    """What every encrypted column does: it is opened when a row is read, and encrypted when it is written."""

    def _purpose(self):
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_lookup(self, lookup_name):
        """Only what makes sense of an encrypted value; anything else would compare letters of the encryption."""
        if lookup_name not in self.LOOKUPS:
            raise FieldError(f"{self} is encrypted and has no lookup “{lookup_name}”.")
        return super().get_lookup(lookup_name)


class SealedTextField(_Sealed, models.TextField):
    """A text that lies encrypted."""

    LOOKUPS = ("isnull",)

    def get_prep_value(self, value):
        return value.sealed if isinstance(value, LockedText) else boxes.seal(value or "", self._purpose())

    def from_db_value(self, value, expression, connection):
        return None if value is None else boxes.unseal(value, self._purpose())


class SealedJSONField(SealedTextField):
    """A document (lists, dicts, plain values) that lies encrypted, as one text."""

    def get_prep_value(self, value):
        return boxes.seal(json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder), self._purpose())

    def from_db_value(self, value, expression, connection):
        return json.loads(super().from_db_value(value, expression, connection))

    def to_python(self, value):
        return value

    def value_to_string(self, obj):
        return json.dumps(self.value_from_object(obj), ensure_ascii=False, cls=DjangoJSONEncoder)


class SealedNumberField(_Sealed, models.CharField):
    """A number that lies encrypted and is found by keyed hashes, which stand before it in the same column:
    ``<hash of all of it>.<hash of its last four digits>.<sealed>``.

    It is looked up whole (``exact``, ``in``) or by its end (``endswith``, four digits). :class:`WholeHash` is what a unique
    constraint is made on. None stays NULL.
    """

    LOOKUPS = ("exact", "in", "isnull", "endswith")

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 255
        super().__init__(*args, **kwargs)

    def whole(self, number):
        return boxes.digest(number, f"{self._purpose()} whole", WHOLE)

    def tail(self, number):
        return boxes.digest(number[-LAST:], f"{self._purpose()} tail", TAIL)

    def get_prep_value(self, value):
        if value is None:
            return None
        if isinstance(value, LockedText):
            return value.sealed
        sealed = boxes.seal(str(value), self._purpose())
        return f"{self.whole(str(value))}.{self.tail(str(value))}.{sealed}"

    def from_db_value(self, value, expression, connection):
        if value is None:
            return None
        try:
            return boxes.unseal(value[WHOLE + TAIL + 2:], self._purpose())
        except boxes.Locked:
            return LockedText(value)


class WholeHash(Func):
    """The hash of the whole number, for lookups and the unique constraint: literal numbers, or SQLite takes no index."""

    arity = 1
    template = f"SUBSTR(%(expressions)s, 1, {WHOLE})"
    output_field = models.CharField()


class TailHash(Func):
    arity = 1
    template = f"SUBSTR(%(expressions)s, {WHOLE + 2}, {TAIL})"
    output_field = models.CharField()


class _Hashed:
    """Compare the hash in the column with that of the number looked for. What has no hash equals nothing."""

    part, prepare_rhs = WholeHash, False

    def __init__(self, lhs, rhs):
        field = lhs.output_field
        super().__init__(self.part(lhs), self.hashed(field, rhs))

    def get_prep_lookup(self):
        return self.rhs


@SealedNumberField.register_lookup
class Whole(_Hashed, Exact):
    @staticmethod
    def hashed(field, number):
        if number is None:
            return None  # which Django makes "is null" of
        return (number and field.whole(str(number))) or "-"


@SealedNumberField.register_lookup
class OneOf(_Hashed, In):
    @staticmethod
    def hashed(field, numbers):
        return sorted({field.whole(str(number)) for number in numbers if number} - {""})


class EndsWith(_Hashed, Exact):
    """Equality of the hash of the end, and no ``LIKE``."""

    part = TailHash

    @staticmethod
    def hashed(field, digits):
        if len(digits) != LAST:
            raise FieldError("The end of an encrypted number is looked up by four digits.")
        return field.tail(digits) or "-"


SealedNumberField.register_lookup(EndsWith, "endswith")
