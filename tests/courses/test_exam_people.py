"""Candidates chosen, pasted and taken off, extra time with its reason, invigilators, and the results by person."""

import io

import openpyxl
import pytest
from django.urls import reverse

from courses.actions import candidates, exams
from courses.models import ExamCandidate
from lms.audit.models import AuditEntry
from lms.people.actions import appoint, create_person, grant_role
from lms.people.models import Person

from .exam_making import make_exam, right


def url(name, *args):
    return reverse(f"courses:{name}", args=args)


@pytest.fixture
def exam(world):
    made, asked = make_exam(world, scores_after="decided")
    made.asked = asked
    return made


@pytest.fixture
def staff(client, world):
    client.force_login(world.p_subdistrict)
    return client


def join(world, name, **fields):
    person = create_person(actor=None, name=name, **fields)
    appoint(actor=None, person=person, organisation=fields.get("at") or world.east_branch, position="member")
    return person


def names(exam):
    return sorted(exam.candidates.values_list("person__name", flat=True))


# Choosing and pasting --------------------------------------------------------------------------------------------------

def test_people_of_ones_own_organisations_are_offered_by_name_initials_and_area(staff, world, exam):
    shown = staff.get(url("exam-candidates-add", exam.pk))
    assert [person.name for person in shown.context["page"].object_list] == ["钱后备", "张学员"]
    found = staff.get(url("exam-candidates-add", exam.pk), {"q": "qhb", "within": world.east.pk})
    assert [person.name for person in found.context["page"].object_list] == ["钱后备"]
    staff.post(url("exam-candidates-add", exam.pk), {"person": [world.p_learner.pk, world.p_outsider.pk]})
    assert names(exam) == ["张学员"]
    staff.post(url("exam-candidates-add", exam.pk), {"everyone": ""})
    assert names(exam) == ["张学员", "钱后备"]


def test_a_pasted_list_is_answered_row_by_row_and_taken_only_when_asked(staff, world, exam):
    join(world, "王芳", phone="13800000001")
    second = join(world, "王芳", phone="13800000002")
    Person.objects.filter(pk=world.p_reserve.pk).update(staff_no="A7")
    text = "13800000001\n王芳\n张学员\na7\n王外人\n查无此人\n张学员"
    shown = staff.post(url("exam-candidates-paste", exam.pk), {"text": text})
    assert [row["state"] for row in shown.context["matches"]] == [
        "found", "ambiguous", "found", "found", "unknown", "unknown", "twice"]
    assert ("王外人" in "".join(person.name for row in shown.context["matches"] for person in row["people"]), names(exam)) == (
        False, [])
    staff.post(url("exam-candidates-paste", exam.pk), {"text": text, "add": 1, "row_2": world.p_outsider.pk, "row_3": second.pk})
    assert names(exam) == ["张学员", "王芳", "钱后备"]
    staff.post(url("exam-candidates-paste", exam.pk), {"text": "王芳", "add": 1, "row_1": second.pk})
    assert names(exam) == ["张学员", "王芳", "王芳", "钱后备"]
    again = staff.post(url("exam-candidates-paste", exam.pk), {"text": "张学员"})
    assert [row["state"] for row in again.context["matches"]] == ["already"]


def test_taking_somebody_off_asks_first_and_keeps_attempts(staff, world, exam):
    candidates.admit_candidates(actor=None, exam=exam, person_ids=[world.p_learner.pk])
    exams.submit_attempt(attempt=exams.start_attempt(person=world.p_learner, exam=exam))
    row = ExamCandidate.objects.get()
    assert staff.get(url("exam-candidate-remove", row.pk)).context["attempts"] == 1
    assert names(exam) == ["张学员"]
    staff.post(url("exam-candidate-remove", row.pk))
    assert (names(exam), exam.attempts.count()) == ([], 1)


def test_extra_time_needs_a_reason_which_the_trail_keeps(staff, world, exam):
    candidates.admit_candidates(actor=None, exam=exam, person_ids=[world.p_learner.pk, world.p_subdistrict.pk])
    row = ExamCandidate.objects.get(person=world.p_learner)
    assert list(staff.post(url("exam-candidate-time", row.pk), {"minutes": 15}).context["form"].errors) == ["reason"]
    staff.post(url("exam-candidate-time", row.pk), {"minutes": 15, "reason": "十一月三日批准"})
    row.refresh_from_db()
    assert row.extra_minutes == 15
    assert AuditEntry.objects.get(verb="exam.extra_time").detail == {
        "person": world.p_learner.pk, "minutes": 15, "reason": "十一月三日批准"}
    own = ExamCandidate.objects.get(person=world.p_subdistrict)
    staff.post(url("exam-candidate-time", own.pk), {"minutes": 15, "reason": "我自己"})
    own.refresh_from_db()
    assert own.extra_minutes == 0


