"""Rows that belong to one person."""

from django.db import models


class OwnQuerySet(models.QuerySet):
    """Rows of a table with a ``person``, whose alone they are: no role reads them."""

    def visible_to(self, user):
        return self.filter(person=user) if user.is_authenticated else self.none()
