"""Jobs: claimed once, seen by their owner only, picked up again when a worker dies, thrown away when they are old."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils import timezone, translation
from kombu.exceptions import OperationalError

from lms.audit.models import AuditEntry
from lms.jobs.actions import JobError, cancel_job, purge_jobs, reconcile, retry_job, run_job, start_job
from lms.jobs.actions.running import JobRun, _finish
from lms.jobs.enums import JobState
from lms.jobs.models import Job
from lms.jobs.registry import KINDS, JobKind
from lms.people import actions as people_actions
from lms.people.models import RoleGrant


@pytest.fixture(autouse=True)
def _private_files(monkeypatch, tmp_path):
    monkeypatch.setattr(Job._meta.get_field("result_file"), "storage", FileSystemStorage(tmp_path / "private"))


@pytest.fixture
def kind(monkeypatch):
    """Register a kind of job whose handler the test gives; returns its list of runs."""
    runs = []

    def use(handler=lambda run: None, **options):
        def counted(run, **params):
            runs.append(params)
            return handler(run)

        monkeypatch.setitem(KINDS, "test.job", JobKind("test.job", "Test", counted, **options))
        return runs

    return use


@pytest.fixture
def start(world):
    def begin(owner=None, **more):
        return start_job(kind="test.job", owner=owner or world.p_district, **more)

    return begin


@pytest.fixture
def as_(client, world):
    def enter(role):
        client.force_login(world.people[role], backend="lms.people.backends.IdentifierBackend")
        return client

    return enter


def state_of(job):
    job.refresh_from_db()
    return job.state


def test_a_job_delivered_twice_runs_once(start, kind):
    runs = kind()
    job = start(params={})
    run_job(job.pk)
    run_job(job.pk)
    assert (len(runs), state_of(job)) == (1, JobState.DONE)


def test_a_job_is_sent_after_the_commit(start, kind, django_capture_on_commit_callbacks):
    runs = kind()
    with django_capture_on_commit_callbacks(execute=True):
        start()
        assert runs == []
    assert runs == [{}]


@pytest.mark.parametrize("fault", [OperationalError("no broker"), ConnectionRefusedError()])
def test_without_a_broker_the_job_waits(start, kind, monkeypatch, django_capture_on_commit_callbacks, fault):
    def refuse(arguments, **options):
        raise fault

    kind()
    monkeypatch.setattr("lms.jobs.tasks.run.apply_async", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        job = start()
    assert state_of(job) == JobState.QUEUED


def test_a_failure_says_what_the_owner_can_do(start, kind):
    def refuse(run):
        raise JobError("请换一个文件。")

    kind(refuse)
    job = start()
    run_job(job.pk)
    assert (state_of(job), job.error) == (JobState.FAILED, "请换一个文件。")


def test_a_fault_of_the_program_is_not_shown(start, kind):
    def break_down(run):
        raise ZeroDivisionError("secret inside")

    kind(break_down)
    job = start()
    run_job(job.pk)
    assert (state_of(job), "secret" in job.error, bool(job.error)) == (JobState.FAILED, False, True)


def test_progress_is_seen_while_the_work_goes_on(start, kind):
    seen = []

    def work(run):
        run.progress(30, 120, "x" * 500)
        job = Job.objects.get(pk=run.job.pk)
        seen.append((job.done, job.total, job.percent, len(job.message)))

    kind(work)
    job = start()
    run_job(job.pk)
    assert seen == [(30, 120, 25, 200)]
    assert (state_of(job), job.percent) == (JobState.DONE, 100)


def test_a_waiting_job_is_cancelled_at_once(start, kind, world):
    runs = kind()
    job = start()
    cancel_job(job=job, actor=world.p_district)
    run_job(job.pk)
    assert (state_of(job), runs) == (JobState.CANCELLED, [])


def test_a_running_job_stops_when_asked_to(start, kind):
    def work(run):
        cancel_job(job=run.job, actor=run.job.owner)
        run.progress(1, 1)

    kind(work)
    job = start()
    run_job(job.pk)
    assert state_of(job) == JobState.CANCELLED


def test_a_job_speaks_the_language_of_its_owner(start, kind):
    seen = []
    kind(lambda run: seen.append(translation.get_language()))
    with translation.override("en"):
        job = start()
    with translation.override("zh-hans"):
        run_job(job.pk)
    assert seen == ["en"]


def test_a_role_that_ended_meanwhile_stops_the_work(start, kind, world):
    runs = kind(verb="grant.browse")
    job = start()
    people_actions.end_grant(actor=None, grant=RoleGrant.objects.get(person=world.p_district))
    run_job(job.pk)
    assert (state_of(job), runs) == (JobState.FAILED, [])


@pytest.mark.parametrize(("attempts", "asked", "state"), [
    (1, False, JobState.QUEUED), (3, False, JobState.FAILED), (1, True, JobState.CANCELLED),
])
def test_a_job_without_a_sign_of_life_is_picked_up_three_times(start, kind, monkeypatch, attempts, asked, state):
    kind()
    sent = []
    monkeypatch.setattr("lms.jobs.actions.running.send", lambda job_id, kind: sent.append(job_id))
    job = start()
    old = timezone.now() - timedelta(minutes=5)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, heartbeat_at=old, attempts=attempts, cancel_requested=asked
    )
    expected = [job.pk] if state == JobState.QUEUED else []
    assert (reconcile(), sent, state_of(job)) == (len(expected), expected, state)


def test_a_job_that_is_alive_is_left_alone(start, kind, monkeypatch):
    kind()
    monkeypatch.setattr("lms.jobs.actions.running.send", lambda *job: pytest.fail("sent"))
    job = start()
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, heartbeat_at=timezone.now(), attempts=1)
    assert (reconcile(), state_of(job)) == (0, JobState.RUNNING)


def test_a_waiting_job_is_not_sent_again_at_every_look(start, kind, monkeypatch):
    kind()
    monkeypatch.setattr("lms.jobs.actions.running.send", lambda *job: None)
    start()
    later = timezone.now() + timedelta(seconds=30)
    assert reconcile(now=later) == 1
    assert reconcile(now=later + timedelta(seconds=30)) == 0
    assert reconcile(now=later + timedelta(seconds=150)) == 1


def test_the_file_of_a_worker_that_lost_the_job_is_not_kept(start, kind, tmp_path):
    kind()
    job = start()
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, claim=uuid.uuid4())
    late = JobRun(Job.objects.get(pk=job.pk), uuid.uuid4())
    (tmp_path / "late.txt").write_text("late")
    late.attach(tmp_path / "late.txt", "late.txt")
    stored = Path(late.job.result_file.path)
    assert stored.exists()
    _finish(late, JobState.DONE)
    job.refresh_from_db()
    assert (job.state, job.result_name) == (JobState.RUNNING, "")
    assert not stored.exists()


def test_a_failed_job_can_be_started_again(start, kind, world):
    runs = kind()
    job = start(params={"a": 1}, back_url="/desk/")
    again = retry_job(job=job, actor=world.p_district)
    run_job(again.pk)
    assert (runs, again.back_url, again.pk == job.pk) == ([{"a": 1}], "/desk/", False)


@pytest.mark.parametrize(("options", "age", "left"), [
    ({}, timedelta(days=6), 1), ({}, timedelta(days=8), 0), ({"keep": timedelta(days=1)}, timedelta(days=2), 0),
])
def test_old_jobs_go_with_their_files(start, kind, tmp_path, options, age, left):
    kind(**options)
    job = start()
    job.result_file.save("x", ContentFile(b"content"), save=False)
    job.state, job.finished_at = JobState.DONE, timezone.now() - age
    job.save()
    assert purge_jobs() == 1 - left
    assert (Job.objects.count(), len([file for file in tmp_path.rglob("*") if file.is_file()])) == (left, left)


def test_an_unfinished_job_is_never_thrown_away(start, kind):
    kind()
    job = start()
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(days=30))
    assert (purge_jobs(), Job.objects.count()) == (0, 1)


@pytest.mark.parametrize(("method", "part"), [("get", ""), ("post", "cancel/"), ("post", "retry/"), ("get", "file/")])
def test_a_job_is_its_owners_alone(as_, world, start, kind, method, part):
    kind()
    job = start(owner=world.p_subdistrict)
    job.result_file.save("x", ContentFile(b"content"))
    for role, mine in [("subdistrict", True), ("district", False), ("auditor", False), ("learner", False)]:
        answer = getattr(as_(role), method)(f"/jobs/{job.pk}/{part}")
        assert (answer.status_code != 404) is mine


def test_the_file_is_handed_out_as_an_attachment_and_recorded(as_, start, kind, tmp_path):
    def work(run):
        (tmp_path / "out.txt").write_text("内容")
        run.attach(tmp_path / "out.txt", "名单.txt")

    kind(work)
    job = start()
    run_job(job.pk)
    answer = as_("district").get(f"/jobs/{job.pk}/file/")
    assert b"".join(answer.streaming_content).decode() == "内容"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert AuditEntry.objects.filter(verb="job.download", target_id=str(job.pk)).count() == 1


def test_a_finished_job_ends_the_polling(as_, start, kind):
    kind()
    job = start()
    browser, address = as_("district"), f"/jobs/{job.pk}/"
    assert browser.get(address, headers={"HX-Request": "true"}).status_code == 200
    run_job(job.pk)
    answer = browser.get(address, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (286, "true")


def test_a_done_job_offers_no_second_start(as_, start, kind):
    kind()
    job = start()
    run_job(job.pk)
    as_("district").post(f"/jobs/{job.pk}/retry/")
    assert Job.objects.count() == 1


@pytest.mark.parametrize("count", [1, 20])
def test_queries_of_the_list_do_not_grow(as_, start, kind, count, django_assert_num_queries):
    kind()
    for _number in range(count):
        start()
    browser = as_("district")
    with django_assert_num_queries(6):
        browser.get("/desk/jobs/")
