"""Sentences for the answers of ``cohorts.rules.results``: board, page of the trainee and workbook say the same."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PART_LABELS = {
    "attendance": gettext_lazy("Attendance"), "exam": gettext_lazy("Exam"), "assignment": gettext_lazy("Assignments"),
    "participation": gettext_lazy("Participation"),
}


def tenths(number):
    """Return tenths as a number with one decimal, without the decimal where it is 0: ``920`` is ``92``, ``184`` is ``18.4``."""
    whole, rest = divmod(number, 10)
    return f"{whole}.{rest}" if rest else str(whole)


def line_text(line):
    """Return how a part counts: ``Attendance 92 % × 20 = 18.4``."""
    said = {"part": PART_LABELS[line.part], "weight": line.weight, "percent": tenths(line.percent or 0),
            "points": tenths(line.points), "least": line.least}
    match line.state:
        case "open":
            return _("%(part)s × %(weight)s: open") % said
        case "nothing":
            return _("%(part)s × %(weight)s: nothing on record, 0") % said
        case "low":
            return _("%(part)s %(percent)s %% × %(weight)s = %(points)s; at least %(least)s %% are asked for") % said
    return _("%(part)s %(percent)s %% × %(weight)s = %(points)s") % said


def line_texts(final):
    return [line_text(line) for line in final.lines]


def total_text(final):
    """Return the total, with of how many points it is while a part is open."""
    if final.open:
        return _("%(total)s of %(of)s points so far") % {"total": tenths(final.total), "of": final.of}
    return tenths(final.total)


def parts_text(parts):
    return "、".join(str(PART_LABELS[part]) for part in parts)


def reason_text(code, numbers):
    """Return what is missing of a final result as a sentence: the ``final_`` reasons of ``rules.completion``."""
    match code:
        case "final_open":
            return _("Final result still open: %(parts)s") % {"parts": parts_text(numbers["parts"])}
        case "final_low":
            return _("Final result: %(parts)s") % {"parts": "、".join(
                _("%(part)s %(percent)s %%, at least %(least)s %% are asked for") % {
                    "part": PART_LABELS[row["part"]], "percent": tenths(row["percent"]), "least": row["least"],
                } for row in numbers["parts"]
            )}
        case "final_not_passed":
            return _("Final result %(total)s, %(required)s are asked for") % {
                "total": tenths(numbers["total"]), "required": numbers["required"],
            }
    raise ValueError(code)


def demand_texts(demand):
    """Return what a programme asks of the final result, a sentence each."""
    if not demand:
        return []
    parts = "、".join(f"{PART_LABELS[part]} {weight} %" for part, weight in demand.weights.items())
    said = [
        _("Weights: %(parts)s") % {"parts": parts},
        _("Passed with %(percent)s points of 100") % {"percent": demand.pass_percent},
        *(_("%(part)s at least %(least)s %%, else the whole is not passed") % {"part": PART_LABELS[part], "least": least}
          for part, least in demand.least.items()),
    ]
    if demand.required:
        said.append(_("Whoever does not pass does not complete the class"))
    return said
