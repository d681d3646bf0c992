"""What the demo people proved: an exam, yesterday's attendance, lessons learned, cohorts closed, certificates."""

import random
import uuid
from datetime import timedelta

from django.utils import timezone

from certificates.actions.issuing import revoke
from certificates.actions.patterns import save_pattern
from certificates.actions.replacing import supersede, void
from certificates.enums import CertificateKind
from cohorts.actions.attendance import mark_attendance
from cohorts.actions.certificates import issue_for
from cohorts.actions.completion import close_cohort
from cohorts.actions.excellence import approve_excellent, propose_excellent, set_excellence
from cohorts.actions.sessions import close_session
from cohorts.enums import AttendanceStatus
from cohorts.models import Cohort
from cohorts.queries.certificates import merits_of
from cohorts.queries.excellence import fitting
from cohorts.rules.excellence import Excellence
from courses.actions.candidates import admit_candidates
from courses.actions.exam_setup import create_exam, open_exam, set_paper
from courses.actions.learning import finish_lesson, open_lesson
from courses.actions.questions import add_question, create_bank
from courses.models import Course, Exam, Lesson, LessonProgress
from lms.people.enums import Role
from lms.people.models import RoleGrant

NUMBERS = "徐委党训〔{year}〕{n:04}号"
EXAM = "居民区党组织书记轮训结业考试"
# Themes of the notice of 2017, parts I and III.
QUESTIONS = [
    ("single", "居民区党组织书记培训注重什么？", ["强能力、重基础", "强实务、重规范", "强促进、重结合", "强覆盖、重引领"], ["a"],
     "四类支部书记的培训各有侧重，居民区重在能力和基础。"),
    ("single", "“主题党日”安排在什么时候？", ["每年一天", "每季度一天", "每个月固定一天", "由党员自己决定"], ["c"],
     "每个支部确定每月固定的一天，并报区直属党组织备案。"),
    ("multiple", "下列哪些可以成为居民区支部组织生活的场地或资源？（多选）",
     ["党员组织生活现场开放点", "社区党建服务中心", "楼宇党建服务站点", "收费的商业演出"], ["a", "b", "c"],
     "各级党建服务中心、站点和开放点都可以用。"),
    ("true_false", "后备队伍也应当纳入换届前的培训安排。", [], ["true"], "书记队伍和后备队伍都要培训。"),
    ("true_false", "微党课必须在一小时以上才算一堂课。", [], ["false"], "微党课短小完整，一般不超过十五分钟。"),
]


def build_exam(cohort, accounts):
    """Set the exam of the running programme, and admit its people; made once."""
    district, programme = accounts["district"], cohort.programme
    if Exam.objects.filter(organisation=programme.organisation, title=EXAM).exists():
        return
    exam = _exam(district, programme.organisation, "书记轮训题库", EXAM, QUESTIONS)
    programme.exam = exam
    programme.save(update_fields=["exam"])
    admit_candidates(actor=district, exam=exam, person_ids=cohort.enrolments.values_list("person_id", flat=True))


def build_school_exam(root, accounts):
    """Set the exam of the demo school's own course, where it has one; made once."""
    school = RoleGrant.objects.get(person=accounts["school"], role=Role.SCHOOL).organisation
    course = Course.objects.active().filter(school=school).order_by("pk").first()
    if course is None or Exam.objects.filter(organisation=school).exists():
        return
    _exam(accounts["school"], school, "社区党校题库", f"《{course.title}》小测验", QUESTIONS[:3], course=course)


def _exam(actor, organisation, bank_title, title, rows, **fields):
    bank = create_bank(actor=actor, organisation=organisation, title=bank_title)
    questions = [
        add_question(
            actor=actor, bank=bank, kind=kind, stem=stem, key=key, explanation=explanation,
            options=[{"id": letter, "text": text} for letter, text in zip("abcd", options, strict=False)],
        )
        for kind, stem, options, key, explanation in rows
    ]
    exam = create_exam(actor=actor, organisation=organisation, title=title, minutes=20, **fields)
    set_paper(actor=actor, exam=exam, items=[(question, 20) for question in questions])
    open_exam(actor=actor, exam=exam)
    return exam


