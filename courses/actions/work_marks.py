"""What staff do with works: mark, return, choose as excellent, recommend, hang in the gallery. Nobody does it to their own."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.enums import WorkState
from courses.models import MarkDraft, SubmissionMark, SubmissionReturn, Work
from courses.rules import rubrics
from lms.audit import trail
from lms.notices.actions import notify

AGAIN = timedelta(days=7)  # given to whoever gets their work back, unless another day is named
LONGEST_COMMENT = 4000


class MarkRefused(Exception):
    """It cannot be done to this work now; ``code`` says why, the text what to do."""

    def __init__(self, code):
        self.code = code
        super().__init__(TEXTS[code]())


TEXTS = {
    "own": lambda: _("This is your own work. Someone else has to look at it."),
    "newer": lambda: _("A newer version was handed in meanwhile. Look at that one."),
    "meanwhile": lambda: _("Someone else marked this work meanwhile. Look at that mark; save yours again only if it is wrong."),
    "changed": lambda: _("The rubric was changed meanwhile. Its present criteria are shown; give the points once more."),
    "returned": lambda: _("This work was returned to its author. It comes back when it is handed in again."),
    "points": lambda: _("Give points for every criterion, none above what it can give."),
    "reason": lambda: _("Write what should be done better: the author reads it."),
    "date": lambda: _("Give a day that is still to come for handing it in again."),
    "excellent": lambda: _("This work was chosen as excellent. Take that back first, then return it."),
    "not_marked": lambda: _("Mark the work first, then choose it."),
    "not_excellent": lambda: _("Choose the work as excellent first."),
    "no_gallery": lambda: _("This assignment has no gallery. Only activities have one."),
}


def _locked(actor, work):
    """Return the work locked, with all that is asked of it; refuse one's own."""
    held = Work.objects.select_for_update(of=("self",)).select_related(
        "assignment__organisation", "assignment__rubric", "organisation", "person", "latest"
    )
    work = held.get(pk=work.pk)
    if actor is not None and work.person_id == actor.pk:
        raise MarkRefused("own")
    return work


def _tell(work, kind, source, **params):
    notify(person=work.person, kind=kind, source=source, params={"assignment": work.assignment.title} | params,
           url=reverse("courses:assignment", args=[work.assignment_id]))


def _record(actor, verb, work, **detail):
    trail.record(actor=actor, verb=verb, target=work, organisation=work.organisation,
                 detail={"assignment": work.assignment_id} | detail)


@transaction.atomic
def keep_mark_draft(*, actor, submission, scores, comment):
    """Keep what the marker has so far: points by criterion (None where none yet) and the comment."""
    if submission.work.person_id == actor.pk:
        raise MarkRefused("own")
    MarkDraft.objects.update_or_create(
        submission=submission, marker=actor,
        defaults={"scores": scores, "comment": comment[:LONGEST_COMMENT], "saved_at": timezone.now()},
    )


@transaction.atomic
def mark_work(*, actor, work, submission_id, criteria, seen, scores, comment="", now=None):
    """Give the work its mark and return it; marked before, the newer one counts and the older stays on record.

    ``submission_id``, ``criteria`` (``rubrics.digest``) and ``seen`` (the id of the mark that stood there, None without
    one) say what the marker had before them: who marks something else meanwhile is told, and loses nothing. Raises
    :class:`MarkRefused`.
    """
    work = _locked(actor, work)
    if work.state == WorkState.RETURNED:
        raise MarkRefused("returned")
    if work.latest_id != submission_id:
        raise MarkRefused("newer")
    rows = work.assignment.rubric.criteria
    if rubrics.digest(rows) != criteria:
        raise MarkRefused("changed")
    standing = SubmissionMark.objects.filter(submission=submission_id).order_by("-pk").values_list("pk", flat=True).first()
    if standing != seen:
        raise MarkRefused("meanwhile")
    given = rubrics.scored(rows, scores)
    if given is None:
        raise MarkRefused("points")
    mark = SubmissionMark.objects.create(
        submission_id=submission_id, scores=given, points=sum(scores), possible=rubrics.possible(rows),
        comment=comment.strip()[:LONGEST_COMMENT], marker=actor, marked_at=now or timezone.now(),
    )
    MarkDraft.objects.filter(submission=submission_id, marker=actor).delete()
    work.state = WorkState.MARKED
    work.save(update_fields=["state"])
    _record(actor, "work.mark", work, version=work.latest.version, points=mark.points)
    _tell(work, "work.marked", f"work.marked:{mark.pk}", points=mark.points, possible=mark.possible)
    return mark


@transaction.atomic
def return_work(*, actor, work, submission_id, reason, again_until=None, now=None):
    """Give the version back to its author, who may hand in another until ``again_until`` (a week from now); returned
    already, nothing happens. Raises :class:`MarkRefused`."""
    now = now or timezone.now()
    work = _locked(actor, work)
    if work.latest_id != submission_id:
        raise MarkRefused("newer")
    if work.state == WorkState.RETURNED:
        return work
    if work.excellent_at:
        raise MarkRefused("excellent")
    if not reason.strip():
        raise MarkRefused("reason")
    again_until = again_until or now + AGAIN
    if again_until <= now:
        raise MarkRefused("date")
    given_back = SubmissionReturn.objects.create(
        submission_id=submission_id, reason=reason.strip()[:LONGEST_COMMENT], again_until=again_until, returned_by=actor,
        returned_at=now,
    )
    work.state = WorkState.RETURNED
    work.save(update_fields=["state"])
    _record(actor, "work.return", work, version=work.latest.version)
    _tell(work, "work.returned", f"work.returned:{given_back.pk}")
    return work


@transaction.atomic
def choose_work(*, actor, work, chosen=True, now=None):
    """Choose a marked work as excellent, or take that back, with its recommendation and its place in the gallery."""
    work = _locked(actor, work)
    if bool(work.excellent_at) == chosen:
        return work
    if chosen and work.state != WorkState.MARKED:
        raise MarkRefused("not_marked")
    work.excellent_at = (now or timezone.now()) if chosen else None
    if not chosen:
        work.recommended_at = work.shown_at = None
    work.save(update_fields=["excellent_at", "recommended_at", "shown_at"])
    _record(actor, "work.choose" if chosen else "work.unchoose", work)
    if chosen:
        _tell(work, "work.excellent", f"work.excellent:{work.pk}:{work.latest_id}")
    return work


@transaction.atomic
def recommend_work(*, actor, work, recommended=True, now=None):
    """Recommend an excellent work to the district, or take that back."""
    work = _locked(actor, work)
    if bool(work.recommended_at) == recommended:
        return work
    if not work.excellent_at:
        raise MarkRefused("not_excellent")
    work.recommended_at = (now or timezone.now()) if recommended else None
    work.save(update_fields=["recommended_at"])
    _record(actor, "work.recommend" if recommended else "work.unrecommend", work)
    if recommended:
        _tell(work, "work.recommended", f"work.recommended:{work.pk}:{work.latest_id}")
    return work


@transaction.atomic
def show_work(*, actor, work, shown=True, now=None):
    """Hang an excellent work in the gallery of its activity, or take it out. It is seen once its author consents."""
    work = _locked(actor, work)
    if bool(work.shown_at) == shown:
        return work
    if shown and not work.assignment.activity:
        raise MarkRefused("no_gallery")
    if not work.excellent_at:
        raise MarkRefused("not_excellent")
    work.shown_at = (now or timezone.now()) if shown else None
    work.save(update_fields=["shown_at"])
    _record(actor, "work.show" if shown else "work.hide", work)
    return work


