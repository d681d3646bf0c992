"""The demo that a newcomer sees: made whole, made once, and pleasant for each of its accounts."""

from collections import Counter

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse

from cms.demo.people import ACCOUNTS
from cohorts.models import Survey
from courses.models import Assignment, Attempt, Exam, Question, Regrade, Work
from lms.people.models import Person, RoleGrant

# What somebody of each role opens on the first day, apart from where they land.
FIRST_PAGES = {
    "learner": ["cohorts:my", "courses:exams-mine", "courses:assignments-mine", "courses:gallery"],
    "trainer": ["cohorts:cohorts", "cohorts:timetable", "courses:exams", "courses:marking", "courses:assignments"],
    "district": ["cohorts:programmes", "cohorts:readiness", "courses:exams", "courses:banks", "cohorts:surveys"],
}


def rows():
    return Counter({model._meta.label: model._base_manager.count() for model in apps.get_models() if model._meta.managed})


@pytest.mark.django_db
def test_the_small_demo_is_made_whole_and_once(client, settings, tmp_path, capsys):
    settings.DEMO_MODE = True
    settings.MEDIA_ROOT = tmp_path
    call_command("demo", "--scale", "small")
    first = rows()
    assert len(set(Question.objects.for_papers().values_list("kind", flat=True))) == 9
    assert set(Question.objects.values_list("state", flat=True)) == {"live", "draft", "retired"}
    assert Question.objects.exclude(locked_at=None).count() == 1
    assert (Exam.objects.count() > 4, Attempt.objects.under_way().exists(), Regrade.objects.count()) == (True, True, 1)
    assert (Assignment.objects.count(), Work.objects.exists(), Survey.objects.exists()) == (4, True, True)

    call_command("demo", "--scale", "small")
    assert rows() - first == Counter()

    # Each account shows what its role sees, and nothing else.
    held = RoleGrant.objects.filter(person__username__in=[username for username, *_ in ACCOUNTS])
    assert sorted(held.values_list("person__username", "role")) == sorted(
        (name, role) for name, _name, role in ACCOUNTS if role)
    for username, *_ in ACCOUNTS:
        client.force_login(Person.objects.get(username=username), backend="lms.people.backends.IdentifierBackend")
        landed = client.get(reverse("landing"), follow=True)
        assert (username, landed.status_code) == (username, 200)
        for name in FIRST_PAGES.get(username, []):
            assert (name, client.get(reverse(name)).status_code) == (name, 200)
