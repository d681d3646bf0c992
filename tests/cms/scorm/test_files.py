"""The files of packages go when no page plays them any longer, and not before."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from cms.actions.packages import tidy_packages
from cms.models import ScormLessonPage
from courses.actions.scorm import has_files, store_package
from courses.models import ScormAttempt, ScormPackage
from lms.audit.models import AuditEntry
from tests import scorm_samples as samples
from tests.cms.conftest import record_of

from .forms import fields, upload


def replace(desk, lesson, action="action-publish"):
    """Give the lesson another package by its form."""
    data = fields(file=upload(samples.one_2004()), **{action: "1"})
    assert desk.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), data).status_code == 302


def tidied(capture, **later):
    """Tidy as after the given time; return the versions whose files are there."""
    with capture(execute=True):
        tidy_packages(now=timezone.now() + timedelta(**later))
    return {package.version for package in ScormPackage.objects.all() if has_files(package)}


def test_the_files_of_a_replaced_package_go_after_a_day(desk, lesson, django_capture_on_commit_callbacks):
    replace(desk, lesson)
    assert tidied(django_capture_on_commit_callbacks, hours=23) == {"1.2", "2004"}
    assert tidied(django_capture_on_commit_callbacks, hours=25) == {"2004"}
    assert tidy_packages(now=timezone.now() + timedelta(hours=25)) == 0
    assert AuditEntry.objects.filter(verb="scorm.remove").count() == 1


def test_the_files_of_a_draft_and_of_what_is_published_stay(desk, lesson, django_capture_on_commit_callbacks):
    replace(desk, lesson, "action-save")
    assert tidied(django_capture_on_commit_callbacks, days=9) == {"1.2", "2004"}


def test_the_files_of_a_version_that_waits_for_its_time_stay(desk, lesson, django_capture_on_commit_callbacks):
    replace(desk, lesson, "action-save")
    page = ScormLessonPage.objects.get(pk=lesson.pk)
    page.latest_revision.approved_go_live_at = timezone.now() + timedelta(days=30)
    page.latest_revision.save()
    page.package = lesson.package
    page.save_revision()
    assert tidied(django_capture_on_commit_callbacks, days=9) == {"1.2", "2004"}


def test_the_files_of_a_page_taken_down_stay_and_those_of_one_deleted_go(lesson, django_capture_on_commit_callbacks):
    lesson.unpublish()
    assert tidied(django_capture_on_commit_callbacks, days=9) == {"1.2"}
    ScormLessonPage.objects.get(pk=lesson.pk).delete()
    assert tidied(django_capture_on_commit_callbacks, days=9) == set()


def test_files_that_someone_played_today_stay(desk, lesson, world, django_capture_on_commit_callbacks):
    record = record_of(lesson)
    replace(desk, lesson)
    played = timezone.now() + timedelta(days=8, hours=12)
    ScormAttempt.objects.create(person=world.p_learner, lesson=record, package=lesson.package, updated_at=played)
    assert tidied(django_capture_on_commit_callbacks, days=9) == {"1.2", "2004"}
    assert tidied(django_capture_on_commit_callbacks, days=10) == {"2004"}
    assert ScormAttempt.objects.get().package == lesson.package


def test_an_older_version_whose_files_are_gone_asks_for_its_package(desk, lesson, django_capture_on_commit_callbacks):
    replace(desk, lesson)
    tidied(django_capture_on_commit_callbacks, days=9)
    older = lesson.revisions.order_by("pk").first().as_object()
    assert [point.code for point in older.checklist() if point.stops and not point.passed] == ["package"]
    again = store_package(actor=None, file=samples.archive(samples.multi_12()))
    assert (again, has_files(again)) == (lesson.package, True)
