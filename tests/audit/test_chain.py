"""The chain of the trail: whatever is done to a line behind the product's back is found, and named."""

import re
import threading
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from lms.audit import guards
from lms.audit.actions import PurgeRefused, purge_trail, seal_trail
from lms.audit.marks import wording_of
from lms.audit.models import AuditChain, AuditCheckpoint, AuditEntry, AuditSeal
from lms.audit.queries import Finding, verify
from lms.audit.rules import chain, keeping
from lms.audit.trail import record
from lms.people.actions import create_person

NOW = datetime(2017, 8, 31, 9, tzinfo=UTC)


def sql(*statements, guarded=False):
    """Do to the database what the product never does; unless ``guarded``, with its triggers taken down before."""
    install, remove = guards.statements(connection.vendor)
    with connection.cursor() as cursor:
        for statement in statements if guarded else [*remove, *statements, *install]:
            cursor.execute(statement)


@pytest.fixture
def lines(db):
    """Ten sealed lines; the positions are those of the chain."""
    seal_trail(everything=True)
    first = AuditChain.objects.get().position
    made = [record(actor=None, verb="test.act", detail={"number": number}) for number in range(10)]
    seal_trail()
    for number, line in enumerate(made):
        line.position = first + 1 + number
    return made


def findings(noted=None):
    seal_trail(everything=True)
    return list(verify(noted))


# Rules


def test_what_a_line_says_is_one_text_whichever_database_gave_it_back():
    said = {"key": "k", "at": NOW, "actor": 1, "verb": "v", "target_type": "", "target_id": "", "organisation_path": "",
            "detail": {"b": 1, "a": [2]}}
    first, again = (chain.wording(**said, address=address) for address in ("2001:DB8:0::1", "2001:db8::1"))
    assert first == again == '["k",1504170000000000,1,"v","","","",{"a":[2],"b":1},"2001:db8::1"]'


@pytest.mark.parametrize("part", ["before", "position", "entry", "content_hash", "genuine"])
def test_a_digest_stands_for_everything_it_is_made_of(part):
    said = {"before": chain.START, "position": 1, "entry": 2, "content_hash": "a" * 64, "genuine": True}
    other = {"before": "1" * 64, "position": 2, "entry": 3, "content_hash": "b" * 64, "genuine": False}
    assert chain.digest(**said) != chain.digest(**{**said, part: other[part]})


@pytest.mark.parametrize(("months", "day"), [(6, (2017, 2, 28)), (36, (2014, 8, 28)), (8, (2016, 12, 28))])
def test_months_are_counted_back_to_a_day_that_exists(months, day):
    assert keeping.months_before(NOW, months) == datetime(*day, 9, tzinfo=UTC)


# Sealing


def test_lines_are_sealed_in_the_order_of_their_numbers(lines):
    seals = list(AuditSeal.objects.filter(position__gte=lines[0].position).values_list("position", "entry", "genuine"))
    assert seals == [(line.position, line.pk, True) for line in lines]
    assert seal_trail() == 0


def test_a_line_that_is_committed_late_is_sealed_with_the_next_ones(lines):
    """Its number is lower than that of lines sealed before it; nothing is skipped."""
    late = AuditEntry(pk=lines[-1].pk + 5, verb="test.late")
    early = AuditEntry(pk=lines[-1].pk + 9, verb="test.early")
    early.save(force_insert=True)
    seal_trail()
    late.save(force_insert=True)
    seal_trail()
    last = list(AuditSeal.objects.order_by("position").values_list("entry", flat=True))[-2:]
    assert (last, findings()) == ([early.pk, late.pk], [])


def test_sealing_asks_little_of_the_database(lines, django_assert_num_queries):
    for number in range(40):
        record(actor=None, verb="test.act", detail={"number": number})
    before = AuditSeal.objects.count()
    with django_assert_num_queries(14):
        assert seal_trail() == 40
    assert AuditSeal.objects.count() == before + 40


@pytest.mark.django_db(transaction=True)
def test_two_that_seal_at_once_make_one_chain(db):
    for number in range(60):
        record(actor=None, verb="test.act", detail={"number": number})
    errors = []

    def work():
        try:
            seal_trail()
        except DatabaseError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (errors, findings()) == ([], [])
    assert list(AuditSeal.objects.values_list("position", flat=True)) == list(range(1, AuditEntry.objects.count() + 1))


# Guards


