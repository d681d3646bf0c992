"""The register of numbers and the patterns they run by."""

import openpyxl
import pytest
from django.urls import reverse

from certificates.actions import issuing, replacing
from certificates.actions.patterns import save_pattern
from certificates.models import Certificate, NumberPattern, NumberSequence
from certificates.queries import register as queries
from certificates.reports import export_register
from lms.audit.models import AuditEntry
from lms.jobs.models import Job

from .private import files_in
from .test_certificates import item, make

NUMBERS, REGISTERS = 8, 7
PATTERN = "徐委党训〔{year}〕{n:04}号"


@pytest.fixture(autouse=True)
def own_folder(tmp_path):
    with files_in(tmp_path):
        yield


@pytest.fixture
def register(world):
    """Four numbers of 2017: valid, void, revoked, and one of somebody in the west."""
    district = world.people["district"]
    rows = issuing.issue_many(actor=None, items=[
        item(world.people["learner"], "a"), item(world.people["learner"], "b"), item(world.people["reserve"], "c"),
        item(world.people["outsider"], "d"),
    ])
    replacing.void(actor=district, certificate=rows[1], reason="打印损坏")
    issuing.revoke(actor=district, certificate=rows[2], reason="错发")
    issuing.revoke(actor=district, certificate=rows[3], reason="西边的事")
    return NumberSequence.objects.get()


def test_every_number_is_there_with_what_became_of_it(world, register):
    rows = queries.register(register, 1, 4, user=world.people["district"])
    assert [(row["running"], row["certificate"].state, row["seen"], row["reason"]) for row in rows] == [
        (1, "valid", True, ""), (2, "void", True, "打印损坏"), (3, "revoked", True, "错发"), (4, "revoked", True, "西边的事"),
    ]


def test_whom_one_does_not_see_is_a_number_only(client, world, register):
    rows = queries.register(register, 1, 4, user=world.people["subdistrict"])
    assert [(row["seen"], row["reason"]) for row in rows] == [(True, ""), (True, "打印损坏"), (True, "错发"), (False, "")]
    client.force_login(world.people["subdistrict"])
    body = client.get(reverse("certificates:numbers", args=[register.pk])).content.decode()
    outsider = world.people["outsider"].name
    assert (outsider in body, "西边的事" in body, "徐委党训〔2017〕0004号" in body) == (False, False, True)


def test_a_gap_would_show(world, register):
    NumberSequence.objects.update(last=5)
    assert queries.register(register, 5, 5, user=world.people["district"])[0]["certificate"] is None
    assert [(row.last, row.given, row.ended, row.void) for row in queries.sequences(world.people["district"])] == [(5, 4, 2, 1)]


def test_queries_of_the_register_do_not_grow(client, world, django_assert_num_queries):
    client.force_login(world.people["district"])
    for count in (1, 30):
        issuing.issue_many(actor=None, items=[item(world.people["learner"], f"q{count}:{place}") for place in range(count)])
        sequence = NumberSequence.objects.get()
        address = reverse("certificates:numbers", args=[sequence.pk])
        client.get(address)
        with django_assert_num_queries(NUMBERS):
            client.get(address)
        with django_assert_num_queries(REGISTERS):
            client.get(reverse("certificates:register"))


def test_the_register_goes_out_whole_and_leaves_a_line(world, register, tmp_path):
    path = tmp_path / "r.xlsx"
    assert export_register(actor=world.people["subdistrict"], sequence=register, path=path) == 4
    sheet = openpyxl.load_workbook(path).worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert [(line[1], line[3] == "张学员", line[7] or None) for line in lines] == [
        ("徐委党训〔2017〕0001号", True, None), ("徐委党训〔2017〕0002号", True, "打印损坏"),
        ("徐委党训〔2017〕0003号", False, "错发"), ("徐委党训〔2017〕0004号", False, None),
    ]
    assert AuditEntry.objects.get(verb="certificate.register_export").detail["rows"] == 4


def test_the_export_is_a_job(client, world, register, django_capture_on_commit_callbacks):
    client.force_login(world.people["district"])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("certificates:numbers-export", args=[register.pk]))
    job = Job.objects.get()
    assert (job.state, job.result, job.result_name) == ("done", {"rows": 4}, "徐委党训〔2017〕…号.xlsx")


# Patterns --------------------------------------------------------------------------------------------------------------

def test_a_pattern_is_shown_before_it_is_kept(client, world):
    make(world)
    client.force_login(world.people["district"])
    address = reverse("certificates:pattern-new")
    data = {"organisation": world.root.pk, "text": "徐委党训[{year}] {n:04} 号"}
    page = client.post(address, {**data, "preview": "1"})
    assert (page.status_code, NumberPattern.objects.count()) == (200, 0)
    assert page.context["preview"]["next"].endswith("〕0001号")
    assert client.post(address, data).url == reverse("certificates:patterns")
    row = NumberPattern.objects.get()
    assert (row.text, row.organisation, row.is_active) == (PATTERN, world.root, True)
    assert AuditEntry.objects.get(verb="number_pattern.save").detail == {"pattern": PATTERN, "before": ""}
    again = client.post(address, {**data, "text": "徐委党训〔{year}〕{n}号"})
    assert (again.status_code, NumberPattern.objects.count()) == (200, 1)  # the same numbers under another width


def test_changing_words_begins_anew_and_changing_digits_does_not(client, world):
    row = save_pattern(actor=None, pattern=None, organisation=world.root, text=PATTERN)
    make(world)
    client.force_login(world.people["district"])
    address = reverse("certificates:pattern", args=[row.pk])
    wide = client.post(address, {"text": "徐委党训〔{year}〕{n:06}号", "is_active": "on", "preview": "1"}).context["preview"]
    other = client.post(address, {"text": "徐党训〔{year}〕{n:04}号", "is_active": "on", "preview": "1"}).context["preview"]
    assert (wide["anew"], other["anew"]) == (False, True)
    client.post(address, {"text": "徐委党训〔{year}〕{n:06}号"})
    row.refresh_from_db()
    assert (row.text, row.is_active) == ("徐委党训〔{year}〕{n:06}号", False)
    entry = AuditEntry.objects.filter(verb="number_pattern.save").latest("pk")
    assert entry.detail["before"] == PATTERN
    made = issuing.issue_many(actor=None, items=[issuing.IssueItem(
        person_id=world.people["reserve"].pk, source="z", facts=Certificate.objects.get().facts, pattern=row.text,
    )])
    assert made[0].number == "徐委党训〔2017〕000002号"


@pytest.mark.parametrize("text", ["", "徐委", "{n}{year}", "第3期{year}-{n}", "{year}{n}", "徐" * 50])
def test_a_wrong_pattern_is_not_kept(client, world, text):
    client.force_login(world.people["district"])
    page = client.post(reverse("certificates:pattern-new"), {"organisation": world.root.pk, "text": text})
    kept = NumberPattern.objects.count()
    assert (page.status_code, kept) == ((302, 1) if text == "徐委" else (200, 0))


def test_one_numbers_by_the_patterns_of_the_organisations_above_and_changes_ones_own(client, world):
    rows = [NumberPattern.objects.create(organisation=place, text=f"{word}〔{{year}}〕{{n:04}}号")
            for place, word in ((world.root, "区"), (world.east, "东"), (world.west, "西"))]
    seen = NumberPattern.objects.visible_to(world.people["subdistrict"])
    assert [row.text[0] for row in seen] == ["区", "东"]
    client.force_login(world.people["subdistrict"])
    codes = [client.get(reverse("certificates:pattern", args=[row.pk])).status_code for row in rows]
    assert codes == [403, 200, 404]
