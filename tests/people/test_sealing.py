"""Telephone numbers lie encrypted, are found without being opened, and outlive a change of keys."""

from io import StringIO

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from lms.audit.models import AuditEntry
from lms.operations.registry import examine
from lms.operations.vault import secret_keys
from lms.people.actions import create_person
from lms.people.backends import find_person
from lms.people.models import ImportBatch, Person
from lms.people.queries import search_people
from lms.sealing import boxes, keys, rows

NUMBER = "13812345678"


@pytest.fixture
def own_keys(settings, tmp_path):
    """Keys of this test's own: none yet."""
    settings.KEYS_FOLDER = tmp_path / "keys"
    return tmp_path / "keys"


def raw(person):
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM people_person WHERE id = %s", [person.pk])
        return cursor.fetchone()[0]


def person(number=NUMBER, name="张三"):
    return create_person(actor=None, name=name, phone=number)


def test_a_number_lies_encrypted_and_is_read_as_it_was(db):
    one, other = person(), person("13912345678", "李四")
    assert NUMBER not in raw(one)
    assert "5678" not in raw(one)
    assert Person.objects.get(pk=one.pk).phone == NUMBER
    assert list(Person.objects.order_by("pk").values_list("phone", flat=True)) == [NUMBER, "13912345678"]
    assert raw(one)[:24] != raw(other)[:24]
    assert raw(one)[24:31] == raw(other)[24:31]  # the same last four digits
    Person.objects.filter(pk=one.pk).update(phone=None)
    assert raw(one) is None


def test_the_same_number_is_encrypted_otherwise_each_time(db):
    one = person()
    before = raw(one)
    one.save()
    assert raw(one)[:31] == before[:31]
    assert raw(one)[31:] != before[31:]


def test_it_is_found_whole_among_several_and_by_its_end(db):
    one, other = person(), person("13912345678", "李四")
    assert list(Person.objects.filter(phone=NUMBER)) == [one]
    assert set(Person.objects.filter(phone__in=[NUMBER, "13912345678", "13800000000"])) == {one, other}
    assert list(Person.objects.filter(phone__in=["13800000000", ""])) == []
    assert set(Person.objects.filter(phone__endswith="5678")) == {one, other}
    assert find_person("+86 138-1234-5678") == one
    everyone = Person.objects.all()
    assert set(search_people(everyone, "5678")) == {one, other}
    assert list(search_people(everyone, "812345678")) == [one]
    assert list(search_people(everyone, NUMBER)) == [one]
    assert list(search_people(everyone, "9912345678")) == []


@pytest.mark.parametrize("lookup", ["contains", "startswith", "gt", "regex", "iexact"])
def test_what_would_compare_the_encryption_is_refused(db, lookup):
    with pytest.raises(FieldError):
        Person.objects.filter(**{f"phone__{lookup}": "138"}).count()


def test_two_people_never_share_a_number(db):
    person()
    with pytest.raises(IntegrityError), transaction.atomic():
        person(name="李四")
    with pytest.raises(ValidationError):
        Person(name="李四", phone=NUMBER).validate_constraints()
    person(None, "王五")
    person(None, "赵六")
    assert Person.objects.filter(phone=None).count() == 2


def test_looking_one_up_reads_an_index(db):
    person()
    for found, index in ((Person.objects.filter(phone=NUMBER), "person_phone_once"),
                         (Person.objects.filter(phone__endswith="5678"), "person_phone_tail")):
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL enable_seqscan = off")
            assert index in found.order_by().explain()


def test_a_value_opens_for_its_own_column_only(db):
    sealed = boxes.seal("x", "a.b")
    assert boxes.unseal(sealed, "a.b") == "x"
    for other, purpose in ((sealed, "a.c"), (sealed[:-6] + "AAAAAA", "a.b"), ("s1.00000000.AAAA", "a.b"), ("x", "a.b")):
        with pytest.raises(boxes.Locked):
            boxes.unseal(other, purpose)


def test_keys_are_made_once_and_for_us_alone(own_keys, db):
    person()
    made = {file.name: file.read_text() for file in own_keys.iterdir()}
    assert made.keys() == {"sealing", "lookup"}
    assert {file.stat().st_mode & 0o777 for file in own_keys.iterdir()} == {0o600}
    keys.make()
    assert {file.name: file.read_text() for file in own_keys.iterdir()} == made


