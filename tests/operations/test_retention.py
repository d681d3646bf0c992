"""What is removed by itself: temporary files of killed processes, uploads, results, notices. A dry run removes nothing."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from courses.models import HourImport, HourImportRow
from lms import retention
from lms.audit.models import AuditEntry
from lms.jobs.models import Job
from lms.notices.actions import notify
from lms.notices.models import Notice
from lms.operations.retention import FOLDERS
from lms.people.models import ImportBatch, ImportRow
from lms.storage import private_storage


@pytest.fixture
def files(settings, tmp_path, monkeypatch):
    """Private files and temporary ones of this test's own."""
    settings.DATA_DIR, settings.TEMPORARY_ROOT = tmp_path, tmp_path / "tmp"
    settings.TEMPORARY_ROOT.mkdir()
    settings.STORAGES = {**site.STORAGES, "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "private"}}}
    for model, names in ((ImportBatch, ("file", "error_file")), (HourImport, ("file", "error_file")), (Job, ("result_file",))):
        for name in names:
            monkeypatch.setattr(model._meta.get_field(name), "storage", private_storage())
    return tmp_path


def age(path, hours):
    at = time.time() - hours * 3600
    for each in (*path.rglob("*"), path) if path.is_dir() else (path,):
        os.utime(each, (at, at))


def swept(name, **asked):
    return dict((rule.name, count) for rule, count in retention.sweep(**asked))[name]


def test_what_a_killed_process_leaves_is_removed_within_the_hour(db, files):
    program = ("import tempfile, pathlib, time\n"
               f"tempfile.tempdir = {str(files / 'tmp')!r}\n"
               "with tempfile.TemporaryDirectory(prefix='roster-') as folder:\n"
               "    pathlib.Path(folder, 'upload').write_text('x' * 1000)\n"
               "    print(folder, flush=True)\n"
               "    time.sleep(60)\n")
    worker = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    folder = Path(worker.stdout.readline().strip())
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert (folder / "upload").exists()
    assert swept("temporary", often=True) == 0  # it might still be at work
    age(folder, 0.8)
    assert swept("temporary", dry=True) == 1
    assert folder.exists()
    assert swept("temporary", often=True) == 1
    assert list((files / "tmp").iterdir()) == []
    assert AuditEntry.objects.get(verb="retention.remove").detail == {"what": "temporary", "removed": 1}
    entry = next(each for each in site.CELERY_BEAT_SCHEDULE.values() if each.get("args") == (True,))
    assert site.TEMPORARY_MINUTES * 60 + entry["schedule"] < 3600


def test_a_file_that_is_written_to_stays(db, files):
    folder = files / "tmp" / "roster-x"
    folder.mkdir()
    (folder / "old").write_text("x")
    age(folder, 3)
    (folder / "new").write_text("x")
    assert swept("temporary") == 0


def test_temporary_files_lie_in_our_folder(tmp_path):
    run = [sys.executable, "-c", "import django; django.setup(); import tempfile; print(tempfile.gettempdir())"]
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "lms.settings"}
    done = subprocess.run(run, cwd=site.BASE_DIR, env=environment, text=True, capture_output=True, check=True)
    assert done.stdout.strip() == str(tmp_path / "tmp")


def test_an_upload_whose_row_was_never_written_goes(world, files):
    kept = ImportBatch(uploaded_by=world.p_subdistrict, file_name="a.xlsx")
    kept.file.save("kept", ContentFile(b"x"), save=False)
    kept.save()
    storage = private_storage()
    lost = [storage.save(f"{folder}/2026/11/lost", ContentFile(b"x")) for folder in FOLDERS]
    elsewhere = storage.save("certificates/2026/x.pdf", ContentFile(b"x"))
    assert swept("orphans") == 0
    age(files / "private", 2)
    assert swept("orphans") == len(FOLDERS)
    assert [storage.exists(name) for name in (*lost, kept.file.name, elsewhere)] == [False] * len(FOLDERS) + [True, True]


def batch(world, state, days, **fields):
    at = timezone.now() - timedelta(days=days)
    row = ImportBatch(uploaded_by=world.p_subdistrict, file_name="a.xlsx", state=state, created_at=at, **fields)
    row.file.save("x", ContentFile(b"x"), save=False)
    row.error_file.save("y", ContentFile(b"y"), save=False)
    row.save()
    ImportRow.objects.create(batch=row, position=0, sheet="s", number=1, state="new", shown={"name": "张三"})
    return row


