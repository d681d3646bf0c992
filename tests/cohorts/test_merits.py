"""What the people of a class are issued certificates for: completing it, excellence, being there, teaching."""

import uuid

import pytest
from django.urls import reverse

from certificates.models import Certificate, NumberPattern
from certificates.rules.kinds import TITLES
from cohorts.actions.attendance import mark_attendance
from cohorts.actions.certificates import issue_for
from cohorts.actions.completion import close_cohort, reopen_cohort
from cohorts.actions.corrections import correct_mark
from cohorts.actions.excellence import name_excellent, set_excellence
from cohorts.models import AttendanceMark, ExcellentTrainee
from cohorts.queries.certificates import KINDS, merits_of, waiting
from cohorts.rules.excellence import Excellence
from tests.certificates.private import text_of

from .meetings import fill, make_class, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(world):
    """Three people: two were at both sessions and complete, one at the first only; two taught."""
    cohort = make_class(world, class_teacher=world.p_trainer)
    cohort.programme.attendance_percent = 100
    cohort.programme.save()
    meetings = [make_meeting(world, cohort), make_meeting(world, cohort, trainer=world.p_school, minutes=45)]
    cohort.seats = fill(cohort, world.east_branch, 3)
    for number, meeting in enumerate(meetings):
        there = [(seat.pk, "present", uuid.uuid4()) for seat in cohort.seats[:3 - number]]
        mark_attendance(actor=world.p_trainer, session=meeting, marks=there, now=meeting.starts_at)
        meeting.closed_at = meeting.ends_at
        meeting.save()
    set_excellence(actor=world.p_district, programme=cohort.programme, excellence=Excellence(attendance_least=100, most=1))
    return cohort


def names(cohort, kind):
    return {merit.person.pk: (merit.facts["minutes"], merit.facts.get("sessions")) for merit in merits_of(cohort, kind)}


def test_a_class_that_is_not_closed_has_no_merits(cohort):
    assert [merits_of(cohort, kind) for kind in KINDS] == [[], [], [], []]


def test_each_kind_says_who_and_how_much(world, cohort):
    close_cohort(actor=world.p_subdistrict, cohort=cohort)
    first, second, third = [seat.person_id for seat in cohort.seats]
    assert names(cohort, "completion").keys() == {first, second}
    assert {pk: sessions for pk, (_minutes, sessions) in names(cohort, "attendance").items()} == {first: 2, second: 2, third: 1}
    assert names(cohort, "teaching") == {world.p_trainer.pk: (90, 1), world.p_school.pk: (45, 1)}
    assert names(cohort, "excellent") == {}
    name_excellent(actor=world.p_subdistrict, cohort=cohort)
    assert len(names(cohort, "excellent")) in (0, 1)  # both fit one place: the rule leaves a tie to people
    reopen_cohort(actor=world.p_district, cohort=cohort, reason="漏记")
    assert [merits_of(cohort, kind) for kind in KINDS] == [[], [], [], []]


@pytest.mark.parametrize(("kind", "sentence"), [
    ("attendance", "到课2次"), ("teaching", "授课1次"), ("completion", "准予结业"),
])
def test_a_certificate_without_a_template_speaks_of_its_kind(world, cohort, kind, sentence):
    close_cohort(actor=world.p_subdistrict, cohort=cohort)
    merits = merits_of(cohort, kind)[:1]
    [certificate], unprintable = issue_for(actor=world.p_district, cohort=cohort, merits=merits, pattern="证〔{year}〕{n}号")
    text = text_of(certificate)
    assert (unprintable, certificate.kind, TITLES[kind] in text, sentence in text) == ([], kind, True, True)


def test_each_kind_is_issued_from_the_page_of_the_class_once(client, world, cohort, django_capture_on_commit_callbacks):
    close_cohort(actor=world.p_subdistrict, cohort=cohort)
    pattern = NumberPattern.objects.create(organisation=world.root, text="证〔{year}〕{n}号")
    client.force_login(world.p_district)
    address = reverse("cohorts:certificates", args=[cohort.pk])
    for kind, people in (("attendance", 3), ("teaching", 2), ("completion", 2)):
        page = client.get(address, {"kind": kind})
        assert len(page.context["waiting"]) == people
        data = {"number_pattern": pattern.pk, "per_sheet": "0", "merit": list(page.context["ticked"])}
        for _twice in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                client.post(f"{address}?kind={kind}", data)
        assert Certificate.objects.filter(kind=kind).count() == people
        page = client.get(address, {"kind": kind})
        assert (page.context["waiting"], page.context["issued"]) == ([], people)
    # A source of another kind or class is nobody's.
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{address}?kind=excellent", {**data, "merit": [f"cohort:{cohort.pk}:person:1:excellent"]})
    assert Certificate.objects.count() == 7


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_costs_the_same_with_more_people(client, world, cohort, kind, django_assert_num_queries):
    close_cohort(actor=world.p_subdistrict, cohort=cohort)
    client.force_login(world.p_district)
    address = reverse("cohorts:certificates", args=[cohort.pk])
    client.get(address)  # what the process remembers from then on
    count = {"teaching": 10}.get(kind, 9)
    honour(cohort.seats[:1])
    with django_assert_num_queries(count):
        client.get(address, {"kind": kind})
    more = fill(cohort, world.east_branch, 30)
    verdict = {"complete": True, "reasons": [], "facts": {"attended": 2, "minutes": 90}}
    cohort.enrolments.filter(pk__in=[seat.pk for seat in more]).update(state="completed", verdict=verdict)
    honour(more)
    with django_assert_num_queries(count):
        assert len(client.get(address, {"kind": kind}).context["waiting"]) == {
            "completion": 32, "excellent": 31, "attendance": 33, "teaching": 2}[kind]


def honour(seats):
    ExcellentTrainee.objects.bulk_create(
        ExcellentTrainee(enrolment=seat, state="approved", by_rule=True) for seat in seats
    )


def test_those_waiting_in_all_classes_cost_the_same_with_more(client, world, cohort, django_assert_num_queries):
    close_cohort(actor=world.p_subdistrict, cohort=cohort)
    client.force_login(world.p_district)
    address = reverse("cohorts:certificates-waiting")
    client.get(address)
    with django_assert_num_queries(10):
        assert len(client.get(address).context["waiting"]) == 2
    verdict = {"complete": True, "reasons": [], "facts": {"attended": 2, "minutes": 90}}
    for number in range(5):
        other = make_class(world, title=f"第{number}期", closed_at=cohort.closed_at)
        fill(other, world.east_branch, 4)
        other.enrolments.update(state="completed", verdict=verdict)
    with django_assert_num_queries(10):
        assert len(client.get(address).context["waiting"]) == 22
    assert {kind: waiting(world.p_district, kind).count() for kind in KINDS[:3]} == {
        "completion": 22, "excellent": 0, "attendance": 23}


def test_a_corrected_mark_puts_every_certificate_of_the_place_up_for_review(world, cohort):
    close_cohort(actor=world.p_subdistrict, cohort=cohort)
    seat = cohort.seats[0]
    for kind in ("completion", "attendance"):
        merits = merits_of(cohort, kind, people=[seat.person_id])
        issue_for(actor=world.p_district, cohort=cohort, merits=merits, pattern="证〔{year}〕{n}号")
    mark = AttendanceMark.objects.current().filter(enrolment=seat).order_by("pk").first()
    correct_mark(actor=world.p_school, mark=mark, status="absent", reason="别人代签")
    assert sorted(Certificate.objects.exclude(review_since=None).values_list("kind", flat=True)) == ["attendance", "completion"]
