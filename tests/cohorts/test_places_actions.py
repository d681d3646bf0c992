"""Places kept for organisations, the waiting list, and moving to another cohort."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cohorts.actions.enrolment import enrol, transfer, withdraw
from cohorts.actions.shares import give_back, keep_places, name_people, release_places
from cohorts.models import Enrolment, SeatShare
from cohorts.queries.seats import places_of
from cohorts.queries.transfers import former_enrolments
from courses.models import HourEntry
from lms.notices.models import Notice
from lms.people import actions as people

from .classes import make_cohort, make_people, make_programme


def names(cohort, state):
    rows = cohort.enrolments.filter(state=state).order_by("created_at", "pk")
    return list(rows.values_list("person__name", flat=True))


def keep(world, cohort, seats=2, **fields):
    fields = {"organisation": world.east_branch, "name_until": timezone.localdate() + timedelta(days=3)} | fields
    return keep_places(actor=world.p_subdistrict, cohort=cohort, seats=seats, **fields)


def late(share):
    SeatShare.objects.filter(pk=share.pk).update(name_until=timezone.localdate() - timedelta(days=1))
    share.refresh_from_db()


def test_kept_places_wait_for_names_and_the_liaison_is_told(world):
    cohort = make_cohort(world, quota=3)
    share = keep(world, cohort)
    assert Notice.objects.get(kind="places.kept").person == world.p_liaison
    asked = make_people(world.east_branch, 3)
    enrol(actor=None, cohort=cohort, appointments=asked[:2])
    assert (names(cohort, "enrolled"), names(cohort, "waitlisted")) == (["党员000"], ["党员001"])
    named = name_people(actor=world.p_liaison, share=share, appointments=asked[2:])
    assert [row.person_id for row in named.enrolled] == [asked[2].person_id]
    assert (names(cohort, "enrolled"), names(cohort, "waitlisted")) == (["党员000", "党员002"], ["党员001"])
    standing = places_of(cohort)
    assert (standing.taken, standing.kept, standing.free) == (2, 1, 0)


def test_places_that_nobody_named_go_to_who_waits_once(world):
    cohort = make_cohort(world, quota=2)
    share = keep(world, cohort)
    enrol(actor=None, cohort=cohort, appointments=make_people(world.east_branch, 3))
    assert names(cohort, "enrolled") == []
    assert release_places() == 0
    late(share)
    assert release_places() == 2
    assert release_places() == 0
    assert (names(cohort, "enrolled"), names(cohort, "waitlisted")) == (["党员000", "党员001"], ["党员002"])
    assert Notice.objects.filter(kind="enrolment.promoted").count() == 2


def test_no_more_people_are_named_than_places_are_left_nor_after_the_day(world):
    cohort = make_cohort(world, quota=5)
    share, asked = keep(world, cohort), make_people(world.east_branch, 3)
    with pytest.raises(ValidationError):
        name_people(actor=world.p_liaison, share=share, appointments=asked)
    assert Enrolment.objects.count() == 0
    late(share)
    with pytest.raises(ValidationError):
        name_people(actor=world.p_liaison, share=share, appointments=asked[:1])
    assert Enrolment.objects.count() == 0


def test_no_more_places_are_kept_than_are_free_nor_fewer_than_named(world):
    cohort = make_cohort(world, quota=3)
    enrol(actor=None, cohort=cohort, appointments=make_people(world.east_branch, 1))
    with pytest.raises(ValidationError) as refused:
        keep(world, cohort, seats=3)
    assert list(refused.value.message_dict) == ["seats"]
    share = keep(world, cohort)
    name_people(actor=None, share=share, appointments=make_people(world.east_branch, 2, name="群众"))
    with pytest.raises(ValidationError):
        keep(world, cohort, seats=1)
    with pytest.raises(ValidationError):
        keep(world, cohort, name_until=timezone.localdate() - timedelta(days=1))
    assert keep(world, cohort).pk == share.pk


def test_giving_back_keeps_who_was_named_and_seats_who_waits(world):
    cohort = make_cohort(world, quota=2)
    share, asked = keep(world, cohort), make_people(world.east_branch, 2)
    name_people(actor=None, share=share, appointments=asked[:1])
    enrol(actor=None, cohort=cohort, appointments=asked[1:])
    assert names(cohort, "waitlisted") == ["党员001"]
    give_back(actor=world.p_subdistrict, share=share)
    assert names(cohort, "enrolled") == ["党员000", "党员001"]
    assert not SeatShare.objects.exists()


def test_who_is_promoted_is_told_and_who_was_seated_at_once_is_not(world):
    cohort, asked = make_cohort(world, quota=1), make_people(world.east_branch, 2)
    enrol(actor=world.p_subdistrict, cohort=cohort, appointments=asked)
    assert Notice.objects.count() == 0
    withdraw(actor=world.p_subdistrict, enrolment=cohort.enrolments.first(), reason="出差")
    told = {row.person_id: (row.kind, row.text) for row in Notice.objects.all()}
    assert {person: kind for person, (kind, _text) in told.items()} == {
        asked[0].person_id: "enrolment.withdrawn", asked[1].person_id: "enrolment.promoted",
    }
    assert cohort.title in told[asked[1].person_id][1]


@pytest.fixture
def two(world):
    programme = make_programme(world)
    return make_cohort(world, programme=programme, quota=1), make_cohort(world, programme=programme, title="二班", quota=1)


def test_who_is_moved_keeps_what_was_earned_and_the_place_goes_on(world, two):
    first, second = two
    asked = make_people(world.east_branch, 2)
    enrol(actor=None, cohort=first, appointments=asked)
    row = first.enrolments.get(person=asked[0].person_id)
    HourEntry.objects.create(person_id=row.person_id, on_date=date(2017, 9, 4), kind="lecture", minutes=90, source="session:1:x",
                             source_root="session:1:x", title="课")
    moved = transfer(actor=world.p_subdistrict, enrolment=row, cohort=second, reason="时间冲突")
    row.refresh_from_db()
    assert (moved.state, moved.cohort_id, moved.moved_from_id, moved.position) == ("enrolled", second.pk, row.pk, row.position)
    assert (row.state, row.reason) == ("withdrawn", "时间冲突")
    assert names(first, "enrolled") == ["党员001"]
    assert HourEntry.objects.filter(person_id=row.person_id).count() == 1
    assert Notice.objects.get(person_id=row.person_id).kind == "enrolment.transferred"


def test_nobody_loses_a_place_to_a_full_cohort_or_moves_twice(world, two):
    first, second = two
    asked = make_people(world.east_branch, 2)
    enrol(actor=None, cohort=first, appointments=asked[:1])
    enrol(actor=None, cohort=second, appointments=asked[1:])
    row = first.enrolments.get()
    for target in (second, first):
        with pytest.raises(ValidationError):
            transfer(actor=None, enrolment=row, cohort=target, reason="x")
    row.refresh_from_db()
    assert (row.state, row.reason, second.enrolments.count()) == ("enrolled", "", 1)


def test_former_places_are_found_link_by_link_and_a_circle_ends(world, django_assert_num_queries):
    programme = make_programme(world)
    cohorts = [make_cohort(world, programme=programme, title=f"{number}班") for number in range(3)]
    enrol(actor=None, cohort=cohorts[0], appointments=make_people(world.east_branch, 2))
    mover, stayer = cohorts[0].enrolments.order_by("pk")
    steps = [mover]
    for target in (cohorts[1], cohorts[2]):
        steps.append(transfer(actor=None, enrolment=steps[-1], cohort=target, reason="x"))
    ids = [row.pk for row in steps]
    with django_assert_num_queries(3):
        assert former_enrolments([ids[2], stayer.pk]) == {ids[2]: (ids[1], ids[0]), stayer.pk: ()}
    back = transfer(actor=None, enrolment=steps[2], cohort=cohorts[0], reason="x")
    assert back.pk == ids[0]
    assert former_enrolments([back.pk]) == {back.pk: (ids[2], ids[1])}
    assert former_enrolments([]) == {}


def test_a_reserve_named_by_the_liaison_takes_the_kept_place_before_the_line(world):
    cohort = make_cohort(world, quota=1)
    share = keep(world, cohort, seats=1)
    enrol(actor=None, cohort=cohort, appointments=make_people(world.east_branch, 3))
    person = people.create_person(actor=None, name="新后备")
    post = people.appoint(actor=None, person=person, organisation=world.east_branch, position="reserve")
    name_people(actor=world.p_liaison, share=share, appointments=[post])
    assert names(cohort, "enrolled") == ["新后备"]
    assert len(names(cohort, "waitlisted")) == 3
