"""Words for ``cohorts.rules.standing``: columns of the board, what changed, and how to mend what is missing."""

from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.explain_results import tenths
from lms.templatetags.house import hours

COLUMN_LABELS = {
    "attendance": gettext_lazy("Attendance"), "lessons": gettext_lazy("Lessons"), "exam": gettext_lazy("Exam"),
    "minutes": gettext_lazy("Hours"), "final": gettext_lazy("Final result"),
}
FIGURE_LABELS = {
    "attended": gettext_lazy("attended"), "counted": gettext_lazy("sessions held"), "excused": gettext_lazy("on leave"),
    "lessons_done": gettext_lazy("lessons learned"), "lessons_required": gettext_lazy("lessons to learn"),
    "exam_best": gettext_lazy("exam"), "minutes": gettext_lazy("hours"), "final": gettext_lazy("final result"),
}


def measure_text(measure):
    """Return a requirement as numerator and denominator, as short as it can be said."""
    match measure.key:
        case "minutes":
            return f"{hours(measure.done)} / {hours(measure.of)}"
        case "exam":
            return f"{'–' if measure.done is None else measure.done} / {measure.of}"
        case "final":
            return f"{tenths(measure.done)} / {tenths(measure.of)}"
    return f"{measure.done} / {measure.of}"


def change_texts(standing):
    """Return ``[(moment, sentence)]`` of what changed, the newest first, from a kept standing (``Enrolment.standing``)."""
    return [
        (datetime.fromisoformat(change["at"]), "；".join(_change(*what) for what in change["what"]))
        for change in standing.get("changes", ())
    ]


def _change(code, before, after):
    if code == "complete":
        return _("everything done") if after else _("something missing again")
    if code == "asked":
        return _("the class asks for something else")
    return f"{FIGURE_LABELS[code]} {_figure(code, before)} → {_figure(code, after)}"


def _figure(code, value):
    if value is None:
        return "–"
    return {"minutes": hours, "final": tenths}.get(code, str)(value)


def way_text(way):
    """Return one way to mend something as what a link or a line says."""
    when = formats.date_format(timezone.localtime(way.starts_at), "n月j日 H:i") if way.starts_at else ""
    match way.kind:
        case "session":
            return _("Come to the next session: %(title)s, %(when)s") % {"title": way.title, "when": when}
        case "make_up":
            return _("Make up for “%(title)s” of %(when)s") % {"title": way.title, "when": when}
        case "lesson":
            return _("Learn the next lesson: %(title)s") % {"title": way.title}
        case "exam":
            return _("Sit the exam: %(title)s") % {"title": way.title}
        case "assignment":
            return _("Hand in the assignment: %(title)s") % {"title": way.title}
    if way.title:
        return _("Talk to your class teacher, %(name)s") % {"name": way.title}
    return _("Talk to the organiser of your class")


def missing_of(verdict, ways, sentence):
    """Return ``[(sentence, [(text, url)])]`` of what a verdict lacks; ``ways`` as of ``queries.mending.ways_of``."""
    return [
        (sentence(reason), [(way_text(way), way.url) for way in ways.get(reason.code, ())]) for reason in verdict.reasons
    ]
