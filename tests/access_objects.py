"""The rows that addresses of the site speak of, all of the eastern sub-district, made when an address asks for them."""

import datetime
import io
from functools import cached_property

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from certificates.actions.images import keep_image
from certificates.actions.templates import create_template
from certificates.models import Certificate, CertificateShare, NumberPattern, NumberSequence
from certificates.rules.designs import CLASSIC
from certificates.signing import badges
from cms.models import HomePage, SchoolIndexPage, SchoolPage
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
    LessonOrder,
    MakeUp,
    MenuItem,
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
from courses.actions import (
    assignments,
    exam_setup,
    exams,
    lesson_questions,
    notes,
    printed_papers,
    question_import,
    questions,
    regrading,
    rubrics,
    work_marks,
    works,
)
from courses.actions.candidates import admit_candidates
from courses.actions.hour_rules import draft_rules
from courses.actions.question_media import keep_medium
from courses.actions.recognition import apply_for_recognition
from courses.actions.work_files import add_file
from courses.enums import HourImportState
from courses.models import (
    Course,
    CourseEnrolment,
    HourEntry,
    HourImport,
    HourRequirement,
    Lesson,
    LessonMedium,
    PaperRule,
    Work,
)
from courses.rules.hour_presets import UNIT_2018
from lms.jobs.models import Job
from lms.notices.actions import notify
from lms.notices.models import Delivery
from lms.people import actions
from lms.people.enums import Role
from lms.people.models import Appointment, RoleGrant
from lms.people.models.imports import BatchState, ImportBatch

ROLES = (
    "anonymous", "outsider", "stranger", "learner", "liaison", "trainer", "school", "subdistrict", "district", "editor",
    "auditor",
)

LAYOUT = {
    "key": "a", "sheets": [{"name": "名册", "row": 1, "height": 1}], "texts": ["姓名"], "samples": [["张三"]], "fields": ["name"],
}


