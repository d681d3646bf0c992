"""Every list of the desk: whoever opens its page gets the same rows in its file, and nobody else gets any."""

import datetime
import hashlib

import openpyxl
import pytest
from django.http import QueryDict
from django.utils import timezone

from cohorts.models import Cohort, Enrolment
from lms.audit.models import AuditEntry
from lms.jobs.actions import run_job
from lms.jobs.models import Job
from lms.lists.registry import KINDS
from lms.lists.writing import parts_of
from lms.people import actions
from lms.people.models import Person
from tests.access.rows import House
from tests.cohorts.meetings import fill

ROLES = ("subdistrict", "liaison", "trainer", "auditor", "outsider")
OF = {"cohorts.roster": "cohort", "cohorts.sessions": "cohort", "cohorts.filing": "filing_call"}
QUERIES = {
    "people.people": ("", "position=secretary", "q=张", "q=zzz"), "people.organisations": ("", "all=1", "q=东"),
    "people.grants": ("", "role=auditor"), "audit.trail": ("verb=grant.give", "who=learner&verb=person.create"),
    "cohorts.cohorts": ("", "phase=running", "q=一期", "phase=cancelled"), "cohorts.programmes": ("", "year=2017", "year=2016"),
    "cohorts.roster": ("", "list=waiting"), "cohorts.timetable": ("", "view=month", "week=2010-01-04"),
    "cohorts.venues": ("", "q=社区"), "cohorts.trainers": ("", "q=zzz"), "cohorts.orders": ("", "state=placed", "state=declined"),
    "cohorts.leaves": ("", "state=applied", "state=approved"), "cohorts.filing": ("", "how=due", "q=zzz"),
    "cohorts.nudges": ("", "about=other", "about=hours"), "cohorts.rectifications": ("", "state=overdue", "state=open"),
    "cohorts.points": ("", "q=张"), "cohorts.certificates-waiting": ("", "q=zzz"),
}


@pytest.fixture
def house(world):
    """A row or more for every list, in the east."""
    made = House(world)
    for name in ("session", "site", "order", "leave", "make_up", "filing_item", "nudge", "rectification", "point_entry"):
        assert getattr(made, name).pk
    past = timezone.localdate() - datetime.timedelta(days=30)
    over = Cohort.objects.create(
        programme=made.programme, organiser=made.east, title="已结业的一期", quota=9, starts_on=past, ends_on=past,
        closed_at=timezone.now(),
    )
    Enrolment.objects.create(
        cohort=over, person=world.p_learner, organisation=made.branch, position="secretary", state="completed",
        verdict={"complete": True, "facts": {}},
    )
    return made


def on_the_page(kind, context):
    """The rows that the page shows, as it shows them."""
    if kind.key == "cohorts.sessions":
        return context["sessions"]
    if kind.key == "cohorts.timetable":
        return [session for day in context["days"] for session in day["sessions"]]
    if kind.key == "cohorts.certificates-waiting":
        return context["waiting"]
    return list(context["page"])


def plain(value):
    """A value as a spreadsheet gives it back."""
    if isinstance(value, datetime.datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, datetime.date):
        return datetime.datetime.combine(value, datetime.time.min)
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if value != "" else None


def lines_of(job, kind):
    """Return the lines below the headings of a job's workbook."""
    with job.result_file.open("rb") as handle:
        rows = list(openpyxl.load_workbook(handle).active.iter_rows(values_only=True))
    heads = tuple(column.heading for column in kind.resource().columns())
    return [tuple(plain(cell) for cell in row) for row in rows[rows.index(heads) + 1:]]


def expected(kind, rows):
    if kind.key == "cohorts.certificates-waiting":
        return [one.merit.person.name for one in rows]
    shown = kind.resource().get_export_fields()
    return [tuple(plain(each.export(row)) for each in shown) for row in rows]


def near(one, other):
    """Tell whether two values are the same, moments within a second."""
    if isinstance(one, datetime.datetime) and isinstance(other, datetime.datetime):
        return abs(one - other) <= datetime.timedelta(seconds=1)
    return one == other


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("key", sorted(KINDS))
def test_page_and_export_have_the_same_rows(key, role, house, client):
    kind, user = KINDS[key], house.people[role]
    client.force_login(user)
    of = getattr(house, OF[key]) if key in OF else None
    for query in QUERIES.get(key, ("",)):
        asked = kind.asked(QueryDict(query), of)
        page = client.get(kind.url(asked, of.pk if of else None))
        answer = client.post(f"/desk/lists/{key}/export/?{query}{f'&of={of.pk}' if of else ''}")
        if page.status_code != 200:
            assert (answer.status_code, Job.objects.count()) == (page.status_code, 0)
            continue
        if answer.status_code == 403:
            kept = "subdistrict" if key == "audit.trail" else "auditor"  # who reads it and may not take it out
            assert (role, kind.export_verb != "") == (kept, True)
            continue
        job = Job.objects.get(pk=answer.url.split("/")[2])
        run_job(job.pk)
        job.refresh_from_db()
        assert (job.state, job.error) == ("done", "")
        lines, wanted = lines_of(job, kind), expected(kind, on_the_page(kind, page.context))
        if kind.key == "cohorts.certificates-waiting":
            lines = [line[0] for line in lines]
            assert lines == wanted
            continue
        assert len(lines) == len(wanted)
        wrong = [
            (one, other) for line, want in zip(lines, wanted, strict=True) for one, other in zip(line, want, strict=True)
            if not near(one, other)
        ]
        assert wrong == []


