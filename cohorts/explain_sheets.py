"""Sentences for what ``cohorts.rules.sheets`` could not read."""

from django.utils.translation import gettext as _


def fault_text(fault):
    """Return why a cell was not taken, and what to do about it."""
    return {
        "no_heading": _("No row of headings was found. Name one column “name” or “no.” and one “mark”."),
        "no_marks": _("No row has a mark. Fill in the column and upload the sheet again."),
        "unknown_mark": _("Not a mark. Write √, 迟到, 早退, 请假 or 缺席, or the digits 1 to 5."),
        "unknown_name": _("No one of this name is expected at this session. Compare the name with the class list."),
        "unknown_number": _("No one of this number is expected at this session."),
        "name_and_number": _("Name and number belong to different people."),
        "several": _("Several people have this name. Add the number on the printed sheet or the staff number."),
        "twice": _("This person stands in the table twice. Leave one row."),
        "nobody": _("The row has a mark and names nobody."),
    }[fault.code]
