"""Making up for a missed session: as a guest elsewhere, or by lessons and a note; never twice, never beside its own hours."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cohorts.actions.corrections import set_mark
from cohorts.actions.feeds import make_feed
from cohorts.actions.make_up import (
    accept_make_up,
    cancel_make_up,
    choose_make_up,
    decline_make_up,
    hand_in,
    withdraw_make_up,
)
from cohorts.actions.sessions import close_session
from cohorts.models import AttendanceMark, Enrolment, MakeUp
from cohorts.queries.attendance import session_rows
from cohorts.queries.guests import guests_of
from cohorts.queries.make_up import lessons_for, missed_of, sessions_for
from cohorts.queries.published import published_of
from courses.models import Course, HourEntry, Lesson, LessonProgress
from lms.notices.models import Notice

from .leaves import facts, learner_in, make_up_states, mark_of, session_in
from .meetings import fill, make_class, make_meeting, mark, minutes_of

NOTE = "这一课讲的是居民区党组织怎样议事协商。回去以后，我准备在楼组里先开两次小会，把停车的事情说清楚。"


@pytest.fixture
def seat(world):
    return learner_in(world)


@pytest.fixture
def missed(world, seat):
    """A closed session of the learner's class at which they were absent; worth 90 minutes."""
    session = session_in(world, seat.cohort, -2, title="基层社会治理", minutes=90)
    close_session(actor=world.p_trainer, session=session, now=session.ends_at)
    session.refresh_from_db()
    return session


@pytest.fixture
def other(world, seat, missed):
    """The same title in another class of the programme, in an hour from now on."""
    cohort = make_class(world, title="第二期", class_teacher=world.p_school, quota=2)
    return make_meeting(world, cohort, begins=timedelta(hours=1), title="基层社会治理", minutes=60)


@pytest.fixture
def lesson(seat):
    course = Course.objects.create(title="治理", published_at=timezone.now(), theme="治理")
    seat.cohort.programme.courses.add(course)
    return Lesson.objects.create(title="议事", course=course, minutes=20, published_at=timezone.now(), url="/x/")


def choose(world, seat, missed, **fields):
    return choose_make_up(person=world.p_learner, enrolment=seat, session=missed, **fields)


def handed_in(world, seat, missed, lesson):
    make_up = choose(world, seat, missed, lessons=[lesson.pk])
    LessonProgress.objects.create(person=world.p_learner, lesson=lesson, completed_at=timezone.now())
    return hand_in(person=world.p_learner, make_up=make_up, note=NOTE)


def lines(person):
    return [(line.kind, line.minutes) for line in HourEntry.objects.filter(person=person).order_by("pk")]


def attend(world, session, seat, status="present"):
    AttendanceMark.objects.create(session=session, enrolment=seat, status=status, method="grid", recorded_by=world.p_school)
    return close_session(actor=world.p_school, session=session, now=session.ends_at)


def test_a_guest_finds_the_session_on_the_first_page_and_in_the_calendar(client, world, seat, missed, other):
    client.force_login(world.p_learner)
    make_up = choose(world, seat, missed, other=other)
    assert [(m.pk, m.guest) for m in published_of(world.p_learner)] == [(missed.pk, False), (other.pk, True)]
    page = client.get("/my/")
    assert page.context["next_class"].pk == other.pk
    assert f'href="/my/classes/{other.cohort_id}/"' not in page.content.decode()
    feed = make_feed(actor=world.p_learner, kind="mine")
    assert client.get(f"/calendar/{feed.token}.ics").content.count(b"BEGIN:VEVENT") == 2
    cancel_make_up(person=world.p_learner, make_up=make_up)
    assert [m.pk for m in published_of(world.p_learner)] == [missed.pk]


def test_what_was_missed_is_offered_where_there_is_room(world, seat, missed, other):
    assert [(one.session.pk, one.make_up) for one in missed_of(world.p_learner)] == [(missed.pk, None)]
    offers = sessions_for(seat, missed, now=timezone.now())
    assert [(offer.session.pk, offer.free) for offer in offers] == [(other.pk, 2)]
    fill(other.cohort, world.east_branch, 2)
    assert [offer.free for offer in sessions_for(seat, missed, now=timezone.now())] == [0]
    assert sessions_for(seat, missed, now=other.starts_at) == []