class House:
    """Rows of the east. ``learner`` learns in a running cohort, ``trainer`` is its class teacher.

    ``outsider`` is a secretary of the west, and ``stranger`` administers the west: a role that may do much, elsewhere.
    """

    def __init__(self, world):
        self.world = world
        self.east, self.branch = world.east, world.east_branch
        self.people = {**world.people, "stranger": self._stranger()}
        self.learner, self.trainer, self.school = world.p_learner, world.p_trainer, world.p_school

    def _stranger(self):
        person = actions.create_person(actor=None, name="西某", username="stranger")
        actions.grant_role(actor=None, person=person, role=Role.SUBDISTRICT, organisation=self.world.west)
        return person

    @cached_property
    def grant(self):
        return RoleGrant.objects.get(person=self.trainer)

    @cached_property
    def appointment(self):
        return Appointment.objects.get(person=self.learner)

    @cached_property
    def batch(self):
        return ImportBatch.objects.create(
            uploaded_by=self.world.p_subdistrict, organisation=self.east, file_name="名册.xlsx", state=BatchState.READY,
            layouts=[LAYOUT],
        )

    @cached_property
    def applied_batch(self):
        return ImportBatch.objects.create(
            uploaded_by=self.world.p_subdistrict, organisation=self.east, file_name="名册.xlsx", state=BatchState.APPLIED
        )

    @cached_property
    def job(self):
        return Job.objects.create(kind="sample", owner=self.world.p_subdistrict)

    @cached_property
    def slips(self):
        job = Job(kind="people.first_codes", owner=self.world.p_subdistrict, state="done")
        job.result_file.save("slips", ContentFile(b'{"organisation": "", "slips": []}'))
        return job

    @cached_property
    def course(self):
        return Course.objects.create(title="党支部书记工作实务", published_at=timezone.now(), url="/courses/1/")

    @cached_property
    def joined_course(self):
        CourseEnrolment.objects.create(person=self.learner, course=self.course)
        return self.course

    @cached_property
    def lesson(self):
        return Lesson.objects.create(
            title="第一课", course=self.course, kind="lesson", minutes=20, published_at=timezone.now(), url="/courses/1/1/"
        )

    @cached_property
    def medium(self):
        return LessonMedium.objects.create(lesson=self.lesson, key="film", title="视频", kind="video", duration_ms=60_000)

    @cached_property
    def hours(self):
        return HourEntry.objects.create(
            person=self.learner, on_date=timezone.localdate(), kind="online", minutes=20, title="第一课",
            source=f"lesson:{self.lesson.pk}:person:{self.learner.pk}",
            source_root=f"lesson:{self.lesson.pk}:person:{self.learner.pk}",
        )

    @cached_property
    def hour_rules(self):
        return draft_rules(
            actor=None, organisation=self.east, title="学时办法", valid_from=datetime.date(2018, 1, 1), data=UNIT_2018)

    @cached_property
    def requirement(self):
        return HourRequirement.objects.order_by("pk")[0]

    @cached_property
    def recognition(self):
        day = datetime.date(2018, 3, 1)
        return apply_for_recognition(person=self.learner, proof=ContentFile(b"%PDF-1.4 %%EOF", name="a.pdf"), values={
            "title": "社区治理", "organiser": "市委党校", "first_day": day, "last_day": day, "minutes": 360,
            "concentrated": False,
        })

    def _hour_import(self, state):
        return HourImport.objects.create(
            uploaded_by=self.world.p_subdistrict, organisation=self.east, file_name="学时.xlsx", state=state,
            layouts=[{"sheet": "学时", "row": 0, "texts": ["姓名"], "fields": ["name"], "samples": [["张三"]]}],
        )

    @cached_property
    def hour_import(self):
        return self._hour_import(HourImportState.READY)

    @cached_property
    def applied_hour_import(self):
        return self._hour_import(HourImportState.APPLIED)

    @cached_property
    def note(self):
        return notes.add_note(person=self.learner, lesson=self.lesson, text="问问楼组长")

    @cached_property
    def lesson_question(self):
        return lesson_questions.ask(person=self.learner, lesson=self.lesson, text="人手不够怎么办？")

    @cached_property
    def notice(self):
        return notify(person=self.learner, kind="lesson_question.answered", source="sample", params={"lesson": "第一课"})

    @cached_property
    def bank(self):
        return questions.create_bank(actor=None, organisation=self.east, title="东街道题库")

    @cached_property
    def question_medium(self):
        picture = io.BytesIO()
        Image.new("RGB", (2, 2)).save(picture, "PNG")
        return keep_medium(bank=self.bank, data=picture.getvalue(), name="a.png")

    @cached_property
    def question_upload(self):
        file = SimpleUploadedFile("a.gift", "后备也要培训。{T}".encode())
        return question_import.upload_file(actor=self.people["district"], bank=self.bank, file=file)

    @cached_property
    def question(self):
        return questions.add_question(
            actor=None, bank=self.bank, kind="single", stem="哪一项正确？", key=["a"],
            options=[{"id": "a", "text": "甲"}, {"id": "b", "text": "乙"}],
        )

    @cached_property
    def paper_rule(self):
        return PaperRule.objects.create(exam=self.exam, bank=self.bank, count=1)

    @cached_property
    def printed_paper(self):
        return printed_papers.draw_version(actor=self.people["district"], exam=self.exam, now=timezone.now())

    @cached_property
    def exam(self):
        exam = exam_setup.create_exam(actor=None, organisation=self.east, title="结业考试")
        exam_setup.set_paper(actor=None, exam=exam, items=[(self.question, 5)])
        exam_setup.open_exam(actor=None, exam=exam)
        exam.refresh_from_db()
        admit_candidates(actor=None, exam=exam, person_ids=[self.learner.pk])
        return exam

    @cached_property
    def attempt(self):
        return exams.start_attempt(person=self.learner, exam=self.exam)

    @cached_property
    def finished_attempt(self):
        return exams.submit_attempt(attempt=self.attempt)

    @cached_property
    def rubric(self):
        return rubrics.create_rubric(
            actor=None, organisation=self.east, title="评分", rows=[{"title": "内容", "points": 10, "hint": ""}]
        )

    @cached_property
    def assignment(self):
        assert self.enrolment  # the learner sits in the trainer's class
        made = assignments.create_assignment(
            actor=None, organisation=self.east, title="变化，在我身边", brief="拍一张。", kinds=["text", "picture"],
            due_at=timezone.now() + datetime.timedelta(days=3), rubric=self.rubric, activity="photo",
        )
        assignments.open_assignment(actor=None, assignment=made)
        assignments.admit_participants(actor=None, assignment=made, person_ids=[self.learner.pk])
        return made

    @cached_property
    def work_draft(self):
        kept = works.save_draft(person=self.learner, assignment=self.assignment, text="江边", writer="a", number=1, base=0)
        return kept.work

    @cached_property
    def work_file(self):
        picture = io.BytesIO()
        Image.new("RGB", (2, 2)).save(picture, "PNG")
        file = SimpleUploadedFile("a.png", picture.getvalue())
        return add_file(person=self.learner, assignment=self.work_draft.assignment, kind="picture", upload=file)

    @cached_property
    def work(self):
        assert self.work_file
        works.hand_in(person=self.learner, assignment=self.assignment, revision=self.work_draft.draft_revision)
        return Work.objects.select_related("latest", "assignment__rubric").get(pk=self.work_draft.pk)

    @cached_property
    def handed_in_file(self):
        assert self.work
        return self.work_file

    @cached_property
    def excellent_work(self):
        work_marks.mark_work(
            actor=None, work=self.work, submission_id=self.work.latest_id, seen=None, scores=[9],
            criteria=work_marks.rubrics.digest(self.rubric.criteria),
        )
        return work_marks.choose_work(actor=None, work=self.work)

    @cached_property
    def shown_work(self):
        work_marks.show_work(actor=None, work=self.excellent_work)
        return works.set_consent(person=self.learner, work=self.work, consent="named")

    @cached_property
    def essay(self):
        return questions.add_question(actor=None, bank=self.bank, kind="essay", stem="谈谈你的支部。", key=["言之有物"])

    @cached_property
    def essay_attempt(self):
        exam = exam_setup.create_exam(actor=None, organisation=self.east, title="论述考试")
        exam_setup.set_paper(actor=None, exam=exam, items=[(self.essay, 20), (self.question, 5)])
        exam_setup.open_exam(actor=None, exam=exam)
        exam.refresh_from_db()
        admit_candidates(actor=None, exam=exam, person_ids=[self.learner.pk])
        attempt = exams.start_attempt(person=self.learner, exam=exam)
        return exams.submit_attempt(attempt=attempt, answers={self.essay.pk: ["我们的支部很小"]})

    @cached_property
    def regrade(self):
        return regrading.prepare_regrade(
            actor=self.people["district"], exam=self.essay_attempt.exam, question=self.question, remedy="full", reason="题目有误"
        )

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
    def round(self):
        return ElectionRound.objects.create(
            organisation=self.east, title="2018 年换届", since=datetime.date(2017, 1, 1), cut_off=datetime.date(2018, 3, 31)
        )

    @cached_property
    def feed(self):
        return CalendarFeed.objects.create(person=self.trainer, kind="mine")

    @cached_property
    def item(self):
        return MenuItem.objects.create(school=self.east, title="党章要点")

    @cached_property
    def order(self):
        return LessonOrder.objects.create(
            item=self.item, organisation=self.branch, wanted_at=timezone.now() + datetime.timedelta(days=10), place="活动室",
            size=20, placed_by=self.world.p_liaison,
        )

    @cached_property
    def site(self):
        return Venue.objects.create(organisation=self.east, name="党群服务站", kind="open_site", capacity=60)

    @cached_property
    def booking(self):
        starts_at = timezone.now() + datetime.timedelta(days=10)
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
    def delivery(self):
        return Delivery.objects.create(notice=self.notice, channel="sms", state="failed")

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

    @cached_property
    def template(self):
        return create_template(actor=None, organisation=self.east, kind="completion", title="结业证书", layout=CLASSIC)

    @cached_property
    def image(self):
        out = io.BytesIO()
        Image.new("RGB", (8, 8), "red").save(out, "PNG")
        return keep_image(actor=None, organisation=self.east, role="background", title="底图", data=out.getvalue())

    @cached_property
    def certificate(self):
        return Certificate.objects.create(
            person=self.learner, source="cohort:1:person:1:completion", number="东训〔2017〕0001",
            facts={
                "name": self.learner.name, "programme": "2017 年轮训", "organisation": self.branch.name,
                "starts_on": "2017-05-08", "ends_on": "2017-05-12", "minutes": 900, "issuer": "测试区委",
                "issued_on": "2017-05-15",
            },
        )

    @cached_property
    def number_pattern(self):
        return NumberPattern.objects.create(organisation=self.east, text="东训〔{year}〕{n:04}号")

    @cached_property
    def sequence(self):
        assert self.number_pattern
        return NumberSequence.objects.create(pattern="东训〔{year}〕{n}号", year=2017, last=1)

    @cached_property
    def certificate_share(self):
        return CertificateShare.objects.create(certificate=self.certificate)

    def pages(self):
        """Make the site's home and the school page of the east, which is what an editor of the east may edit."""
        home = HomePage(title="首页", slug="front")
        Page.get_first_root_node().add_child(instance=home)
        index = SchoolIndexPage(title="社区党校", slug="schools")
        home.add_child(instance=index)
        index.add_child(instance=SchoolPage(title="东街道社区党校", slug="east", school=self.east))