def test_without_keys_nothing_is_lost_and_none_are_made(own_keys, db):
    one = person()
    own_keys.rename(own_keys.with_name("away"))
    found = Person.objects.get(pk=one.pk)
    assert found.phone == "*" * 11
    assert NUMBER[-4:] not in found.masked_phone
    assert not Person.objects.filter(phone=NUMBER).exists()
    found.save()  # what cannot be opened is written back as it was
    with pytest.raises(keys.KeysMissing):
        person("13900000000", "李四")
    assert not own_keys.exists()
    [result] = examine(names=["keys"])
    assert result.finding.state == "failure"
    assert "telephone" in result.finding.text or "电话" in result.finding.text
    own_keys.with_name("away").rename(own_keys)
    assert Person.objects.get(pk=one.pk).phone == NUMBER


def test_the_doctor_sees_other_keys(own_keys, db):
    person()
    for file in own_keys.iterdir():
        file.unlink()
    keys.make()
    states = [result.finding.state for result in examine(names=["keys"])]
    assert states[0] == "failure"


def test_the_copy_of_the_keys_holds_them_and_brings_them_back(own_keys, db):
    person()
    kept = secret_keys.unseal(secret_keys.seal("a long enough phrase"), "a long enough phrase")
    assert kept["keys/sealing"] == (own_keys / "sealing").read_bytes()
    assert {"keys/sealing", "keys/lookup"} <= {each["name"] for each in secret_keys.listed()}
    for file in own_keys.iterdir():
        file.unlink()
    secret_keys.put_back({name: kept[name] for name in ("keys/sealing", "keys/lookup")}, "aside")
    assert Person.objects.get().phone == NUMBER


def rotate(*arguments):
    out = StringIO()
    call_command("rotate_keys", *arguments, stdout=out)
    return out.getvalue()


def test_keys_are_rotated_and_a_run_that_was_stopped_goes_on(own_keys, db, monkeypatch):
    people = [person(f"138{number:08}", f"人{number}") for number in range(7)]
    before = {one.pk: raw(one) for one in people}
    batch = ImportBatch.objects.create(uploaded_by=people[0], file_name="x", effects={"people": [1]})
    old = keys.load().newest
    monkeypatch.setattr(rows, "PART", 3)
    write, calls = rows._write, []

    def dies(field, changes):
        if len(calls) == 1:
            raise KeyboardInterrupt
        calls.append(changes)
        write(field, changes)

    monkeypatch.setattr(rows, "_write", dies)
    with pytest.raises(KeyboardInterrupt):
        rotate()
    monkeypatch.setattr(rows, "_write", write)
    new = keys.load().newest
    assert new != old
    assert [boxes.key_of(raw(one)[32:]) for one in people].count(new) == 3
    with pytest.raises(CommandError):
        rotate("--drop-old")
    assert [find_person(f"138{number:08}") for number in range(7)] == people  # meanwhile everything works
    assert "people.Person.phone: 4 encrypted anew" in rotate("--continue")
    assert {boxes.key_of(raw(one)[32:]) for one in people} == {new}
    assert {pk: text[:31] for pk, text in before.items()} == {one.pk: raw(one)[:31] for one in people}
    rotate("--drop-old")
    assert list(keys.load().boxes) == [new]
    assert [Person.objects.get(pk=one.pk).phone for one in people] == [f"138{number:08}" for number in range(7)]
    assert ImportBatch.objects.get(pk=batch.pk).effects == {"people": [1]}
    assert AuditEntry.objects.filter(verb="keys.rotate").count() == 2


def test_another_look_up_key_is_taken_over(own_keys, db):
    one = person()
    (own_keys / "lookup").write_text(keys.new_key())
    assert find_person(NUMBER) is None
    assert rotate("--lookup").startswith("1 number")
    assert find_person(NUMBER) == one
    assert list(Person.objects.filter(phone__endswith="5678")) == [one]


def test_keys_can_be_supplied(settings, own_keys, db):
    first, second = keys.new_key(), keys.new_key()
    settings.SEALING_KEYS, settings.LOOKUP_KEY = [first], keys.new_key()
    one = person()
    settings.SEALING_KEYS = [second, first]
    assert Person.objects.get().phone == NUMBER
    rotate()
    settings.SEALING_KEYS = [second]
    assert Person.objects.get().phone == NUMBER
    assert not own_keys.exists()
    assert find_person(NUMBER) == one
    assert {each["name"] for each in secret_keys.listed()} >= {"SEALING_KEYS", "LOOKUP_KEY"}


def test_rows_in_clear_are_encrypted_once(own_keys, db):
    one, other = person(), person("13900000000", "李四")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET phone = %s WHERE id = %s", ["13700000000", one.pk])
    field = Person._meta.get_field("phone")
    assert rows.seal_clear(field) == 1
    assert rows.seal_clear(field) == 0
    assert find_person("13700000000") == one
    assert Person.objects.get(pk=other.pk).phone == "13900000000"
    rows.open_all(field)
    assert raw(one) == "13700000000"
