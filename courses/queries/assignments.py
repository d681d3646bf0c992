"""Reads of assignments and works: what waits for a person, what waits for a marker, what hangs in the gallery."""

from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from courses.enums import Activity, WorkState
from courses.models import Assignment, Participant, Submission, SubmissionMark, Work, WorkFile
from courses.rules import assignments as rules
from courses.rules import rubrics


@dataclass(frozen=True)
class Mine:
    """An assignment and what its person made of it: ``work`` is None before they began; ``mark`` the one that counts."""

    assignment: Assignment
    work: Work | None
    mark: SubmissionMark | None
    takes: bool
    until: object

    @property
    def waits(self):
        """Something is to be done, and still can be."""
        return self.takes and (self.work is None or rules.writable(self.work.state))


def mine(person, now, limit=100):
    """What the person is asked for or may take part in, as :class:`Mine`: what waits first. Three queries, and one for the
    organisations that they belong to."""
    rows = list(Assignment.objects.open_to(person).select_related("organisation").order_by("due_at", "pk")[:limit])
    works = {
        work.assignment_id: work
        for work in Work.objects.visible_to(person).filter(assignment__in=rows).select_related("latest__returned")
    }
    marks = marks_of(work.latest_id for work in works.values())
    entries = []
    for row in rows:
        work = works.get(row.pk)
        terms = row.terms(_again(work))
        entries.append(Mine(row, work, marks.get(work.latest_id) if work else None, rules.takes(terms, now),
                            rules.last_moment(terms)))
    return sorted(entries, key=lambda entry: (not entry.waits, not entry.takes))


def _again(work):
    returned = getattr(work.latest, "returned", None) if work and work.state == WorkState.RETURNED else None
    return returned.again_until if returned else None


def marks_of(submission_ids):
    """Map the ids of submissions to the mark that counts, those without one left out. One query."""
    ids = [pk for pk in submission_ids if pk]
    return {
        mark.submission_id: mark
        for mark in SubmissionMark.objects.filter(submission__in=ids).order_by("pk")
    } if ids else {}


def best_percents(assignment_ids, person_ids):
    """Return the best percentage of each person in each assignment: ``{(assignment id, person id): percent}``, whole and
    never rounded up; who has no mark is left out. One query."""
    rows = SubmissionMark.objects.current().filter(
        submission__work__assignment__in=assignment_ids, submission__work__person__in=person_ids
    ).values_list("submission__work__assignment_id", "submission__work__person_id", "points", "possible")
    best = {}
    for assignment_id, person_id, points, possible in rows:
        key = (assignment_id, person_id)
        best[key] = max(best.get(key, 0), rubrics.percent(points, possible))
    return best


def handed_in_by(person, assignment_ids):
    """Map assignments to the state of the person's work there; who wrote nothing is left out. One query."""
    return dict(Work.objects.visible_to(person).filter(assignment__in=assignment_ids).values_list("assignment_id", "state"))


# The desk ----------------------------------------------------------------------------------------------------------------


def _missing(user):
    """Participants in reach who handed nothing in."""
    handed_in = Work.objects.filter(assignment=OuterRef("assignment"), person=OuterRef("person"), latest__isnull=False)
    return Participant.objects.visible_to(user).filter(~Exists(handed_in))


def _counted(rows):
    counted = rows.filter(assignment=OuterRef("pk")).order_by().values("assignment").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def with_counts(user, rows):
    """Annotate assignments with what ``user`` may read of them: ``to_mark``, ``marked``, ``returned``, ``missing``."""
    works = Work.objects.read_by(user)
    return rows.annotate(
        to_mark=_counted(works.filter(state=WorkState.HANDED_IN)), marked=_counted(works.filter(state=WorkState.MARKED)),
        returned=_counted(works.filter(state=WorkState.RETURNED)), missing=_counted(_missing(user)),
    )


SHOWN = {
    "to_mark": Q(state=WorkState.HANDED_IN), "marked": Q(state=WorkState.MARKED), "returned": Q(state=WorkState.RETURNED),
    "excellent": Q(excellent_at__isnull=False), "recommended": Q(recommended_at__isnull=False),
}


def works_of(user, assignment, show=""):
    """The works of the assignment that ``user`` may read, in the order they came; ``show`` is a key of ``SHOWN``, or all."""
    rows = Work.objects.read_by(user).filter(SHOWN.get(show, Q()), assignment=assignment)
    return rows.select_related("person", "organisation", "assignment", "latest").order_by("latest__submitted_at", "pk")


def missing_of(user, assignment):
    return _missing(user).filter(assignment=assignment).select_related("person").order_by("person__name_key", "pk")


def next_to_mark(user, assignment, after=None):
    """Return the work that waits longest, the next one after the work ``after`` first; None when none waits."""
    waiting = list(works_of(user, assignment, "to_mark").values_list("pk", "latest__submitted_at"))
    if not waiting:
        return None
    if after is not None and after.latest_id:
        here = (after.latest.submitted_at, after.pk)
        later = [pk for pk, at in waiting if (at, pk) > here]
        if later:
            return later[0]
        waiting = [row for row in waiting if row[0] != after.pk] or waiting
    return waiting[0][0]


def history_of(work):
    """The versions of the work, the newest first, each with its files, ``marks`` (the newest first) and return. Four queries."""
    marks = SubmissionMark.objects.select_related("marker").order_by("-pk")
    return list(
        Submission.objects.filter(work=work).select_related("returned__returned_by")
        .prefetch_related("files", Prefetch("marks", queryset=marks)).order_by("-version")
    )


# The gallery -------------------------------------------------------------------------------------------------------------


def gallery(activity=""):
    """What hangs in the gallery, the newest first; of one activity, or of all."""
    rows = Work.objects.on_show()
    if activity in Activity.values:
        rows = rows.filter(assignment__activity=activity)
    files = Prefetch("latest__files", queryset=WorkFile.objects.order_by("pk"), to_attr="shown_files")
    return (
        rows.select_related("assignment", "latest", "person", "organisation").prefetch_related(files)
        .order_by("-shown_at", "-pk")
    )
