"""What may be done about a question that proves faulty, and whom it changes."""

from dataclasses import dataclass


def rekey_refusal(old, new):
    """Return why answers to ``old`` cannot be marked by the key of ``new`` (``rules.questions.Content``), or ``""``.

    The kind, what may be chosen, the number of blanks and of sub-questions must be the same: answers are kept by these.
    """
    if old.kind != new.kind:
        return "other_kind"
    same = (
        {one.id for one in old.options} == {one.id for one in new.options}
        and {one.id for one in old.rights} == {one.id for one in new.rights}
        and (old.kind != "fill_in" or len(old.key) == len(new.key))
        and len(old.parts) == len(new.parts)
    )
    if not same:
        return "other_options"
    return next(filter(None, map(rekey_refusal, old.parts, new.parts)), "")


@dataclass(frozen=True)
class Score:
    """What an attempt comes to; ``points`` and ``passed`` are None while an answer waits for a person."""

    points: int | None
    possible: int
    passed: bool | None


def direction(before, after):
    """Say in a word what became of an attempt: ``passes``, ``fails``, ``waits``, ``marked``, ``more``, ``less`` or ``same``.

    Both are :class:`Score`. Where the possible points change too, the share of them is compared.
    """
    if before == after:
        return "same"
    if after.points is None:
        return "waits"
    if before.points is None:
        return "marked"
    if before.passed != after.passed:
        return "passes" if after.passed else "fails"
    mine, theirs = after.points * (before.possible or 1), before.points * (after.possible or 1)
    return "same" if mine == theirs else "more" if mine > theirs else "less"
