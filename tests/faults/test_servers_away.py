"""Short forms of ``redis_down``, ``database_down`` and ``crowd``: a few candidates, nothing that was acknowledged is lost."""

from pathlib import Path

import pytest

from tests.faults.servers import PrivatePostgres, PrivateRedis
from tests.faults.short import chosen, figures

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the harness finds processes as Linux lists them")


@pytest.mark.skipif(PrivateRedis.program is None, reason="there is no redis-server on this machine")
def test_a_redis_that_hangs_keeps_nobody_from_an_exam(django_db_setup):
    [found] = figures("redis_down", "--how", "hung", "--candidates", 5, "--questions", 3, "--jobs", 1, "--seconds", 6, "--brief")
    assert chosen(found, "acknowledged", "handed_in", "lost", "half_marked", "arrived", "marks", "signed_in", "which",
                  "ready_meanwhile", "ready_after", "passwords_tried", "digits_tried") == {
        "acknowledged": 15, "handed_in": 5, "lost": 0, "half_marked": 0, "arrived": 5, "marks": 5, "signed_in": 1, "which": {},
        "ready_meanwhile": "degraded", "ready_after": "ok", "passwords_tried": 5, "digits_tried": 13,
    }


@pytest.mark.once
def test_a_crowd_is_turned_away_in_words_and_keeps_nobody_from_an_exam(django_db_setup):
    [found] = figures("crowd", "--crowd", 150, "--candidates", 3, "--questions", 2)
    assert chosen(found, "acknowledged", "handed_in", "lost", "half_marked", "saves_refused", "other", "without_words") == {
        "acknowledged": 6, "handed_in": 3, "lost": 0, "half_marked": 0, "saves_refused": 0, "other": 0, "without_words": 0,
    }
    assert found["turned_away"] > 0 < found["pages"]
    assert found["noted"]


@pytest.mark.skipif(not PrivatePostgres.there, reason="there are no programs of a PostgreSQL server on this machine")
def test_a_database_that_stops_loses_nothing_that_was_acknowledged(django_db_setup, django_db_blocker):
    from django.db import connection

    if connection.vendor != "postgresql":
        pytest.skip("the run on PostgreSQL tries this")
    [found] = figures("database_down", "--candidates", 5, "--questions", 5, "--pause", 2, "--outages", 1, "--down", 2)
    assert chosen(found, "acknowledged", "handed_in", "lost", "half_marked", "duplicates", "gave_up", "wrong_pages",
                  "languages_read", "errors_after_return", "site_restarted") == {
        "acknowledged": 25, "handed_in": 5, "lost": 0, "half_marked": 0, "duplicates": 0, "gave_up": 0, "wrong_pages": 0,
        "languages_read": ["en", "zh-hans"], "errors_after_return": 0, "site_restarted": 0,
    }
    assert max(found["healthy_after_seconds"]) <= 10