def test_candidates_of_elsewhere_are_counted_and_not_named(staff, world, exam):
    candidates.admit_candidates(actor=None, exam=exam, person_ids=[world.p_learner.pk, world.p_outsider.pk])
    shown = staff.get(url("exam-candidates", exam.pk))
    assert ([row.person.name for row in shown.context["page"].object_list], shown.context["total"], shown.context["hidden"]) == (
        ["张学员"], 2, 1)
    other = ExamCandidate.objects.get(person=world.p_outsider)
    assert staff.get(url("exam-candidate-remove", other.pk)).status_code == 404


def test_those_who_watch_hold_a_role_in_scope_and_are_no_candidates(staff, world, exam):
    west = create_person(actor=None, name="西教师")
    grant_role(actor=None, person=west, role="trainer", organisation=world.west)
    candidates.admit_candidates(actor=None, exam=exam, person_ids=[world.p_school.pk])
    offered = staff.get(url("exam-invigilators", exam.pk)).context["page"].object_list
    assert sorted(person.username for person in offered) == ["editor", "liaison", "subdistrict", "trainer"]
    staff.post(url("exam-invigilators", exam.pk), {
        "person": [world.p_trainer.pk, world.p_school.pk, west.pk, world.p_learner.pk]})
    assert [row.person for row in exam.invigilators.all()] == [world.p_trainer]
    assert "trainer" not in [person.username for person in staff.get(url("exam-candidates-add", exam.pk)).context["page"]]
    with pytest.raises(candidates.OwnRecord):
        candidates.name_invigilators(actor=None, exam=exam, people=[world.p_school])
    staff.post(url("exam-invigilators", exam.pk), {"off": world.p_trainer.pk})
    assert exam.invigilators.count() == 0


LIST, ADD, PASTE, WATCH = 9, 9, 10, 10


def test_every_page_of_people_reads_a_constant_number_of_rows(staff, world, exam, django_assert_num_queries):
    def look():
        with django_assert_num_queries(LIST):
            staff.get(url("exam-candidates", exam.pk))
        with django_assert_num_queries(ADD):
            staff.get(url("exam-candidates-add", exam.pk))
        with django_assert_num_queries(PASTE):
            staff.post(url("exam-candidates-paste", exam.pk), {"text": "\n".join(Person.objects.values_list("name", flat=True))})
        with django_assert_num_queries(WATCH):
            staff.get(url("exam-invigilators", exam.pk))

    candidates.admit_candidates(actor=None, exam=exam, person_ids=[world.p_learner.pk])
    candidates.name_invigilators(actor=None, exam=exam, people=[world.p_trainer])
    look()
    people = [join(world, f"学员{number}") for number in range(12)]
    candidates.admit_candidates(actor=None, exam=exam, person_ids=[person.pk for person in people[:6]])
    candidates.name_invigilators(actor=None, exam=exam, people=[world.p_trainer, world.p_editor, world.p_liaison])
    look()


# Results ---------------------------------------------------------------------------------------------------------------

def sit(exam, person, answers):
    candidates.admit_candidates(actor=None, exam=exam, person_ids=[person.pk])
    return exams.submit_attempt(attempt=exams.start_attempt(person=person, exam=exam), answers=answers)


def test_results_count_as_they_are_counted_elsewhere_though_candidates_do_not_know_them_yet(staff, world, exam):
    sit(exam, world.p_learner, right(exam.asked[:1]))
    sit(exam, world.p_learner, right(exam.asked))
    sit(exam, world.p_subdistrict, right(exam.asked))
    rows = {person.name: person.result for person in staff.get(url("exam-results", exam.pk)).context["page"].object_list}
    assert (rows["张学员"].percent, rows["张学员"].passed, rows["张学员"].attempts) == (100, True, 2)
    assert (rows["subdistrict 某"].percent, rows["subdistrict 某"].waiting) == (None, 1)  # one's own is not out yet


def test_the_workbook_is_scoped_executes_nothing_and_is_in_the_trail(staff, world, exam):
    Person.objects.filter(pk=world.p_learner.pk).update(name="=1+1")
    sit(exam, world.p_learner, right(exam.asked[:2]))
    sit(exam, world.p_outsider, right(exam.asked))
    answer = staff.post(url("exam-results-export", exam.pk))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [row[:2] + row[3:7] for row in rows] == [["=1+1", "东一居民区党总支", 66, "合格", 1, 0]]
    assert {cell.data_type for row in sheet.iter_rows(min_row=4, max_col=2) for cell in row} == {"s"}
    assert AuditEntry.objects.get(verb="exam.export_results").detail == {"rows": 1}
