"""The parts of a programme: modules and hours, pinned versions, whom it has reached."""

import pytest
from django.utils import timezone

from cohorts.actions.enrolment import enrol
from cohorts.actions.programmes import set_modules, update_programme
from cohorts.models import ClassSession, Programme
from cohorts.queries.coverage import coverage, people_of
from cohorts.queries.programmes import changed_lessons, hours_of
from courses.models import Course, Lesson
from lms.people import actions as people
from lms.people.enums import Position
from lms.people.models import Category

from .classes import at, make_cohort, make_people, make_programme, make_session, rows_of, url


def residential():
    return Category.objects.get(code="residential")


def titles(programme):
    return list(programme.modules.values_list("title", "weight", "minutes"))


def posted(rows, shown=None):
    """What a browser sends for the rows of the modules' form."""
    data = {"module-TOTAL_FORMS": shown or len(rows), "module-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"module-{number}-{name}": value for name, value in row.items()}
    return data


def test_a_programme_begins_with_the_emphasis_of_its_categories(world):
    programme = make_programme(world, categories=[residential()], minutes_by_kind={"lecture": 900, "field": 100})
    assert [row[1:] for row in titles(programme)] == [(40, 400), (30, 300), (30, 300)]
    assert [row[0] for row in titles(programme)][1:] == ["强能力", "重基础"]
    assert titles(make_programme(world, title="不分类")) == []


def test_the_form_of_a_programme_takes_hours_by_kind_and_leads_to_its_modules(world, sign_in):
    answer = sign_in("district").post(url("programme-new"), {
        "organisation": world.root.pk, "title": "新任书记培训", "year": 2017, "categories": [residential().pk],
        "positions": ["secretary"], "newly_appointed": "on", "kind_lecture": "10", "kind_field": "2.5",
        "attendance_percent": 80,
    })
    programme = Programme.objects.get()
    assert answer.url == url("programme-modules", programme.pk)
    assert (programme.newly_appointed, programme.minutes_by_kind) == (True, {"lecture": 450, "field": 113})
    assert [weight for _title, weight, _minutes in titles(programme)] == [40, 30, 30]


def test_modules_are_edited_in_rows_and_removed_ones_leave_their_sessions(world, sign_in):
    programme = make_programme(world, categories=[residential()])
    common, ability, basics = programme.modules.all()
    cohort = make_cohort(world, programme=programme)
    session = make_session(world, cohort, module=basics)
    client = sign_in("district")
    sent = posted([
        {"pk": common.pk, "title": "强能力", "weight": 50, "hours": "4"},  # two titles change places
        {"pk": ability.pk, "title": "公共课", "weight": 50, "hours": "4.5", "category": residential().pk, "kind": "lecture"},
        {"pk": basics.pk, "title": "重基础", "remove": "on"}, {"title": ""},
    ])
    assert client.post(url("programme-modules", programme.pk), sent).url == url("programme", programme.pk)
    assert titles(programme) == [("强能力", 50, 180), ("公共课", 50, 203)]
    assert list(programme.modules.values_list("pk", flat=True)) == [common.pk, ability.pk]
    session.refresh_from_db()
    assert session.module is None


@pytest.mark.parametrize("rows", [
    [{"title": "甲", "weight": 50}, {"title": "甲", "weight": 50}], [{"title": "", "weight": 50}],
    [{"title": "甲", "weight": 101}],
])
def test_rows_that_cannot_be_are_shown_again_and_nothing_is_written(world, sign_in, rows):
    programme = make_programme(world)
    assert sign_in("district").post(url("programme-modules", programme.pk), posted(rows)).status_code == 200
    assert titles(programme) == []


def test_more_rows_keep_what_was_typed_and_write_nothing(world, sign_in):
    programme = make_programme(world)
    sent = posted([{"title": "甲", "weight": 50}]) | {"more": 1}
    answer = sign_in("district").post(url("programme-modules", programme.pk), sent)
    rows = answer.context["rows"]
    assert len(rows.forms) == 4
    assert rows.forms[0]["title"].value() == "甲"
    assert titles(programme) == []


def test_modules_are_proposed_for_a_programme_without_any(world, sign_in):
    programme = make_programme(world)
    client = sign_in("district")
    update_programme(actor=None, programme=programme, categories=[residential()])
    client.post(url("programme-modules", programme.pk), {"propose": 1})
    assert len(titles(programme)) == 3
    client.post(url("programme-modules", programme.pk), {"propose": 1})
    assert len(titles(programme)) == 3


def test_hours_are_planned_for_each_cohort_scheduled_and_delivered_when_closed(world, sign_in):
    programme = make_programme(world, minutes_by_kind={"lecture": 300})
    set_modules(actor=None, programme=programme, rows=[
        {"pk": None, "title": "强能力", "category": None, "kind": "", "minutes": 150, "weight": 50},
        {"pk": None, "title": "重基础", "category": None, "kind": "", "minutes": 150, "weight": 50},
    ])
    ability, _basics = programme.modules.all()
    one, two = (make_cohort(world, programme=programme, title=title) for title in ("一班", "二班"))
    done = make_session(world, one, module=ability)
    make_session(world, one, starts_at=at(5, 9), ends_at=at(5, 10))
    ClassSession.objects.filter(pk=make_session(world, two, module=ability).pk).update(cancelled_at=timezone.now())
    ClassSession.objects.filter(pk=done.pk).update(closed_at=timezone.now())
    hours = hours_of(programme)
    assert [(line.label, line.planned, line.scheduled, line.delivered) for line in hours.modules] == [
        ("强能力", 300, 150, 150), ("重基础", 300, 0, 0)
    ]
    assert [(line.planned, line.scheduled, line.delivered) for line in hours.kinds] == [(600, 210, 150)]
    assert (hours.cohorts, hours.loose, len(hours.reasons)) == (2, 60, 4)
    warnings = sign_in("district").get(url("programme", programme.pk)).context["warnings"]
    assert [("强能力" in text, text.count("100%")) for text in warnings] == [(True, 2), (False, 0)]


def test_a_newer_version_is_told_and_taken_on_a_page_of_its_own(world, sign_in):
    course = Course.objects.create(title="城市基层党建")
    first = Lesson.objects.create(title="第一课", course=course)
    programme = make_programme(world, courses=[course])
    assert changed_lessons(programme) == ([], [])
    second = Lesson.objects.create(title="第二课", course=course)
    Lesson.objects.filter(pk=first.pk).update(retired_at=timezone.now())
    assert changed_lessons(programme) == ([second], [first])
    client = sign_in("district")
    assert client.get(url("programme", programme.pk)).context["newer"] == 2
    assert "第二课" in client.get(url("programme-upgrade", programme.pk)).content.decode()
    client.post(url("programme-upgrade", programme.pk))
    assert [syllabus.version for syllabus in programme.syllabuses.all()] == [2]
    assert changed_lessons(programme) == ([], [])


def test_only_an_added_course_is_pinned_anew(world):
    old, new = (Course.objects.create(title=title) for title in ("旧", "新"))
    programme = make_programme(world, courses=[old])
    for course in (old, new):
        Lesson.objects.create(title="课", course=course)
    update_programme(actor=None, programme=programme, courses=[old, new])
    assert sorted((row.course.title, row.version, row.items.count()) for row in programme.syllabuses.all()) == [
        ("新", 1, 1), ("旧", 1, 0)
    ]
    update_programme(actor=None, programme=programme, courses=[new])
    assert [row.course for row in programme.syllabuses.all()] == [new]


@pytest.fixture
def reached(world):
    """A programme for residential secretaries and reserves: one in the east is placed, one waits, one in the west is neither."""
    programme = make_programme(world, categories=[residential()], positions=[Position.SECRETARY, Position.RESERVE])
    cohort = make_cohort(world, programme=programme, quota=1)
    enrol(actor=None, cohort=cohort, appointments=[world.p_learner.appointments.get(), world.p_reserve.appointments.get()])
    people.appoint(actor=None, person=world.p_learner, organisation=world.west_branch, position=Position.SECRETARY)
    make_people(world.east_branch, 2)  # members, whom it is not for
    return programme


def test_coverage_counts_each_of_the_audience_once_by_sub_district(world, reached):
    areas, whole = coverage(world.p_district, reached)
    assert [(area.organisation.name, area.total, area.placed, area.waiting, area.missing) for area in areas] == [
        ("东街道", 2, 1, 1, 0), ("西街道", 1, 0, 0, 1)
    ]
    assert (whole.total, whole.placed, whole.missing) == (3, 1, 1)
    assert [area.organisation.name for area in coverage(world.p_subdistrict, reached)[0]] == ["东街道"]


def test_names_are_those_of_ones_own_area(world, reached, sign_in):
    client = sign_in("district")
    assert [post.person.name for post in rows_of(client.get(url("programme-people", reached.pk)))] == ["王外人"]
    east = {"area": world.east.pk, "standing": "all"}
    assert [post.person.name for post in rows_of(client.get(url("programme-people", reached.pk), east))] == ["钱后备", "张学员"]
    client = sign_in("subdistrict")
    assert list(rows_of(client.get(url("programme-people", reached.pk), {"area": world.west.pk}))) == []
    assert "王外人" not in client.get(url("programme-people", reached.pk), {"standing": "all"}).content.decode()


def test_those_not_placed_are_one_press_from_being_enrolled(world, reached, sign_in):
    client = sign_in("district")
    [(cohort, query)] = client.get(url("programme-people", reached.pk)).context["ways"]
    offered = client.get(f"{url('enrol', cohort.pk)}?{query}")
    assert [post.person.name for post in rows_of(offered)] == ["王外人"]


def test_newly_appointed_only(world):
    programme = make_programme(world, positions=[Position.SECRETARY], newly_appointed=True)
    fresh = people.create_person(actor=None, name="新书记")
    people.appoint(actor=None, person=fresh, organisation=world.west_branch, position=Position.SECRETARY,
                   starts_on=timezone.localdate())
    assert [post.person for post in people_of(world.p_district, programme)] == [fresh]


@pytest.mark.parametrize("count", [1, 8])
def test_coverage_costs_the_same_however_many(world, sign_in, django_assert_num_queries, count):
    programme = make_programme(world, positions=[Position.MEMBER])
    make_people(world.east_branch, count)
    client = sign_in("subdistrict")
    for name, queries in (("programme-coverage", 4), ("programme-people", 5)):
        with django_assert_num_queries(4 + queries):
            assert client.get(url(name, programme.pk)).status_code == 200
