"""The audit trail is only added to, and read as far as one's scope reaches."""

import pytest

from lms.audit.models import AuditEntry
from lms.audit.models.entry import Immutable
from lms.audit.trail import record


def test_entries_are_never_changed_or_removed(world):
    entry = record(actor=world.p_district, verb="test.act")
    entry.verb = "test.other"
    for change in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(Immutable):
            change()
    with pytest.raises(Immutable):
        AuditEntry.objects.update(verb="x")


def test_a_subdistrict_reads_what_concerns_its_organisations(world):
    AuditEntry.objects.all()
    record(actor=world.p_district, verb="test.east", organisation=world.east_branch)
    record(actor=world.p_district, verb="test.west", organisation=world.west_branch)
    seen = AuditEntry.objects.visible_to(world.p_subdistrict).filter(verb__startswith="test.")
    assert [entry.verb for entry in seen] == ["test.east"]


@pytest.mark.parametrize(("role", "status"), [("auditor", 200), ("subdistrict", 200), ("trainer", 403), ("learner", 403)])
def test_who_may_read_it(client, world, role, status):
    client.force_login(world.people[role], backend="lms.people.backends.IdentifierBackend")
    assert client.get("/desk/audit/").status_code == status
