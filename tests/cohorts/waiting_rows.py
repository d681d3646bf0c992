"""One row of each kind that waits for somebody in the east, and more of them."""

from datetime import timedelta

from django.utils import timezone

from certificates.models import Certificate
from cohorts.models import (
    Cohort,
    Enrolment,
    ExcellentTrainee,
    Filing,
    FilingCall,
    FilingVersion,
    LessonOrder,
    Rectification,
    TeachingInvitation,
)
from lms.approvals.models import Approval
from lms.jobs.models import Job

from .meetings import make_class, make_meeting

DAY = timedelta(days=1)


def everything_waits(house):
    """Make one row of each need of the east: for the trainer, the school, the administrators and the liaison."""
    world, now = house.world, timezone.now()
    for name in ("leave", "make_up", "order", "booking", "share", "application", "batch", "recognition", "work",
                 "essay_attempt", "lesson_question", "rectification", "point_appeal", "approval"):
        getattr(house, name)
    over = make_meeting(world, house.cohort, begins=-2 * DAY)
    asked = make_meeting(world, house.cohort, begins=3 * DAY)
    declined = make_meeting(world, house.cohort, begins=4 * DAY)
    TeachingInvitation.objects.create(session=asked, trainer=world.p_trainer)
    TeachingInvitation.objects.create(session=declined, trainer=world.p_trainer, state="declined", answered_at=now, reason="外出")
    LessonOrder.objects.create(
        item=house.item, organisation=house.branch, wanted_at=now + 7 * DAY, place="活动室", size=20, state="proposed",
        decided_at=now, proposed_at=now + 9 * DAY,
    )
    FilingVersion.objects.create(filing=house.filing, number=1, state="submitted", submitted_at=now)
    other = Filing.objects.create(call=FilingCall.objects.create(
        organisation=world.east, title="主题党日", year=2017, due_on=timezone.localdate()), organisation=house.branch)
    other.latest = FilingVersion.objects.create(filing=other, number=1, state="returned", decided_at=now)
    other.save()
    Rectification.objects.create(
        organisation=house.branch, finding="台账缺页", measure="补齐", due_on=timezone.localdate(), state="reported",
        responsible=world.p_liaison, reported_by=world.p_liaison,
    )
    Job.objects.create(kind="sample", owner=world.p_subdistrict, state="failed", finished_at=now)
    Certificate.objects.filter(pk=house.certificate.pk).update(review_since=now)
    today = timezone.localdate(now)
    ended = make_class(world, title="已结束", starts_on=today - 9 * DAY, ends_on=today - 3 * DAY)
    closed = make_class(world, title="已结业", starts_on=today - 9 * DAY, ends_on=today - 3 * DAY, closed_at=now)
    seat = Enrolment.objects.create(cohort=closed, person=world.p_learner, organisation=world.east_branch,
                                    position="secretary", state="completed", decided_at=now)
    ExcellentTrainee.objects.create(enrolment=seat, reason="学习认真", proposed_by=world.p_trainer)
    return {"over": over, "ended": ended}


def still_more_waits(house, rows):
    """A second and a third of what can be doubled."""
    job = Job.objects.get(state="failed")
    for row in (house.order, house.booking, house.batch, house.recognition, house.lesson_question, house.leave, rows["over"],
                rows["ended"], house.certificate, house.approval):
        for number in (1, 2):
            row.pk = None
            row._state.adding = True
            if isinstance(row, Approval):
                row.about = f"x{number}"
            if isinstance(row, Certificate):
                row.number, row.source, row.code = f"东训{number}", f"x{number}", f"x{number}"
                row.review_since = timezone.now()
            row.save()
    for number in (1, 2):
        Job.objects.create(kind=f"sample{number}", owner=job.owner, state="failed", finished_at=timezone.now())
    assert Cohort.objects.filter(title="已结束").count() == 3