def build_yesterday(cohort, accounts, seed):
    """Mark and close the first meeting of the running cohort."""
    session = cohort.sessions.open().order_by("starts_at").first()
    if session is None or session.ends_at > timezone.now() or session.marks.exists():
        return
    rng = random.Random(f"{seed}/yesterday")  # noqa: S311
    marks = [
        (pk, AttendanceStatus.PRESENT if rng.random() < 0.9 else AttendanceStatus.LATE,
         uuid.UUID(int=rng.getrandbits(128), version=4))
        for pk in list(cohort.enrolments.order_by("pk").values_list("pk", flat=True))[2:-1]  # one was on leave, one did not come
    ]
    own = cohort.enrolments.get(person=accounts["learner"])
    marks.append((own.pk, AttendanceStatus.PRESENT, uuid.UUID(int=rng.getrandbits(128), version=4)))
    mark_attendance(actor=accounts["trainer"], session=session, marks=marks, now=session.starts_at + timedelta(minutes=20))
    close_session(actor=accounts["trainer"], session=session, now=session.ends_at + timedelta(minutes=10))


def build_learning(cohort, accounts, *, now):
    """Let the demo trainee have finished the first lesson of their course, and begun the second."""
    learner = accounts["learner"]
    if LessonProgress.objects.filter(person=learner).exists():
        return
    lessons = Lesson.objects.active().filter(course__syllabuses__cohorts=cohort).order_by("order", "pk").distinct()[:2]
    for number, lesson in enumerate(lessons):
        began = now - timedelta(days=3 - number)
        open_lesson(person=learner, lesson=lesson, now=began)
        if number == 0:
            finish_lesson(person=learner, lesson=lesson, now=began + timedelta(minutes=lesson.minutes + 1))


def close_finished(root, accounts):
    """Close the finished cohorts of the district, and issue the certificates of the first."""
    district = accounts["district"]
    cohorts = list(
        Cohort.objects.filter(
            organiser=root, closed_at=None, cancelled_at=None, sessions__isnull=False, ends_on__lt=timezone.localdate()
        ).distinct().order_by("pk")
    )
    for cohort in cohorts:
        close_cohort(actor=district, cohort=cohort, now=cohort.sessions.latest("ends_at").ends_at + timedelta(hours=2))
    if cohorts:
        _name_excellent(cohorts[0], district)
        pattern = save_pattern(actor=district, pattern=None, organisation=root, text=NUMBERS)
        issued, _unprintable = _issue(district, cohorts[0], CertificateKind.COMPLETION, pattern)
        for kind in (CertificateKind.EXCELLENT, CertificateKind.TEACHING):
            _issue(district, cohorts[0], kind, pattern)
        _end_some(district, [row for row in issued if row.person_id != accounts["learner"].pk], pattern)


def _issue(district, cohort, kind, pattern):
    return issue_for(actor=district, cohort=cohort, merits=merits_of(cohort, kind), pattern=pattern.text)


def _end_some(district, issued, pattern):
    """One was spoilt, one revoked, one set right: what a register looks like after some weeks."""
    if len(issued) < 6:
        return
    void(actor=district, certificate=issued[-1], reason="打印时纸张损坏，编号作废")
    revoke(actor=district, certificate=issued[-2], reason="复核考勤后发现缺课超过规定")
    supersede(
        actor=district, certificate=issued[-3], changes={"organisation": f"{issued[-3].facts['organisation']}（筹）"},
        pattern=pattern.text, reason="所在党组织名称写错，更正后重发",
    )


def _name_excellent(cohort, district):
    """Name three whom the class teacher proposed among those who were always there, where the programme can say so."""
    if cohort.programme is None or cohort.class_teacher is None:
        return
    set_excellence(actor=district, programme=cohort.programme, excellence=Excellence(attendance_least=100, most_percent=10))
    fit = [key for key, _facts in fitting(cohort, cohort.enrolments.order_by("person__name_key", "pk"))][:3]
    propose_excellent(actor=cohort.class_teacher, cohort=cohort, enrolments=fit, reason="学习认真，全勤，带动支部一起学")
    approve_excellent(actor=district, cohort=cohort, enrolments=fit)
