"""Jobs: claimed once, seen by their owner only, picked up again when a worker dies."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lms.jobs.actions import JobError, cancel_job, reconcile, run_job, start_job
from lms.jobs.enums import JobState
from lms.jobs.models import Job
from lms.jobs.registry import KINDS, JobKind


@pytest.fixture
def kind(monkeypatch):
    """Register a kind of job whose handler the test gives; returns its list of runs."""
    runs = []

    def use(handler=lambda run: None):
        def counted(run, **params):
            runs.append(params)
            return handler(run)

        monkeypatch.setitem(KINDS, "test.job", JobKind("test.job", "Test", counted))
        return runs

    return use


def test_a_job_delivered_twice_runs_once(world, kind):
    runs = kind()
    job = start_job(kind="test.job", owner=world.p_district, params={})
    run_job(job.pk)
    run_job(job.pk)
    job.refresh_from_db()
    assert (len(runs), job.state) == (1, JobState.DONE)


def test_a_job_is_sent_after_the_commit(world, kind, django_capture_on_commit_callbacks):
    runs = kind()
    with django_capture_on_commit_callbacks(execute=True):
        start_job(kind="test.job", owner=world.p_district)
        assert runs == []
    assert runs == [{}]


def test_a_failure_says_what_the_owner_can_do(world, kind):
    def refuse(run):
        raise JobError("请换一个文件。")

    kind(refuse)
    job = start_job(kind="test.job", owner=world.p_district)
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "请换一个文件。")


def test_a_running_job_stops_when_asked_to(world, kind):
    def work(run):
        cancel_job(job=run.job, actor=run.job.owner)
        run.progress(1, 1)

    kind(work)
    job = start_job(kind="test.job", owner=world.p_district)
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


@pytest.mark.parametrize(("attempts", "state"), [(1, JobState.QUEUED), (3, JobState.FAILED)])
def test_a_job_without_a_sign_of_life_is_picked_up_three_times(world, kind, monkeypatch, attempts, state):
    kind()
    sent = []
    monkeypatch.setattr("lms.jobs.actions.running._send", sent.append)
    job = start_job(kind="test.job", owner=world.p_district)
    old = timezone.now() - timedelta(minutes=5)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, heartbeat_at=old, attempts=attempts)
    assert reconcile() == (1 if state == JobState.QUEUED else 0)
    job.refresh_from_db()
    assert (job.state, len(sent)) == (state, 1 if state == JobState.QUEUED else 0)


def test_a_job_is_its_owners_alone(client, world, kind):
    kind()
    job = start_job(kind="test.job", owner=world.p_subdistrict)
    for role, status in [("subdistrict", 200), ("district", 404), ("auditor", 404)]:
        client.force_login(world.people[role], backend="lms.people.backends.IdentifierBackend")
        assert client.get(f"/jobs/{job.pk}/").status_code == status


def test_a_finished_job_ends_the_polling(client, world, kind):
    kind()
    job = start_job(kind="test.job", owner=world.p_district)
    client.force_login(world.p_district, backend="lms.people.backends.IdentifierBackend")
    address = f"/jobs/{job.pk}/"
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 200
    run_job(job.pk)
    answer = client.get(address, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (286, "true")
