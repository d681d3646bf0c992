"""Short forms of the harnesses about jobs, imports, the disk, SQLite and the clock."""

from pathlib import Path

import pytest

from tests.faults.disk_full import may_mount
from tests.faults.servers import PrivateRedis
from tests.faults.short import chosen, figures

linux = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the harness finds processes as Linux lists them")


def vendor():
    from django.db import connection

    return connection.vendor


@linux
@pytest.mark.skipif(PrivateRedis.program is None, reason="there is no redis-server on this machine")
def test_each_item_is_done_once_although_workers_are_killed(django_db_setup):
    [found] = figures("worker_kills", "--items", 60, "--kills", 2, "--stale", 5, "--item-seconds", 0.1, "--only-children",
                      "--seconds", 60)
    assert chosen(found, "done", "duplicates", "without", "gaps", "children_killed", "unfinished_jobs") == {
        "done": 60, "unfinished_jobs": 0, "duplicates": 0, "without": 0, "gaps": 0, "children_killed": 2}


@linux
def test_a_roster_comes_in_whole_or_not_at_all(django_db_setup):
    [found] = figures("import_kills", "--rows", 300, "--rounds", 1)
    assert found["killed"]  # how many kills fit in depends on the machine
    assert chosen(found, "seen_in_parts", "people", "exact", "duplicates", "half_people", "again_created") == {
        "seen_in_parts": 0, "people": 300, "exact": True, "duplicates": 0, "half_people": 0, "again_created": 0}


@linux
def test_a_job_whose_message_was_never_sent_runs_once(django_db_setup):
    [found] = figures("enqueue_gap", "--jobs", 12)
    assert chosen(found, "committed", "told", "ran", "twice", "not_run", "ghosts", "done") == {
        "committed": 9, "told": 9, "ran": 9, "twice": 0, "not_run": 0, "ghosts": 0, "done": 9}


@linux
@pytest.mark.skipif(not may_mount(), reason="a disk in memory cannot be mounted here")
def test_a_full_disk_refuses_clearly_and_loses_nothing(django_db_setup, django_db_blocker):
    if vendor() != "sqlite":
        pytest.skip("the run on SQLite tries this")
    [found] = figures("disk_full", "--candidates", 4, "--questions", 4, "--certificates", 8, "--seconds", 3)
    assert chosen(found, "acknowledged", "lost", "half_marked", "wrong_pages", "reads_failed", "upload_after", "integrity",
                  "certificates", "broken_files", "left_over", "job") == {
        "acknowledged": 16, "lost": 0, "half_marked": 0, "wrong_pages": 0, "reads_failed": 0, "upload_after": True,
        "integrity": "ok", "certificates": 8, "broken_files": 0, "left_over": 0, "job": "done"}
    assert found["uploads_refused"] > 0


@linux
def test_sqlite_keeps_what_it_acknowledged(django_db_setup, django_db_blocker):
    if vendor() != "sqlite":
        pytest.skip("the run on SQLite tries this")
    [found] = figures("sqlite_power", "--seconds", 2, "--kills", 4)
    assert found["backups"] > 0
    assert chosen(found, "lost", "torn", "corrupt", "backups_lacking", "backups_torn", "backups_corrupt", "stray_log",
                  "journal_mode", "synchronous") == {
        "lost": 0, "torn": 0, "corrupt": 0, "backups_lacking": 0, "backups_torn": 0, "backups_corrupt": 0,
        "stray_log": {"lost": 0, "torn": 0, "corrupt": 0}, "journal_mode": "wal", "synchronous": 2}


def test_a_clock_that_is_set_back_opens_nothing_again(django_db_setup):
    [found] = figures("clock_back", "--rounds", 1)
    assert chosen(found, "marks_taken", "answers_taken", "old_codes_taken", "changed_attempts", "steps_noted") == {
        "marks_taken": 0, "answers_taken": 0, "old_codes_taken": 0, "changed_attempts": 0, "steps_noted": 1}
