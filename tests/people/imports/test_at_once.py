"""Two imports at once, and work that was killed half-way."""

import pytest

from lms.jobs.actions import run_job
from lms.jobs.models import Job
from lms.people.actions import imports
from lms.people.actions.imports import applying, checking
from lms.people.models import BatchState, ImportBatch, Organisation, Person
from lms.people.rosters.reading import read_roster

from .conftest import person_row


@pytest.fixture
def roster(make_roster):
    """People without any number: only the register itself can tell that they are there already."""
    second = person_row(2, name="乙二", phone="", organisation="东二居民区党总支")
    return make_roster([person_row(1, name="甲一", phone=""), second, person_row(3)])


def test_the_second_of_two_at_once_finds_what_the_first_wrote(world, roster, monkeypatch):
    plan_file, overtaken = checking.plan_file, []

    def slow_plan(**given):
        draft = plan_file(**given)
        if not overtaken:
            overtaken.append(True)
            imports.import_now(actor=world.p_district, path=roster, name="first.xlsx")
        return draft

    monkeypatch.setattr(checking, "plan_file", slow_plan)
    plan = imports.import_now(actor=world.p_district, path=roster, name="second.xlsx")
    assert plan.counts == {"read": 3, "created": 0, "updated": 0, "unchanged": 3, "refused": 0}
    assert Person.objects.filter(name__in=["甲一", "乙二"]).count() == 2
    assert Organisation.objects.filter(name="东二居民区党总支").count() == 1


def test_a_correction_made_meanwhile_is_not_overwritten(world, make_roster, monkeypatch):
    imports.import_now(actor=world.p_district, path=make_roster([person_row(1)]), name="first.xlsx")
    plan_file, overtaken = checking.plan_file, []

    def slow_plan(**given):
        draft = plan_file(**given)
        if not overtaken:
            overtaken.append(True)
            Person.objects.filter(phone="14000000001").update(born="1971-06-05")
        return draft

    monkeypatch.setattr(checking, "plan_file", slow_plan)
    plan = imports.import_now(actor=world.p_district, path=make_roster([person_row(1, born="1971-06")]), name="second.xlsx")
    assert plan.counts["unchanged"] == 1
    assert Person.objects.get(phone="14000000001").born == "1971-06-05"


@pytest.fixture
def applying_batch(world, roster, rf, django_capture_on_commit_callbacks):
    """A batch whose import was asked for and not yet begun."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("roster.xlsx", roster.read_bytes())
    with django_capture_on_commit_callbacks(execute=True):
        batch = imports.upload_roster(actor=world.p_district, upload=upload)
    batch.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        imports.map_columns(actor=world.p_district, batch=batch, fields={})
    batch.refresh_from_db()
    imports.start_applying(actor=world.p_district, batch=batch)
    batch.refresh_from_db()
    return batch


class Killed(BaseException):
    """What a killed process looks like to the code that was running."""


@pytest.mark.parametrize("step", ["_write_organisations", "_write_posts", "_fill_categories"])
def test_work_killed_half_way_leaves_nothing_and_is_done_once_when_taken_up(world, applying_batch, monkeypatch, step):
    def count():
        return Person.objects.count(), Organisation.objects.count()

    job, before, whole = Job.objects.get(pk=applying_batch.job_id), count(), getattr(applying.Writing, step)

    def killed(self, *given):
        whole(self, *given)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(applying.Writing, step, killed)
        with pytest.raises(Killed):
            run_job(job.pk)
    assert count() == before
    applying_batch.refresh_from_db()
    assert applying_batch.state == BatchState.APPLYING
    Job.objects.filter(pk=job.pk).update(state="queued")
    run_job(job.pk)
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == "done"
    assert count() == (before[0] + 3, before[1] + 1)
    imports.apply_batch(actor=world.p_district, batch=applying_batch)
    assert count() == (before[0] + 3, before[1] + 1)


def test_two_workers_on_one_batch_write_once(world, applying_batch):
    stale = ImportBatch.objects.get(pk=applying_batch.pk)
    assert imports.apply_batch(actor=world.p_district, batch=applying_batch)
    count = Person.objects.count()
    imports.apply_batch(actor=world.p_district, batch=stale)
    assert Person.objects.count() == count


def test_the_file_is_kept_until_its_rows_are_written(applying_batch, tmp_path):
    with checking.local_copy(applying_batch) as path:
        assert [sheet.name for sheet in read_roster(path, "roster.xlsx")] == ["东街道"]