@pytest.mark.parametrize("statement", [
    "UPDATE audit_auditentry SET verb = 'test.other' WHERE id = {}", "DELETE FROM audit_auditentry WHERE id = {}",
    "UPDATE audit_auditseal SET genuine = genuine WHERE entry = {}", "DELETE FROM audit_auditseal WHERE entry = {}",
])
def test_the_database_itself_refuses(lines, statement):
    with pytest.raises(DatabaseError, match=guards.REFUSED), transaction.atomic():
        sql(statement.format(lines[3].pk), guarded=True)
    assert findings() == []


# Tampering


CHANGES = {
    "verb": "'test.other'", "detail": "'{{\"number\": 99}}'", "address": "'203.0.113.9'", "target_id": "'7'",
    "organisation_path": "'1/'", "target_type": "'people.person'", "key": "'another'", "actor_id": "{person}",
    "at": "'2001-01-01 00:00:00'",
}


@pytest.mark.parametrize("column", sorted(CHANGES))
def test_a_change_to_any_column_is_found(lines, column):
    person = create_person(actor=None, name="某")
    sql(f"UPDATE audit_auditentry SET {column} = {CHANGES[column].format(person=person.pk)} WHERE id = {lines[4].pk}")
    assert findings() == [Finding("changed", lines[4].position, lines[4].pk)]


def test_a_line_that_was_removed_is_missed(lines):
    sql(f"DELETE FROM audit_auditentry WHERE id = {lines[0].pk}")
    assert findings() == [Finding("removed", lines[0].position, lines[0].pk)]


def test_lines_that_were_removed_with_their_seals_are_missed(lines):
    ids = f"({lines[4].pk}, {lines[5].pk})"
    sql(f"DELETE FROM audit_auditentry WHERE id IN {ids}", f"DELETE FROM audit_auditseal WHERE entry IN {ids}")
    assert findings() == [Finding("lost", lines[4].position, until=lines[5].position)]


def test_the_last_lines_that_were_removed_with_their_seals_are_missed(lines):
    ids = f"({lines[8].pk}, {lines[9].pk})"
    sql(f"DELETE FROM audit_auditentry WHERE id IN {ids}", f"DELETE FROM audit_auditseal WHERE entry IN {ids}")
    assert findings() == [Finding("lost", lines[8].position, until=lines[9].position)]


def _copy(line, number, mark="''"):
    columns = "at, verb, target_type, target_id, organisation_path, detail, address, actor_id, key"
    return (f"INSERT INTO audit_auditentry (id, {columns}, mark) "
            f"SELECT {number}, {columns}, {mark} FROM audit_auditentry WHERE id = {line.pk}")


def test_a_line_that_was_inserted_is_found(lines):
    number = lines[-1].pk + 1000
    sql(_copy(lines[3], number), guarded=True)
    assert findings() == [Finding("inserted", lines[-1].position + 1, number)]


def test_a_line_changed_before_it_was_sealed_is_found(lines):
    """Its mark is that of what it said first."""
    line = record(actor=None, verb="test.act")
    sql(f"UPDATE audit_auditentry SET verb = 'test.other' WHERE id = {line.pk}")
    assert findings() == [Finding("inserted", lines[-1].position + 1, line.pk)]


def test_a_seal_that_was_changed_with_its_line_is_found(lines):
    sql(f"UPDATE audit_auditentry SET verb = 'test.other' WHERE id = {lines[4].pk}")
    entry = AuditEntry.objects.get(pk=lines[4].pk)
    sql(f"UPDATE audit_auditseal SET content = '{chain.content(wording_of(entry))}' WHERE entry = {entry.pk}")
    assert findings() == [Finding("seal", lines[4].position, lines[4].pk)]


def test_a_chain_that_was_rewritten_whole_is_found_by_an_end_that_was_noted(lines):
    end = AuditChain.objects.get()
    noted = end.position, end.digest
    record(actor=None, verb="test.later")
    assert findings(noted) == []
    sql(f"UPDATE audit_auditentry SET verb = 'test.other' WHERE id = {lines[9].pk}", "DELETE FROM audit_auditseal",
        "UPDATE audit_auditchain SET position = 0, unmarked = 1000000000, digest = '" + chain.START + "'")
    assert findings() == []
    assert findings(noted) == [Finding("end", noted[0])]


def test_lines_from_before_there_were_marks_are_sealed_as_they_stand(lines):
    AuditChain.objects.update(unmarked=lines[-1].pk + 1000)
    sql(_copy(lines[3], lines[-1].pk + 1000), guarded=True)
    assert findings() == []


# The commands


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_verify_audit_says_where_the_chain_ends(lines):
    said = run("verify_audit")
    assert re.fullmatch(rf"The audit trail holds. It ends at {lines[-1].position}:[0-9a-f]{{64}}\n", said)
    assert run("verify_audit", "--noted", said.split()[-1]) == said
    with pytest.raises(CommandError, match="1 found"):
        run("verify_audit", "--noted", f"{lines[-1].position}:{'0' * 64}")
    with pytest.raises(CommandError, match="64 hexadecimal"):
        run("verify_audit", "--noted", "7")


