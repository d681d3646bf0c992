from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cohorts.actions.cohorts import cancel_cohort, update_cohort, upgrade_syllabuses
from cohorts.actions.enrolment import enrol, withdraw
from cohorts.actions.programmes import create_programme, update_programme, upgrade_programme
from cohorts.actions.timetable import ScheduleClash, cancel_session, move_session, schedule_session
from cohorts.actions.venues import create_venue
from cohorts.models import ClassSession, Enrolment
from cohorts.queries.cohorts import newer_lessons
from cohorts.rules.clashes import Reason
from courses.models import Course, Exam, ExamCandidate, Lesson
from lms.audit.models import AuditEntry
from lms.people import actions as people

from .classes import at, make_cohort, make_people, make_programme, make_session


def on_list(cohort, state):
    return list(
        cohort.enrolments.filter(state=state).order_by("created_at", "pk").values_list("person__name", flat=True)
    )


def names(appointments):
    return [appointment.person.name for appointment in appointments]


def verbs():
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_a_title_stands_once_a_year(world):
    programme = make_programme(world)
    with pytest.raises(ValidationError) as refused:
        create_programme(actor=world.p_district, organisation=world.root, title=programme.title, year=2017)
    assert list(refused.value.message_dict) == ["title"]
    assert make_programme(world, year=2018).year == 2018


def test_changing_a_programme_names_what_changed(world):
    programme = make_programme(world)
    course = Course.objects.create(title="城市基层党建")
    update_programme(actor=world.p_district, programme=programme, theme="创新治理", title=programme.title, courses=[course])
    assert AuditEntry.objects.filter(verb="programme.update").get().detail == {"changed": ["theme", "courses"]}
    update_programme(actor=world.p_district, programme=programme, theme="创新治理", courses=[course])
    assert AuditEntry.objects.filter(verb="programme.update").count() == 1
    with pytest.raises(TypeError):
        update_programme(actor=world.p_district, programme=programme, organisation=world.east)


def test_a_new_cohort_takes_the_versions_that_its_programme_pinned(world):
    course = Course.objects.create(title="城市基层党建")
    Lesson.objects.create(title="第一课", course=course)
    programme = make_programme(world, courses=[course])
    Lesson.objects.create(title="第二课", course=course)
    before = make_cohort(world, programme=programme)
    [fresh] = upgrade_programme(actor=world.p_district, programme=programme)
    after = make_cohort(world, programme=programme, title="二班")
    assert [s.version for s in before.syllabuses.all()] == [1]
    assert [s.version for s in after.syllabuses.all()] == [2] == [fresh.version]
    assert [item.title for item in before.syllabuses.get().items.all()] == ["第一课"]
    assert upgrade_programme(actor=world.p_district, programme=programme) == []


def test_a_cohort_ends_on_or_after_its_first_day(world):
    with pytest.raises(ValidationError) as refused:
        make_cohort(world, ends_on=date(2017, 9, 3))
    assert list(refused.value.message_dict) == ["ends_on"]


def test_seats_are_given_in_order_and_the_rest_wait(world):
    cohort, asked = make_cohort(world, quota=3), make_people(world.east_branch, 5)
    result = enrol(actor=world.p_subdistrict, cohort=cohort, appointments=asked)
    assert [row.person_id for row in result.enrolled] == [a.person_id for a in asked[:3]]
    assert [row.person_id for row in result.waitlisted] == [a.person_id for a in asked[3:]]
    assert result.already == ()
    assert on_list(cohort, "enrolled") == names(asked[:3])
    assert on_list(cohort, "waitlisted") == names(asked[3:])


def test_asking_again_changes_nothing_and_writes_nothing(world):
    cohort, asked = make_cohort(world, quota=1), make_people(world.east_branch, 2)
    enrol(actor=world.p_subdistrict, cohort=cohort, appointments=asked)
    lines = len(verbs())
    result = enrol(actor=world.p_subdistrict, cohort=cohort, appointments=asked)
    assert (result.enrolled, result.waitlisted) == ((), ())
    assert len(result.already) == 2
    assert len(verbs()) == lines


def test_someone_with_two_posts_has_one_place(world):
    cohort = make_cohort(world)
    posts = [
        world.p_learner.appointments.get(),
        people.appoint(actor=None, person=world.p_learner, organisation=world.west_branch, position="committee"),
    ]
    enrol(actor=world.p_subdistrict, cohort=cohort, appointments=posts)
    assert list(cohort.enrolments.values_list("person_id", "organisation_id", "position")) == [
        (world.p_learner.pk, world.east_branch.pk, "secretary")
    ]


