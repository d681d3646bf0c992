"""Who is trained together: the rows that their addresses speak of."""

import datetime
from functools import cached_property

from django.core.files.base import ContentFile
from django.utils import timezone

from cohorts.models import (
    AttendanceMark,
    AttendancePolicy,
    CalendarFeed,
    ClassSession,
    Cohort,
    CohortGroup,
    DayTemplate,
    ElectionRound,
    Enrolment,
    Kiosk,
    Leave,
    MakeUp,
    Programme,
    RollCall,
    SeatShare,
    SiteBooking,
    Survey,
    SurveyTemplate,
    SurveyTicket,
    TeachingInvitation,
    TrainerAbsence,
    Venue,
)
from cohorts.rules.check_in import code_at
from cohorts.rules.site_code import site_code

from .base import pk_of


class ClassRows:
    @cached_property
    def programme(self):
        return Programme.objects.create(organisation=self.east, title="2017 年轮训", year=2017, positions=["secretary"])

    @cached_property
    def cohort(self):
        today = timezone.localdate()
        cohort = Cohort.objects.create(
            programme=self.programme, organiser=self.east, title="第一期", quota=40, class_teacher=self.trainer,
            starts_on=today, ends_on=today + datetime.timedelta(days=5),
        )
        self.enrolment = Enrolment.objects.create(
            cohort=cohort, person=self.learner, organisation=self.branch, position="secretary", state="enrolled"
        )
        return cohort

    @cached_property
    def enrolment(self):
        return Enrolment.objects.get(cohort=self.cohort)

    @cached_property
    def group(self):
        return CohortGroup.objects.create(cohort=self.cohort, name="第一组")

    @cached_property
    def share(self):
        return SeatShare.objects.create(
            cohort=self.cohort, organisation=self.branch, seats=2, name_until=timezone.localdate()
        )

    @cached_property
    def open_class(self):
        day = timezone.localdate()
        return Cohort.objects.create(programme=self.programme, organiser=self.east, title="第二期", quota=40, starts_on=day,
                                     ends_on=day, apply_until=day)

    @cached_property
    def application(self):
        return Enrolment.objects.create(
            cohort=self.open_class, person=self.learner, organisation=self.branch, position="secretary", state="applied"
        )

    @cached_property
    def venue(self):
        return Venue.objects.create(organisation=self.east, name="社区学校一楼", capacity=60)

    @cached_property
    def session(self):
        begun = timezone.now() - datetime.timedelta(minutes=10)
        return ClassSession.objects.create(
            cohort=self.cohort, title="开班动员", kind="lecture", starts_at=begun,
            ends_at=begun + datetime.timedelta(minutes=90), minutes=90, venue=self.venue, trainer=self.trainer,
        )

    @cached_property
    def survey(self):
        survey = Survey.objects.create(
            cohort=self.cohort, title="课后评价", opens_at=timezone.now(), closes_at=timezone.now() + datetime.timedelta(days=7),
            questions=[{"key": "q1", "kind": "scale", "text": "授课内容", "options": [], "required": True}],
        )
        SurveyTicket.objects.create(survey=survey, person=self.learner)
        return survey

    @cached_property
    def survey_template(self):
        return SurveyTemplate.objects.create(organisation=self.east, title="课后评价", questions=[])

    @cached_property
    def day_template(self):
        slots = [{"title": "上午", "kind": "lecture", "start": "09:00", "end": "11:30"}]
        return DayTemplate.objects.create(organisation=self.east, name="半天", slots=slots)

    @property
    def code(self):
        """The code on the screen of the session's projector, now."""
        return code_at(self.session.secret, self.session.pk, timezone.now())

    @cached_property
    def kiosk(self):
        return Kiosk.objects.create(session=self.session, opened_by=self.trainer)

    @cached_property
    def call(self):
        return RollCall.objects.create(session=self.session, opened_by=self.trainer)

    @property
    def call_code(self):
        """The code of the second call, now."""
        return code_at(self.call.secret, self.call.pk, timezone.now())

    @cached_property
    def mark(self):
        return AttendanceMark.objects.create(
            session=self.session, enrolment=self.enrolment, status="present", method="grid", recorded_by=self.trainer
        )

    @cached_property
    def lent_phone(self):
        """A phone that checked in the learner and the reserve."""
        self.mark  # noqa: B018 -- the learner's first mark, whichever of the two is asked for first
        seats = [self.enrolment, Enrolment.objects.create(
            cohort=self.cohort, person=self.people["reserve"], organisation=self.branch, position="reserve", state="enrolled")]
        for seat in seats:
            AttendanceMark.objects.update_or_create(session=self.session, enrolment=seat, defaults={
                "status": "present", "method": "qr", "recorded_by": seat.person, "device": f"phone{self.session.pk}"})
        return f"phone{self.session.pk}"

    @cached_property
    def round(self):
        return ElectionRound.objects.create(
            organisation=self.east, title="2018 年换届", since=datetime.date(2017, 1, 1), cut_off=datetime.date(2018, 3, 31)
        )

    @cached_property
    def feed(self):
        return CalendarFeed.objects.create(person=self.trainer, kind="mine")

    @cached_property
    def site(self):
        return Venue.objects.create(organisation=self.east, name="党群服务站", kind="open_site", capacity=60)

    @cached_property
    def booking(self):
        starts_at = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + datetime.timedelta(days=10)
        return SiteBooking.objects.create(
            venue=self.site, organisation=self.branch, starts_at=starts_at, ends_at=starts_at + datetime.timedelta(hours=2),
            people=20, placed_by=self.world.p_liaison,
        )

    @cached_property
    def absence(self):
        now = timezone.now()
        return TrainerAbsence.objects.create(person=self.trainer, starts_at=now, ends_at=now + datetime.timedelta(days=1))

    @cached_property
    def invitation(self):
        return TeachingInvitation.objects.create(session=self.session, trainer=self.trainer)

    @cached_property
    def leave(self):
        starts_at = timezone.now() + datetime.timedelta(days=1)
        leave = Leave(
            enrolment=self.enrolment, kind="illness", text="发烧", level="class_teacher", starts_at=starts_at,
            ends_at=starts_at + datetime.timedelta(hours=3),
        )
        leave.proof.save("proof.pdf", ContentFile(b"%PDF-1.4 %%EOF"))
        return leave

    @cached_property
    def make_up(self):
        return MakeUp.objects.create(enrolment=self.enrolment, session=self.session, state="handed_in", note="学习体会")

    @cached_property
    def attendance_rules(self):
        return AttendancePolicy.objects.create(from_on=timezone.localdate() + datetime.timedelta(days=3))


