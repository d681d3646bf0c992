"""Templates in words: their parts, what changed between two versions, what stands in the way, the fields of a text."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.rules.layout import MOST_PICTURES, MOST_TEXTS, RANGES

PARTS = {
    "orientation": gettext_lazy("the way the sheet lies"), "paper": gettext_lazy("the colour of the paper"),
    "frame": gettext_lazy("the frame"), "address": gettext_lazy("the form of address"), "seal": gettext_lazy("the drawn seal"),
    "qr": gettext_lazy("the code"), "pictures": gettext_lazy("a picture"), "texts": gettext_lazy("a text"),
}
# What may stand in braces in a text.
FIELD_WORDS = {
    "name": gettext_lazy("name"), "address": gettext_lazy("form of address"),
    "organisation": gettext_lazy("the person’s organisation"),
    "programme": gettext_lazy("programme"), "class": gettext_lazy("programme as a class (…培训班)"),
    "cohort": gettext_lazy("cohort"), "host": gettext_lazy("who held the class"), "period": gettext_lazy("from when to when"),
    "starts_on": gettext_lazy("first day"), "ends_on": gettext_lazy("last day"), "hours": gettext_lazy("learning hours"),
    "sessions": gettext_lazy("number of sessions"),
    "number": gettext_lazy("number of the certificate"), "issuer": gettext_lazy("issuer"),
    "issued_on": gettext_lazy("day of issue"), "site": gettext_lazy("address of this site"),
}
CHANGES = {
    "added": gettext_lazy("%(part)s was added"), "removed": gettext_lazy("%(part)s was removed"),
    "changed": gettext_lazy("%(part)s was changed"),
}


def change_in_words(part, what, text=""):
    """Say one of ``certificates.rules.layout.changes``."""
    said = CHANGES[what] % {"part": PARTS[part]}
    return f"{said}：{shortened(text)}" if text else said


def shortened(text, most=24):
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most]}…"


def problem_in_words(where, code):
    """Say one of ``certificates.rules.layout.problems``."""
    part, _dot, rest = where.partition(".")
    place, _dot, name = rest.partition(".")
    which = {
        "texts": _("Text %(number)s") % {"number": int(place) + 1 if place.isdigit() else ""},
        "pictures": _("Picture %(number)s") % {"number": int(place) + 1 if place.isdigit() else ""},
    }.get(part, str(PARTS.get(part, part)))
    if code == "no_name":
        return _("No text says whose certificate it is. Write {name} into one of them.")
    if code == "no_number":
        return _("No text says the number of the certificate. Write {number} into one of them.")
    if code == "many":
        return _("There are too many parts: at most %(texts)s texts and %(pictures)s pictures fit.") % {
            "texts": MOST_TEXTS, "pictures": MOST_PICTURES}
    if code.startswith("field:"):
        return _("%(which)s: there is no field {%(field)s}. The fields are listed beside the texts.") % {
            "which": which, "field": code.removeprefix("field:")}
    if code == "range":
        least, most = RANGES[name or rest]
        return _("%(which)s: a number must lie between %(least)s and %(most)s.") % {
            "which": which, "least": least, "most": most}
    return _("%(which)s cannot be drawn as it is.") % {"which": which}
