"""Figures of the desk's first page, kept for five minutes for all who see the same.

The key holds the grants of the reader: whoever is given or loses a role reads other figures at once. What depends on the
person themselves (a trainer's own sessions) is kept for them alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.queries import figures
from lms.people import access

SECONDS = 300


@dataclass(frozen=True)
class Figure:
    """``read(user, now)`` returns plain values, drawn by ``cohorts/desk/figures/<slug>.html`` for whoever may do ``verb``.

    ``personal``: of the reader, not of their scope alone. ``heavy``: too long to wait for; the page comes without it and
    fetches it.
    """

    slug: str
    title: Any
    verb: str
    read: Callable
    personal: bool = False
    heavy: bool = False


FIGURES = {figure.slug: figure for figure in (
    Figure("coverage", _("Trained this year, by category"), "training.browse", figures.coverage_by_category),
    Figure("hours", _("Reached what the year asks"), "hours.browse", figures.hours_reached, heavy=True),
    Figure("coming", _("Classes of the next two weeks"), "cohort.browse", figures.coming_classes, personal=True),
    Figure("load", _("Teaching this month"), "load.browse", figures.trainers_load, personal=True),
    Figure("satisfaction", _("Satisfaction with the sessions"), "survey.browse", figures.satisfaction, personal=True),
)}


@dataclass(frozen=True)
class Shown:
    """A figure with its ``value``, read at the moment ``at``; ``at`` is None while it has not been counted."""

    figure: Figure
    value: Any = None
    at: datetime | None = None
    kept: bool = False

    @property
    def template(self):
        return f"cohorts/desk/figures/{self.figure.slug}.html"


def key_of(user, figure, now):
    """Return the name under which a figure is kept: of a day, a scope and, where it is personal, a person."""
    grants = "|".join(sorted(f"{grant.role}@{grant.path}" for grant in user.scope.grants))
    whose = f"{user.pk}|{grants}" if figure.personal else grants
    return f"figure:{figure.slug}:{timezone.localdate(now):%Y%m%d}:{sha256(whose.encode()).hexdigest()[:40]}"


def figures_for(user, now, *, count=()):
    """Return the :class:`Shown` of each figure the user may read; heavy ones that are not kept only when ``count`` names them.

    What was kept is asked for once; what was not is read and kept.
    """
    asked = [figure for figure in FIGURES.values() if access.allowed(user, figure.verb)]
    keys = {figure.slug: key_of(user, figure, now) for figure in asked}
    had, fresh, shown = cache.get_many(keys.values()), {}, []
    for figure in asked:
        found = had.get(keys[figure.slug])
        if found is not None:
            shown.append(Shown(figure, found[1], found[0], kept=True))
        elif figure.heavy and figure.slug not in count:
            shown.append(Shown(figure))
        else:
            value = figure.read(user, now)
            fresh[keys[figure.slug]] = (now, value)
            shown.append(Shown(figure, value, now))
    if fresh:
        cache.set_many(fresh, SECONDS)
    return shown
