"""An installation of release 0.1 with the demo district is upgraded, and the upgrade is killed half-way and run again."""

import os
import random
import signal
import time

import pytest

from .installations import OWN, of_release

KILLS = 2  # the long form kills twenty times (tests.faults.upgrade_kills)

SIGN_IN = """
from django.contrib.auth import authenticate
from django.test import RequestFactory
found = authenticate(RequestFactory().post("/"), identifier={phone!r}, username={phone!r}, password="demo-2017")
print("signed in as", found and found.username)
"""

# Two workbooks that somebody of a sub-district asked for, who may still, and the notice of the one that waits.
ASKED = """
INSERT INTO hand_outs_handout (kind, title, params, organisation_id, purpose, recipient, state, asked_by_id, asked_at,
    decided_by_id, decided_at, answer, file, sha256, file_sha256, figures)
SELECT 'cohorts.readiness', '{state}', '{{"round_id": 1, "as_of": "2018-03-31"}}', g.organisation_id, '汇报', '区委组织部',
    '{state}', g.person_id, '2026-11-01 02:00:00+00:00', {by}, {at}, '{answer}', '', '', '', '{{}}'
FROM people_rolegrant g JOIN people_person p ON p.id = g.person_id WHERE p.username = 'subdistrict' AND g.role = 'subdistrict'
"""
TOLD = """
INSERT INTO notices_notice (person_id, kind, params, url, source, created_at)
SELECT p.id, 'hand_out.waiting', '{{"name": "某", "title": "x", "recipient": "y"}}', '/desk/hand-outs/{pk}/',
    'hand_out:{pk}:waiting:1', '2026-11-01 02:00:00+00:00' FROM people_person p WHERE p.username = 'district'
"""
APPROVE = """
from lms.approvals.actions import approve
from lms.approvals.models import Approval
from lms.people.models import Person
approve(actor=Person.objects.get(username="district"), approval=Approval.objects.get(subject="waiting"))
"""


@pytest.fixture
def installation(tmp_path):
    with of_release("0_1", tmp_path, os.environ.get("DATABASE_URL", "")) as old:
        yield old


def test_what_waited_for_approval_still_waits_and_can_be_approved(installation):
    district = "(SELECT id FROM people_person WHERE username = 'district')"
    installation.do(ASKED.format(state="waiting", by="NULL", at="NULL", answer=""),
                    ASKED.format(state="declined", by=district, at="'2026-11-02 02:00:00+00:00'", answer="用途不明"))
    [(waiting,)] = installation.ask("SELECT id FROM hand_outs_handout WHERE title = 'waiting'")
    installation.do(TOLD.format(pk=waiting))
    done = installation.manage("migrate")
    assert done.returncode == 0, done.stderr
    assert installation.ask("SELECT count(*) FROM hand_outs_handout WHERE title IN ('waiting', 'declined')") == [(0,)]
    asked = "SELECT kind, subject, reason, state, answer FROM approvals_approval WHERE reason = '汇报' ORDER BY id"
    assert installation.ask(asked) == [("hand_out.make", "waiting", "汇报", "waiting", ""),
                                       ("hand_out.make", "declined", "汇报", "declined", "用途不明")]
    [(pk,)] = installation.ask("SELECT id FROM approvals_approval WHERE subject = 'waiting'")
    [(kind, url)] = installation.ask(f"SELECT kind, url FROM notices_notice WHERE source LIKE 'approval:{pk}:waiting:%'")
    assert (kind, url) == ("approval.waiting", f"/desk/approvals/{pk}/")
    approved = installation.manage("shell", "-c", APPROVE)
    assert approved.returncode == 0, approved.stderr
    made = "SELECT h.purpose, h.recipient, a.username, d.username FROM hand_outs_handout h " \
           "JOIN people_person a ON a.id = h.asked_by_id JOIN people_person d ON d.id = h.decided_by_id WHERE h.title = 'waiting'"
    assert installation.ask(made) == [("汇报", "区委组织部", "subdistrict", "district")]


def test_an_upgrade_killed_half_way_ends_whole(installation):
    before = installation.tables()
    [(username, phone)] = installation.ask("SELECT username, phone FROM people_person WHERE username = 'learner'")
    rng, killed = random.Random(2018), 0
    for _ in range(KILLS):
        process = installation.begin("migrate")
        time.sleep(rng.uniform(2, 8))
        if process.poll() is None:
            killed += 1
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = installation.manage("migrate")
    assert done.returncode == 0, done.stderr
    assert killed
    after = installation.tables()
    after["hand_outs_handout"] += after["approvals_approval"] - before.get("approvals_approval", 0)  # what waited moved there
    assert {name: rows for name, rows in before.items() if name not in OWN and after.get(name) != rows} == {}
    assert installation.manage("migrate", "--check").returncode == 0
    trail = installation.manage("verify_audit")
    assert trail.returncode == 0, trail.stdout + trail.stderr
    shown = installation.manage("shell", "-c", SIGN_IN.format(phone=phone))
    assert f"signed in as {username}" in shown.stdout, shown.stderr
