"""What a line of a list holds, as resources of django-import-export."""

from operator import attrgetter

from django.core.exceptions import ObjectDoesNotExist
from import_export import fields, resources

from lms.tables import Column
from lms.tables.columns import DAY, MOMENT

__all__ = ["DAY", "MOMENT", "Shown", "label", "list_resource"]


class Shown(fields.Field):
    """A column: its heading, ``value`` (a dotted name, or a function of the row), its width, and how a number is shown.

    Unlike other fields it keeps days, moments and numbers what they are: the file shows them as its readers expect.
    """

    def __init__(self, heading, value, width=14, number_format=""):
        super().__init__(column_name=heading, readonly=True)
        self.width, self.number_format = width, number_format
        self.read = value if callable(value) else _reader(value)

    def export(self, instance, **kwargs):
        return self.read(instance)


def _reader(name):
    """Return the function that reads a dotted name of a row; None where something on the way is not there."""
    read, inner = attrgetter(name), name.rpartition(".")[0]

    def found(row):
        try:
            return read(row)
        except ObjectDoesNotExist:
            return None
        except AttributeError:
            if inner and found_inner(row) is None:
                return None
            raise

    found_inner = _reader(inner) if inner else None
    return found


def label(name):
    """Return the function that reads what the chosen value of the field ``name`` is called."""
    def read(row):
        return str(getattr(row, f"get_{name}_display")())

    return read


class ListResource(resources.ModelResource):
    """Lines that go out; nothing comes in by them."""

    def columns(self):
        return tuple(
            Column(str(shown.column_name), shown.width, shown.number_format) for shown in self.get_export_fields()
        )


def list_resource(model, **shown):
    """Return the resource of a list of ``model``: ``{name: Shown}`` in the order of the columns."""
    names = tuple(shown)
    meta = type("Meta", (), {"model": model, "fields": names, "export_order": names})
    return type(ListResource)(f"{model.__name__}List", (ListResource,), {**shown, "Meta": meta})
