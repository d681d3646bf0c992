"""What an export of attendance says of itself: whom it holds, how it counts; and the rates of its cohorts."""

from collections import Counter, defaultdict

from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import MARKS, AttendanceStatus, MarkMethod, SessionKind
from cohorts.rules.attendance import EARNING
from lms.people.enums import Position
from lms.people.models import Category
from lms.tables.columns import SHARE, Column


class Words:
    """The labels of values, read once in the language of the export."""

    def __init__(self):
        self.positions = {value: str(label) for value, label in Position.choices}
        self.kinds = {value: str(label) for value, label in SessionKind.choices}
        self.methods = {value: str(label) for value, label in MarkMethod.choices}
        self.statuses = {(value, value): str(label) for value, label in AttendanceStatus.choices}
        for status in EARNING:
            self.statuses[status, "absent"] = _("%(status)s (counts as absent)") % {"status": AttendanceStatus(status).label}


def scope_words(wanted):
    """Return in a line what an export was asked to hold."""
    category = Category.objects.filter(code=wanted.category).values_list("name", flat=True).first() if wanted.category else None
    said = [
        wanted.programme.title if wanted.programme else "", wanted.cohort.title if wanted.cohort else "", category or "",
        wanted.superior.name if wanted.superior else "", period_words(wanted),
    ]
    return " · ".join(filter(None, said)) or _("everything that you see")


def period_words(wanted):
    days = {"first": wanted.first and wanted.first.isoformat(), "last": wanted.last and wanted.last.isoformat()}
    if wanted.first and wanted.last:
        return _("%(first)s to %(last)s") % days
    if wanted.first:
        return _("from %(first)s on") % days
    return _("until %(last)s") % days if wanted.last else ""


def facts(user, wanted):
    return (
        _("What it holds: %(scope)s.") % {"scope": scope_words(wanted)},
        _("Made by %(name)s, %(when)s.") % {"name": user.name, "when": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
    )


def definitions():
    """Return how the export counts, as pairs of a term and what it means."""
    return (
        (_("Line"), _("One person at one session: the mark that stands. A mark that was corrected counts as corrected; one that "
                      "was taken back is left out, and so are sessions that were called off.")),
        (_("Attended"), _("Present, late, or left early. Whoever came later than the rules of that day allow counts as absent.")),
        (_("Attendance rate"), _("Attended, of all marks of sessions (attended, excused and absent).")),
        (_("Rate without leave"), _("Attended, of attended and absent: those on approved leave are left out.")),
        (_("Minutes credited"), _("What the session is worth to whoever attended, in minutes; 45 minutes are one learning hour. "
                                  "What is made up elsewhere stands in the ledger of hours, not here.")),
        (_("Not marked"), _("A session without any mark of the person, for instance one that has not been closed yet, counts in "
                            "no rate.")),
        (_("Not expected"), _("A dash: only another group of the class met.")),
        (_("Scope"), _("Whoever made it sees these people; others may see more or fewer.")),
    )


class Rates:
    """Counts of each cohort's marks, added up as they are written."""

    def __init__(self):
        self._titles, self._sessions, self._marks = {}, Counter(), defaultdict(Counter)

    def add(self, session, counted):
        """Count the marks of a session, by what each counts as."""
        self._titles[session.cohort_id] = session.cohort
        self._sessions[session.cohort_id] += 1
        self._marks[session.cohort_id].update(counted)

    @staticmethod
    def columns():
        return (
            Column(_("Cohort"), 40), Column(_("Sessions"), 10, "#,##0"), Column(_("Marks"), 12, "#,##0"),
            *(Column(label, 12, "#,##0") for _value, label in MARKS), Column(_("Attended"), 12, "#,##0"),
            Column(_("Attendance rate"), 12, SHARE), Column(_("Rate without leave"), 22, SHARE),
        )

    def rows(self):
        """Yield a line a cohort, and one of them all."""
        whole = Counter()
        for cohort, counts in self._marks.items():
            whole.update(counts)
            yield self._row(self._titles[cohort], self._sessions[cohort], counts)
        yield self._row(_("Total"), self._sessions.total(), whole)

    @staticmethod
    def _row(title, sessions, counts):
        return (title, sessions, counts.total(), *(counts[value] for value, _label in MARKS), *shares(counts))


def shares(counts):
    """Return how many attended, of all marks, and of those without leave; None where there is nothing to divide by."""
    attended, marks = sum(counts[status] for status in EARNING), counts.total()
    expected = marks - counts["excused"]
    return attended, attended / marks if marks else None, attended / expected if expected else None