def test_verify_audit_names_what_was_changed_removed_and_inserted(lines):
    number = lines[-1].pk + 1000
    sql(f"UPDATE audit_auditentry SET verb = 'test.other' WHERE id = {lines[2].pk}",
        f"DELETE FROM audit_auditentry WHERE id = {lines[6].pk}", _copy(lines[3], number))
    out = StringIO()
    with pytest.raises(CommandError, match="3 found"):
        call_command("verify_audit", stdout=out)
    assert out.getvalue().splitlines() == [
        f"entry {lines[2].pk} (position {lines[2].position}) was changed after it was sealed",
        f"entry {lines[6].pk} (position {lines[6].position}) was removed",
        f"entry {number} (position {lines[-1].position + 1}) was inserted: it does not bear the product's mark",
    ]


# Purging


def old(years, **more):
    entry = AuditEntry(verb="test.old", at=timezone.now() - timedelta(days=366 * years), **more)
    entry.save()
    return entry


@pytest.fixture
def aged(db):
    """Five lines of four years ago, then three of today."""
    made = [old(4) for _number in range(5)]
    return made, [record(actor=None, verb="test.new") for _number in range(3)]


def test_what_is_over_is_removed_and_the_rest_still_holds(aged):
    _over, young = aged
    assert (purge_trail(actor=None, months=36), findings()) == (5, [])
    assert AuditEntry.objects.filter(verb="test.old").count() == 0
    assert set(AuditEntry.objects.filter(verb="test.new")) == set(young)


def test_a_checkpoint_and_a_line_tell_of_it(aged):
    removed = purge_trail(actor=None, months=36)
    point, told = AuditCheckpoint.objects.get(), AuditEntry.objects.get(verb="audit.purge")
    assert told.detail == {"lines": 5, "months": 36, "position": point.position, "digest": point.digest}
    assert (removed, point.entries, AuditSeal.objects.filter(position__lte=point.position).count()) == (5, 5, 0)
    assert purge_trail(actor=None, months=36) == 0


def test_later_removals_go_on_from_the_checkpoint(aged):
    purge_trail(actor=None, months=36)
    assert purge_trail(actor=None, months=6, now=timezone.now() + timedelta(days=300)) == 4
    assert (findings(), AuditCheckpoint.objects.count()) == ([], 2)


def test_tampering_after_a_removal_is_found(aged):
    purge_trail(actor=None, months=36)
    seal = AuditSeal.objects.earliest("position")
    sql(f"UPDATE audit_auditentry SET verb = 'test.other' WHERE id = {seal.entry}")
    assert findings() == [Finding("changed", seal.position, seal.entry)]


def test_a_checkpoint_that_nobody_told_of_is_found(aged):
    """Whoever removes the first lines by hand and puts a checkpoint behind them."""
    seal_trail(everything=True)
    seal = AuditSeal.objects.order_by("position")[2]
    AuditCheckpoint.objects.create(position=seal.position, digest=seal.digest, entries=3)
    ids = ", ".join(str(each.entry) for each in AuditSeal.objects.filter(position__lte=seal.position))
    sql(f"DELETE FROM audit_auditentry WHERE id IN ({ids})", f"DELETE FROM audit_auditseal WHERE entry IN ({ids})")
    assert findings() == [Finding("checkpoint", seal.position)]


@pytest.mark.parametrize("months", [5, 0, -3])
def test_less_than_six_months_is_refused(aged, months):
    with pytest.raises(PurgeRefused):
        purge_trail(actor=None, months=months)
    with pytest.raises(CommandError):
        run("purge_audit", "--months", str(months))
    assert AuditEntry.objects.filter(verb="test.old").count() == 5


def test_nothing_is_removed_from_a_trail_that_does_not_hold(aged):
    seal_trail(everything=True)
    sql(f"DELETE FROM audit_auditentry WHERE id = {aged[0][1].pk}")
    with pytest.raises(PurgeRefused):
        purge_trail(actor=None, months=36)
    assert (AuditEntry.objects.filter(verb="test.old").count(), AuditCheckpoint.objects.count()) == (4, 0)


def test_the_command_keeps_as_many_months_as_the_setting_says(aged, settings):
    settings.AUDIT_KEEP_MONTHS = 60
    assert run("purge_audit") == "0 entries were removed.\n"
    settings.AUDIT_KEEP_MONTHS = 36
    assert run("purge_audit") == "5 entries were removed.\n"