@pytest.mark.parametrize("change", [
    {"title": "别的"}, {"cancelled_at": timezone.now()}, {"closed_at": timezone.now()},
])
def test_only_the_same_and_what_takes_place_is_offered(world, seat, missed, other, change):
    for name, value in change.items():
        setattr(other, name, value)
    other.save()
    assert sessions_for(seat, missed, now=timezone.now()) == []


def test_a_draft_is_offered_to_nobody(world, seat, missed, other):
    other.cohort.versions.all().delete()
    assert sessions_for(seat, missed, now=timezone.now()) == []


def test_a_guest_stands_in_the_other_grid_and_takes_a_seat_of_that_session_only(world, seat, missed, other):
    fill(other.cohort, world.east_branch, 1)
    make_up = choose(world, seat, missed, other=other)
    assert guests_of(other) == {seat.pk: make_up}
    assert sorted(row.enrolment.pk == seat.pk for row in session_rows(other, world.p_school)) == [False, True]
    assert [row.guest for row in session_rows(other, world.p_school) if row.enrolment.pk == seat.pk] == [make_up]
    assert Enrolment.objects.filter(cohort=other.cohort).count() == 1
    reserve = fill(seat.cohort, world.east_branch, 1)[0]
    AttendanceMark.objects.create(session=missed, enrolment=reserve, status="absent", method="closing")
    with pytest.raises(ValidationError) as full:
        choose_make_up(person=reserve.person, enrolment=reserve, session=missed, other=other)
    assert full.value.code == "full"


def test_a_guest_who_came_has_made_up_and_the_other_session_earns_nothing_else(world, seat, missed, other):
    choose(world, seat, missed, other=other)
    assert (facts(seat).attended, facts(seat).minutes) == (0, 0)
    assert attend(world, other, seat).posted == 0
    assert (make_up_states(seat), lines(world.p_learner)) == (["done"], [("make_up", 90)])
    assert (facts(seat).attended, facts(seat).made_up, facts(seat).minutes, facts(seat).sessions_closed) == (1, 1, 90, 1)
    assert Notice.objects.filter(person=world.p_learner, kind="make_up.done").count() == 1


def test_a_guest_who_did_not_come_chooses_again(world, seat, missed, other):
    choose(world, seat, missed, other=other)
    close_session(actor=world.p_school, session=other, now=other.ends_at)
    assert (make_up_states(seat), mark_of(other, seat).status, facts(seat).attended) == (["cancelled"], "absent", 0)
    assert facts(seat).sessions_closed == 1
    again = {"actor": world.p_school, "session": other, "enrolment": seat, "reason": "核对签到表", "now": other.ends_at}
    set_mark(mark=mark_of(other, seat), status="present", **again)
    assert (make_up_states(seat), minutes_of(world.p_learner)) == (["done"], 90)
    set_mark(mark=mark_of(other, seat), status="absent", **again)
    assert (make_up_states(seat), minutes_of(world.p_learner)) == (["cancelled"], 0)


def test_lessons_and_a_note_are_accepted_once(world, seat, missed, lesson):
    assert lessons_for(seat) == [lesson]
    make_up = choose(world, seat, missed, lessons=[lesson.pk, 999])
    with pytest.raises(ValidationError) as early:
        hand_in(person=world.p_learner, make_up=make_up, note=NOTE)
    assert early.value.code == "lessons"
    LessonProgress.objects.create(person=world.p_learner, lesson=lesson, completed_at=timezone.now())
    with pytest.raises(ValidationError) as short:
        hand_in(person=world.p_learner, make_up=make_up, note="学了")
    assert short.value.code == "short"
    hand_in(person=world.p_learner, make_up=make_up, note=NOTE)
    assert Notice.objects.get(kind="make_up.handed_in").person == world.p_trainer
    assert minutes_of(world.p_learner) == 0
    with pytest.raises(PermissionDenied):
        accept_make_up(actor=world.p_learner, make_up=make_up)
    accept_make_up(actor=world.p_trainer, make_up=make_up, answer="写得实在")
    with pytest.raises(ValidationError):
        accept_make_up(actor=world.p_school, make_up=make_up)
    assert lines(world.p_learner) == [("make_up", 90)]
    assert (facts(seat).attended, facts(seat).minutes) == (1, 90)


