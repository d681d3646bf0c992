"""A year of hours on its page, the same by other places' rules, what would fill it, and who has done what the year asks."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone
from openpyxl import load_workbook

from cohorts.actions.exports import export_hours
from cohorts.enums import EnrolmentState
from cohorts.hour_charts import ring
from cohorts.models import Programme
from cohorts.queries.compliance import Asked, compliance, dressed, people_in
from cohorts.queries.hours import KindOfYear, Sums, year_of_hours
from cohorts.rules.compliance import Tally, band_of
from courses.actions.ledger import HourLine, post_hours
from courses.models import Lesson
from courses.rules.hour_presets import NANJING, UNIT_2018
from courses.rules.requirements import Requirement, standing
from lms.audit.models import AuditEntry
from lms.people import actions as people
from lms.people.models import Person
from tests.cohorts.meetings import make_class, make_meeting, place
from tests.courses.test_hour_versions import version

DAY = date(2017, 9, 1)
END = date(2017, 12, 31)


def earn(person, hours, source="a", kind="lecture", day=DAY, **more):
    line = HourLine(person.pk, day, kind, int(hours * 45), f"{source}:person:{person.pk}", f"课 {source}", **more)
    post_hours(actor=None, lines=[line])


@pytest.mark.parametrize(("minutes", "band"), [(0, "none"), (1, "little"), (719, "little"), (720, "half"), (1440, "full")])
def test_bands_of_hours(minutes, band):
    assert band_of(standing(Requirement(2014, "", 1440), minutes=minutes)) == band


def test_a_tally_counts_numerator_denominator_and_whom_nothing_is_asked():
    tally = Tally()
    for one in (standing(Requirement(2014, "", 1440, 1), minutes=1440), standing(Requirement(2014, "", 1440), minutes=1440),
                standing(None, minutes=9)):
        tally.add(one)
    assert (tally.met, tally.asked, tally.free, tally.classes, tally.percent) == (1, 2, 1, 1, 50)
    assert Tally().percent is None


def test_the_ring_is_whole_when_more_is_earned_than_asked():
    rows = [KindOfYear("lecture", "", Decimal(900), Decimal(900)), KindOfYear("online", "", Decimal(900), Decimal(900))]
    arcs = ring(rows, Decimal(0), 900)
    assert [(arc.dash, arc.offset) for arc in arcs] == [("251.33 251.33", "0.00"), ("251.33 251.33", "-251.33")]
    assert [arc.dash for arc in ring(rows[:1], Decimal(0), 3600)] == ["125.66 376.99"]


def test_the_page_says_what_counts_and_what_does_not(client, world):
    version(world.root, NANJING)
    earn(world.p_learner, 60, kind="recognised")
    earn(world.p_learner, 2, "b", "teaching")
    client.force_login(world.p_learner)
    answer = client.get("/my/hours/?year=2017")
    hours, html = answer.context["hours"], answer.content.decode()
    assert (hours.annual.earned / 45, hours.annual.credited / 45) == (70, 58)
    assert html.count("有 12 学时不计入：外部认定一年合计最多 48 学时。") == 1
    assert html.count("至少 56 学时，还差 56。") == 1
    assert html.count("ring__arc--") == 2


def test_a_kind_opens_its_lines(client, world):
    earn(world.p_learner, 4)
    earn(world.p_learner, 1, "b", "online")
    client.force_login(world.p_learner)
    page = client.get("/my/hours/?year=2017&kind=online").context["page"]
    assert [line.kind for line in page] == ["online"]


def test_each_line_says_why(client, world):
    version(world.root, UNIT_2018)
    earn(world.p_learner, 3)
    client.force_login(world.p_learner)
    line = world.p_learner.hour_entries.get()
    html = client.get(f"/my/hours/{line.pk}/").content.decode()
    for said in (
        "为什么是 4.0 学时？", "实学 135 分钟。", "满 120 分钟算半天，计 4 学时。", "《学时办法》第 1 版，自 2014-01-01 起",
    ):
        assert html.count(said) == 1, said


def test_the_same_hours_by_three_places_rules(client, world):
    earn(world.p_learner, 4)
    earn(world.p_learner, 2, "b", "teaching")
    client.force_login(world.p_learner)
    answer = client.get("/my/hours/places/?year=2017&place=nanjing&place=zhengzhou&place=yunnan")
    columns = [(column.place.key, column.annual.credited / 45) for column, *_ in answer.context["columns"]]
    assert columns == [("", 6), ("nanjing", 13), ("zhengzhou", Decimal("4.5")), ("yunnan", 6)]
    html = answer.content.decode()
    assert html.count("满 120 分钟算半天，计 3 学时。") == 1
    assert html.count("再按 5 倍计。") == 1
    assert html.count("60 分钟为 1 学时，向下取整到 0.5 学时的整数倍。") == 2


def test_staff_see_the_same_page_of_their_people(client, world):
    earn(world.p_learner, 4)
    client.force_login(world.p_subdistrict)
    answer = client.get(f"/desk/hours/people/{world.p_learner.pk}/?year=2017")
    assert answer.context["hours"].annual.credited / 45 == 4
    assert client.get(f"/desk/hours/people/{world.p_outsider.pk}/").status_code == 404


def test_what_would_fill_it_is_counted_by_the_rules(client, world):
    version(world.root, UNIT_2018)
    meeting = make_meeting(world, begins=timedelta(days=2), minutes=135, lasts=timedelta(minutes=135))
    place(meeting.cohort, world.p_learner, world.east_branch)
    client.force_login(world.p_learner)
    filling = client.get("/my/hours/").context["filling"]
    assert [(one.title, one.minutes / 45) for one in filling["meetings"]] == [("党的十九大精神辅导", 4)]
    assert filling["lessons"] == []


def test_lessons_of_ones_category_are_offered_until_done(client, world):
    from courses.models import Course, LessonProgress
    from lms.people.models import Category

    course = Course.objects.create(title="课程", published_at=timezone.now(), url="/courses/1/")
    course.categories.add(Category.objects.get(code="residential"))
    lesson = Lesson.objects.create(title="一课", course=course, minutes=45, published_at=timezone.now(), url="/courses/1/1/")
    client.force_login(world.p_learner)
    assert [one.title for one in client.get("/my/hours/").context["filling"]["lessons"]] == ["一课"]
    LessonProgress.objects.create(person=world.p_learner, lesson=lesson, started_at=timezone.now(), completed_at=timezone.now(),
                                  last_opened_at=timezone.now())
    assert client.get("/my/hours/").context["filling"]["lessons"] == []


def complete(world, person, ends=DAY):
    programme = Programme.objects.create(organisation=world.root, title=f"集中轮训 {ends}", year=ends.year, concentrated=True)
    cohort = make_class(world, programme=programme, starts_on=ends, ends_on=ends, title=f"班 {person.pk}")
    return place(cohort, person, world.east_branch, state=EnrolmentState.COMPLETED, decided_at=timezone.now())


def test_a_year_is_met_by_hours_and_a_concentrated_training(world):
    earn(world.p_learner, 56)
    with time_machine.travel("2018-02-01"):
        assert not year_of_hours(world.p_learner, 2017).standing.met
        complete(world, world.p_learner)
        assert year_of_hours(world.p_learner, 2017).standing.met


def test_a_recognised_concentrated_training_is_one_too(world):
    earn(world.p_learner, 56, kind="recognised", concentrated=True)
    assert Sums([world.p_learner.pk], 2017, END).standing(world.p_learner.pk).met


def test_whoever_was_newly_appointed_has_half_a_year(world):
    person = people.create_person(actor=None, name="新书记", username="new")
    people.appoint(actor=None, person=person, organisation=world.east_branch, position="secretary", starts_on=date(2019, 3, 1))
    assert [Sums([person.pk], 2019, day).standing(person.pk).late == () for day in (date(2019, 9, 1), date(2019, 9, 2))] == [
        True, False]


def test_compliance_counts_by_sub_district_and_opens_to_people(world):
    earn(world.p_learner, 56)
    complete(world, world.p_learner)
    earn(world.p_reserve, 20)
    found = compliance(world.p_district, Asked(END))
    assert [(group.organisation, group.tally.met, group.tally.asked) for group in found.groups] == [
        (world.east, 1, 2), (world.west, 0, 1)]
    assert (found.total.met, found.total.asked, found.total.bands) == (1, 3, {"none": 1, "little": 0, "half": 1, "full": 1})
    assert people_in(found, only="open") == [world.p_outsider.pk, world.p_reserve.pk]
    assert [row.person for row in dressed(found, people_in(found, only="met"))] == [world.p_learner]
    inside = compliance(world.p_district, Asked(END, organisation=world.east))
    assert [(group.organisation, group.tally.asked) for group in inside.groups] == [(world.east_branch, 2)]


@pytest.mark.parametrize(("asked", "count"), [
    ({"position": "reserve"}, 1), ({"category": "soe"}, 0), ({"category": "residential"}, 3),
])
def test_compliance_is_narrowed_by_position_and_category(world, asked, count):
    assert compliance(world.p_district, Asked(END, **asked)).total.asked == count


def test_compliance_shows_ones_own_area_only(world):
    assert [group.organisation for group in compliance(world.p_subdistrict, Asked(END)).groups] == [world.east]


def test_compliance_as_of_a_day(world):
    earn(world.p_learner, 56)
    with time_machine.travel("2017-10-01"):
        earn(world.p_reserve, 32, day=DAY)
    asked = Asked(date(2017, 11, 1), position="reserve")
    assert compliance(world.p_district, asked).total.met == 1
    assert compliance(world.p_district, Asked(date(2017, 8, 31), position="reserve")).total.met == 0
    then = compliance(world.p_district, Asked(date(2017, 11, 1), recorded=True))
    assert {pk: one.minutes / 45 for pk, one in then.standings.items()} == {
        world.p_learner.pk: 0, world.p_reserve.pk: 32, world.p_outsider.pk: 0}


@pytest.mark.parametrize("more", [0, 12])
def test_compliance_costs_the_same_however_many_the_people(world, django_assert_num_queries, more):
    for number in range(more):
        person = people.create_person(actor=None, name=f"党员{number}", username=f"m{number}")
        people.appoint(actor=None, person=person, organisation=world.east_branch, position="member")
        earn(person, 4)
    user = Person.objects.get(pk=world.p_district.pk)
    _ = user.scope
    with django_assert_num_queries(8):
        found = compliance(user, Asked(END))
    assert found.total.asked == 3 + more


@pytest.mark.parametrize("more", [0, 12])
def test_the_pages_of_compliance_do_not_grow(client, world, django_assert_num_queries, more):
    for number in range(more):
        person = people.create_person(actor=None, name=f"党员{number}", username=f"m{number}")
        people.appoint(actor=None, person=person, organisation=world.east_branch, position="member")
    client.force_login(world.p_district)
    client.get("/desk/hours/")
    with django_assert_num_queries(14):
        client.get("/desk/hours/?as_of=2017-12-31")
    with django_assert_num_queries(17):
        client.get("/desk/hours/people/?as_of=2017-12-31&only=open")


def test_the_workbook_says_as_of_when_and_is_audited(world, tmp_path):
    earn(world.p_learner, 20)
    path = tmp_path / "hours.xlsx"
    assert export_hours(actor=world.p_subdistrict, asked=Asked(END), path=path) == 2
    book = load_workbook(path)
    cells = [[cell.value for cell in row] for row in book["汇总"]]
    assert cells[1][0] == "截至 2017-12-31：到该日为止发生的，含其后的更正。"
    assert cells[-1][:4] == ["合计", 2, 0, 0]
    assert [row[1].value for row in book["人员"]][-2:] == ["钱后备", "张学员"]
    entry = AuditEntry.objects.get(verb="hours.export")
    assert (entry.detail["rows"], entry.detail["as_of"]) == (2, "2017-12-31")
