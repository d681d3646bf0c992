"""The only writers of what becomes of banks and questions: retired and taken back, accepted, reviewed and locked."""

from django.db import transaction
from django.utils import timezone

from courses.enums import QuestionState
from courses.models import Question, QuestionBank
from lms.audit import trail


@transaction.atomic
def retire_question(*, actor, question):
    """Ask the question no more: papers drawn from now on leave it out, papers and attempts that hold it keep it."""
    return _move(actor, question, {QuestionState.LIVE, QuestionState.DRAFT}, QuestionState.RETIRED, "question.retire")


@transaction.atomic
def revive_question(*, actor, question):
    """Ask a retired question again."""
    return _move(actor, question, {QuestionState.RETIRED}, QuestionState.LIVE, "question.revive")


@transaction.atomic
def accept_question(*, actor, question):
    """Make a draft a question that papers may ask."""
    return _move(actor, question, {QuestionState.DRAFT}, QuestionState.LIVE, "question.accept")


def _move(actor, question, before, after, verb):
    """Return whether the newest version went from one of ``before`` to ``after``; twice is once."""
    newest = _newest(question)
    if newest.state not in before:
        return False
    newest.state = after
    newest.save(update_fields=["state"])
    trail.record(actor=actor, verb=verb, target=newest, organisation=newest.bank.organisation)
    return True


@transaction.atomic
def lock_question(*, actor, question, locked=True):
    """Note that the district reviewed the question, and let nobody else change it; or open it again."""
    newest = _newest(question)
    return _lock(actor, newest, newest.bank.organisation, locked, "question")


@transaction.atomic
def lock_bank(*, actor, bank, locked=True):
    """The same for a bank and all that it holds."""
    found = QuestionBank.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=bank.pk)
    return _lock(actor, found, found.organisation, locked, "bank")


def _lock(actor, row, organisation, locked, noun):
    if bool(row.locked_at) == locked:
        return False
    row.locked_at, row.locked_by = (timezone.now(), actor) if locked else (None, None)
    row.save(update_fields=["locked_at", "locked_by"])
    trail.record(actor=actor, verb=f"{noun}.{'lock' if locked else 'unlock'}", target=row, organisation=organisation)
    return True


def _newest(question):
    return Question.objects.select_for_update(of=("self",)).select_related("bank__organisation").get(
        lineage=question.lineage, is_latest=True
    )
