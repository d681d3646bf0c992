"""Certificates of a series: for whoever finished every obligatory lesson of its courses."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate, NumberPattern
from courses.actions.series_certificates import issue_for
from courses.models import Course, HourEntry, Lesson, LessonProgress, Series
from courses.queries.series_merits import merits_of
from lms.jobs.models import Job
from lms.people.actions import appoint, create_person
from tests.certificates.private import text_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def series(world):
    """Two courses of two obligatory lessons and one voluntary; the learner finished what is obligatory."""
    series = Series.objects.create(title="学市党代会精神", school=world.east, published_at=NOW)
    series.lessons = []
    for number in range(2):
        course = Course.objects.create(title=f"第{number + 1}讲", series=series, published_at=NOW)
        for place, required in enumerate((True, True, False)):
            lesson = Lesson.objects.create(
                title=f"{number}-{place}", course=course, kind="lesson", minutes=20, required=required, published_at=NOW
            )
            if required:
                series.lessons.append(lesson)
    learn(world.p_learner, series.lessons)
    return series


def learn(person, lessons):
    for number, lesson in enumerate(lessons):
        LessonProgress.objects.create(
            person=person, lesson=lesson, started_at=NOW - timedelta(days=9), completed_at=NOW - timedelta(days=number)
        )
        source = f"lesson:{lesson.pk}:person:{person.pk}"
        HourEntry.objects.create(
            person=person, on_date=timezone.localdate(), kind="online", observed=20, minutes=20, title=lesson.title,
            source=source, source_root=source,
        )


def another(world, name):
    person = create_person(actor=None, name=name)
    appoint(actor=None, person=person, organisation=world.east_branch, position="member", starts_on=timezone.localdate())
    return person


def test_whoever_finished_all_that_is_obligatory_and_nobody_else(world, series):
    learn(another(world, "半途某"), series.lessons[:3])
    [merit] = merits_of(series)
    assert (merit.person, merit.facts["minutes"], merit.facts["issuer"]) == (world.p_learner, 80, "东街道")
    assert merit.facts["starts_on"] == (timezone.localdate(NOW - timedelta(days=9))).isoformat()
    # What is taken down is owed by nobody.
    Lesson.objects.filter(pk=series.lessons[3].pk).update(retired_at=NOW)
    assert [merit.person.name for merit in merits_of(series)] == ["半途某", world.p_learner.name]
    Course.objects.filter(series=series).update(retired_at=NOW)
    assert merits_of(series) == []


def test_it_is_issued_from_its_page_once_and_says_so(client, world, series, django_capture_on_commit_callbacks):
    pattern = NumberPattern.objects.create(organisation=world.root, text="学〔{year}〕{n}号")
    client.force_login(world.p_subdistrict)
    address = reverse("courses:series", args=[series.pk])
    page = client.get(address)
    assert page.context["ticked"] == {f"series:{series.pk}:person:{world.p_learner.pk}:series"}
    data = {"number_pattern": pattern.pk, "per_sheet": "1", "merit": list(page.context["ticked"])}
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(address, data)
    certificate = Certificate.objects.get()
    assert (certificate.kind, certificate.number) == ("series", f"学〔{timezone.localdate().year}〕1号")
    assert "修完东街道“学市党代会精神”系列课程" in text_of(certificate)
    assert Job.objects.get().result_file.read(5) == b"%PDF-"


def test_who_may_issue_and_who_sees_whom(client, world, series):
    learn(world.people["outsider"], series.lessons)
    for key, got, posted, seen in (
        ("school", 403, 403, None), ("subdistrict", 200, 200, 1), ("district", 200, 200, 2), ("learner", 403, 403, None),
        ("liaison", 403, 403, None), ("auditor", 200, 403, 2),
    ):
        client.force_login(world.people[key])
        address = reverse("courses:series", args=[series.pk])
        page = client.get(address)
        assert (page.status_code, client.post(address).status_code) == (got, posted), key
        if seen is not None:
            assert page.context["total"] == seen, key


def test_the_page_costs_the_same_with_more_people(client, world, series, django_assert_num_queries):
    client.force_login(world.p_district)
    client.get(reverse("courses:series", args=[series.pk]))
    with django_assert_num_queries(12):
        client.get(reverse("courses:series", args=[series.pk]))
    for number in range(20):
        learn(another(world, f"学员{number}"), series.lessons)
    with django_assert_num_queries(12):
        assert client.get(reverse("courses:series", args=[series.pk])).context["total"] == 21


def test_nobody_issues_their_own(world, series):
    learn(world.p_district, series.lessons)
    issued, _unprintable = issue_for(actor=world.p_district, series=series, merits=merits_of(series), pattern="学〔{year}〕{n}号")
    assert [row.person for row in issued] == [world.p_learner]
