"""Larger by configuration: production's settings are clean, proxies are counted, each kind of work has its queue."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory

from lms.jobs.actions import running
from lms.jobs.registry import KINDS
from lms.middleware import VisitorAddressMiddleware

BASE = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "SECRET_KEY": "Rm3V9x_kQ27bYtLw84nZsPd61HfJcGe05aUoTiXyMvBqNrEl3D", "HTTPS": "true", "ALLOWED_HOSTS": "training.example.org",
    "SITE_URL": "https://training.example.org", "SCORM_HOST": "content.example.net", "TRUSTED_PROXIES": "1",
    "CELERY_BROKER_URL": "redis://127.0.0.1:6379/5", "CACHE_URL": "redis://127.0.0.1:6379/6",
}


def manage(folder, *arguments, **env):
    return subprocess.run([sys.executable, "manage.py", *arguments], cwd=BASE, text=True, capture_output=True,
                          env={"PATH": os.environ["PATH"], "DATA_DIR": str(folder), **PRODUCTION, **env})


def test_the_settings_of_production_are_clean(tmp_path):
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (1 silenced).\n"), done.stderr
    plain = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", HTTPS="false")
    assert (plain.returncode, "security.W008" in plain.stderr) == (1, True)


def test_cookies_of_production_are_for_this_host_by_https_and_for_no_script(tmp_path):
    asked = ("import json; from django.conf import settings as s; print(json.dumps([[getattr(s, f'{c}_COOKIE_{n}') for n in "
             "('NAME', 'SECURE', 'HTTPONLY', 'SAMESITE', 'PATH', 'DOMAIN')] for c in ('SESSION', 'CSRF')]))")
    done = manage(tmp_path, "shell", "--no-imports", "-c", asked)
    assert json.loads(done.stdout) == [
        ["__Host-sessionid", True, True, "Lax", "/", None], ["__Host-csrftoken", True, True, "Lax", "/", None]], done.stderr


@pytest.mark.parametrize(("proxies", "forwarded", "address"), [
    (0, "203.0.113.7", "10.0.0.1"),
    (1, "203.0.113.7", "203.0.113.7"),
    (1, "198.51.100.9, 203.0.113.7", "203.0.113.7"),  # the first was written by the visitor
    (2, "198.51.100.9, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
    (2, "203.0.113.7", "10.0.0.1"),  # somebody came past the first proxy: nothing is believed
    (1, "<script>", "10.0.0.1"),
    (1, "2001:DB8::1", "2001:db8::1"),
    (1, "", "10.0.0.1"),
])
def test_the_visitors_address_is_counted_from_our_own_proxies(proxies, forwarded, address, settings):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert VisitorAddressMiddleware(lambda request: request.META["REMOTE_ADDR"])(request) == address


def test_each_kind_of_work_has_a_queue_that_workers_serve():
    assert {kind.queue for kind in KINDS.values()} == set(settings.QUEUES)
    assert KINDS["certificates.issue"].queue == "certificates"
    assert KINDS["cohorts.export_attendance"].queue == "exports"
    assert KINDS["roster.check"].queue == "quick"


def test_a_job_is_told_to_the_queue_of_its_kind(monkeypatch):
    from lms.jobs.tasks import run

    told = []
    monkeypatch.setattr(run, "apply_async", lambda arguments, queue, **options: told.append(([*arguments], queue)))
    running.send(7, "certificates.issue")
    running.send(8, "a kind of an older version")
    assert told == [(["7"], "certificates"), (["8"], None)]


def test_what_the_guide_installs_is_there():
    guide = (BASE / "docs" / "operations.md").read_text()
    assert [file.name for file in sorted((BASE / "docs" / "deploy").iterdir()) if file.name not in guide] == []
    units = [file for file in (BASE / "docs" / "deploy").iterdir() if file.suffix == ".service"]
    assert [file.name for file in units if "EnvironmentFile=/etc/training.env" not in file.read_text()] == []


def test_without_a_database_the_doctor_still_examines_the_rest(tmp_path):
    done = manage(tmp_path, "doctor", "database", "fonts", "jobs", "--language", "en", DATABASE_URL="postgres://x@127.0.0.1:1/x")
    lines = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert (done.returncode, lines[0], lines[1][:9], lines[2]) == (
        1, "✗ Database: The database does not answer.", "✓ Fonts: ", "✗ Jobs: This could not be examined (OperationalError).")
