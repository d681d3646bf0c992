"""Imports of hours in words: the fields of their columns, and why a row is not taken."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.rules import hour_rows as rules

FIELD_LABELS = {
    rules.NAME: gettext_lazy("Name"), rules.PHONE: gettext_lazy("Telephone"), rules.STAFF_NO: gettext_lazy("Staff number"),
    rules.ORGANISATION: gettext_lazy("Organisation"), rules.FIRST: gettext_lazy("Date, or first day"),
    rules.LAST: gettext_lazy("Last day"), rules.KIND: gettext_lazy("Kind"), rules.TITLE: gettext_lazy("What was learned"),
    rules.HOURS: gettext_lazy("Learning hours"), rules.MINUTES: gettext_lazy("Minutes"),
}
STATE_LABELS = {
    rules.NEW: pgettext_lazy("state of a roster row", "New"),
    rules.CHANGED: pgettext_lazy("state of a roster row", "Changed"),
    rules.SAME: pgettext_lazy("state of a roster row", "Unchanged"),
    rules.REFUSED: pgettext_lazy("state of a roster row", "Refused"),
}
STATE_TONES = {rules.NEW: "ok", rules.CHANGED: "info", rules.SAME: "muted", rules.REFUSED: "bad"}
_SENTENCES = {
    "no_name": gettext_lazy("The name is missing. Write it in this row."),
    "no_title": gettext_lazy("It does not say what was learned. Write it in this row."),
    "no_date": gettext_lazy("The date is missing. Write the day, for example 2026-03-18."),
    "bad_date": gettext_lazy("This is no day. Write year, month and day, for example 2026-03-18."),
    "ends_before": gettext_lazy("The last day lies before the first. Correct one of the two."),
    "future": gettext_lazy("This day is still to come. Hours are imported when they were learned."),
    "bad_kind": gettext_lazy("This kind is not known. Write for example 集中授课, 组织学习 or 网络, or leave it empty."),
    "no_hours": gettext_lazy("The hours are missing. Write a number."),
    "bad_number": gettext_lazy("This is no number. Write for example 3.5."),
    "hours_range": gettext_lazy("The number is not possible. Hours lie above 0 and up to 200."),
    "another_name": gettext_lazy("This number belongs to a registered person of another name. Check both."),
    "unknown_number": gettext_lazy("Nobody in the area that you administer has this staff number. Check it."),
    "unknown_person": gettext_lazy("Nobody of this name is registered there in the area that you administer. Check the name and "
                                   "the organisation, or import the roster first."),
    "several_people": gettext_lazy("Several people have this name. Add the organisation, the telephone or the staff number."),
    "own": gettext_lazy("These are your own hours. Somebody else has to import them."),
}


def sentence(problem):
    """Return the reason of a problem in the reader's language."""
    if problem.code == "twice":
        return _("Row %(row)s says the same already. Delete one of the two.") % {"row": problem.params["row"]}
    return str(_SENTENCES[problem.code])


def no_headings():
    return _("No headings such as 姓名, 日期, 学习内容 and 学时 were found. Check that this is a workbook of hours, and that its "
             "headings stand above the rows.")
