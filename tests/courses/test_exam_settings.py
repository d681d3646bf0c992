"""Settings of an exam: what a new one begins with, what its form refuses and why, opening, releasing and copying."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions import exam_setup
from courses.exam_forms import ExamForm
from courses.models import Course, Exam
from lms.audit.models import AuditEntry

from .exam_making import make_exam


def url(name, *args):
    return reverse(f"courses:{name}", args=args)


@pytest.fixture
def staff(client, world):
    client.force_login(world.p_subdistrict)
    return client


def filled(page):
    """Return what a browser sends of the form of ``page`` as it was shown."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_a_simple_exam_for_classes_needs_a_title_only(staff, world):
    shown = staff.get(url("exam-create"))
    answer = staff.post(url("exam-create"), filled(shown) | {"title": " 结业考试 "})
    exam = Exam.objects.get()
    assert answer.url == url("exam-paper", exam.pk)
    assert (exam.title, exam.organisation, exam.course, exam.one_device, exam.attempts_allowed, exam.answers_after) == (
        "结业考试", world.east, None, True, 1, "closed")


def test_an_exam_of_a_course_begins_as_practice(staff, world):
    course = Course.objects.create(title="党支部书记工作实务", published_at=timezone.now(), url="/courses/1/")
    shown = staff.get(url("exam-create"), {"for": "course"})
    staff.post(url("exam-create") + "?for=course", filled(shown) | {"title": "小测验", "course": course.pk})
    exam = Exam.objects.get()
    assert (exam.course, exam.one_device, exam.attempts_allowed, exam.answers_after) == (course, False, 3, "handed_in")
    missing = staff.post(url("exam-create") + "?for=course", filled(shown) | {"title": "小测验"})
    assert list(missing.context["form"].errors) == ["course"]


def test_each_setting_says_what_it_does(world):
    for for_course in (False, True):
        form = ExamForm(user=world.p_district, for_course=for_course)
        assert [name for name, field in form.fields.items() if not field.help_text and name != "organisation"] == []


def at(minutes):
    return (timezone.localtime() + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(("fields", "wrong"), [
    ({"opens_at": at(200), "closes_at": at(100)}, ["closes_at"]),
    ({"opens_at": at(100), "closes_at": at(130), "minutes": 60}, ["closes_at"]),
    ({"opens_at": at(100), "closes_at": at(160), "minutes": 60}, []),
    ({"closes_at": at(-5)}, ["closes_at"]),
    ({"minutes": 0}, ["minutes"]), ({"pass_percent": 101}, ["pass_percent"]), ({"attempts_allowed": 21}, ["attempts_allowed"]),
    ({"scores_after": "decided", "answers_after": "handed_in", "explanations_after": "never"}, ["answers_after"]),
    ({"scores_after": "closed", "answers_after": "handed_in", "explanations_after": "handed_in"},
     ["answers_after", "explanations_after"]),
    ({"scores_after": "decided", "answers_after": "decided", "explanations_after": "never"}, []),
    ({"title": "  "}, ["title"]),
])
def test_the_form_refuses_what_cannot_be_meant(staff, world, fields, wrong):
    shown = staff.get(url("exam-create"))
    answer = staff.post(url("exam-create"), filled(shown) | {"title": "考试"} | fields)
    assert (sorted(answer.context["form"].errors) if answer.context else []) == wrong
    assert Exam.objects.count() == (0 if wrong else 1)


def test_editing_keeps_what_was_not_touched(staff, world):
    exam, _asked = make_exam(world)
    shown = staff.get(url("exam-edit", exam.pk))
    staff.post(url("exam-edit", exam.pk), filled(shown) | {"minutes": 45})
    assert AuditEntry.objects.filter(verb="exam.edit").get().detail == {"fields": ["minutes"]}


def test_opening_refuses_with_what_to_do(staff, world):
    exam = exam_setup.create_exam(actor=None, organisation=world.east, title="空卷")
    staff.post(url("exam-open", exam.pk))
    exam.refresh_from_db()
    assert (exam.is_open, len(staff.get(url("exam-desk", exam.pk)).context["lacks"])) == (False, 1)


def test_a_release_says_first_what_becomes_visible_and_can_be_taken_back(staff, world):
    exam, _asked = make_exam(world, scores_after="decided", answers_after="decided", explanations_after="never")
    shown = staff.get(url("exam-release", exam.pk))
    assert len(shown.context["by_hand"]) == 2
    exam.refresh_from_db()
    assert exam.released_at is None
    staff.post(url("exam-release", exam.pk), {"do": "release"})
    exam.refresh_from_db()
    assert exam.released_at is not None
    staff.post(url("exam-release", exam.pk), {"do": "release"})  # an old page, sent once more
    staff.post(url("exam-release", exam.pk), {"do": "withdraw"})
    exam.refresh_from_db()
    assert exam.released_at is None
    assert [entry.verb for entry in AuditEntry.objects.filter(verb__in=["exam.release", "exam.withdraw"]).order_by("pk")] == [
        "exam.release", "exam.withdraw"]


def test_nothing_is_released_where_nothing_waits_for_it(staff, world):
    exam, _asked = make_exam(world)
    staff.post(url("exam-release", exam.pk), {"do": "release"})
    exam.refresh_from_db()
    assert exam.released_at is None


def test_a_copy_is_made_on_its_page(staff, world):
    exam, _asked = make_exam(world, minutes=45)
    answer = staff.post(url("exam-duplicate", exam.pk), {"title": "第二期结业考试", "opens_at": at(60), "closes_at": at(180)})
    made = Exam.objects.exclude(pk=exam.pk).get()
    assert (answer.url, made.title, made.minutes, made.paper.count()) == (url("exam-desk", made.pk), "第二期结业考试", 45, 3)


LIST = 6


def test_the_list_of_exams_reads_a_constant_number_of_rows(staff, world, django_assert_num_queries):
    make_exam(world)
    with django_assert_num_queries(LIST):
        staff.get(url("exams"))
    for number in range(6):
        exam_setup.create_exam(actor=None, organisation=world.east, title=f"考试 {number}")
    with django_assert_num_queries(LIST):
        staff.get(url("exams"))
