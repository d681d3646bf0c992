"""Reads of question banks."""

from courses.models import Question
from courses.rules.similar import Near, fingerprint


def resembling(bank, content, *, besides=None):
    """Return questions of the bank that say the same as ``content`` or nearly, the same first: ``[(question, same)]``.

    ``besides`` is the question that is being edited. Two queries at most.
    """
    rows = Question.objects.filter(bank=bank, is_latest=True)
    if besides is not None:
        rows = rows.exclude(lineage=besides.lineage)
    mark = fingerprint(content)
    stems = list(rows.values_list("pk", "fingerprint", "stem"))
    same = [pk for pk, other, _stem in stems if other == mark][:1]
    near = [pk for pk in Near((pk, stem) for pk, _mark, stem in stems).find(content.stem) if pk not in same]
    found = Question.objects.in_bulk([*same, *near]) if same or near else {}
    return [(found[pk], pk in same) for pk in [*same, *near]]