def test_who_withdraws_makes_room_for_who_waits_longest(world):
    cohort, asked = make_cohort(world, quota=2), make_people(world.east_branch, 4)
    enrol(actor=world.p_subdistrict, cohort=cohort, appointments=asked)
    gone = withdraw(actor=world.p_subdistrict, enrolment=cohort.enrolments.first(), reason="出差")
    assert (gone.state, gone.reason) == ("withdrawn", "出差")
    assert on_list(cohort, "enrolled") == names(asked[1:3])
    assert on_list(cohort, "waitlisted") == names(asked[3:])
    assert "出差" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))
    with pytest.raises(ValidationError):
        withdraw(actor=world.p_subdistrict, enrolment=gone, reason="又一次")


def test_coming_back_means_the_end_of_the_line(world):
    cohort, asked = make_cohort(world, quota=1), make_people(world.east_branch, 3)
    enrol(actor=world.p_subdistrict, cohort=cohort, appointments=asked)
    withdraw(actor=world.p_subdistrict, enrolment=cohort.enrolments.get(person=asked[0].person), reason="出差")
    enrol(actor=world.p_subdistrict, cohort=cohort, appointments=asked[:1])
    assert on_list(cohort, "enrolled") == names(asked[1:2])
    assert on_list(cohort, "waitlisted") == names([asked[2], asked[0]])


def test_a_larger_quota_seats_at_once_and_a_smaller_one_unseats_nobody(world):
    cohort, asked = make_cohort(world, quota=1), make_people(world.east_branch, 4)
    enrol(actor=world.p_subdistrict, cohort=cohort, appointments=asked)
    update_cohort(actor=world.p_subdistrict, cohort=cohort, quota=3)
    assert on_list(cohort, "enrolled") == names(asked[:3])
    update_cohort(actor=world.p_subdistrict, cohort=cohort, quota=1)
    assert on_list(cohort, "enrolled") == names(asked[:3])
    withdraw(actor=world.p_subdistrict, enrolment=cohort.enrolments.first(), reason="出差")
    assert on_list(cohort, "waitlisted") == names(asked[3:])


def test_only_who_is_seated_may_sit_the_exam(world):
    exam = Exam.objects.create(organisation=world.root, title="结业考试")
    cohort = make_cohort(world, programme=make_programme(world, exam=exam), quota=1)
    asked = make_people(world.east_branch, 2)
    enrol(actor=world.p_subdistrict, cohort=cohort, appointments=asked)
    assert list(ExamCandidate.objects.values_list("person_id", flat=True)) == [asked[0].person_id]
    withdraw(actor=world.p_subdistrict, enrolment=cohort.enrolments.first(), reason="出差")
    assert list(ExamCandidate.objects.values_list("person_id", flat=True)) == [a.person_id for a in asked]


def test_the_queries_of_enrolling_do_not_grow_with_the_people(world, django_assert_num_queries):
    cohort = make_cohort(world, quota=100)
    one, many = make_people(world.east_branch, 1), make_people(world.east_branch, 60, name="群众")
    for asked in (one, many):
        # lock, list, insert, line of waiting, places kept, seats, seat them, 2 audit lines, 2 savepoints
        with django_assert_num_queries(13):
            enrol(actor=world.p_subdistrict, cohort=cohort, appointments=asked)


def test_a_cancelled_cohort_takes_nobody_and_its_meetings_are_off(world):
    cohort = make_cohort(world)
    session = make_session(world, cohort)
    cancel_cohort(actor=world.p_subdistrict, cohort=cohort)
    session.refresh_from_db()
    assert session.cancelled_at is not None
    with pytest.raises(ValidationError):
        enrol(actor=world.p_subdistrict, cohort=cohort, appointments=make_people(world.east_branch, 1))
    assert Enrolment.objects.count() == 0
    with pytest.raises(ValidationError):
        make_session(world, cohort)


@pytest.fixture
def room(world):
    return create_venue(actor=world.p_subdistrict, organisation=world.east, name="301", kind="room", capacity=40)


def test_the_credit_of_a_meeting_is_its_length_unless_said_otherwise(world):
    cohort = make_cohort(world)
    assert make_session(world, cohort).minutes == 150
    other = make_session(world, cohort, starts_at=at(5, 9), ends_at=at(5, 11), minutes=90)
    moved = move_session(actor=world.p_subdistrict, session=other, ends_at=at(5, 12))
    assert moved.minutes == 90
    first = move_session(actor=world.p_subdistrict, session=cohort.sessions.first(), ends_at=at(4, 10))
    assert first.minutes == 60


