"""Publishing a timetable: what is told, to whom, once, and what stays for ever."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cohorts.actions.cohorts import cancel_cohort
from cohorts.actions.enrolment import enrol
from cohorts.actions.publishing import publish_timetable
from cohorts.actions.timetable import cancel_session, move_session
from cohorts.actions.venues import create_venue
from cohorts.models import CohortGroup, Enrolment, TimetableVersion
from cohorts.queries.published import published_for_staff, published_in, published_of, unpublished_in
from lms.audit.models import AuditEntry
from lms.notices.models import Notice
from lms.people import actions
from lms.people.enums import Role

from .classes import at, make_cohort, make_people, make_session, url


@pytest.fixture
def cohort(world):
    """A cohort of three: the learner in group one, two others in group two; nothing published."""
    cohort = make_cohort(world, class_teacher=world.p_trainer)
    posts = [world.p_learner.appointments.get(), *make_people(world.east_branch, 2)]
    enrol(actor=world.p_district, cohort=cohort, appointments=posts)
    groups = [CohortGroup.objects.create(cohort=cohort, name=name, place=n) for n, name in enumerate(["一组", "二组"])]
    Enrolment.objects.filter(cohort=cohort).update(group=groups[1])
    Enrolment.objects.filter(cohort=cohort, person=world.p_learner).update(group=groups[0])
    return cohort


def plan(world, cohort, **fields):
    return make_session(world, cohort, published=False, **fields)


def publish(world, cohort):
    return publish_timetable(actor=world.p_subdistrict, cohort=cohort)


def told(version):
    """Return who was told of a version, by the key of the person."""
    return set(Notice.objects.filter(source__startswith=f"timetable:{version.pk}:").values_list("person_id", flat=True))


def group(cohort, place):
    return cohort.groups.get(place=place)


def test_a_draft_is_told_to_nobody_and_a_published_plan_to_all(world, cohort, sign_in):
    session = plan(world, cohort)
    assert (published_of(world.p_learner), published_in(cohort)) == ([], None)
    page = sign_in("learner").get(url("my-class", cohort.pk))
    assert page.context["meetings"] is None
    assert "还在准备" in page.content.decode() or "being prepared" in page.content.decode()
    version = publish(world, cohort)
    assert (version.number, version.current, [change["what"] for change in version.changes]) == (1, True, ["added"])
    [meeting] = published_of(world.p_learner)
    assert (meeting.pk, meeting.title, meeting.starts_at, meeting.cancelled) == (session.pk, "集中授课", at(4, 9), False)
    assert told(version) == set(cohort.enrolments.values_list("person_id", flat=True))


def test_publishing_again_without_a_change_does_nothing(world, cohort):
    plan(world, cohort)
    publish(world, cohort)
    lines, notices = AuditEntry.objects.count(), Notice.objects.count()
    assert publish(world, cohort) is None
    assert (TimetableVersion.objects.count(), AuditEntry.objects.count(), Notice.objects.count()) == (1, lines, notices)


def test_a_cohort_without_a_plan_has_nothing_to_publish(world, cohort):
    assert publish(world, cohort) is None
    assert TimetableVersion.objects.count() == 0


def test_every_earlier_version_stays_with_its_difference(world, cohort):
    session = plan(world, cohort)
    first = publish(world, cohort)
    move_session(actor=world.p_subdistrict, session=session, starts_at=at(5, 9), ends_at=at(5, 11, 30))
    assert [meeting.starts_at for meeting in published_in(cohort)] == [at(4, 9)]  # a draft until it is published
    assert len(unpublished_in(cohort)) == 1
    second = publish(world, cohort)
    first.refresh_from_db()
    assert (first.current, first.meetings[0]["starts_at"]) == (False, "2017-09-04T01:00:00+00:00")
    assert (second.number, second.current, list(second.changes[0]["fields"])) == (2, True, ["starts_at", "ends_at"])
    assert unpublished_in(cohort) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        TimetableVersion.objects.filter(pk=first.pk).update(current=True)


def test_a_change_of_one_group_is_told_to_that_group_only(world, cohort):
    plan(world, cohort)
    publish(world, cohort)
    plan(world, cohort, group=group(cohort, 1), starts_at=at(5, 9), ends_at=at(5, 11))
    version = publish(world, cohort)
    second_group = set(cohort.enrolments.filter(group__place=1).values_list("person_id", flat=True))
    assert told(version) == second_group
    assert world.p_learner.pk not in second_group
    assert [m.starts_at for m in published_of(world.p_learner)] == [at(4, 9)]


def test_a_trainer_hears_when_added_moved_or_removed_and_of_nothing_else(world, cohort):
    other = actions.create_person(actor=None, name="周教师", username="zhou")
    actions.grant_role(actor=None, person=other, role=Role.TRAINER, organisation=world.east)
    taught = plan(world, cohort, trainer=world.p_trainer)
    rest = plan(world, cohort, trainer=other, starts_at=at(5, 9), ends_at=at(5, 11))
    assert {world.p_trainer.pk, other.pk} <= told(publish(world, cohort))
    move_session(actor=world.p_district, session=rest, starts_at=at(6, 9), ends_at=at(6, 11))
    moved = told(publish(world, cohort))
    assert (other.pk in moved, world.p_trainer.pk in moved) == (True, False)
    move_session(actor=world.p_district, session=taught, trainer=other)
    assert {world.p_trainer.pk, other.pk} <= told(publish(world, cohort))
    move_session(actor=world.p_district, session=taught, minutes=45)
    credited = told(publish(world, cohort))
    assert (other.pk in credited, world.p_learner.pk in credited) == (False, True)


def test_whoever_publishes_is_not_told_by_themselves(world, cohort):
    plan(world, cohort, trainer=world.p_trainer)
    assert world.p_trainer.pk not in told(publish_timetable(actor=world.p_trainer, cohort=cohort))


def test_a_notice_says_how_much_concerns_its_reader_and_leads_to_their_page(world, cohort):
    sessions = [plan(world, cohort, starts_at=at(day, 9), ends_at=at(day, 11)) for day in (4, 5)]
    publish(world, cohort)
    for session in sessions:
        move_session(actor=world.p_district, session=session, title="改")
    version = publish(world, cohort)
    notice = Notice.objects.get(person=world.p_learner, source=f"timetable:{version.pk}:person:{world.p_learner.pk}")
    assert (notice.kind, notice.params, notice.url) == (
        "timetable.changed", {"cohort": cohort.title, "count": 2}, url("my-class", cohort.pk)
    )


def test_a_session_off_before_it_was_told_is_never_told_and_one_told_says_so(world, cohort):
    known, unknown = (plan(world, cohort, starts_at=at(day, 9), ends_at=at(day, 11)) for day in (4, 5))
    cancel_session(actor=world.p_district, session=unknown)
    publish(world, cohort)
    assert [m.pk for m in published_in(cohort)] == [known.pk]
    cancel_session(actor=world.p_district, session=known)
    publish(world, cohort)
    assert [(m.pk, m.cancelled, m.revision) for m in published_in(cohort)] == [(known.pk, True, 1)]


def test_a_cancelled_cohort_calls_off_what_was_told(world, cohort):
    plan(world, cohort)
    publish(world, cohort)
    cancel_cohort(actor=world.p_district, cohort=cohort)
    assert [(m.cancelled, m.revision) for m in published_of(world.p_learner)] == [(True, 1)]


def test_a_class_teacher_and_a_trainer_see_what_was_published(world, cohort):
    plan(world, cohort)
    assert published_for_staff(world.p_trainer) == []
    publish(world, cohort)
    assert [m.title for m in published_for_staff(world.p_trainer)] == ["集中授课"]
    assert published_for_staff(world.p_outsider) == []


@pytest.mark.parametrize("count", [1, 12])
def test_publishing_costs_the_same_however_many_meet(world, cohort, django_assert_num_queries, count):
    enrol(actor=world.p_district, cohort=cohort, appointments=make_people(world.east_branch, count, name="更多"))
    for number in range(count):
        plan(world, cohort, starts_at=at(4, 8) + timedelta(hours=number), ends_at=at(4, 8, 45) + timedelta(hours=number))
    with django_assert_num_queries(12):
        publish(world, cohort)
    with django_assert_num_queries(2):
        assert len(published_of(world.p_learner)) == count


def test_the_pages_show_the_difference_publish_it_and_list_every_version(world, cohort, sign_in):
    venue = create_venue(actor=None, organisation=world.east, name="301", kind="room", capacity=60)
    session = plan(world, cohort)
    client = sign_in("trainer")
    assert client.get(url("cohort", cohort.pk)).context["unpublished"] == 1
    page = client.get(url("publish", cohort.pk))
    assert (page.context["told"], len(page.context["changes"])) == ({"trainees": 3, "trainers": 0}, 1)
    assert client.post(url("publish", cohort.pk)).status_code == 302
    assert client.get(url("cohort", cohort.pk)).context["unpublished"] == 0
    move_session(actor=world.p_district, session=session, venue=venue)
    client.post(url("publish", cohort.pk))
    rows = client.get(url("versions", cohort.pk)).context["page"].object_list
    assert [(row.number, [line.title for line in row.lines]) for row in rows] == [(2, ["集中授课"]), (1, ["集中授课"])]
    [(_, before, after)] = rows[0].lines[0].fields
    assert (before, after) == ("尚未确定", "301")
    assert client.get(url("publish", cohort.pk)).context["changes"] == []
