"""Applying for a class, and the organiser's answer."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cohorts.actions.applications import apply, approve_applications, decline_applications
from cohorts.actions.enrolment import enrol, withdraw
from cohorts.models import Enrolment
from cohorts.queries.applications import open_classes
from lms.notices.models import Notice
from lms.people.models import Category

from .classes import make_cohort, make_people, make_programme, rows_of, url


@pytest.fixture
def programme(world):
    return make_programme(world, positions=["secretary", "reserve"],
                          categories=[Category.objects.get(code="residential")])


@pytest.fixture
def cohort(world, programme):
    today = timezone.localdate()
    return make_cohort(world, programme=programme, quota=1, starts_on=today + timedelta(days=5),
                       ends_on=today + timedelta(days=9), apply_until=today)


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def test_only_the_audience_of_the_organiser_is_offered_a_class(world, cohort):
    offered = {key: [row.cohort for row in open_classes(person)] for key, person in world.people.items()}
    assert {key for key, classes in offered.items() if classes} == {"learner", "reserve"}
    assert offered["learner"] == [cohort]


@pytest.mark.parametrize("changes", [
    {"apply_until": timezone.localdate() - timedelta(days=1)}, {"apply_until": None}, {"cancelled_at": timezone.now()},
    {"closed_at": timezone.now()},
])
def test_a_class_that_is_not_open_is_not_offered_and_takes_nobody(world, cohort, changes):
    type(cohort).objects.filter(pk=cohort.pk).update(**changes)
    assert open_classes(world.p_learner) == []
    with pytest.raises(ValidationError):
        apply(actor=world.p_learner, cohort=cohort)
    assert Enrolment.objects.count() == 0


def test_people_of_other_posts_and_places_cannot_apply(world, cohort):
    for person in (world.p_outsider, world.p_trainer):
        with pytest.raises(ValidationError) as refused:
            apply(actor=person, cohort=cohort)
        assert refused.value.code == "audience"


def test_an_application_takes_no_seat_and_is_received_once(world, cohort):
    row = apply(actor=world.p_learner, cohort=cohort)
    assert (row.state, row.position, row.organisation) == ("applied", "secretary", world.east_branch)
    assert told(world.p_subdistrict) == ["enrolment.applied"]
    with pytest.raises(ValidationError) as refused:
        apply(actor=world.p_learner, cohort=cohort)
    assert refused.value.code == "on_list"
    assert cohort.enrolments.seated().count() == 0


def test_approved_in_order_of_receipt_whatever_the_order_of_the_answer(world, cohort):
    first, second = apply(actor=world.p_learner, cohort=cohort), apply(actor=world.p_reserve, cohort=cohort)
    assert approve_applications(actor=world.p_subdistrict, cohort=cohort, enrolments=[second, first]) == (
        (first.pk,), (second.pk,)
    )
    assert (told(world.p_learner), told(world.p_reserve)) == (["enrolment.approved"], ["enrolment.waiting"])
    with pytest.raises(ValidationError):
        approve_applications(actor=world.p_subdistrict, cohort=cohort, enrolments=[first])
    withdraw(actor=world.p_subdistrict, enrolment=first, reason="出差")
    second.refresh_from_db()
    assert second.state == "enrolled"
    assert told(world.p_reserve) == ["enrolment.waiting", "enrolment.promoted"]


def test_an_earlier_application_stands_before_who_was_put_in_the_line_later(world, cohort):
    enrol(actor=None, cohort=cohort, appointments=make_people(world.east_branch, 1, name="甲"))
    row = apply(actor=world.p_learner, cohort=cohort)
    enrol(actor=None, cohort=cohort, appointments=make_people(world.east_branch, 1, name="乙"))
    approve_applications(actor=None, cohort=cohort, enrolments=[row])
    withdraw(actor=None, enrolment=cohort.enrolments.get(state="enrolled"), reason="x")
    assert cohort.enrolments.get(state="enrolled").person == world.p_learner


def test_a_declined_application_has_a_reason_and_stays_declined(world, cohort):
    row = apply(actor=world.p_learner, cohort=cohort)
    assert decline_applications(actor=world.p_subdistrict, cohort=cohort, enrolments=[row], reason="名额已满") == 1
    row.refresh_from_db()
    assert (row.state, row.reason) == ("declined", "名额已满")
    assert "名额已满" in Notice.objects.get(person=world.p_learner).text
    with pytest.raises(ValidationError) as refused:
        apply(actor=world.p_learner, cohort=cohort)
    assert refused.value.code == "declined"
    assert [row.refusal for row in open_classes(world.p_learner)] == ["declined"]
    enrol(actor=None, cohort=cohort, appointments=[world.p_learner.appointments.get()])
    row.refresh_from_db()
    assert row.state == "enrolled"


def test_one_applies_and_takes_it_back_in_the_browser(world, cohort, sign_in):
    client = sign_in("learner")
    assert cohort.title in client.get(url("my-open")).content.decode()
    assert client.get(url("my-apply", cohort.pk)).status_code == 200
    assert client.post(url("my-apply", cohort.pk)).url == url("my-open")
    row = cohort.enrolments.get()
    assert row.state == "applied"
    client.post(url("my-take-back", row.pk), {"reason": "来不了"})
    row.refresh_from_db()
    assert (row.state, row.reason) == ("withdrawn", "来不了")
    assert client.post(url("my-take-back", row.pk), {"reason": "x"}).status_code == 404
    client.post(url("my-apply", cohort.pk))
    row.refresh_from_db()
    assert row.state == "applied"


def test_nobody_takes_back_for_another_nor_once_seated(world, cohort, sign_in):
    row = apply(actor=world.p_learner, cohort=cohort)
    assert sign_in("reserve").get(url("my-take-back", row.pk)).status_code == 404
    approve_applications(actor=None, cohort=cohort, enrolments=[row])
    assert sign_in("learner").get(url("my-take-back", row.pk)).status_code == 404


def test_the_desk_answers_those_ticked_and_declines_with_a_reason_only(world, cohort, sign_in):
    rows = [apply(actor=person, cohort=cohort) for person in (world.p_learner, world.p_reserve)]
    client = sign_in("school")
    page = client.get(url("applications", cohort.pk))
    assert [row.pk for row in rows_of(page)] == [row.pk for row in rows]
    refused = client.post(url("applications", cohort.pk), {"enrolment": rows[0].pk, "decline": "1", "reason": " "})
    assert refused.context["form"].errors.keys() == {"reason"}
    client.post(url("applications", cohort.pk), {"enrolment": rows[0].pk, "decline": "1", "reason": "已参训"})
    client.post(url("applications", cohort.pk), {"enrolment": rows[1].pk, "approve": "1"})
    assert list(cohort.enrolments.order_by("pk").values_list("state", flat=True)) == ["declined", "enrolled"]


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_of_open_classes_costs_the_same_however_long(world, programme, sign_in, django_assert_num_queries, count):
    today = timezone.localdate()
    for number in range(count):
        make_cohort(world, programme=programme, title=f"{number}班", starts_on=today, ends_on=today, apply_until=today)
    client = sign_in("learner")
    with django_assert_num_queries(4 + 4):  # signed in; own places, cohorts, categories, posts
        assert len(client.get(url("my-open")).context["classes"]) == count


def test_nobody_answers_their_own_application(world, cohort):
    type(cohort).objects.filter(pk=cohort.pk).update(quota=5)
    own, other = apply(actor=world.p_learner, cohort=cohort), apply(actor=world.p_reserve, cohort=cohort)
    for answer, values in ((approve_applications, {}), (decline_applications, {"reason": "满员"})):
        with pytest.raises(ValidationError) as refused:
            answer(actor=world.p_learner, cohort=cohort, enrolments=[own], **values)
        assert refused.value.code == "own"
    assert approve_applications(actor=world.p_learner, cohort=cohort, enrolments=[own, other]) == ((other.pk,), ())
    assert Enrolment.objects.get(pk=own.pk).state == "applied"
