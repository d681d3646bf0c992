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


LINES = {
    "no_key": lambda: _("The question has no key, so nothing can be right."),
    "no_answer": lambda: _("Nothing was answered."),
    "waits": lambda: _("The answer waits for a person to mark it."),
    "part": lambda: _("Sub-question {number}:"),
    "chosen_right": lambda: _("{number} of {of} right options chosen."),
    "chosen_wrong": lambda: _("Wrong options chosen: {number}."),
    "weights": lambda: _("The weights of what was chosen come to {number} percent."),
    "half": lambda: _("Some right options are missing, and none is wrong: half of the points."),
    "share": lambda: _("None is wrong: {number} of {of} parts of the points."),
    "all_or_nothing": lambda: _("Points are given only when all is right."),
    "blank_right": lambda: _("Blank {number} is right."),
    "blank_part": lambda: _("Blank {number} earns {of} percent."),
    "blank_wrong": lambda: _("Blank {number} is wrong."),
    "pair_right": lambda: _("Pair {number} is right."),
    "pair_wrong": lambda: _("Pair {number} is wrong."),
    "places_right": lambda: _("{number} of {of} lines stand in their place."),
    "given": lambda: _("A person gave {number} of {of} points."),
    "corrected": lambda: _("Corrected by hand: {number} of {of} points."),
    "remedy_void": lambda: _("The question proved faulty and does not count."),
    "remedy_full": lambda: _("The question proved faulty: everyone has its {of} points."),
    "rounded": lambda: _("{number} points are rounded down to {of}."),
}


def mark_texts(trace):
    """Return a sentence for each line of a ``rules.marking.Marked.trace``."""
    return [LINES[line.code]().format(number=line.number, of=line.of) for line in trace]


DIRECTIONS = {
    "passes": lambda: _("passes now"),
    "fails": lambda: _("does not pass any more"),
    "waits": lambda: _("waits for a person"),
    "marked": lambda: _("is marked now"),
    "more": lambda: _("more"),
    "less": lambda: _("less"),
    "same": lambda: _("the same share"),
}


def direction_text(word):
    """Return in words what ``rules.regrading.direction`` says."""
    return DIRECTIONS[word]()
