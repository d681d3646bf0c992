"""Results of the hall without phones: what somebody wrote on a printed paper becomes an attempt like any other."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from courses.actions.exams import note
from courses.actions.marking import questions_of, settle
from courses.enums import EndedBy, SittingEvent
from courses.models import Attempt, AttemptAnswer, ExamCandidate
from courses.rules import marking
from lms.audit import trail


class NotKeyed(Exception):
    """The sheet cannot be taken as it is. ``asks``: it can, once somebody says that it is another attempt."""

    def __init__(self, text, *, asks=False):
        self.asks = asks
        super().__init__(text)


def _check(exam, person, actor, again):
    if actor is not None and actor.pk == person.pk:
        raise NotKeyed(_("Nobody keys in their own paper. Ask a colleague."))
    if not ExamCandidate.objects.filter(exam=exam, person=person).exists() and exam.course_id is None:
        raise NotKeyed(_("This person is not a candidate of the exam. Add them to its candidates first."))
    attempts = Attempt.objects.filter(exam=exam, person=person)
    if attempts.under_way().exists():
        raise NotKeyed(_("This person has an attempt under way on a screen. It has to be handed in or ended first."))
    used = attempts.count()
    if used >= exam.attempts_allowed:
        raise NotKeyed(_("This person has used all attempts of this exam. If more are meant, allow them in its settings."))
    if used and not again:
        raise NotKeyed(
            _("This person has handed in an attempt already. Tick that this is another one, or choose somebody else."), asks=True
        )


@transaction.atomic
def key_in(*, actor, printed, person, answers, begun_at, again=False, now):
    """Make an attempt of what ``person`` wrote on ``printed``: handed in, marked by rule, waiting where people mark.

    ``answers`` is ``{question id: answer}`` as ``rules.keyed`` reads them; what is not offered is left out. ``again`` says that
    it is one more attempt of somebody who has handed one in. Raises :class:`NotKeyed`.
    """
    exam = printed.exam
    _check(exam, person, actor, again)
    number = (Attempt.objects.filter(exam=exam, person=person).aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                exam=exam, person=person, number=number, seed=printed.seed, paper=printed.paper, printed=printed,
                keyed_by=actor, started_at=begun_at, deadline=begun_at + timedelta(minutes=exam.minutes), submitted_at=now,
                ended_by=EndedBy.PAPER, points_possible=printed.points,
            )
    except IntegrityError:
        raise NotKeyed(_("Somebody else has just keyed in a paper of this person. Look at the list first.")) from None
    AttemptAnswer.objects.bulk_create([
        AttemptAnswer(attempt=attempt, question_id=question.id, chosen=chosen, made_at=now, saved_at=now)
        for question in questions_of(attempt)
        if (chosen := marking.clean_answer(question, answers.get(question.id, [])))
    ])
    note(attempt, SittingEvent.KEYED_IN, now, by=actor)
    answered = settle(attempt, now=now)
    trail.record(
        actor=actor, verb="exam.key_in", target=attempt, organisation=exam.organisation,
        detail={"exam": exam.pk, "letter": printed.letter, "answered": answered},
    )
    return attempt
