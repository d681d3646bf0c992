"""A page that takes too much memory or time is stopped, in words, and the next one is drawn."""

import pytest

from lms import confined
from lms.confined import MEMORY_IS_LIMITED, TIME_IS_LIMITED, Limits
from lms.jobs.actions import run_job, start_job
from lms.jobs.models import Job
from lms.jobs.registry import KINDS, JobKind
from lms.printing import Paper, TooMuchToDraw, paper

STYLE = "p { font-family: PackagedFonts }"
LONG = "<p>印</p>" * 40_000


def draw(page):
    return Paper("印", STYLE).pdf(page)[:5]


@pytest.mark.parametrize("limits", [
    pytest.param(Limits(seconds=60, megabytes=16), marks=pytest.mark.skipif(not MEMORY_IS_LIMITED, reason="on Linux only")),
    pytest.param(Limits(seconds=1, megabytes=512), marks=pytest.mark.skipif(not TIME_IS_LIMITED, reason="on Unix only")),
], ids=["memory", "time"])
def test_a_page_beyond_the_limits_is_stopped_and_the_next_is_drawn(limits, monkeypatch):
    monkeypatch.setattr(confined, "_idle", [])  # a process that kept nothing of former work
    assert draw("<p>印</p>") == b"%PDF-"
    with monkeypatch.context() as patch:
        patch.setattr(paper, "DRAWING", limits)
        with pytest.raises(TooMuchToDraw):
            draw(LONG)
    assert draw("<p>印</p>") == b"%PDF-"


@pytest.mark.skipif(not TIME_IS_LIMITED, reason="on Unix only")
@pytest.mark.django_db
def test_a_job_that_draws_too_much_says_so_and_the_worker_goes_on(world, monkeypatch):
    monkeypatch.setattr(paper, "DRAWING", Limits(seconds=1, megabytes=512))
    monkeypatch.setitem(KINDS, "test.draw", JobKind("test.draw", "Test", lambda run, page: draw(page) and {}))
    job = start_job(kind="test.draw", owner=world.p_district, params={"page": LONG})
    run_job(job.pk)
    monkeypatch.setattr(paper, "DRAWING", Limits(seconds=30, megabytes=512))
    other = start_job(kind="test.draw", owner=world.p_district, params={"page": "<p>印</p>"})
    run_job(other.pk)
    assert list(Job.objects.values_list("state", "error").order_by("created_at")) == [
        ("failed", "绘制用时超过 1 秒或占用内存过多，已被中止。请减少每次打印的数量，或缩短上面的内容。"), ("done", ""),
    ]