def test_declined_one_chooses_again(world, seat, missed, lesson):
    make_up = handed_in(world, seat, missed, lesson)
    with pytest.raises(ValidationError):
        decline_make_up(actor=world.p_trainer, make_up=make_up, answer="")
    decline_make_up(actor=world.p_trainer, make_up=make_up, answer="请结合本支部写")
    assert (make_up_states(seat), minutes_of(world.p_learner)) == (["declined"], 0)
    second = Lesson.objects.create(title="协商", course=lesson.course, minutes=9, published_at=timezone.now(), url="/y/")
    choose(world, seat, missed, lessons=[second.pk])
    assert make_up_states(seat) == ["declined", "chosen"]


def test_nothing_is_chosen_twice_and_a_choice_can_be_taken_back(world, seat, missed, other, lesson):
    make_up = choose(world, seat, missed, other=other)
    with pytest.raises(ValidationError) as twice:
        choose(world, seat, missed, lessons=[lesson.pk])
    assert twice.value.code == "twice"
    cancel_make_up(person=world.p_learner, make_up=make_up)
    assert guests_of(other) == {}
    choose(world, seat, missed, lessons=[lesson.pk])
    assert MakeUp.objects.count() == 2


def test_who_was_there_has_nothing_to_make_up(world, seat, missed, lesson):
    reserve = fill(seat.cohort, world.east_branch, 1)[0]
    open_session = make_meeting(world, seat.cohort)
    mark(world, open_session, (seat, "present"))
    codes = []
    for session in (open_session, missed):
        try:
            choose(world, seat, session, lessons=[lesson.pk])
        except ValidationError as refused:
            codes.append(refused.code)
    assert codes == ["not_yet"]
    with pytest.raises(PermissionDenied):
        choose_make_up(person=world.p_learner, enrolment=reserve, session=missed, lessons=[lesson.pk])
    elsewhere = make_meeting(world, make_class(world, title="别班"))
    with pytest.raises(PermissionDenied):
        choose(world, seat, elsewhere, lessons=[lesson.pk])


def test_corrected_to_present_the_own_hours_take_the_place_of_those_made_up(world, seat, missed, lesson):
    accept_make_up(actor=world.p_trainer, make_up=handed_in(world, seat, missed, lesson))
    set_mark(actor=world.p_school, session=missed, enrolment=seat, mark=mark_of(missed, seat), status="present", reason="到了")
    assert make_up_states(seat) == ["cancelled"]
    assert lines(world.p_learner) == [("make_up", 90), ("lecture", 90), ("make_up", -90)]
    assert (facts(seat).attended, facts(seat).made_up, facts(seat).minutes) == (1, 0, 90)


def test_accepted_by_mistake_it_is_taken_back(world, seat, missed, lesson):
    make_up = accept_make_up(actor=world.p_trainer, make_up=handed_in(world, seat, missed, lesson))
    withdraw_make_up(actor=world.p_school, make_up=make_up, answer="抄的")
    assert (make_up_states(seat), lines(world.p_learner)) == (["declined"], [("make_up", 90), ("make_up", -90)])
    assert (facts(seat).attended, facts(seat).minutes) == (0, 0)


def test_after_the_class_is_closed_nothing_is_chosen_any_more(world, seat, missed, lesson):
    seat.cohort.closed_at = timezone.now()
    seat.cohort.save()
    with pytest.raises(ValidationError) as refused:
        choose(world, seat, missed, lessons=[lesson.pk])
    assert (refused.value.code, missed_of(world.p_learner)) == ("over", [])
