"""Whole imports: what stands in the register afterwards."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from lms.audit.models import AuditEntry
from lms.people.actions import imports
from lms.people.models import Appointment, ImportBatch, ImportRow, Organisation, Person

from .conftest import HEADINGS, SAMPLES, person_row

RESIDENTIAL, OTHERS = SAMPLES / "roster-residential-2017.xlsx", SAMPLES / "roster-others-2017.xlsx"
samples = pytest.mark.skipif(not RESIDENTIAL.exists(), reason="the sample rosters are not on this machine")


def run(*files, user="district", **options):
    """Return ``(exit status, printed JSON)`` of the command."""
    out = StringIO()
    try:
        call_command("import_roster", *map(str, files), json=True, username=user, stdout=out, **options)
    except SystemExit as end:
        return end.code, json.loads(out.getvalue())
    except CommandError:
        return 1, json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def register():
    """Return everything an import may write, for comparison."""
    return (
        list(Organisation.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values()),
        list(Appointment.objects.order_by("pk").values()),
    )


@samples
def test_the_residential_roster_as_it_comes(world):
    status, said = run(RESIDENTIAL)
    assert status == 2
    assert {key: said[key] for key in said if key != "errors"} == {
        "read": 609, "created": 602, "updated": 0, "unchanged": 0, "refused": 7}
    assert [(error["sheet"], error["row"], error["column"], error["value"]) for error in said["errors"]] == [
        ("田林街道", 7, "姓名", ""), ("田林街道", 8, "联系电话", "1400000123"), ("田林街道", 9, "职务", "居委主任"),
        ("田林街道", 10, "出生年月", "2071.05"), ("龙华街道", 9, "联系电话", "14010000469"), ("龙华街道",
        10, "党组织名称", ""),
        ("龙华街道", 11, "姓名", '=HYPERLINK("http://127.0.0.1/","x")')]
    assert len({error["reason"] for error in said["errors"]}) == 7
    residential = Organisation.objects.filter(path__startswith=world.root.path, kind="general_branch",
        category__code="residential")
    imported = residential.exclude(parent__in=[world.east, world.west])
    assert imported.count() == 304
    assert imported.values("parent").distinct().count() == 13
    assert set(imported.values_list("parent__affiliated_kind", flat=True)) == {"subdistrict"}
    before = register()
    status, said = run(RESIDENTIAL)
    assert (status, said["created"], said["updated"], said["unchanged"], said["refused"]) == (2, 0, 0, 602, 7)
    assert register() == before


@samples
def test_the_other_roster_as_it_comes(world):
    status, said = run(OTHERS)
    assert (status, said) == (0, {"read": 910, "created": 910, "updated": 0, "unchanged": 0, "refused": 0, "errors": []})
    branches = Organisation.objects.filter(parent__affiliated_kind="commission")
    assert dict(branches.values_list("category__code").annotate(n=Count("pk"))) == {
        "government": 420, "soe": 210, "two_new": 280}
    assert branches.values("parent").distinct().count() == 13
    assert set(branches.values_list("kind", flat=True)) == {"branch"}
    before = register()
    assert run(OTHERS) == (0, {"read": 910, "created": 0, "updated": 0, "unchanged": 910, "refused": 0, "errors": []})
    assert register() == before


def test_a_trial_run_writes_nothing(world, make_roster):
    before, lines = register(), AuditEntry.objects.count()
    status, said = run(make_roster([person_row(1)]), dry_run=True)
    assert (status, said["created"]) == (0, 1)
    assert register() == before
    assert (AuditEntry.objects.count(), ImportBatch.objects.count()) == (lines, 0)


def test_the_root_is_created_where_there_is_none(db, make_roster, settings):
    person = Person.objects.create(username="first", name="首位")
    draft = imports.plan_file(actor=person, path=make_roster([person_row(1)]), name="roster.xlsx")
    assert draft.plan.verdicts[0].state == "refused"  # who holds no role reaches nothing
    assert draft.district is None


def test_a_person_is_created_whole(world, make_roster):
    run(make_roster([person_row(1, name="曾　伟", phone="１４０-0000 0001", staff_no="gh1", born="1970年5月",
        education="")]))
    person = Person.objects.get(phone="14000000001")
    assert (person.name, person.name_key, person.initials, person.born, person.gender, person.staff_no) == (
        "曾伟", "zeng wei", "zw", "1970-05", "f", "GH1")
    assert not person.has_usable_password()
    post = person.appointments.get()
    assert (post.organisation, post.position, post.starts_on.isoformat()) == (world.east_branch, "secretary",
        "2015-03-01")


def test_what_changed_is_written_and_the_rest_is_left(world, make_roster):
    run(make_roster([person_row(1), person_row(2)]))
    status, said = run(make_roster([person_row(1, born="1971-06", since="2016-09"), person_row(2, phone="",
        born="1970-05")]))
    assert (status, said["updated"], said["unchanged"]) == (0, 1, 1)
    person = Person.objects.get(phone="14000000001")
    assert (person.born, person.appointments.get().starts_on.isoformat()) == ("1971-06", "2016-09-01")
    assert Person.objects.filter(phone="14000000002").exists()


def test_one_audit_line_with_counts_and_no_names(world, make_roster):
    lines = AuditEntry.objects.count()
    run(make_roster([person_row(number) for number in range(1, 21)]))
    line = AuditEntry.objects.order_by("-pk").first()
    assert AuditEntry.objects.count() == lines + 1
    assert (line.verb, line.detail) == ("roster.apply", {
        "read": 20, "created": 20, "updated": 0, "unchanged": 0, "refused": 0, "organisations": 0, "people": 20,
        "appointments": 20})


def test_a_subdistrict_imports_its_own_rows_and_sees_no_other_persons(world, make_roster):
    Person.objects.filter(pk=world.p_outsider.pk).update(phone="14000000009")
    roster = make_roster([
        person_row(1), person_row(2, superior="西街道", organisation="西一居民区党总支"),
            person_row(3, superior="南街道"),
        person_row(4, name="王外人", phone="14000000009"), person_row(5, organisation="东二居民区党总支")])
    before = list(Organisation.objects.exclude(parent=world.east).values())
    status, said = run(roster, user="subdistrict")
    assert (status, said["created"], [error["row"] for error in said["errors"]]) == (2, 2, [3, 4, 5])
    assert "14000000009" in said["errors"][2]["value"]
    assert list(Organisation.objects.exclude(parent=world.east).values()) == before
    assert Organisation.objects.filter(parent=world.east, name="东二居民区党总支").exists()


@pytest.mark.parametrize("user", ["learner", "liaison", "trainer", "school", "editor", "auditor", "nobody"])
def test_only_administrators_import(world, make_roster, user):
    with pytest.raises(CommandError):
        call_command("import_roster", str(make_roster([person_row(1)])), username=user, stdout=StringIO())
    assert not Person.objects.filter(phone="14000000001").exists()


def test_when_one_file_cannot_be_read_none_is_imported(world, make_roster, tmp_path):
    good, bad = make_roster([person_row(1)]), tmp_path / "bad.xlsx"
    bad.write_bytes(b"no workbook")
    status, said = run(good, bad)
    assert (status, said["read"], said["errors"][0]["value"]) == (1, 0, "bad.xlsx")
    assert not Person.objects.filter(phone="14000000001").exists()


def test_a_text_table_imports_in_both_encodings(world, tmp_path):
    for number, encoding in enumerate(["utf-8-sig", "gb18030"], start=1):
        path = tmp_path / f"{encoding}.csv"
        lines = [HEADINGS, person_row(number), person_row(number + 10, name="=HYPERLINK(1)")]
        path.write_text("\r\n".join(",".join(line) for line in lines), encoding=encoding)
        status, said = run(path)
        assert (status, said["created"], said["errors"][0]["value"]) == (2, 1, "=HYPERLINK(1)")


def test_merged_cells_count_for_every_row_below(world, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.title = "名册"
    for line in (HEADINGS, person_row(1), person_row(2, superior="", organisation=""), person_row(3, superior="",
        organisation="")):
        page.append([value or None for value in line])
    page.merge_cells("A2:A4")
    page.merge_cells("B2:B3")
    path = tmp_path / "merged.xlsx"
    book.save(path)
    status, said = run(path)
    assert (status, said["created"], [(error["row"],
        error["column"]) for error in said["errors"]]) == (2, 2, [(4, "党组织名称")])


def _queries(act):
    with CaptureQueriesContext(connection) as context:
        act()
    return [query["sql"].split(" ")[0:3] for query in context.captured_queries]


def test_queries_do_not_grow_with_the_rows(world, make_roster):
    """Rows go in batches; SQLite limits the columns of one statement, so its inserts are counted by table."""

    def tables(queries):
        return sorted({" ".join(query) for query in queries if "SAVEPOINT" not in query})

    def roster(rows, first):
        return make_roster([person_row(first + number) for number in range(rows)])

    small, large = roster(20, 100).read_bytes(), roster(200, 1000).read_bytes()
    seen, _roles = [], world.p_district.scope  # read once a request
    for data in (small, large):
        path = make_roster([]).with_name("again.xlsx")
        path.write_bytes(data)
        first = _queries(lambda path=path: imports.import_now(actor=world.p_district, path=path, name=path.name))
        second = _queries(lambda path=path: imports.plan_file(actor=world.p_district, path=path, name=path.name))
        reads = [query for query in first if query[0] == "SELECT"]
        seen.append((len(reads), tables(first), len(second)))
        if connection.features.max_query_params is None:
            seen[-1] = (*seen[-1], len(first))
    assert seen[0] == seen[1]


def test_rows_are_kept_for_the_result(world, make_roster):
    run(make_roster([person_row(1), person_row(2, name="")]))
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.counts) == ("applied", {
        "read": 2, "created": 1, "updated": 0, "unchanged": 0, "refused": 1})
    assert list(ImportRow.objects.values_list("number", "state")) == [(2, "new"), (3, "refused")]
    assert batch.error_file
