"""The hours that trainers taught in a year: a line a trainer, and a line a session, streamed into the workbook."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import SessionKind
from cohorts.queries.trainers import delivered, teaching_hours
from lms.spreadsheets import Column, Sheet, write_workbook

CHUNK = 2000


def write_teaching(*, path, user, year, progress=None):
    """Write the workbook of ``year`` to ``path`` and return how many sessions it lists; memory does not grow with them."""
    note = _("Sessions that were held and closed in %(year)s. A learning hour is 45 minutes.") % {"year": year}
    totals = Sheet(
        name=_("Teaching hours"), title=_("Teaching hours %(year)s") % {"year": year}, notes=(note,), landscape=False,
        columns=(Column(_("Trainer"), 16), Column(_("Sessions"), 10), Column(_("Minutes"), 10), Column(_("Hours"), 10, "0.0")),
        rows=((row["trainer__name"], row["sessions"], row["total"], row["total"] / 45) for row in teaching_hours(user, year)),
    )
    lines = Sheet(
        name=_("Sessions"), title=_("Sessions taught in %(year)s") % {"year": year}, notes=(note,),
        columns=(
            Column(_("Trainer"), 16), Column(_("Date"), 12), Column(_("From"), 8), Column(_("To"), 8), Column(_("Cohort"), 34),
            Column(_("Session"), 30), Column(_("Kind"), 12), Column(_("Minutes"), 10),
        ),
        rows=_lines(user, year, progress),
    )
    return write_workbook(path, [totals, lines], author=user.name)[1]


def _lines(user, year, progress):
    sessions = delivered(user, year)
    expected, local = sessions.count(), timezone.get_current_timezone()
    kinds = {value: str(label) for value, label in SessionKind.choices}
    rows = sessions.order_by("trainer__name_key", "trainer_id", "starts_at", "pk").values_list(
        "trainer__name", "starts_at", "ends_at", "cohort__title", "title", "kind", "minutes"
    )
    for number, (trainer, starts_at, ends_at, cohort, title, kind, minutes) in enumerate(rows.iterator(chunk_size=CHUNK)):
        if progress and number % CHUNK == 0:
            progress(number, expected)
        start, end = starts_at.astimezone(local), ends_at.astimezone(local)
        yield trainer, f"{start:%Y-%m-%d}", f"{start:%H:%M}", f"{end:%H:%M}", cohort, title, kinds.get(kind, kind), minutes
