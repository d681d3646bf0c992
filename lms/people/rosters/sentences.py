"""What is said about a row: the sentence of each problem, the words of fields and differences."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.people.enums import Gender, Position
from lms.people.rules.roster import facts, headings

_LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[\s\-]?\d){8,}")

STATE_LABELS = {
    facts.NEW: pgettext_lazy("state of a roster row", "New"),
    facts.CHANGED: pgettext_lazy("state of a roster row", "Changed"),
    facts.SAME: pgettext_lazy("state of a roster row", "Unchanged"),
    facts.CONFLICT: pgettext_lazy("state of a roster row", "Conflict"),
    facts.REFUSED: pgettext_lazy("state of a roster row", "Refused"),
}
STATE_TONES = {facts.NEW: "ok", facts.CHANGED: "info", facts.SAME: "muted", facts.CONFLICT: "warn", facts.REFUSED: "bad"}

FIELD_LABELS = {
    headings.SUPERIOR: gettext_lazy("Sub-district or unit above"),
    headings.ORGANISATION: gettext_lazy("Organisation"),
    headings.CATEGORY: gettext_lazy("Category"),
    headings.NAME: gettext_lazy("Name"),
    headings.GENDER: gettext_lazy("Gender"),
    headings.BORN: gettext_lazy("Born"),
    headings.POSITION: gettext_lazy("Position"),
    headings.SINCE: gettext_lazy("In office since"),
    headings.EDUCATION: gettext_lazy("Education"),
    headings.PHONE: gettext_lazy("Telephone"),
    headings.STAFF_NO: gettext_lazy("Staff number"),
}

_SENTENCES = {
    "name_missing": gettext_lazy("The name is missing. Fill it in."),
    "name_odd": gettext_lazy("This is not a person's name. Write the name in plain characters."),
    "organisation_missing": gettext_lazy("The organisation is missing. Fill in the name of the branch."),
    "organisation_odd": gettext_lazy("This is not an organisation's name. Write it out."),
    "superior_missing": gettext_lazy("Neither this row nor the sheet's name says which sub-district or unit the organisation "
                                     "belongs to. Fill it in."),
    "position_missing": gettext_lazy("The position is missing. Write secretary (书记), deputy (副书记), committee member (委员), "
                                     "reserve (后备) or member (党员)."),
    "position_unknown": gettext_lazy("This position is not in the list. Write secretary (书记), deputy (副书记), committee "
                                     "member (委员), reserve (后备) or member (党员)."),
    "gender_unknown": gettext_lazy("Write 男 or 女."),
    "formula": gettext_lazy("A formula stands here instead of a value. Copy the cell and paste it as a value, or type it."),
    "phone_length": gettext_lazy("The telephone number has {digits} digits; a mobile number has 11. Correct it."),
    "phone_not_digits": gettext_lazy("This is not one mobile number. Write its 11 digits and nothing else."),
    "phone_not_mobile": gettext_lazy("A mobile number begins with 1. Correct it."),
    "staff_no_odd": gettext_lazy("A staff number holds letters and digits only, at most 30. Correct it."),
    "date_odd": gettext_lazy("This date cannot be read. Write it as 1974-05 or 1974-05-02."),
    "date_unclear": gettext_lazy("This may mean January or October. Write the month with two digits, as in 1974-01."),
    "born_in_future": gettext_lazy("The date of birth lies in the future. Correct it."),
    "since_in_future": gettext_lazy("The date of taking office lies in the future. Correct it."),
    "since_before_born": gettext_lazy("The date of taking office lies before the person was grown up. Correct one of the dates."),
    "text_long": gettext_lazy("The text is too long: at most {most} characters."),
    "category_unknown": gettext_lazy("This category is not known. Write one of the categories as the system names them."),
    "category_of_organisation_differs": gettext_lazy("The organisation is registered under another category. Correct the row, "
                                                     "or change the organisation first."),
    "organisation_closed": gettext_lazy("This organisation has been closed. Name the one that took its place."),
    "outside_your_area": gettext_lazy("This organisation lies outside the area that you administer. Ask the district to import "
                                      "this row."),
    "superior_not_yours_to_create": gettext_lazy("“{name}” is not registered, and only the district may add a sub-district or "
                                                 "unit. Check how it is written, or ask the district."),
    "two_people": gettext_lazy("The staff number belongs to one registered person and the telephone to another. Find out "
                               "which is right."),
    "staff_no_of_another": gettext_lazy("This staff number belongs to a registered person of another name. Check both."),
    "phone_of_another": gettext_lazy("This telephone belongs to a registered person of another name. Check both."),
    "several_of_this_name": gettext_lazy("Several people of this name are registered in this organisation. Add the staff "
                                         "number, the telephone or the date of birth."),
    "name_with_another_phone": gettext_lazy("Someone of this name is registered in this organisation with another telephone. "
                                            "Add the date of birth or the staff number, so that it is clear who is meant."),
    "person_elsewhere": gettext_lazy("This person is registered outside the area that you administer. Ask the district to "
                                     "import this row."),
}


def _row_name(params):
    if params.get("sheet"):
        return _("row {row} of the sheet “{sheet}”").format(row=params["row"], sheet=params["sheet"])
    return _("row {row}").format(row=params["row"])


def sentence(problem):
    """Return the reason of a :class:`facts.Problem` in the reader's language."""
    code, params = problem.code, problem.params
    if code == "phone_of_row":
        return _("This telephone already stands in {earlier} under another name. One of the two is wrong.").format(
            earlier=_row_name(params))
    if code == "staff_no_of_row":
        return _("This staff number already stands in {earlier} under another name. One of the two is wrong.").format(
            earlier=_row_name(params))
    if code == "differs_from_row":
        return _("This says something else than {earlier} about the same person or organisation. Make the two agree.").format(
            earlier=_row_name(params))
    return str(_SENTENCES[code]).format(**params)


def as_problem(stored):
    """Return the :class:`facts.Problem` of a stored ``{"code", "column", "value", "params"}``."""
    return facts.Problem(stored["code"], stored["column"], stored["value"], stored.get("params", {}))


def masked(name, value):
    """Return the value as lists show it: a telephone without its middle."""
    return f"{value[:3]}****{value[-4:]}" if name == headings.PHONE and len(value) > 7 else value


def masked_text(value):
    """Return a refused cell's text with the middle of every long number hidden, however it is spaced."""
    return _LONG_NUMBER.sub(lambda found: masked(headings.PHONE, re.sub(r"\D", "", found[0])), value)


def word(name, value, categories):
    """Return a stored value of the field ``name`` in the reader's words; ``categories`` maps codes to names."""
    if not value:
        return ""
    if name == "post" or name == headings.POSITION:
        return str(Position(value).label)
    if name == headings.GENDER:
        return str(Gender(value).label)
    if name == headings.CATEGORY:
        return categories.get(value, value)
    return masked(name, value)


def difference(name, before, after, categories):
    """Return ``(label, before, after)`` of a difference, ready to show."""
    label = _("New post") if name == "post" else str(FIELD_LABELS[name])
    return label, word(name, before, categories), word(name, after, categories)