def test_a_room_is_given_once_and_free_again_after_a_cancellation(world, room):
    first = make_session(world, make_cohort(world), venue=room)
    other = make_cohort(world, title="二班")
    with pytest.raises(ScheduleClash) as refused:
        make_session(world, other, starts_at=at(4, 11), ends_at=at(4, 12), venue=room)
    assert [clash.reason for clash in refused.value.clashes] == [Reason.VENUE_TAKEN]
    assert refused.value.clashes[0].other.pk == first.pk
    assert "集中授课" in refused.value.messages[0]
    assert ClassSession.objects.count() == 1
    cancel_session(actor=world.p_subdistrict, session=first)
    assert make_session(world, other, starts_at=at(4, 11), ends_at=at(4, 12), venue=room).venue == room


def test_cohorts_of_the_same_days_share_a_room_at_different_hours(world, room):
    make_session(world, make_cohort(world), venue=room)
    afternoon = make_session(
        world, make_cohort(world, title="二班"), starts_at=at(4, 13), ends_at=at(4, 15), venue=room
    )
    assert afternoon.pk is not None


def test_a_trainer_is_in_one_place_and_moving_is_judged_like_planning(world):
    make_session(world, make_cohort(world), trainer=world.p_trainer)
    other = make_session(world, make_cohort(world, title="二班"), starts_at=at(5, 9), ends_at=at(5, 11),
                         trainer=world.p_trainer)
    with pytest.raises(ScheduleClash) as refused:
        move_session(actor=world.p_subdistrict, session=other, starts_at=at(4, 10), ends_at=at(4, 12))
    assert [clash.reason for clash in refused.value.clashes] == [Reason.TRAINER_BUSY]
    other.refresh_from_db()
    assert other.starts_at == at(5, 9)


def test_a_room_must_hold_the_people_who_are_enrolled(world, room):
    cohort = make_cohort(world, quota=60)
    enrol(actor=world.p_subdistrict, cohort=cohort, appointments=make_people(world.east_branch, 41))
    with pytest.raises(ScheduleClash) as refused:
        make_session(world, cohort, venue=room)
    assert [(c.reason, c.need, c.have) for c in refused.value.clashes] == [(Reason.VENUE_SMALL, 41, 40)]


def test_a_closed_session_stays_as_it_is(world):
    session = make_session(world, make_cohort(world))
    ClassSession.objects.update(closed_at=timezone.now())
    for act in (lambda: move_session(actor=None, session=session, title="x"),
                lambda: cancel_session(actor=None, session=session)):
        with pytest.raises(ValidationError):
            act()


def test_a_meeting_ends_after_it_begins(world):
    with pytest.raises(ValidationError) as refused:
        schedule_session(actor=None, cohort=make_cohort(world), title="x", kind="lecture", starts_at=at(4, 9),
                         ends_at=at(4, 9))
    assert list(refused.value.message_dict) == ["ends_at"]


def test_every_write_leaves_a_line(world, room):
    cohort = make_cohort(world)
    enrol(actor=world.p_subdistrict, cohort=cohort, appointments=make_people(world.east_branch, 1))
    session = make_session(world, cohort, venue=room)
    move_session(actor=world.p_subdistrict, session=session, title="专题")
    cancel_session(actor=world.p_subdistrict, session=session)
    cancel_cohort(actor=world.p_subdistrict, cohort=cohort)
    acts = [verb for verb in verbs() if verb.split(".")[0] in ("programme", "cohort", "session", "venue")]
    assert acts == [
        "venue.create", "programme.create", "cohort.open", "cohort.seat", "cohort.enrol", "session.schedule",
        "session.move", "session.cancel", "cohort.cancel",
    ]


def test_a_cohort_owes_newer_lessons_only_when_an_administrator_says_so(world):
    course = Course.objects.create(title="城市基层党建")
    first = Lesson.objects.create(title="第一课", course=course)
    cohort = make_cohort(world, programme=make_programme(world, courses=[course]))
    second = Lesson.objects.create(title="第二课", course=course)

    def owed():
        return set(cohort.syllabuses.values_list("items__lesson_id", flat=True))

    assert (owed(), newer_lessons(cohort)) == ({first.pk}, [second])
    [fresh] = upgrade_syllabuses(actor=world.p_subdistrict, cohort=cohort)
    assert (fresh.version, owed(), newer_lessons(cohort)) == (2, {first.pk, second.pk}, [])
    assert upgrade_syllabuses(actor=world.p_subdistrict, cohort=cohort) == []
    assert AuditEntry.objects.get(verb="cohort.upgrade").detail == {"lessons": 2}


def test_a_closed_cohort_is_not_upgraded(world):
    cohort = make_cohort(world)
    type(cohort).objects.update(closed_at=timezone.now())
    with pytest.raises(ValidationError):
        upgrade_syllabuses(actor=world.p_subdistrict, cohort=cohort)
