"""Points against the database: posted from the records, once, capped, taken back, appealed, entered by hand."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import load_workbook

from cohorts.actions.exports import export_points
from cohorts.actions.points import answer_appeal, appeal, create_rule, end_rule, enter_points, post_points
from cohorts.models import AttendanceMark, ClassSession, ExcellentTrainee, PointAppeal, PointEntry, PointRule
from cohorts.queries.points import people_with_points, total
from courses.models import HourEntry, Lesson, LessonProgress
from lms.audit.models import AuditEntry
from lms.people import actions as people
from lms.people.models import Person

from .plans import make_call, on_file

TODAY = timezone.localdate


def rule(world, source="session", points=5, **fields):
    fields = {"organisation": world.root, "valid_from": TODAY().replace(month=1, day=1) - timedelta(days=370)} | fields
    return PointRule.objects.create(source=source, points=points, **fields)


def closed(meeting):
    ClassSession.objects.filter(pk=meeting.pk).update(closed_at=timezone.now())


def mark(meeting, seat, status, **fields):
    return AttendanceMark.objects.create(session=meeting, enrolment=seat, status=status, method="grid", **fields)


def given(source):
    return sorted(PointEntry.objects.filter(source=source).values_list("person__name", "points", "root"))


@pytest.fixture
def attended(world, meeting, seats):
    """Three people of the eastern branch were at a session that is closed."""
    for seat in seats:
        people.appoint(actor=None, person=seat.person, organisation=world.east_branch, position="member")
        mark(meeting, seat, "present")
    closed(meeting)
    return seats


def test_a_session_gives_points_once_however_often_it_is_posted(world, attended):
    rule(world)
    assert [post_points(), post_points()] == [(3, 0), (0, 0)]
    assert {points for _, points, _ in given("session")} == {5}


def test_without_a_rule_nobody_gets_anything(world, attended):
    assert post_points() == (0, 0)
    rule(world, valid_from=TODAY() + timedelta(days=1))
    assert post_points() == (0, 0)


def test_the_rule_of_the_nearer_organisation_counts(world, attended):
    rule(world)
    rule(world, organisation=world.east, points=2)
    post_points()
    assert {points for _, points, _ in given("session")} == {2}


def test_a_record_that_was_corrected_takes_the_points_back(world, meeting, attended):
    rule(world)
    post_points()
    mark(meeting, attended[0], "absent", corrects=AttendanceMark.objects.get(enrolment=attended[0]), reason="点错")
    assert post_points() == (0, 1)
    person = attended[0].person
    assert (total(person, TODAY()), PointEntry.objects.filter(person=person).count()) == (0, 2)
    assert post_points() == (0, 0)


def test_caps_leave_a_line_that_says_so(world):
    rule(world, source="lesson", points=4, cap_month=6)
    lessons = Lesson.objects.bulk_create([Lesson(key=uuid4(), title=f"第 {number} 课") for number in range(3)])
    for lesson in lessons:
        LessonProgress.objects.create(person=world.p_learner, lesson=lesson, completed_at=timezone.now())
    post_points()
    assert [points for _, points, _ in given("lesson")] == [0, 2, 4]
    assert total(world.p_learner, TODAY()) == 6


def test_teaching_excellence_and_filing_on_time_give_points(world, meeting, seats):
    for source in ("teaching", "excellent", "filing"):
        rule(world, source=source)
    closed(meeting)
    ClassSession.objects.filter(pk=meeting.pk).update(trainer=world.p_learner)
    people.appoint(actor=None, person=seats[0].person, organisation=world.east_branch, position="member")
    seats[0].state = "completed"
    seats[0].save()
    ExcellentTrainee.objects.create(enrolment=seats[0], state="approved", by_rule=True, decided_at=timezone.now())
    version = on_file(world, make_call(world))
    version.submitted_by = world.p_learner
    version.save()
    post_points()
    assert {source: [name for name, _, _ in given(source)] for source in ("teaching", "excellent", "filing")} == {
        "teaching": ["张学员"], "excellent": [seats[0].person.name], "filing": ["张学员"],
    }


def test_a_plan_filed_late_gives_nothing(world):
    rule(world, source="filing")
    version = on_file(world, make_call(world, days=-1))
    version.submitted_by = world.p_learner
    version.save()
    assert post_points() == (0, 0)


def test_points_are_apart_from_hours(world, attended):
    before = HourEntry.objects.count()
    rule(world)
    post_points()
    assert HourEntry.objects.count() == before


def test_points_expire_with_their_year(world, attended):
    rule(world, lasts_years=0)
    post_points()
    person = attended[0].person
    end = TODAY().replace(month=12, day=31)
    assert [total(person, end), total(person, end + timedelta(days=1))] == [5, 0]


def test_by_hand_only_by_a_rule_for_others_and_within_its_limits(world):
    values = {"person": world.p_learner, "on_date": TODAY(), "reason": "参加社区志愿服务"}
    with pytest.raises(ValidationError):
        enter_points(actor=world.p_subdistrict, points=3, **values)
    rule(world, source="hand", points=10, cap_year=15)
    assert enter_points(actor=world.p_subdistrict, points=10, **values).points == 10
    assert enter_points(actor=world.p_subdistrict, points=10, **values).points == 5
    for points in (1, 11):
        with pytest.raises(ValidationError):
            enter_points(actor=world.p_subdistrict, points=points, **values)
    with pytest.raises(PermissionDenied):
        enter_points(actor=world.p_learner, points=1, **values)


def entered(world, points=10):
    rule(world, source="hand", points=10)
    return enter_points(actor=world.p_subdistrict, person=world.p_learner, points=points, on_date=TODAY(), reason="志愿服务")


def test_an_appeal_is_upheld_or_corrected_by_a_reversal(world):
    entry = entered(world)
    row = appeal(person=world.p_learner, entry=entry, words="少记了一次")
    with pytest.raises(ValidationError):
        appeal(person=world.p_learner, entry=entry, words="再说一次")
    answer_appeal(actor=world.p_subdistrict, row=row, answer="记录无误")
    assert (PointAppeal.objects.get().state, total(world.p_learner, TODAY())) == ("upheld", 10)
    row = appeal(person=world.p_learner, entry=entry, words="请再核对")
    answer_appeal(actor=world.p_district, row=row, answer="补记一次", points=8)
    assert total(world.p_learner, TODAY()) == 8
    assert list(PointEntry.objects.order_by("pk").values_list("points", flat=True)) == [10, -10, 8]
    with pytest.raises(ValidationError):
        answer_appeal(actor=world.p_district, row=row, answer="又一次", points=9)


def test_what_an_administrator_took_back_is_not_posted_again(world, attended):
    rule(world)
    post_points()
    entry = PointEntry.objects.filter(person=attended[0].person).get()
    row = appeal(person=entry.person, entry=entry, words="我没有去")
    answer_appeal(actor=world.p_subdistrict, row=row, answer="属实", points=0)
    assert post_points() == (0, 0)
    assert total(entry.person, TODAY()) == 0


def test_nobody_appeals_for_others_or_answers_themselves(world):
    entry = entered(world)
    with pytest.raises(PermissionDenied):
        appeal(person=world.p_reserve, entry=entry, words="x")
    row = appeal(person=world.p_learner, entry=entry, words="x")
    with pytest.raises(PermissionDenied):
        answer_appeal(actor=world.p_learner, row=row, answer="x")


def test_a_key_stands_once(world):
    entry = entered(world)
    entry.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_a_rule_is_made_once_a_day_ended_and_never_before_it_began(world):
    values = {"organisation": world.east, "source": "session", "points": 1, "valid_from": TODAY()}
    row = create_rule(actor=world.p_subdistrict, **values)
    with pytest.raises(ValidationError):
        create_rule(actor=world.p_subdistrict, **values)
    with pytest.raises(ValidationError):
        end_rule(actor=world.p_subdistrict, rule=row, until=TODAY() - timedelta(days=1))
    end_rule(actor=world.p_subdistrict, rule=row, until=TODAY())
    row.refresh_from_db()
    assert row.valid_until == TODAY()


def test_the_workbook_lists_the_people_one_sees(world, tmp_path):
    entered(world)
    path = tmp_path / "points.xlsx"
    assert export_points(actor=Person.objects.get(pk=world.p_subdistrict.pk), path=path) == 3
    rows = [[cell.value for cell in row] for row in load_workbook(path).worksheets[0].iter_rows(min_row=6)]
    assert rows[0] == ["东一居民区党总支", "张学员", 10]
    assert sorted(row[1] for row in rows) == ["subdistrict 某", "张学员", "钱后备"]
    assert AuditEntry.objects.filter(verb="points.export").count() == 1


def test_those_with_most_stand_first_and_others_are_not_seen(world):
    entered(world)
    found = people_with_points(Person.objects.get(pk=world.p_liaison.pk), TODAY())
    assert [(one.name, one.counting) for one in found] == [("张学员", 10), ("liaison 某", 0), ("钱后备", 0)]
