"""Points of people: a line a person with what counts, and a line an entry."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cohorts.enums import PointSource
from cohorts.models import PointEntry
from cohorts.point_words import line_text
from cohorts.queries.points import people_with_points
from lms.spreadsheets import Column, Sheet, write_workbook

CHUNK = 1000


def write_points(*, path, user):
    """Write the points of the people whom ``user`` sees to ``path``; return how many people it lists."""
    today = timezone.localdate()
    notes = (
        _("What counts on %(day)s: neither taken back nor expired.") % {"day": today.isoformat()},
        _("Points are apart from learning hours: nothing of one counts in the other."),
        _("Made by %(name)s, %(when)s.") % {"name": user.name, "when": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
    )
    people = Sheet(
        name=pgettext("members", "Points"), title=_("Points of members"), notes=notes, landscape=False,
        columns=(Column(_("Organisation"), 34), Column(_("Name"), 14), Column(pgettext("members", "Points"), 10)),
        rows=_people(user, today),
    )
    lines = Sheet(
        name=_("Entries"), title=_("Points, line by line"), notes=notes[1:],
        columns=(
            Column(_("Name"), 14), Column(_("Date"), 12), Column(_("For what"), 20), Column(_("What"), 40),
            Column(pgettext("members", "Points"), 10), Column(_("Counts until"), 12), Column(_("Why"), 40),
        ),
        rows=_lines(user),
    )
    return write_workbook(path, [people, lines], author=user.name)[0]


def _people(user, today):
    for person in people_with_points(user, today).iterator(chunk_size=CHUNK):
        yield "、".join(post.organisation.name for post in person.posts), person.name, person.counting


def _lines(user):
    labels = {value: str(label) for value, label in PointSource.choices}
    rows = PointEntry.objects.visible_to(user).select_related("person").order_by("person__name_key", "person", "on_date", "pk")
    for row in rows.iterator(chunk_size=CHUNK):
        yield (row.person.name, row.on_date.isoformat(), labels[row.source], row.title, row.points, row.expires_on.isoformat(),
               line_text(row))
