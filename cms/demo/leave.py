"""Leave in each state, a make-up that was handed in, a late by minutes, and the rules by which all of it is judged."""

from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from cohorts.actions.corrections import correct_mark, settle_mark
from cohorts.actions.leave import apply_for_leave, approve_leave, cancel_leave, decline_leave, report_back
from cohorts.actions.make_up import choose_make_up, hand_in
from cohorts.enums import AttendanceStatus, LeaveKind
from cohorts.models import AttendanceMark, AttendancePolicy, Leave, MakeUp
from cohorts.queries.make_up import lessons_for
from courses.actions.learning import finish_lesson, open_lesson
from courses.models import LessonMedium
from lms.approvals.models import Approval

# Whose place on the list is whose; the demo trainee is the first.
BACK, APPROVED, DECLINED, TAKEN_BACK, WAITING = range(1, 6)
NOTE = (
    "这一讲说的是支部怎样把“三会一课”开实。我们支部以前会开得多、话说得虚。回去以后，我准备把下个月的主题党日定在楼道堆物这一件事上，"
    "先请三位老党员走一遍楼，再请物业来听，会上当场定下谁来管、什么时候再看一次。"
)
PROOF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def build_rules(accounts, *, now):
    """The rules of this year: by half-days, two lates make an absence, later than half an hour is absent."""
    AttendancePolicy.objects.get_or_create(
        from_on=date(timezone.localdate(now).year, 1, 1),
        defaults={"by_half_day": True, "lates_per_absence": 2, "absent_after": 30, "created_by": accounts["district"]},
    )


def build_leave(cohort, accounts, *, now):
    """Let people of the running class ask for leave; made once, before its first meeting is marked."""
    if Leave.objects.filter(enrolment__cohort=cohort).exists():
        return
    places = list(cohort.enrolments.select_related("person").order_by("pk")[:6])
    yesterday, _today, tomorrow, week, last = list(cohort.sessions.order_by("starts_at", "pk")[:5])
    before, trainer = yesterday.starts_at - timedelta(days=1), accounts["trainer"]

    def ask(number, *sessions, kind, text, at=now, **fields):
        place = places[number]
        return apply_for_leave(
            person=place.person, enrolment=place, sessions={one.pk for one in sessions}, kind=kind, text=text, now=at, **fields
        )[0]

    back = ask(BACK, yesterday, kind=LeaveKind.ILLNESS, text="陪母亲去医院复查", at=before)
    approve_leave(actor=trainer, leave=back, answer="好的，回来后补课", now=before)
    report_back(actor=trainer, leave=back, now=yesterday.ends_at)
    approve_leave(actor=trainer, leave=ask(APPROVED, tomorrow, kind=LeaveKind.WORK, text="街道防汛值班"))
    decline_leave(
        actor=trainer, leave=ask(DECLINED, tomorrow, kind=LeaveKind.OTHER, text="家里有事"),
        answer="这一讲有分组任务，请尽量到场；有困难打我电话",
    )
    cancel_leave(actor=places[TAKEN_BACK].person, leave=ask(TAKEN_BACK, week, kind=LeaveKind.WORK, text="居委会改选筹备会"))
    ask(WAITING, tomorrow, week, last, kind=LeaveKind.ILLNESS, text="膝盖手术，医生要求休息两周",
        proof=ContentFile(PROOF, name="proof.pdf"))
    ask(0, week, kind=LeaveKind.WORK, text="参加区里的安全生产检查")


def build_make_up(cohort, accounts):
    """Let whoever missed the first meeting hand in a note, and say of someone late by how much; made once."""
    session = cohort.sessions.order_by("starts_at", "pk").first()
    if session.closed_at is None or MakeUp.objects.filter(enrolment__cohort=cohort).exists():
        return
    marks = AttendanceMark.objects.current().filter(session=session).select_related("enrolment__person")
    late = marks.filter(status=AttendanceStatus.LATE).order_by("pk").first()
    if late is not None:
        correct_mark(actor=accounts["trainer"], mark=late, status=AttendanceStatus.LATE, late_minutes=12,
                     reason="门口的签到表上写的是九点十二分", now=session.ends_at + timedelta(minutes=20))
    absent = marks.filter(status=AttendanceStatus.ABSENT).order_by("pk").first()
    if absent is None:
        return
    person, played = absent.enrolment.person, set(LessonMedium.objects.values_list("lesson_id", flat=True))
    lesson = next((lesson for lesson in lessons_for(absent.enrolment) if lesson.pk not in played), None)
    if lesson is None:
        return
    chosen = session.ends_at + timedelta(hours=1)
    make_up = choose_make_up(
        person=person, enrolment=absent.enrolment, session=session, lessons=[lesson.pk], now=chosen
    )
    open_lesson(person=person, lesson=lesson, now=chosen)
    finish_lesson(person=person, lesson=lesson, now=chosen + timedelta(minutes=lesson.minutes + 1))
    hand_in(person=person, make_up=make_up, note=NOTE, now=chosen + timedelta(hours=2))


def build_correction(cohort, accounts):
    """Let the class teacher ask for a correction of a closed session, which waits for a second person; asked for once."""
    session = cohort.sessions.exclude(closed_at=None).order_by("starts_at", "pk").first()
    if session is None or Approval.objects.filter(requested_by=accounts["trainer"]).exists():
        return
    marks = AttendanceMark.objects.current().filter(session=session, status=AttendanceStatus.LATE)
    late = marks.exclude(enrolment__person__is_demo=True).select_related("enrolment__person").order_by("-pk").first()
    if late is not None:
        settle_mark(actor=accounts["trainer"], session=session, enrolment=late.enrolment, mark=late,
                    status=AttendanceStatus.PRESENT, reason="当天地铁限流，车站开了证明，按准时算")
