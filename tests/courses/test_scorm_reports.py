"""What a package reports is judged, kept, and counted once for the person who plays it."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from courses.actions import scorm
from courses.actions.learning import finish_lesson, open_lesson
from courses.enums import LessonKind
from courses.models import HourEntry, Lesson, LessonProgress, ScormAttempt
from courses.rules.scorm_report import (
    BadReport,
    Standing,
    all_together,
    better,
    checked_report,
    resumes,
    seconds_of,
    standing,
)
from lms.audit.models import AuditEntry
from tests import scorm_samples as samples

DONE_12 = {"cmi.core.lesson_status": "completed", "cmi.core.score.raw": "80", "cmi.core.total_time": "00:10:00"}
BEGUN_12 = {"cmi.core.lesson_status": "incomplete", "cmi.core.lesson_location": "p2"}


# Rules ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("version", "report", "status", "score", "seconds"), [
    ("1.2", {}, "new", None, 0),
    ("1.2", {"cmi.core.lesson_status": "incomplete"}, "begun", None, 0),
    ("1.2", {"cmi.core.lesson_status": "browsed"}, "begun", None, 0),
    ("1.2", {"cmi.core.lesson_status": "failed", "cmi.core.score.raw": "40"}, "failed", 40.0, 0),
    ("1.2", {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "8", "cmi.core.score.max": "10"}, "done", 80.0, 0),
    ("1.2", DONE_12, "done", 80.0, 600),
    ("2004", {"cmi.completion_status": "completed"}, "done", None, 0),
    ("2004", {"cmi.completion_status": "completed", "cmi.success_status": "failed"}, "failed", None, 0),
    ("2004", {"cmi.completion_status": "incomplete", "cmi.success_status": "passed"}, "done", None, 0),
    ("2004", {"cmi.completion_status": "completed", "cmi.score.scaled": "0.875", "cmi.score.raw": "3"}, "done", 87.5, 0),
    ("2004", {"cmi.completion_status": "unknown", "cmi.total_time": "PT1H2M3.5S"}, "begun", None, 3723),
])
def test_how_far_a_part_is(version, report, status, score, seconds):
    assert standing(version, report) == Standing(status, score, seconds)


@pytest.mark.parametrize(("statuses", "whole"), [
    (["done", "done"], "done"), (["done", "new"], "begun"), (["done", "failed"], "failed"), (["new", "new"], "new"),
    (["begun"], "begun"), ([], "new"),
])
def test_a_lesson_is_done_when_all_its_parts_are(statuses, whole):
    assert all_together([Standing(status, None, 1) for status in statuses]).status == whole


def test_the_score_is_the_mean_of_those_that_have_one():
    parts = [Standing("done", 80, 10), Standing("done", None, 5), Standing("done", 91, 1)]
    assert all_together(parts) == Standing("done", 85.5, 16)


def test_done_stays_done():
    assert (better(None, "begun"), better("done", "begun"), better("begun", "done")) == ("begun", "done", "done")


@pytest.mark.parametrize(("text", "seconds"), [
    ("00:01:30", 90), ("1234:00:01.55", 4442401), ("PT5M", 300), ("P1DT1S", 86401), ("PT0.5S", 0), ("1:2", 0), ("later", 0),
])
def test_times(text, seconds):
    assert seconds_of(text) == seconds


def test_what_goes_on_and_what_begins_anew():
    assert resumes("1.2", {"cmi.core.exit": "suspend"})
    assert resumes("1.2", {"cmi.suspend_data": "x"})
    assert resumes("2004", {"cmi.location": "3"})
    assert not resumes("2004", {"cmi.completion_status": "unknown"})


@pytest.mark.parametrize(("version", "report", "element"), [
    ("1.2", [], "report"),
    ("1.2", {"cmi.evil": "x"}, "cmi.evil"),
    ("1.2", {"cmi.core.lesson_status\n": "passed"}, "cmi.core.lesson_status\n"),
    ("1.2", {"cmi.completion_status": "completed"}, "cmi.completion_status"),
    ("1.2", {"__proto__": "x"}, "__proto__"),
    ("1.2", {"cmi.core.lesson_status": "excellent"}, "cmi.core.lesson_status"),
    ("1.2", {"cmi.core.lesson_status": ["passed"]}, "cmi.core.lesson_status"),
    ("1.2", {"cmi.core.score.raw": "1e9"}, "cmi.core.score.raw"),
    ("1.2", {"cmi.core.score.raw": "NaN"}, "cmi.core.score.raw"),
    ("1.2", {"cmi.suspend_data": "x" * 64_001}, "cmi.suspend_data"),
    ("1.2", {"cmi.core.lesson_location": "x" * 1_001}, "cmi.core.lesson_location"),
    ("2004", {"cmi.suspend_data": "a\x00b"}, "cmi.suspend_data"),
    ("2004", {"cmi.suspend_data": "\ud800"}, "cmi.suspend_data"),
    ("2004", {"cmi.interactions.12345.id": "x"}, "cmi.interactions.12345.id"),
    ("2004", {f"cmi.interactions.{n}.learner_response": "字" * 4000 for n in range(30)}, "report"),
])
def test_reports_that_no_run_time_sends(version, report, element):
    with pytest.raises(BadReport) as bad:
        checked_report(version, report)
    assert bad.value.element == element


def test_what_is_kept_of_a_report():
    report = {"cmi.core.student_name": "张三", "cmi.core.entry": "resume", "cmi.core.session_time": "00:01:00",
              "cmi.core.lesson_location": "", "cmi.interactions.0.id": "q1", "cmi.core.lesson_status": "passed"}
    assert checked_report("1.2", report) == {"cmi.interactions.0.id": "q1", "cmi.core.lesson_status": "passed"}


# Keeping ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def playing(world, settings, tmp_path):
    """A lesson of thirty minutes that plays a package of three parts."""
    settings.STORAGES = {**settings.STORAGES, "private": {
        "BACKEND": "lms.storage.Folder", "OPTIONS": {"location": tmp_path, "base_url": None},
    }}
    lesson = Lesson.objects.create(title="走访", kind=LessonKind.LESSON, minutes=30, url="/zoufang/")
    package = scorm.store_package(actor=world.p_editor, file=samples.archive(samples.multi_12()))
    scorm.play_in_lesson(lesson=lesson, package=package)
    return lesson, package


def keep(person, playing, number, report, *, now=None, leaving=False):
    lesson, package = playing
    return scorm.keep_report(
        person=person, lesson=lesson, package_key=package.key, number=number, report=report, leaving=leaving,
        now=now or timezone.now(),
    )


def test_the_lesson_is_finished_when_the_last_part_is_done(world, playing):
    lesson, _ = playing
    start = timezone.now()
    open_lesson(person=world.p_learner, lesson=lesson, now=start)
    later = start + timedelta(minutes=12)
    for number in (1, 2):
        attempt, credit = keep(world.p_learner, playing, number, DONE_12, now=later)
        assert (attempt.status, credit) == ("begun", None)
    attempt, credit = keep(world.p_learner, playing, 3, {"cmi.core.lesson_status": "completed"}, now=later)
    assert (attempt.status, float(attempt.score), credit.minutes, credit.reason) == ("done", 80.0, 12, "hurried")
    # The parts say twenty minutes; the clock says twelve.
    assert attempt.seconds == 720
    assert HourEntry.objects.get(person=world.p_learner).minutes == 12
    progress = LessonProgress.objects.get(person=world.p_learner, lesson=lesson)
    assert (progress.completed_at, float(progress.score)) == (later, 80.0)
    assert AuditEntry.objects.filter(verb="scorm.report", actor=world.p_learner).count() == 2


def test_time_after_it_was_done_counts_when_the_part_is_left(world, playing):
    lesson, _ = playing
    start = timezone.now()
    open_lesson(person=world.p_learner, lesson=lesson, now=start)
    for number in (1, 2, 3):
        keep(world.p_learner, playing, number, DONE_12, now=start + timedelta(minutes=5))
    keep(world.p_learner, playing, 3, DONE_12, now=start + timedelta(minutes=20))
    assert sum(HourEntry.objects.values_list("minutes", flat=True)) == 5
    keep(world.p_learner, playing, 3, DONE_12, now=start + timedelta(minutes=25), leaving=True)
    assert sum(HourEntry.objects.values_list("minutes", flat=True)) == 25


def test_done_is_not_undone_by_playing_again(world, playing):
    for number in (1, 2, 3):
        keep(world.p_learner, playing, number, DONE_12)
    attempt, _ = keep(world.p_learner, playing, 1, BEGUN_12)
    assert attempt.status == "done"
    assert attempt.state["a"] == {"report": BEGUN_12, "status": "done"}


def test_the_button_of_other_lessons_does_not_finish_it(world, playing, client):
    lesson, _ = playing
    client.force_login(world.p_learner)
    client.post(reverse("courses:lesson-done", args=[lesson.key]))
    assert not LessonProgress.objects.done().exists()
    assert finish_lesson(person=world.p_learner, lesson=lesson, now=timezone.now()).done is False
    assert not HourEntry.objects.exists()


def test_a_new_package_begins_anew_and_keeps_the_old_record(world, playing):
    lesson, package = playing
    keep(world.p_learner, playing, 1, DONE_12)
    newer = scorm.store_package(actor=world.p_editor, file=samples.archive(samples.one_2004()))
    assert scorm.play_in_lesson(lesson=lesson, package=newer) is True
    assert scorm.play_in_lesson(lesson=lesson, package=newer) is False
    with pytest.raises(scorm.ReportRefused, match="This lesson was changed meanwhile."):
        keep(world.p_learner, playing, 2, DONE_12)
    keep(world.p_learner, (lesson, newer), 1, {"cmi.completion_status": "incomplete"})
    assert sorted(ScormAttempt.objects.values_list("package", "status")) == [(package.pk, "begun"), (newer.pk, "begun")]


# Sending ----------------------------------------------------------------------------------------------------------------


def send(client, playing, number=1, report=DONE_12, **more):
    lesson, package = playing
    body = {"package": str(package.key), "part": number, "report": report, **more}
    return client.post(reverse("courses:scorm-save", args=[lesson.key]), json.dumps(body), "application/json")


def test_a_report_is_kept_for_whoever_is_signed_in(world, playing, client, django_assert_num_queries):
    client.force_login(world.p_learner)
    send(client, playing)
    with django_assert_num_queries(10):
        answer = send(client, playing, 2)
    assert (answer.status_code, answer.json()) == (200, {"saved": True, "status": "begun", "finished": False})
    attempt = ScormAttempt.objects.get()
    assert (attempt.person, sorted(attempt.state)) == (world.p_learner, ["a", "b"])


def test_nobody_else_sees_it(world, playing, client):
    client.force_login(world.p_learner)
    send(client, playing)
    assert ScormAttempt.objects.visible_to(world.p_learner).count() == 1
    assert ScormAttempt.objects.visible_to(world.p_outsider).count() == 0
    assert ScormAttempt.objects.visible_to(world.p_district).count() == 0


@pytest.mark.parametrize("body", [
    b"", b"null", b"[]", b"{}", b"{\"package\": 1}", b"\xff", b"[" * 100_000,
    b'{"package": "x", "part": 1, "report": {}}', b'{"package": "x", "part": 1e999, "report": {}}',
    b'{"package": "x", "part": {}, "report": {}}',
])
def test_bad_bodies_are_answered_with_a_sentence(world, playing, client, body):
    client.force_login(world.p_learner)
    answer = client.post(reverse("courses:scorm-save", args=[playing[0].key]), body, "application/json")
    assert answer.status_code == 400
    assert answer.json()["saved"] is False
    assert not ScormAttempt.objects.exists()


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_part_that_the_package_does_not_have(world, playing, client, number):
    client.force_login(world.p_learner)
    assert send(client, playing, number).status_code == 400


def test_too_large_signed_out_retired_and_forged(world, playing, client):
    assert send(client, playing).status_code == 403
    client.force_login(world.p_learner)
    large = client.post(reverse("courses:scorm-save", args=[playing[0].key]), b"x" * (1024 * 1024 + 1), "application/json")
    assert large.status_code == 413
    strict = client.__class__(enforce_csrf_checks=True)
    strict.force_login(world.p_learner)
    assert send(strict, playing).status_code == 403
    Lesson.objects.update(retired_at=timezone.now())
    assert send(client, playing).status_code == 404
    assert not ScormAttempt.objects.exists()
