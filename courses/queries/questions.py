"""Reads of question banks."""

from functools import reduce
from operator import or_

from django.db.models import Q

from courses.enums import QuestionState
from courses.models import Question
from courses.rules.similar import Near, fingerprint, folded, pieces, stem_of

LOOKED_AT = 2000


def compared_with(user, bank):
    """Return the questions that new ones of ``bank`` are compared with: those that the user sees, else those of the bank."""
    rows = Question.objects.filter(bank=bank) if user is None else Question.objects.visible_to(user)
    return rows.filter(is_latest=True).exclude(state=QuestionState.RETIRED)


def resembling(user, bank, content, *, besides=None):
    """Return questions the user sees that say the same as ``content`` or nearly, the same first: ``[(question, same)]``.

    ``besides`` is the question that is being edited. Two queries at most, however many questions there are.
    """
    rows = compared_with(user, bank)
    if besides is not None:
        rows = rows.exclude(lineage=besides.lineage)
    mark, stem = fingerprint(content), folded(content.stem)
    some = [Q(folded__contains=piece) for piece in pieces(stem)]
    found = rows.filter(reduce(or_, some, Q(fingerprint=mark))).order_by("-pk")
    known = list(found.values_list("pk", "fingerprint", "folded", "bank")[:LOOKED_AT])
    known.sort(key=lambda row: row[3] != bank.pk)
    same = [pk for pk, other, _words, _bank in known if other == mark][:3]
    near = Near((pk, stem_of(words)) for pk, _mark, words, _bank in known if pk not in same).find(stem)
    questions = Question.objects.select_related("bank").in_bulk([*same, *near]) if same or near else {}
    return [(questions[pk], pk in same) for pk in [*same, *near]]


def wrote(banks):
    """Return ``[(id, name)]`` of those who began a question of ``banks``, by name."""
    rows = Question.objects.filter(bank__in=banks, version=1, created_by__isnull=False)
    return list(rows.order_by("created_by__name").values_list("created_by", "created_by__name").distinct())


def versions_of(question):
    """Return all versions of a question, the newest first, each with who wrote it. One query."""
    return list(Question.objects.filter(lineage=question.lineage).select_related("created_by").order_by("-version"))


