"""Which of a question's options an answer took, so that item analysis can count them."""

from courses.rules.item_analysis import Choices
from courses.rules.questions import TRUE_FALSE

COUNTED = frozenset({"single", "multiple", "true_false", "matching", "ordering"})


def choices_of(content):
    """Return the :class:`Choices` of a question (``rules.questions.Content``), None where nothing can be counted.

    What has to be matched or put in order counts as an option each, taken by whoever had it right.
    """
    if content.kind not in COUNTED:
        return None
    options = TRUE_FALSE if content.kind == "true_false" else tuple(option.id for option in content.options)
    if content.kind in ("matching", "ordering"):
        return Choices(options, frozenset(options))
    return Choices(options, frozenset(content.key), 0.0 if content.kind == "multiple" else 1 / (len(options) or 1))


def taken(content, chosen):
    """Return the ids of the options that an answer took; ``chosen`` is as ``rules.marking.clean_answer`` keeps it."""
    if content.kind == "matching":
        key = set(content.key)
        return tuple(left for left, right in chosen if (left, right) in key)
    if content.kind == "ordering":
        return tuple(option for option, place in chosen if 1 <= place <= len(content.key) and content.key[place - 1] == option)
    return tuple(chosen) if content.kind in COUNTED else ()
