"""One job of a person runs at a time: the next waits, says so, and begins by itself."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from lms.jobs.actions import JobError, reconcile, run_job, running, start_job
from lms.jobs.enums import JobState
from lms.jobs.models import Job
from lms.jobs.registry import KINDS, JobKind


def use(monkeypatch, handler):
    monkeypatch.setitem(KINDS, "test.job", JobKind("test.job", "Test", handler))


def start(owner):
    return start_job(kind="test.job", owner=owner)


def states(*jobs):
    return [Job.objects.get(pk=job.pk).state for job in jobs]


@pytest.fixture
def told(monkeypatch):
    sent = []
    monkeypatch.setattr(running, "send", lambda job_id, kind: sent.append(job_id))
    return sent


@pytest.mark.parametrize("end", [None, JobError("no")])
def test_the_second_waits_and_is_told_of_when_the_first_ends(world, monkeypatch, told, django_capture_on_commit_callbacks, end):
    began = []

    def work(run):
        began.append(run.job.pk)
        if run.job.pk != first.pk:
            return
        run_job(second.pk)
        run_job(other.pk)
        assert states(first, second, other) == [JobState.RUNNING, JobState.QUEUED, JobState.DONE]
        assert [job.waits_for_another for job in Job.objects.filter(pk=second.pk)] == [True]
        if end:
            raise end

    use(monkeypatch, work)
    first, second, other = start(world.p_district), start(world.p_district), start(world.p_subdistrict)
    with django_capture_on_commit_callbacks(execute=True):
        run_job(first.pk)
    assert told == [second.pk]
    run_job(second.pk)
    assert began == [first.pk, other.pk, second.pk]
    assert states(second) == [JobState.DONE]


def test_its_page_says_what_it_waits_for(client, world, monkeypatch, told):
    use(monkeypatch, lambda run: None)
    first, second = start(world.p_district), start(world.p_district)
    client.force_login(world.p_district)
    said = "您的另一项任务完成后，本任务自动开始。"
    page = reverse("jobs:job", args=[second.pk])
    assert said not in client.get(page).content.decode()
    Job.objects.filter(pk=first.pk).update(state=JobState.RUNNING)
    assert said in client.get(page).content.decode()


def test_the_job_of_a_dead_worker_holds_the_next_up_until_it_is_found_only(world, monkeypatch, told):
    use(monkeypatch, lambda run: None)
    dead, second = start(world.p_district), start(world.p_district)
    long_ago = timezone.now() - timedelta(minutes=5)
    Job.objects.filter(pk=dead.pk).update(state=JobState.RUNNING, heartbeat_at=long_ago, attempts=3)
    Job.objects.filter(pk=second.pk).update(created_at=long_ago)
    run_job(second.pk)
    assert states(second) == [JobState.QUEUED]
    reconcile()
    assert told == [second.pk]
    run_job(second.pk)
    assert states(dead, second) == [JobState.FAILED, JobState.DONE]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_begin_two_jobs_of_one_person(world, monkeypatch, told):
    at_work, most, lock = [], [], threading.Lock()

    def work(run):
        with lock:
            at_work.append(run.job.pk)
            most.append(len(at_work))
        threading.Event().wait(0.05)
        with lock:
            at_work.remove(run.job.pk)

    use(monkeypatch, work)
    for _ in range(10):
        jobs = [start(world.p_district) for _ in range(4)]
        gate = threading.Barrier(len(jobs))

        def worker(job, gate=gate):
            gate.wait()
            run_job(job.pk)
            connection.close()

        threads = [threading.Thread(target=worker, args=(job,)) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        Job.objects.all().delete()
    assert set(most) == {1}
    assert len(most) >= 10
