"""Opening a cohort step by step, copying one, two people editing one, and its groups."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cohorts.actions.cohorts import ChangedMeanwhile, update_cohort
from cohorts.actions.copying import copy_cohort
from cohorts.actions.enrolment import enrol
from cohorts.actions.groups import assign_groups, change_group, divide_evenly, make_groups, remove_group
from cohorts.actions.venues import create_venue
from cohorts.models import Cohort
from cohorts.queries.edits import version_of

from .classes import at, make_cohort, make_people, make_programme, make_session, rows_of, url

DAYS = {"title": "一班", "starts_on": "2017-09-04", "ends_on": "2017-09-08", "quota": "40"}


@pytest.fixture
def room(world):
    return create_venue(actor=None, organisation=world.east, name="301", kind="room", capacity=30)


def hidden(response):
    return dict(response.context["hidden"]) | {"step": response.context["step"]}


def test_the_wizard_goes_step_by_step_and_writes_at_the_end_only(world, sign_in, room):
    client, address = sign_in("school"), url("cohort-new", make_programme(world).pk)
    second = client.post(address, DAYS | {"organiser": world.east.pk, "step": 0})
    assert (second.context["step"], second.context["form"].errors) == (1, {})
    third = client.post(address, hidden(second) | {"venue": room.pk, "class_teacher": world.p_trainer.pk})
    review = client.post(address, hidden(third) | {"groups": "第一组\n第二组\n第一组\n", "apply_until": "2017-09-01"})
    assert (third.context["step"], review.context["step"], review.context["review"]) == (2, 3, True)
    assert len(review.context["notes"]) == 2  # 40 people in a room for 30; and 2017 is over
    assert Cohort.objects.count() == 0
    done = client.post(address, hidden(review))
    cohort = Cohort.objects.get()
    assert done.url == url("cohort", cohort.pk)
    assert (cohort.venue, cohort.class_teacher, cohort.apply_until, cohort.quota) == (room, world.p_trainer, date(2017, 9, 1), 40)
    assert list(cohort.groups.values_list("name", flat=True)) == ["第一组", "第二组"]


def test_going_back_keeps_what_was_typed_and_a_wrong_step_is_shown_again(world, sign_in):
    client, address = sign_in("school"), url("cohort-new", make_programme(world).pk)
    sent = DAYS | {"organiser": world.east.pk, "groups": "第一组"}
    back = client.post(address, sent | {"step": 2, "back": 1})
    assert (back.context["step"], dict(back.context["hidden"])["groups"]) == (1, "第一组")
    wrong = client.post(address, sent | {"step": 3, "quota": "0"})
    assert (wrong.context["step"], list(wrong.context["form"].errors)) == (0, ["quota"])
    late = client.post(address, sent | {"step": 3, "groups": "\n".join(map(str, range(31)))})
    assert (late.context["step"], list(late.context["form"].errors)) == (2, ["groups"])
    assert Cohort.objects.count() == 0


@pytest.fixture
def earlier(world, room):
    cohort = make_cohort(world, quota=20, venue=room, class_teacher=world.p_trainer)
    first, _second = make_groups(actor=None, cohort=cohort, names=["第一组", "第二组"])
    make_session(world, cohort, venue=room, trainer=world.p_trainer)
    make_session(world, cohort, starts_at=at(5, 14), ends_at=at(5, 16), kind="breakout", group=first, minutes=90)
    enrol(actor=None, cohort=cohort, appointments=make_people(world.east_branch, 2))
    return cohort


def test_a_copy_brings_meetings_rooms_trainers_and_groups_but_no_people(world, earlier, room):
    done = copy_cohort(actor=world.p_subdistrict, cohort=earlier, organiser=world.east, title="二班", starts_on=date(2017, 10, 9),
                       quota=20)
    copy = done.cohort
    assert (copy.copied_from, copy.programme, copy.starts_on, copy.ends_on, copy.venue) == (
        earlier, earlier.programme, date(2017, 10, 9), date(2017, 10, 13), room
    )
    assert (done.planned, done.left_out, copy.enrolments.count()) == (2, (), 0)
    lecture, breakout = copy.sessions.all()
    assert (lecture.starts_at, lecture.venue, lecture.trainer) == (at(9, 9, month=10), room, world.p_trainer)
    assert (breakout.starts_at, breakout.minutes, breakout.group.cohort, breakout.group.name) == (
        at(10, 14, month=10), 90, copy, "第一组"
    )


def test_what_clashes_is_not_planned_and_reported(world, earlier, room, sign_in):
    make_session(world, make_cohort(world, title="占用"), starts_at=at(9, 10, month=10), ends_at=at(9, 11, month=10), venue=room)
    answer = sign_in("school").post(url("cohort-copy", earlier.pk), {
        "organiser": world.east.pk, "title": "二班", "starts_on": "2017-10-09", "quota": 20,
    }, follow=True)
    copy = Cohort.objects.get(title="二班")
    assert [session.kind for session in copy.sessions.all()] == ["breakout"]
    said = [str(message) for message in answer.context["messages"]]
    assert len(said) == 2
    assert "集中授课" in said[1]


def test_two_people_edit_one_cohort_and_the_later_is_told(world):
    cohort = make_cohort(world)
    seen = version_of(cohort)
    update_cohort(actor=world.p_school, cohort=cohort, seen=seen, quota=31)
    with pytest.raises(ChangedMeanwhile) as refused:
        update_cohort(actor=world.p_subdistrict, cohort=cohort, seen=seen, title="改名")
    assert world.p_school.name in refused.value.messages[0]
    cohort.refresh_from_db()
    assert (cohort.title, cohort.quota) == ("东街道书记培训一班", 31)
    update_cohort(actor=world.p_subdistrict, cohort=cohort, seen=version_of(cohort), title="改名")
    assert Cohort.objects.get().title == "改名"


def test_the_form_says_what_the_other_changed_and_saves_when_sent_again(world, sign_in):
    cohort, client = make_cohort(world), sign_in("subdistrict")
    opened = client.get(url("cohort-edit", cohort.pk))
    update_cohort(actor=world.p_school, cohort=cohort, quota=31)
    sent = DAYS | {"seen": opened.context["form"]["seen"].value()}
    refused = client.post(url("cohort-edit", cohort.pk), sent)
    assert [value for _label, value in refused.context["form"].theirs] == [31]
    assert world.p_school.name in refused.content.decode()
    client.post(url("cohort-edit", cohort.pk), sent | {"seen": refused.context["form"]["seen"].value()})
    assert Cohort.objects.values_list("quota", "title").get() == (40, "一班")


@pytest.fixture
def divided(world):
    cohort = make_cohort(world)
    enrol(actor=None, cohort=cohort, appointments=make_people(world.east_branch, 5))
    return cohort, make_groups(actor=None, cohort=cohort, names=["第一组", "第二组"])


def test_groups_are_filled_evenly_then_by_hand(world, divided):
    cohort, (one, two) = divided
    assert divide_evenly(actor=None, cohort=cohort) == 5
    assert sorted(group.enrolments.count() for group in (one, two)) == [2, 3]
    row = one.enrolments.first()
    change_group(actor=None, group=one, name="第一组", leader=row.person)
    assert assign_groups(actor=None, cohort=cohort, choices={row.pk: two.pk, 0: two.pk}) == 1
    one.refresh_from_db()
    assert one.leader is None  # who leads a group stands in it
    with pytest.raises(ValidationError):
        change_group(actor=None, group=one, name="第一组", leader=row.person)
    with pytest.raises(ValidationError):
        change_group(actor=None, group=one, name="第二组")


def test_a_group_with_sessions_stays_and_one_without_leaves_its_people(world, divided):
    cohort, (one, two) = divided
    divide_evenly(actor=None, cohort=cohort)
    make_session(world, cohort, group=one)
    with pytest.raises(ValidationError):
        remove_group(actor=None, group=one)
    remove_group(actor=None, group=two)
    assert cohort.enrolments.filter(group=None).count() == 2
    assert cohort.enrolments.count() == 5


def test_groups_in_the_browser(world, divided, sign_in):
    cohort, (one, two) = divided
    client, address = sign_in("school"), url("groups", cohort.pk)
    client.post(address, {"together": 1})
    rows = rows_of(client.get(address))
    client.post(address, {f"group-{rows[0].pk}": two.pk, f"group-{rows[4].pk}": "", "group-x": "1"})
    places = dict(cohort.enrolments.values_list("pk", "group_id"))
    assert (places[rows[0].pk], places[rows[4].pk], places[rows[1].pk]) == (two.pk, None, one.pk)
    client.post(address, {"make": 1, "names": "第三组"})
    assert cohort.groups.count() == 3
    third = cohort.groups.get(name="第三组")
    client.post(url("group", third.pk), {"name": "第三小组", "leader": ""})
    assert cohort.groups.filter(name="第三小组").exists()
    client.post(url("group", third.pk), {"remove": 1})
    assert cohort.groups.count() == 2


@pytest.mark.parametrize("count", [1, 9])
def test_the_page_of_groups_costs_the_same_however_many(world, sign_in, django_assert_num_queries, count):
    cohort = make_cohort(world, starts_on=timezone.localdate(), ends_on=timezone.localdate() + timedelta(days=1))
    make_groups(actor=None, cohort=cohort, names=[f"{number}组" for number in range(count)])
    enrol(actor=None, cohort=cohort, appointments=make_people(world.east_branch, count))
    client = sign_in("school")
    with django_assert_num_queries(4 + 5):
        assert client.get(url("groups", cohort.pk)).status_code == 200