# Address by name -> the row it speaks of, as ``house -> keyword arguments``.
OBJECTS = {
    "cohorts:person-hours": pk_of("learner"),
    "cohorts:person-hour-places": pk_of("learner"),
    "cohorts:programme": pk_of("programme"),
    "cohorts:programme-edit": pk_of("programme"),
    "cohorts:cohort-new": pk_of("programme"),
    "cohorts:cohort": pk_of("cohort"),
    "cohorts:cohort-edit": pk_of("cohort"),
    "cohorts:cohort-cancel": pk_of("cohort"),
    "cohorts:cohort-upgrade": pk_of("cohort"),
    "cohorts:roster": pk_of("cohort"),
    "cohorts:enrol": pk_of("cohort"),
    "cohorts:withdraw": pk_of("enrolment"),
    "cohorts:programme-modules": pk_of("programme"),
    "cohorts:programme-upgrade": pk_of("programme"),
    "cohorts:programme-coverage": pk_of("programme"),
    "cohorts:programme-people": pk_of("programme"),
    "cohorts:cohort-copy": pk_of("cohort"),
    "cohorts:groups": pk_of("cohort"),
    "cohorts:group": pk_of("group"),
    "cohorts:cohort-places": pk_of("cohort"),
    "cohorts:share": pk_of("share"),
    "cohorts:share-give-back": pk_of("share"),
    "cohorts:applications": pk_of("cohort"),
    "cohorts:enrol-file": pk_of("cohort"),
    "cohorts:transfer": pk_of("enrolment"),
    "cohorts:my-apply": pk_of("open_class"),
    "cohorts:my-take-back": pk_of("application"),
    "cohorts:session-new": pk_of("cohort"),
    "cohorts:session-edit": pk_of("session"),
    "cohorts:session-cancel": pk_of("session"),
    "cohorts:session-move": pk_of("session"),
    "cohorts:publish": pk_of("cohort"),
    "cohorts:versions": pk_of("cohort"),
    "cohorts:day-apply": pk_of("cohort"),
    "cohorts:my-survey": pk_of("survey"),
    "cohorts:survey": pk_of("survey"),
    "cohorts:survey-template-edit": pk_of("survey_template"),
    "cohorts:survey-template-retire": pk_of("survey_template"),
    "cohorts:programme-result": pk_of("programme"),
    "cohorts:results": pk_of("cohort"),
    "cohorts:results-export": pk_of("cohort"),
    "cohorts:participation": pk_of("cohort"),
    "cohorts:day-template-edit": pk_of("day_template"),
    "cohorts:day-template-delete": pk_of("day_template"),
    "cohorts:venue-edit": pk_of("venue"),
    "cohorts:venue-feed": pk_of("venue"),
    "cohorts:venue": pk_of("venue"),
    "cohorts:site-code": pk_of("site"),
    "cohorts:site-code-renew": pk_of("site"),
    "cohorts:booking-new": pk_of("site"),
    "cohorts:booking": pk_of("booking"),
    "cohorts:site-visit": lambda house: {"venue": house.site.pk, "token": site_code(house.site.secret, house.site.pk)},
    "cohorts:trainer": pk_of("trainer"),
    "cohorts:trainer-edit": pk_of("trainer"),
    "cohorts:absence-new": pk_of("trainer"),
    "cohorts:absence-remove": pk_of("absence"),
    "cohorts:invitation": pk_of("invitation"),
    "cohorts:substitute": pk_of("session"),
    "cohorts:print": pk_of("cohort"),
    "cohorts:print-make": pk_of("cohort"),
    "cohorts:cohort-feed": pk_of("cohort"),
    "cohorts:feed-revoke": pk_of("feed"),
    "cohorts:feed": lambda house: {"token": house.feed.token},
    "cohorts:session": pk_of("session"),
    "cohorts:grid": pk_of("session"),
    "cohorts:session-close": pk_of("session"),
    "cohorts:session-device": lambda house: {"device": house.lent_phone, "pk": house.session.pk},
    "cohorts:session-person": lambda house: {"pk": house.session.pk, "enrolment_pk": house.enrolment.pk},
    "cohorts:projector": pk_of("session"),
    "cohorts:projector-code": pk_of("session"),
    "cohorts:check-in": lambda house: {"session": house.session.pk, "code": house.code},
    **{f"cohorts:{name}": pk_of("session") for name in (
        "head-count", "grid-undo", "marks", "scanner", "sheet", "sheet-file", "sheet-upload", "sheet-apply", "kiosks",
        "kiosk-open", "call-open",
    )},
    "cohorts:kiosk-close": lambda house: {"pk": house.session.pk, "kiosk_pk": house.kiosk.pk},
    "cohorts:kiosk": lambda house: {"token": house.kiosk.token},
    "cohorts:call": pk_of("call"),
    "cohorts:call-close": pk_of("call"),
    "cohorts:call-decide": lambda house: {"pk": house.call.pk, "enrolment_pk": house.mark.enrolment_id},
    "cohorts:answer-call": lambda house: {"call": house.call.pk, "code": house.call_code},
    "cohorts:cohort-attendance": pk_of("cohort"),
    "cohorts:class-cards": pk_of("cohort"),
    "cohorts:my-class": pk_of("cohort"),
    "cohorts:attendance-rules-withdraw": pk_of("attendance_rules"),
    "cohorts:leave": pk_of("leave"),
    "cohorts:leave-cancel": pk_of("leave"),
    "cohorts:leave-new": pk_of("cohort"),
    "cohorts:leave-proof": pk_of("leave"),
    "cohorts:leave-return": pk_of("leave"),
    "cohorts:make-up": pk_of("make_up"),
    "cohorts:make-up-cancel": pk_of("make_up"),
    "cohorts:make-up-new": lambda house: {"enrolment": house.enrolment.pk, "session": house.session.pk},
    "cohorts:my-make-up": pk_of("make_up"),
    "cohorts:board": pk_of("cohort"),
    "cohorts:close": pk_of("cohort"),
    "cohorts:recompute": pk_of("cohort"),
    "cohorts:reopen": pk_of("cohort"),
    "cohorts:excellent": pk_of("cohort"),
    "cohorts:programme-excellence": pk_of("programme"),
    "cohorts:certificates": pk_of("cohort"),
    "cohorts:certificates-print": pk_of("cohort"),
}
