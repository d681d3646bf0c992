"""The rules' reasons in words."""

from django.utils.translation import gettext as _

from courses.rules import joining

TEXTS = {
    joining.JOINED: lambda: _("This course is among your courses already."),
    joining.NOT_OFFERED: lambda: _("This course does not need joining: open a lesson and begin."),
    joining.RETIRED: lambda: _("This course has been taken down and cannot be joined any more."),
    joining.EMPTY: lambda: _("This course has no lessons yet. Come back when its first lesson is published."),
    joining.PREREQUISITES: lambda: _("Another course comes first. Finish it, then this one opens to you."),
}


def reason_texts(answer):
    """Return a sentence for each reason of a ``rules.joining.Joining``."""
    return [TEXTS[reason]() for reason in answer.reasons]
