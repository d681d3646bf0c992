"""The trail is searched by what stands in its columns, and an auditor takes what was found away."""

import openpyxl
import pytest
from django.utils import timezone

from lms.audit.actions import seal_trail
from lms.audit.models import AuditEntry, AuditSeal
from lms.audit.trail import record
from lms.jobs.actions import run_job
from lms.jobs.models import Job
from lms.people.actions import end_grant

EXPORT = "/desk/lists/audit.trail/export/"


@pytest.fixture
def as_(client, world):
    def enter(role):
        client.force_login(world.people[role], backend="lms.people.backends.IdentifierBackend")
        return client

    return enter


@pytest.fixture
def told(world):
    record(actor=world.p_trainer, verb="person.edit", target=world.p_learner, organisation=world.east_branch)
    record(actor=world.p_district, verb="organisation.change", target=world.east, organisation=world.east)
    record(actor=world.p_district, verb="person.reveal", target=world.p_outsider, organisation=world.west_branch)
    return ("person.edit", "organisation.change", "person.reveal")


def found(client, told, **asked):
    return [entry.verb for entry in client.get("/desk/audit/", asked).context["page"] if entry.verb in told]


def test_by_what_a_line_is_about(as_, world, told):
    browser = as_("auditor")
    learner, east = world.p_learner.pk, world.east.pk
    assert found(browser, told, target=f"人员 {learner}") == ["person.edit"]
    assert found(browser, told, target="人员") == ["person.reveal", "person.edit"]
    assert found(browser, told, target=f"组织 {east}") == ["organisation.change"]
    assert found(browser, told, target=f"{east}", verb="organisation.change") == ["organisation.change"]
    assert found(browser, told, target="没有这样的东西 1") == []


def test_by_organisation_with_all_below_it(as_, told):
    browser = as_("auditor")
    assert found(browser, told, organisation="东街道") == ["organisation.change", "person.edit"]
    assert found(browser, told, organisation="西一居民区党总支") == ["person.reveal"]
    assert found(browser, told, organisation="没有") == []


def test_a_sub_district_finds_no_more_than_it_sees(as_, told):
    assert found(as_("subdistrict"), told, organisation="西街道") == []


def test_by_days_from_and_to(as_, told):
    today, browser = f"{timezone.localdate()}", as_("auditor")
    everything = ["person.reveal", "organisation.change", "person.edit"]
    assert [found(browser, told, **asked) for asked in ({"since": today}, {"until": today}, {"until": "2001-01-01"})] == [
        everything, everything, []]


def test_what_was_found_is_exported_with_its_place_in_the_chain(as_, told, world):
    seal_trail(everything=True)
    answer = as_("auditor").post(f"{EXPORT}?organisation=东街道&verb=person.edit")
    job = Job.objects.get()
    assert answer.url == f"/jobs/{job.pk}/"
    run_job(job.pk)
    job.refresh_from_db()
    rows = list(openpyxl.load_workbook(job.result_file).active.iter_rows(values_only=True))
    line = AuditEntry.objects.get(verb="person.edit")
    seal = AuditSeal.objects.get(entry=line.pk)
    assert (rows[-1][0], rows[-1][2], rows[-1][7], rows[-1][8]) == (line.pk, "trainer 某", seal.position, seal.digest)
    assert AuditEntry.objects.get(verb="list.export").detail["rows"] == 1


def test_who_may_export(as_, told):
    assert [as_(role).post(EXPORT).status_code for role in ("auditor", "district", "subdistrict", "learner")] == [
        302, 403, 403, 403]
    assert [EXPORT in as_(role).get("/desk/audit/").content.decode() for role in ("auditor", "district")] == [
        True, False]


def test_whoever_is_no_auditor_any_more_when_the_work_begins_gets_nothing(as_, told, world):
    job_before = Job.objects.count()
    as_("auditor").post(EXPORT)
    end_grant(actor=world.p_district, grant=world.p_auditor.grants.get())
    job = Job.objects.latest("created_at")
    run_job(job.pk)
    job.refresh_from_db()
    assert (Job.objects.count() - job_before, job.state, bool(job.result_file)) == (1, "failed", False)
