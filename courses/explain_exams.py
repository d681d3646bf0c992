"""What exams answer, in words: what is missing before opening, what was typed and cannot be read, what a release shows."""

from django.utils.translation import gettext as _

from courses.enums import Release

LACKS = {
    "no_paper": lambda lack: _("Put questions on the paper first, then open the exam."),
    "short": lambda lack: _(
        "Rule %(number)s of the paper asks for %(wanted)s questions; its bank has %(found)s that no other rule takes. Ask for "
        "fewer, widen the rule, or write more questions."
    ) % {"number": lack.number, "wanted": lack.wanted, "found": lack.found},
    "rubric": lambda lack: _(
        "The rubric of question %(number)s adds up to %(found)s points, and the question has %(wanted)s. Change one of them."
    ) % {"number": lack.number, "wanted": lack.wanted, "found": lack.found},
    "over": lambda lack: _("The end of the exam lies in the past. Give it a later end, or none."),
}


def lack_texts(lacks):
    """Return a sentence for each of ``rules.opening.Lack``, with what to do."""
    return [LACKS[lack.code](lack) for lack in lacks]


UNREAD = {
    "letters": lambda last: _("Type letters from A to %(last)s.") % {"last": last},
    "one": lambda last: _("One answer is asked for. Type a single letter from A to %(last)s.") % {"last": last},
    "truth": lambda last: _("Type 对 or 错 (or T, F)."),
    "pairs": lambda last: _("Type a letter from A to %(last)s for each line, such as 1B 2A; - for none.") % {"last": last},
    "order": lambda last: _("Type each letter from A to %(last)s once, in the order given.") % {"last": last},
}


def unread_text(problem):
    """Return what to type instead, for a ``rules.keyed.Unread``."""
    return UNREAD[problem.code](problem.last)


def decided_by_hand(exam):
    """Return the names of what candidates see only once it is released by hand."""
    return [
        name for name, after in (
            (_("their score and whether they passed"), exam.scores_after),
            (_("the right answers"), exam.answers_after),
            (_("the explanations"), exam.explanations_after),
        ) if after == Release.DECIDED
    ]
