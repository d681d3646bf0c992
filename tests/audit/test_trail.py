"""The audit trail is only added to, and read as far as one's scope reaches."""

from datetime import UTC, datetime

import pytest

from lms.audit import labels
from lms.audit.models import AuditEntry
from lms.audit.models.entry import Immutable
from lms.audit.trail import record


@pytest.fixture
def as_(client, world):
    def enter(role):
        client.force_login(world.people[role], backend="lms.people.backends.IdentifierBackend")
        return client

    return enter


def verbs(response):
    return [entry.verb for entry in response.context["page"]]


def test_entries_are_never_changed_or_removed(world):
    entry = record(actor=world.p_district, verb="test.act")
    entry.verb = "test.other"
    for change in (entry.save, entry.delete, AuditEntry.objects.all().delete, AuditEntry.objects.filter(pk=1).delete):
        with pytest.raises(Immutable):
            change()
    with pytest.raises(Immutable):
        AuditEntry.objects.update(verb="x")
    with pytest.raises(Immutable):
        AuditEntry.objects.bulk_update([entry], ["verb"])
    assert AuditEntry.objects.get(pk=entry.pk).verb == "test.act"


def test_a_subdistrict_reads_what_concerns_its_organisations(world):
    record(actor=world.p_district, verb="test.east", organisation=world.east_branch)
    record(actor=world.p_district, verb="test.west", organisation=world.west_branch)
    record(actor=world.p_district, verb="test.nowhere")
    seen = {
        role: sorted(AuditEntry.objects.visible_to(world.people[role]).filter(verb__startswith="test.")
                     .values_list("verb", flat=True))
        for role in ("subdistrict", "auditor", "district", "learner")
    }
    everything = ["test.east", "test.nowhere", "test.west"]
    assert seen == {"subdistrict": ["test.east"], "auditor": everything, "district": everything, "learner": []}


@pytest.mark.parametrize(("role", "status"), [("auditor", 200), ("subdistrict", 200), ("trainer", 403), ("learner", 403)])
def test_who_may_read_it(as_, role, status):
    assert as_(role).get("/desk/audit/").status_code == status


def test_it_is_narrowed_by_verb_person_and_days(as_, world):
    record(actor=world.p_trainer, verb="person.edit", target=world.p_learner)
    record(actor=world.p_learner, verb="person.set_password", target=world.p_learner)
    record(actor=world.p_trainer, verb="person.reveal", target=world.p_outsider)
    browser = as_("auditor")
    assert verbs(browser.get("/desk/audit/", {"verb": "person.edit"})) == ["person.edit"]
    assert "person.reveal" not in verbs(browser.get("/desk/audit/", {"who": "张学员"}))
    assert verbs(browser.get("/desk/audit/", {"who": "trainer"})) == ["person.reveal", "person.edit", "person.create"]
    assert verbs(browser.get("/desk/audit/", {"since": "2001-01-01", "until": "2001-01-01"})) == []


def test_a_day_is_one_of_shanghai(as_, world):
    for hour, verb in [(15, "test.before"), (16, "test.first"), (23, "test.second")]:
        entry = AuditEntry(verb=verb, at=datetime(2018, 3, 30, hour, 30, tzinfo=UTC))
        entry.save()
    day = {"since": "2018-03-31", "until": "2018-03-31"}
    assert verbs(as_("auditor").get("/desk/audit/", day)) == ["test.second", "test.first"]


def test_verbs_are_shown_in_words(as_, world):
    record(actor=world.p_trainer, verb="person.reveal", target=world.p_learner)
    page = as_("auditor").get("/desk/audit/", {"verb": "person.reveal"})
    assert [str(entry.label) for entry in page.context["page"]] == [str(labels.label_of("person.reveal"))]
    assert labels.label_of("person.reveal") != "person.reveal"
    assert labels.label_of("unnamed.verb") == "unnamed.verb"


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow(as_, world, count, django_assert_num_queries):
    browser = as_("auditor")
    for _number in range(count):
        record(actor=world.p_learner, verb="person.edit", target=world.p_learner)
    with django_assert_num_queries(7):
        browser.get("/desk/audit/")