@pytest.mark.parametrize(("key", "role", "names"), [
    ("people.people", "subdistrict", {"张学员", "钱后备", "subdistrict 某"}),
    ("people.people", "liaison", {"张学员", "钱后备", "liaison 某"}), ("people.people", "stranger", {"王外人", "西某"}),
    ("cohorts.orders", "subdistrict", {"党章要点"}), ("cohorts.orders", "liaison", {"党章要点"}),
    ("cohorts.orders", "auditor", {"党章要点"}),
    ("cohorts.orders", "stranger", set()), ("cohorts.roster", "trainer", {"张学员"}), ("cohorts.roster", "auditor", {"张学员"}),
    ("cohorts.leaves", "trainer", {"张学员"}), ("cohorts.leaves", "stranger", set()), ("cohorts.venues", "trainer", None),
    ("cohorts.certificates-waiting", "subdistrict", {"张学员"}), ("cohorts.certificates-waiting", "stranger", set()),
])
def test_whose_rows_they_are(key, role, names, house, client):
    kind, of = KINDS[key], getattr(house, OF[key]) if key in OF else None
    client.force_login(house.people[role])
    answer = client.post(f"/desk/lists/{key}/export/" + (f"?of={of.pk}" if of else ""))
    run_job(answer.url.split("/")[2])
    lines = {line[0] for line in lines_of(Job.objects.get(), kind)}
    assert lines == (names if names is not None else {"党群服务站", "社区学校一楼"})


def test_every_list_has_been_filtered_here():
    assert {key for key, kind in KINDS.items() if kind.known} == set(QUERIES)


@pytest.mark.parametrize("key", sorted(OF))
def test_the_list_of_a_row_out_of_reach_is_like_no_row(key, house, client):
    client.force_login(house.people["stranger"])
    row = getattr(house, OF[key])
    asked = [f"?of={row.pk}", "?of=987654321", "?of=x", ""]
    assert [client.post(f"/desk/lists/{key}/export/{query}").status_code for query in asked] == [404] * 4


def test_a_list_that_is_not_there(house, client):
    client.force_login(house.people["district"])
    assert client.post("/desk/lists/people.nothing/export/").status_code == 404


def test_the_trail_says_what_went_out(house, client):
    client.force_login(house.people["subdistrict"])
    answer = client.post("/desk/lists/people.people/export/?q=张&position=secretary", {"form": "csv"})
    run_job(answer.url.split("/")[2])
    job = Job.objects.get()
    with job.result_file.open("rb") as handle:
        digest = hashlib.sha256(handle.read()).hexdigest()
    assert job.result_name == f"人员 {timezone.localdate():%Y-%m-%d}.csv"
    assert AuditEntry.objects.get(verb="list.export").detail == {
        "list": "people.people", "filters": ["q", "position=secretary"], "rows": 1, "format": "csv", "file_sha256": digest,
    }


def test_a_right_that_ended_meanwhile_gives_no_file(house, client):
    client.force_login(house.people["subdistrict"])
    answer = client.post("/desk/lists/people.people/export/")
    house.people["subdistrict"].grants.all().delete()
    run_job(answer.url.split("/")[2])
    job = Job.objects.get()
    assert (job.state, bool(job.result_file), AuditEntry.objects.filter(verb="list.export").count()) == ("failed", False, 0)


@pytest.mark.parametrize("key", sorted(KINDS))
def test_the_tools_stand_on_the_page(key, house, client):
    kind, of = KINDS[key], getattr(house, OF[key]) if key in OF else None
    client.force_login(house.people["auditor" if key == "audit.trail" else "district"])
    page = client.get(kind.url(of_id=of.pk if of else None)).content.decode()
    assert page.count(f'action="/desk/lists/{key}/export/') == 1


COPIED = {  # queries of a list of one part: whose scope, all keys, the rows, and what the page reckons of them
    "audit.trail": 3, "cohorts.cohorts": 4, "cohorts.sessions": 2, "cohorts.timetable": 3, "cohorts.orders": 3,
    "cohorts.leaves": 3, "cohorts.nudges": 3, "cohorts.rectifications": 3,
}


@pytest.mark.parametrize("more", [0, 12])
@pytest.mark.parametrize(("key", "queries"), COPIED.items())
def test_queries_of_an_export_do_not_grow_with_its_rows(key, queries, more, house, django_assert_num_queries):
    kind, of = KINDS[key], getattr(house, OF[key]) if key in OF else None
    asked = kind.asked(QueryDict(), of)
    row = kind.rows(house.people["district"], asked).first()
    for _number in range(more):
        row.pk, row._state.adding = None, True
        row.save()
    user = Person.objects.get(pk=house.people["district"].pk)
    resource = kind.resource()
    with django_assert_num_queries(queries):
        parts = list(parts_of(kind, user, asked))
        lines = [resource.export_resource(each) for part, _done, _total in parts for each in part]
    assert len(lines) > more


@pytest.mark.parametrize("more", [0, 12])
@pytest.mark.parametrize(("key", "queries"), [("cohorts.roster", 3), ("cohorts.points", 4), ("cohorts.filing", 4)])
def test_queries_of_an_export_do_not_grow_with_its_people(key, queries, more, house, django_assert_num_queries):
    kind, of = KINDS[key], getattr(house, OF[key]) if key in OF else None
    for number, _seat in enumerate(fill(house.cohort, house.branch, more)):
        actions.create_organisation(
            actor=None, parent=house.east, name=f"东{number}支部", kind="branch", category=house.branch.category)
    user = Person.objects.get(pk=house.people["district"].pk)
    resource = kind.resource()
    with django_assert_num_queries(queries):
        lines = [resource.export_resource(row) for part, *_ in parts_of(kind, user, kind.asked(QueryDict(), of)) for row in part]
    assert len(lines) > more