def _pk(name):
    return lambda house: {"pk": getattr(house, name).pk}


# Address by name -> the row it speaks of, as ``house -> keyword arguments``.
OBJECTS = {
    "jobs:job": _pk("job"),
    "jobs:cancel": _pk("job"),
    "jobs:retry": _pk("job"),
    "jobs:download": _pk("job"),
    "people:import": _pk("batch"),
    "people:import-columns": _pk("batch"),
    "people:import-apply": _pk("batch"),
    "people:import-again": _pk("batch"),
    "people:import-undo": _pk("applied_batch"),
    "people:import-discard": _pk("batch"),
    "people:import-errors": _pk("batch"),
    "people:organisation": _pk("branch"),
    "people:organisation-below": _pk("branch"),
    "people:organisation-edit": _pk("branch"),
    "people:organisation-new": _pk("branch"),
    "people:first-codes": _pk("branch"),
    "people:slips": _pk("slips"),
    "people:person": _pk("learner"),
    "people:person-slip": _pk("learner"),
    "people:person-edit": _pk("learner"),
    "people:person-appoint": _pk("learner"),
    "people:person-code": _pk("learner"),
    "people:person-reveal": _pk("learner"),
    "people:appointment-end": _pk("appointment"),
    "people:grant-new": _pk("learner"),
    "people:grant-end": _pk("grant"),
    "certificates:certificate": _pk("certificate"),
    "certificates:download": _pk("certificate"),
    "certificates:revoke": _pk("certificate"),
    "certificates:stands": _pk("certificate"),
    **dict.fromkeys((
        "certificates:template", "certificates:template-design", "certificates:template-picture", "certificates:template-copy",
        "certificates:template-rename", "certificates:template-standard", "certificates:template-retire",
        "certificates:template-revive",
    ), _pk("template")),
    "certificates:version-picture": lambda house: {"pk": house.template.versions.get().pk},
    "certificates:image": _pk("image"),
    "certificates:image-retire": _pk("image"),
    "certificates:badge": _pk("certificate"),
    "certificates:badge-key": lambda house: {"thumbprint": badges.public_key()["kid"]},
    "certificates:void": _pk("certificate"),
    "certificates:correct": _pk("certificate"),
    "certificates:share": _pk("certificate"),
    "certificates:unshare": _pk("certificate"),
    "certificates:shared": lambda house: {"token": house.certificate_share.token},
    "certificates:pattern": _pk("number_pattern"),
    "certificates:numbers": _pk("sequence"),
    "certificates:numbers-export": _pk("sequence"),
    "certificates:verify-code": lambda house: {"code": house.certificate.code},
    "notices:open": _pk("notice"),
    "courses:bookmark": lambda house: {"key": house.lesson.key},
    "courses:lesson-ask": lambda house: {"key": house.lesson.key},
    "courses:note-add": lambda house: {"key": house.lesson.key},
    "courses:note": _pk("note"),
    "courses:note-delete": _pk("note"),
    "courses:lesson-question": _pk("lesson_question"),
    "courses:lesson-question-publish": _pk("lesson_question"),
    "courses:media-start": _pk("medium"),
    "courses:media-beats": _pk("medium"),
    "courses:hours-line": _pk("hours"),
    "courses:hour-rule": _pk("hour_rules"),
    "courses:hour-rule-edit": _pk("hour_rules"),
    "courses:hour-rule-kind": lambda house: {"pk": house.hour_rules.pk, "kind": "online"},
    "courses:hour-rule-year": _pk("hour_rules"),
    "courses:hour-rule-preview": _pk("hour_rules"),
    "courses:hour-rule-force": _pk("hour_rules"),
    "courses:hour-rule-discard": _pk("hour_rules"),
    "courses:hour-requirement": _pk("requirement"),
    "courses:hour-requirement-remove": _pk("requirement"),
    "courses:recognition-mend": _pk("recognition"),
    "courses:recognition-take-back": _pk("recognition"),
    "courses:recognition": _pk("recognition"),
    "courses:recognition-proof": _pk("recognition"),
    "courses:hour-import": _pk("hour_import"),
    "courses:hour-import-columns": _pk("hour_import"),
    "courses:hour-import-apply": _pk("hour_import"),
    "courses:hour-import-undo": _pk("applied_hour_import"),
    "courses:hour-import-discard": _pk("hour_import"),
    "courses:hour-import-errors": _pk("hour_import"),
    "cohorts:person-hours": _pk("learner"),
    "cohorts:person-hour-places": _pk("learner"),
    "courses:course-join": lambda house: {"key": house.course.key},
    "courses:course-leave": lambda house: {"key": house.joined_course.key},
    "courses:lesson-done": lambda house: {"key": house.lesson.key},
    "courses:scorm-save": lambda house: {"key": house.lesson.key},
    "courses:lesson-share": lambda house: {"key": house.lesson.key},
    "courses:exam": _pk("exam"),
    "courses:attempt": _pk("attempt"),
    "courses:attempt-save": _pk("attempt"),
    "courses:attempt-review": _pk("attempt"),
    "courses:attempt-submit": _pk("attempt"),
    "courses:attempt-result": _pk("finished_attempt"),
    "courses:exam-desk": _pk("exam"),
    "courses:exam-watch": _pk("exam"),
    "courses:exam-extend": _pk("exam"),
    "courses:exam-end": _pk("exam"),
    "courses:exam-screen": _pk("exam"),
    "courses:exam-screen-code": _pk("exam"),
    "courses:exam-room": lambda house: {"pk": house.exam.pk, "code": "x" * 20},
    "courses:attempt-free": _pk("attempt"),
    "courses:attempt-extend": _pk("attempt"),
    "courses:attempt-end": _pk("attempt"),
    "courses:attempt-log": _pk("attempt"),
    "courses:attempt-answers": _pk("finished_attempt"),
    "courses:exam-edit": _pk("exam"),
    "courses:exam-paper": _pk("exam"),
    "courses:exam-open": _pk("exam"),
    "courses:exam-close": _pk("exam"),
    "courses:exam-results": _pk("exam"),
    "courses:exam-results-export": _pk("exam"),
    "courses:exam-release": _pk("exam"),
    "courses:exam-duplicate": _pk("exam"),
    "courses:exam-paper-add": _pk("exam"),
    "courses:exam-rubric": lambda house: {"pk": house.exam.pk, "row": house.exam.paper.get().pk},
    "courses:exam-rule-new": _pk("exam"),
    "courses:exam-rule-count": _pk("exam"),
    "courses:exam-rule-edit": lambda house: {"pk": house.exam.pk, "rule": house.paper_rule.pk},
    "courses:exam-preview": _pk("exam"),
    "courses:exam-print": _pk("exam"),
    "courses:exam-print-paper": _pk("printed_paper"),
    "courses:exam-print-key": _pk("printed_paper"),
    "courses:exam-print-delete": _pk("printed_paper"),
    "courses:exam-keying": _pk("printed_paper"),
    "courses:exam-key-in": lambda house: {"pk": house.printed_paper.pk, "person": house.learner.pk},
    "courses:exam-candidates": _pk("exam"),
    "courses:exam-candidates-add": _pk("exam"),
    "courses:exam-candidates-paste": _pk("exam"),
    "courses:exam-candidate-remove": lambda house: {"pk": house.exam.candidates.get().pk},
    "courses:exam-candidate-time": lambda house: {"pk": house.exam.candidates.get().pk},
    "courses:exam-invigilators": _pk("exam"),
    "courses:assignment": _pk("assignment"),
    "courses:assignment-save": _pk("assignment"),
    "courses:assignment-review": lambda house: {"pk": house.work_draft.assignment_id},
    "courses:work-consent": _pk("work"),
    "courses:work-file": lambda house: {"key": house.handed_in_file.key},
    "courses:work-thumbnail": lambda house: {"key": house.handed_in_file.key},
    "courses:work-file-remove": lambda house: {"key": house.work_file.key},
    "courses:gallery-work": _pk("shown_work"),
    **{f"courses:assignment-{name}": _pk("assignment") for name in ("desk", "edit", "open", "close", "next")},
    **{f"courses:work-{name}": _pk("work") for name in ("desk", "mark", "mark-draft", "return", "choose")},
    "courses:work-recommend": _pk("excellent_work"),
    "courses:work-show": _pk("excellent_work"),
    "courses:rubric-edit": _pk("rubric"),
    "courses:exam-analysis": _pk("exam"),
    "courses:exam-analysis-export": _pk("exam"),
    "courses:exam-analysis-question": lambda house: {"pk": house.exam.pk, "question": house.question.pk},
    "courses:question-analysis": _pk("question"),
    "courses:marking-exam": lambda house: {"pk": house.essay_attempt.exam_id},
    "courses:marking-answer": lambda house: {"pk": house.essay_attempt.exam_id, "question": house.essay.pk, "part": 0},
    "courses:marking-attempts": lambda house: {"pk": house.essay_attempt.exam_id},
    "courses:marking-attempt": _pk("essay_attempt"),
    "courses:marking-correct": lambda house: {"pk": house.essay_attempt.pk, "question": house.essay.pk},
    "courses:regrades": lambda house: {"pk": house.essay_attempt.exam_id},
    "courses:regrade-new": lambda house: {"pk": house.essay_attempt.exam_id, "question": house.question.pk},
    "courses:regrade": _pk("regrade"),
    "courses:regrade-apply": _pk("regrade"),
    "courses:regrade-again": _pk("regrade"),
    "courses:regrade-discard": _pk("regrade"),
    "courses:bank": _pk("bank"),
    "courses:question-create": _pk("bank"),
    "courses:question-edit": _pk("question"),
    "courses:question-preview": _pk("question"),
    "courses:question-history": _pk("question"),
    "courses:question-move": lambda house: {"pk": house.question.pk, "verb": "retire"},
    "courses:bank-lock": lambda house: {"pk": house.bank.pk, "verb": "lock"},
    "courses:questions-alike": _pk("bank"),
    "courses:question-files": _pk("bank"),
    "courses:bank-export": lambda house: {"pk": house.bank.pk, "form": "gift"},
    "courses:question-file": _pk("question_upload"),
    "courses:question-file-take": _pk("question_upload"),
    "courses:question-file-again": _pk("question_upload"),
    "courses:question-file-discard": _pk("question_upload"),
    "courses:question-media": lambda house: {"key": house.question_medium.key},
    "cohorts:readiness-export": _pk("round"),
    "cohorts:attendance-export": _pk("programme"),
    "cohorts:programme": _pk("programme"),
    "cohorts:programme-edit": _pk("programme"),
    "cohorts:cohort-new": _pk("programme"),
    "cohorts:cohort": _pk("cohort"),
    "cohorts:cohort-edit": _pk("cohort"),
    "cohorts:cohort-cancel": _pk("cohort"),
    "cohorts:cohort-upgrade": _pk("cohort"),
    "cohorts:roster": _pk("cohort"),
    "cohorts:enrol": _pk("cohort"),
    "cohorts:withdraw": _pk("enrolment"),
    "cohorts:programme-modules": _pk("programme"),
    "cohorts:programme-upgrade": _pk("programme"),
    "cohorts:programme-coverage": _pk("programme"),
    "cohorts:programme-people": _pk("programme"),
    "cohorts:cohort-copy": _pk("cohort"),
    "cohorts:groups": _pk("cohort"),
    "cohorts:group": _pk("group"),
    "cohorts:cohort-places": _pk("cohort"),
    "cohorts:share": _pk("share"),
    "cohorts:share-give-back": _pk("share"),
    "cohorts:applications": _pk("cohort"),
    "cohorts:enrol-file": _pk("cohort"),
    "cohorts:transfer": _pk("enrolment"),
    "cohorts:my-apply": _pk("open_class"),
    "cohorts:my-take-back": _pk("application"),
    "cohorts:session-new": _pk("cohort"),
    "cohorts:session-edit": _pk("session"),
    "cohorts:session-cancel": _pk("session"),
    "cohorts:session-move": _pk("session"),
    "cohorts:publish": _pk("cohort"),
    "cohorts:versions": _pk("cohort"),
    "cohorts:day-apply": _pk("cohort"),
    "cohorts:my-survey": _pk("survey"),
    "cohorts:survey": _pk("survey"),
    "cohorts:survey-template-edit": _pk("survey_template"),
    "cohorts:survey-template-retire": _pk("survey_template"),
    "cohorts:programme-result": _pk("programme"),
    "cohorts:results": _pk("cohort"),
    "cohorts:results-export": _pk("cohort"),
    "cohorts:participation": _pk("cohort"),
    "cohorts:day-template-edit": _pk("day_template"),
    "cohorts:day-template-delete": _pk("day_template"),
    "cohorts:venue-edit": _pk("venue"),
    "cohorts:venue-feed": _pk("venue"),
    "cohorts:venue": _pk("venue"),
    "cohorts:site-code": _pk("site"),
    "cohorts:site-code-renew": _pk("site"),
    "cohorts:booking-new": _pk("site"),
    "cohorts:booking": _pk("booking"),
    "cohorts:site-visit": lambda house: {"venue": house.site.pk, "token": site_code(house.site.secret, house.site.pk)},
    "cohorts:trainer": _pk("trainer"),
    "cohorts:trainer-edit": _pk("trainer"),
    "cohorts:absence-new": _pk("trainer"),
    "cohorts:absence-remove": _pk("absence"),
    "cohorts:invitation": _pk("invitation"),
    "cohorts:substitute": _pk("session"),
    "cohorts:print": _pk("cohort"),
    "cohorts:print-make": _pk("cohort"),
    "notices:delivery-again": _pk("delivery"),
    "cohorts:cohort-feed": _pk("cohort"),
    "cohorts:feed-revoke": _pk("feed"),
    "cohorts:feed": lambda house: {"token": house.feed.token},
    "cohorts:menu-edit": _pk("item"),
    "cohorts:order-new": _pk("item"),
    "cohorts:order": _pk("order"),
    "cohorts:session": _pk("session"),
    "cohorts:grid": _pk("session"),
    "cohorts:session-close": _pk("session"),
    "cohorts:session-person": lambda house: {"pk": house.session.pk, "enrolment_pk": house.enrolment.pk},
    "cohorts:projector": _pk("session"),
    "cohorts:projector-code": _pk("session"),
    "cohorts:check-in": lambda house: {"session": house.session.pk, "code": house.code},
    **{f"cohorts:{name}": _pk("session") for name in (
        "head-count", "grid-undo", "marks", "scanner", "sheet", "sheet-file", "sheet-upload", "sheet-apply", "kiosks",
        "kiosk-open", "call-open",
    )},
    "cohorts:kiosk-close": lambda house: {"pk": house.session.pk, "kiosk_pk": house.kiosk.pk},
    "cohorts:kiosk": lambda house: {"token": house.kiosk.token},
    "cohorts:call": _pk("call"),
    "cohorts:call-close": _pk("call"),
    "cohorts:call-decide": lambda house: {"pk": house.call.pk, "enrolment_pk": house.mark.enrolment_id},
    "cohorts:answer-call": lambda house: {"call": house.call.pk, "code": house.call_code},
    "cohorts:cohort-attendance": _pk("cohort"),
    "cohorts:class-cards": _pk("cohort"),
    "cohorts:my-class": _pk("cohort"),
    "cohorts:attendance-rules-withdraw": _pk("attendance_rules"),
    "cohorts:leave": _pk("leave"),
    "cohorts:leave-cancel": _pk("leave"),
    "cohorts:leave-new": _pk("cohort"),
    "cohorts:leave-proof": _pk("leave"),
    "cohorts:leave-return": _pk("leave"),
    "cohorts:make-up": _pk("make_up"),
    "cohorts:make-up-cancel": _pk("make_up"),
    "cohorts:make-up-new": lambda house: {"enrolment": house.enrolment.pk, "session": house.session.pk},
    "cohorts:my-make-up": _pk("make_up"),
    "cohorts:board": _pk("cohort"),
    "cohorts:close": _pk("cohort"),
    "cohorts:recompute": _pk("cohort"),
    "cohorts:reopen": _pk("cohort"),
    "cohorts:excellent": _pk("cohort"),
    "cohorts:programme-excellence": _pk("programme"),
    "cohorts:certificates": _pk("cohort"),
    "cohorts:certificates-print": _pk("cohort"),
    "editor_exits:password-link": lambda house: {"rest": "confirm/1/2/"},
    "media": lambda house: {"path": "documents/secret.pdf"},
}