def test_rosters_go_after_their_time_and_can_still_be_undone(world, files):
    ago = timezone.now() - timedelta(days=31)
    old = batch(world, "applied", 31, applied_at=ago, effects={"people": [1]})
    late = batch(world, "applied", 31, applied_at=timezone.now() - timedelta(days=2))
    abandoned, fresh = batch(world, "ready", 8), batch(world, "ready", 6)
    assert (swept("rosters", dry=True), swept("abandoned rosters", dry=True)) == (3, 1)
    assert ImportRow.objects.count() == 4
    retention.sweep(often=False)
    assert set(ImportBatch.objects.values_list("pk", flat=True)) == {old.pk, late.pk, fresh.pk}
    old.refresh_from_db()
    assert (old.file.name, old.error_file.name, old.rows.count(), old.effects) == ("", "", 0, {"people": [1]})
    assert (late.rows.count(), fresh.rows.count()) == (1, 1)
    assert sorted(path.name for path in (files / "private").rglob("*") if path.is_file()) == sorted(
        Path(each.name).name for row in (late, fresh) for each in (row.file, row.error_file))
    assert abandoned.pk not in ImportBatch.objects.values_list("pk", flat=True)
    assert (swept("rosters"), swept("abandoned rosters")) == (0, 0)


def test_workbooks_of_hours_go_too(world, files):
    at = timezone.now() - timedelta(days=40)
    old = HourImport(uploaded_by=world.p_subdistrict, file_name="a", state="applied", created_at=at, applied_at=at)
    old.file.save("x", ContentFile(b"x"), save=False)
    old.save()
    HourImportRow.objects.create(batch=old, position=0, sheet="s", number=1, state="new", shown={"name": "张三"}, source="x")
    left = HourImport(uploaded_by=world.p_subdistrict, file_name="b", state="mapping", created_at=at)
    left.file.save("x", ContentFile(b"x"), save=False)
    left.save()
    assert (swept("hours", dry=True), swept("abandoned hours", dry=True)) == (1, 1)
    retention.sweep()
    assert [(row.shown, row.source) for row in HourImportRow.objects.all()] == [({}, "x")]
    assert list(HourImport.objects.values_list("pk", "file")) == [(old.pk, "")]


def test_notices_and_jobs_grow_old(world, files):
    for number, days in enumerate((181, 179)):
        notify(person=world.p_learner, kind="lesson_question.answered", source=f"n{number}", params={"lesson": "x"})
        Notice.objects.filter(source=f"n{number}").update(created_at=timezone.now() - timedelta(days=days))
    old = Job.objects.create(kind="x", owner=world.p_learner, state="done", finished_at=timezone.now() - timedelta(days=8))
    old.result_file.save("result", ContentFile(b"x"))
    retention.sweep()
    assert list(Notice.objects.values_list("source", flat=True)) == ["n1"]
    assert Job.objects.count() == 0
    assert [path for path in (files / "private").rglob("*") if path.is_file()] == []


def test_a_rule_that_fails_stops_no_other(world, files, monkeypatch):
    broken = retention.Rule("temporary", "", timedelta, lambda *asked: 1 / 0)
    monkeypatch.setitem(retention.RULES, "temporary", broken)
    Notice.objects.all().delete()
    assert swept("temporary") is None
    assert swept("notices") == 0


def test_the_command_says_what_would_go(world, files):
    notify(person=world.p_learner, kind="lesson_question.answered", source="old", params={"lesson": "x"})
    Notice.objects.update(created_at=timezone.now() - timedelta(days=200))
    out = StringIO()
    call_command("retain", "--dry-run", "--language", "en", stdout=out)
    assert "       1  notices (NOTICE_DAYS=180 days, 0:00:00)  Notices, read or not" in out.getvalue()
    assert Notice.objects.count() == 1
    assert AuditEntry.objects.filter(verb="retention.remove").count() == 0
    call_command("retain", stdout=out)
    assert Notice.objects.count() == 0


def test_every_rule_is_in_the_operators_guide():
    guide = (site.BASE_DIR / "docs" / "operations.md").read_text()
    table = guide.partition("## What goes by itself")[2]
    assert [name for name in retention.RULES if f"`{name}`" not in table] == []
    settings_named = {rule.setting for rule in retention.RULES.values()} - {""}
    configuration = (site.BASE_DIR / "docs" / "configuration.md").read_text()
    assert [name for name in settings_named if f"`{name}`" not in configuration] == []
