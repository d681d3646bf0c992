"""A question proved faulty after people had answered it: what is done for everyone, first as a preview, then for good.

Nothing is overwritten: every regrading is a row of its own with a line for each attempt it changed, and taking one back is
another. Preview and application mark by the same function, a chunk of attempts at a time.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions.marking import marked, score_by, score_of, settle_all
from courses.actions.result_notices import follow
from courses.enums import RegradeState, Remedy
from courses.models import Attempt, Question, Regrade, RegradeLine
from courses.rules.regrading import rekey_refusal
from lms.audit import trail
from lms.jobs.actions import start_job
from lms.jobs.models import Job

CHUNK = 100
AT_ONCE = 200  # attempts that are looked at within the request

REFUSALS = {
    "not_there": lambda: _("This question stands on no paper of this exam that was handed in."),
    "own": lambda: _("You sat this exam yourself. Somebody else must decide about its questions."),
    "reason": lambda: _("Say why: the reason is kept, and candidates may ask for it."),
    "no_newer": lambda: _("The question has no newer version. Correct it in its bank first, then mark by it."),
    "other_kind": lambda: _("The newest version is of another kind: answers cannot be marked by it. Leave the question "
                            "out, or give everyone its points."),
    "other_options": lambda: _("The newest version offers other options, blanks or sub-questions: answers cannot be marked "
                               "by it. Leave the question out, or give everyone its points."),
    "nothing": lambda: _("The question counts so already."),
}


class RegradeRefused(Exception):
    """The regrading cannot be made; ``code`` is a key of ``REFUSALS``, the text says what to do."""

    def __init__(self, code):
        self.code = code
        super().__init__(REFUSALS[code]())


def standing(exam, question_id):
    """Return the regrading of a question that counts now, None when it counts as it was."""
    row = Regrade.objects.filter(exam=exam, question=question_id).counting().last()
    return None if row is None or row.remedy == Remedy.NONE else row


@transaction.atomic
def prepare_regrade(*, actor, exam, question, remedy, reason):
    """Make the preview of a regrading, at once or by a worker; nothing counts yet. Raises :class:`RegradeRefused`."""
    _check_own(actor, exam)
    if not reason.strip():
        raise RegradeRefused("reason")
    papers = Attempt.objects.handed_in().filter(exam=exam).values_list("paper", flat=True)
    if not any(item["question"] == question.pk for paper in papers for item in paper):
        raise RegradeRefused("not_there")
    replacement = _replacement(question) if remedy == Remedy.REKEY else None
    now_counts = standing(exam, question.pk)
    before = (now_counts.remedy, now_counts.replacement_id) if now_counts else (Remedy.NONE, None)
    if before == (remedy, replacement.pk if replacement else None):
        raise RegradeRefused("nothing")
    regrade = Regrade.objects.create(
        exam=exam, question=question, remedy=remedy, replacement=replacement, reason=reason.strip(), by=actor
    )
    trail.record(
        actor=actor, verb="exam.regrade_preview", target=regrade, organisation=exam.organisation,
        detail={"exam": exam.pk, "question": question.pk},
    )
    _work(actor, regrade, "exams.regrade_preview", preview_regrade)
    return regrade


def _replacement(question):
    latest = Question.objects.get(lineage=question.lineage, is_latest=True)
    if latest.pk == question.pk:
        raise RegradeRefused("no_newer")
    if code := rekey_refusal(question.content, latest.content):
        raise RegradeRefused(code)
    return latest


def _check_own(actor, exam):
    if Attempt.objects.filter(exam=exam, person=actor).exists():
        raise RegradeRefused("own")


def _work(actor, regrade, kind, function):
    """Do the work at once, or leave it to a worker when there are many attempts."""
    if Attempt.objects.handed_in().filter(exam=regrade.exam_id).count() <= AT_ONCE:
        function(regrade=regrade)
        return
    job = start_job(
        kind=kind, owner=actor, params={"regrade": regrade.pk}, back_url=reverse("courses:regrade", args=[regrade.pk])
    )
    Regrade.objects.filter(pk=regrade.pk).update(job_id=job.pk)


def _chunks(regrade):
    """Yield ``(ids of attempts, how many were looked at, of how many)``; only those whose paper holds the question."""
    rows = Attempt.objects.handed_in().filter(exam=regrade.exam_id).order_by("pk")
    holding = [
        pk for pk, paper in rows.values_list("pk", "paper")
        if any(item["question"] == regrade.question_id for item in paper)
    ]
    for start in range(0, len(holding), CHUNK):
        yield holding[start:start + CHUNK], min(start + CHUNK, len(holding)), len(holding)


def _held(ids, *, locked=False):
    rows = Attempt.objects.filter(pk__in=ids).select_related("exam__organisation").order_by("pk")
    return list(rows.select_for_update(of=("self",)) if locked else rows)


def preview_regrade(*, regrade, progress=lambda done, total: None):
    """Write whom the regrading would change as its lines; what is no preview any more is left alone. Safe to run twice."""
    if regrade.state != RegradeState.PREPARING:
        return
    RegradeLine.objects.filter(regrade=regrade).delete()
    looked_at = 0
    for ids, looked_at, total in _chunks(regrade):
        attempts = _held(ids)
        results = marked(attempts, trial=regrade)
        _write_lines(regrade, [
            (attempt, before, after) for attempt in attempts
            if (before := score_of(attempt)) != (after := score_by(attempt, results[attempt.pk][0]))
        ])
        progress(looked_at, total)
    Regrade.objects.filter(pk=regrade.pk, state=RegradeState.PREPARING).update(
        state=RegradeState.READY, looked_at=looked_at
    )
    regrade.refresh_from_db(fields=["state", "looked_at"])


def _write_lines(regrade, changes):
    RegradeLine.objects.bulk_create([
        RegradeLine(
            regrade=regrade, attempt=attempt,
            points_before=before.points, possible_before=before.possible, passed_before=before.passed,
            points_after=after.points, possible_after=after.possible, passed_after=after.passed,
        ) for attempt, before, after in changes
    ], batch_size=500, ignore_conflicts=True)


@transaction.atomic
def apply_regrade(*, actor, regrade, now=None):
    """Let the regrading count from now on, and settle every attempt by it, at once or by a worker; a second click does nothing.

    Raises :class:`RegradeRefused` when the actor sat the exam.
    """
    locked = Regrade.objects.select_for_update(of=("self",)).select_related("exam__organisation").get(pk=regrade.pk)
    if locked.state != RegradeState.READY:
        return locked
    _check_own(actor, locked.exam)
    RegradeLine.objects.filter(regrade=locked).delete()  # those of the preview
    locked.state, locked.by, locked.at, locked.looked_at, locked.job_id = (
        RegradeState.APPLYING, actor, now or timezone.now(), 0, None
    )
    locked.save(update_fields=["state", "by", "at", "looked_at", "job_id"])
    trail.record(
        actor=actor, verb="exam.regrade", target=locked, organisation=locked.exam.organisation,
        detail={"exam": locked.exam_id, "question": locked.question_id, "remedy": locked.remedy},
    )
    _work(actor, locked, "exams.regrade", carry_out)
    return locked


def carry_out(*, regrade, progress=lambda done, total: None):
    """Settle every attempt by a regrading that counts, and write what it changed; return how many.

    Each chunk in one transaction: what was settled before a worker died is not settled again, and keeps its lines.
    """
    if regrade.state != RegradeState.APPLYING:
        return regrade.lines.count()
    looked_at = 0
    for ids, looked_at, total in _chunks(regrade):
        _carry_out(regrade, ids)
        progress(looked_at, total)
    Regrade.objects.filter(pk=regrade.pk).update(state=RegradeState.APPLIED, looked_at=looked_at)
    regrade.refresh_from_db(fields=["state", "looked_at"])
    return regrade.lines.count()


@transaction.atomic
def _carry_out(regrade, ids):
    now = timezone.now()
    changed = settle_all(_held(ids, locked=True), now=now)
    _write_lines(regrade, [(attempt, before, score_of(attempt)) for attempt, before in changed])
    follow(actor=regrade.by, exam=regrade.exam, changed=changed, why=regrade.reason, now=now)


@transaction.atomic
def take_up_again(*, actor, regrade):
    """Go on with work that stopped; what a worker still does is left alone."""
    locked = Regrade.objects.select_for_update(of=("self",)).select_related("exam").get(pk=regrade.pk)
    kinds = {RegradeState.PREPARING: "exams.regrade_preview", RegradeState.APPLYING: "exams.regrade"}
    if locked.state not in kinds or Job.objects.unfinished().filter(pk=locked.job_id).exists():
        return
    job = start_job(
        kind=kinds[locked.state], owner=actor, params={"regrade": locked.pk},
        back_url=reverse("courses:regrade", args=[locked.pk]),
    )
    Regrade.objects.filter(pk=locked.pk).update(job_id=job.pk)


@transaction.atomic
def discard_regrade(*, actor, regrade):
    """Forget a preview; what counts already stays. Return whether it was one."""
    locked = Regrade.objects.select_for_update(of=("self",)).select_related("exam__organisation").get(pk=regrade.pk)
    if locked.state not in (RegradeState.PREPARING, RegradeState.READY):
        return False
    trail.record(
        actor=actor, verb="exam.regrade_discard", target=locked, organisation=locked.exam.organisation,
        detail={"exam": locked.exam_id, "question": locked.question_id},
    )
    locked.delete()
    return True
