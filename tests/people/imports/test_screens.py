"""The import in the browser, from upload to undo."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from lms.audit.models import AuditEntry
from lms.people import actions as people_actions
from lms.people.actions import imports
from lms.people.models import Appointment, HeadingMemory, ImportBatch, Organisation, Person

from .conftest import HEADINGS, SAMPLES, person_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, world, django_capture_on_commit_callbacks):
    """Return a desk: ``get(name, batch)``, ``post(name, batch, data)`` as a user, jobs done at once."""

    class Desk:
        def sign_in(self, person):
            client.force_login(person)

        def get(self, name, batch=None, **query):
            return client.get(reverse(f"people:{name}", args=[batch.pk] if batch else []), query)

        def post(self, name, batch=None, data=None):
            with django_capture_on_commit_callbacks(execute=True):
                return client.post(reverse(f"people:{name}", args=[batch.pk] if batch else []), data or {})

        def upload(self, *paths):
            files = [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
            answer = self.post("imports", data={"files": files})
            assert answer.status_code == 302, answer.content.decode()
            return ImportBatch.objects.order_by("-created_at").first()

        def columns(self, batch, **changes):
            data = {
                f"{layout['key']}-c{at}": "" if name == "ignored" else name
                for layout in batch.layouts for at, name in enumerate(layout["fields"])
            }
            key = batch.layouts[0]["key"]
            return self.post("import-columns",
                batch, {**data, **{f"{key}-{at}": name for at, name in changes.items()}})

        def preview(self, path):
            batch = self.upload(path)
            assert self.columns(batch).status_code == 302
            batch.refresh_from_db()
            return batch

        def imported(self, path):
            batch = self.preview(path)
            self.post("import-apply", batch)
            batch.refresh_from_db()
            return batch

    desk = Desk()
    desk.sign_in(world.p_district)
    return desk


def text(answer):
    return answer.content.decode()


def test_from_upload_to_result(desk, world, make_roster):
    batch = desk.upload(make_roster([person_row(1), person_row(2, phone="1400000000")]))
    assert batch.state == "mapping"
    assert "联系电话" in text(desk.get("import", batch))
    assert desk.columns(batch).status_code == 302
    batch.refresh_from_db()
    assert (batch.state, batch.counts) == ("ready",
        {"read": 2, "created": 1, "updated": 0, "unchanged": 0, "refused": 1})
    assert not Person.objects.filter(phone="14000000001").exists()
    desk.post("import-apply", batch)
    batch.refresh_from_db()
    assert (batch.state, batch.created) == ("applied", 1)
    assert Person.objects.filter(phone="14000000001").count() == 1
    desk.post("import-apply", batch)
    assert Person.objects.filter(phone="14000000001").count() == 1


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample rosters are not on this machine")
def test_the_real_roster_in_the_browser(desk, world):
    batch = desk.imported(SAMPLES / "roster-residential-2017.xlsx")
    assert batch.counts == {"read": 609, "created": 602, "updated": 0, "unchanged": 0, "refused": 7}
    assert len(batch.layouts) == 1
    assert len(batch.layouts[0]["sheets"]) == 13
    book = openpyxl.load_workbook(io.BytesIO(b"".join(desk.get("import-errors", batch).streaming_content)))
    page = book["田林街道"]
    assert page.cell(4, 13).value
    assert [row for row in range(1, page.max_row + 1) if row > 4 and page.cell(row, 13).value] == [7, 8, 9, 10]
    assert page.cell(5, 4).value == "汪桂芳 "
    assert "A1:L1" in [str(merged) for merged in page.merged_cells.ranges]
    assert [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    assert book["龙华街道"]["D11"].value == '=HYPERLINK("http://127.0.0.1/","x")'
    assert desk.get("import", batch, state="refused").context["page"].paginator.count == 7
    assert len(desk.get("import", batch).context["page"]) == 50


def test_telephones_are_masked_on_the_screens(desk, world, make_roster):
    batch = desk.upload(make_roster([person_row(1), person_row(2, phone="140 0000-0001", name="李四")]))
    columns = text(desk.get("import", batch))
    assert "140****0001" in columns
    assert "14000000001" not in columns
    assert "140 0000-0001" not in columns
    desk.columns(batch)
    shown = text(desk.get("import", batch))
    assert "14000000001" not in shown
    assert "140 0000-0001" not in shown
    assert "140****0001" in shown


def test_a_corrected_column_is_remembered(desk, world, make_roster):
    headings = [*HEADINGS[:2], "同志", *HEADINGS[3:]]
    batch = desk.upload(make_roster([person_row(1)], headings=headings))
    assert batch.layouts[0]["fields"][2] == ""
    assert desk.columns(batch).status_code == 400
    assert desk.columns(batch, c2="phone").status_code == 400
    assert desk.columns(batch, c2="name").status_code == 302
    assert list(HeadingMemory.objects.values_list("heading", "field")) == [("同志", "name")]
    again = desk.upload(make_roster([person_row(2)], headings=headings))
    assert again.layouts[0]["fields"][2] == "name"


def test_several_files_at_once(desk, world, make_roster):
    desk.upload(make_roster([person_row(1)], name="a.xlsx"), make_roster([person_row(2)], name="b.xlsx"))
    assert sorted(ImportBatch.objects.values_list("file_name", "state")) == [("a.xlsx", "mapping"), ("b.xlsx",
        "mapping")]


def test_a_preview_overtaken_by_others_is_renewed_and_nothing_written(desk, world, make_roster):
    batch = desk.preview(make_roster([person_row(1), person_row(2)]))
    people_actions.create_person(actor=None, name="李四", phone="14000000002")
    count = Person.objects.count()
    desk.post("import-apply", batch)
    batch.refresh_from_db()
    assert (batch.state, batch.refused, Person.objects.count()) == ("ready", 1, count)
    assert batch.message
    desk.post("import-apply", batch)
    batch.refresh_from_db()
    assert (batch.state, Person.objects.count()) == ("applied", count + 1)


def test_undo_restores_everything(desk, world, make_roster):
    desk.imported(make_roster([person_row(1)]))

    def everything():
        return [list(model.objects.order_by("pk").values()) for model in (Organisation, Person, Appointment)]

    before = everything()
    batch = desk.imported(make_roster([
        person_row(1, born="1972-01", since="2016-01", education=""), person_row(1, position="委员"), person_row(2),
        person_row(3, superior="南街道", organisation="南一居民区党总支"), person_row(4, superior="南街道",
            organisation="")]))
    assert (batch.created, batch.updated, batch.refused) == (2, 1, 2)
    assert everything() != before
    assert desk.get("import-undo", batch).status_code == 200
    desk.post("import-undo", batch)
    batch.refresh_from_db()
    assert (batch.state, everything()) == ("undone", before)
    assert not batch.file
    assert batch.rows.count() == 0
    assert AuditEntry.objects.filter(verb="roster.undo").count() == 1


@pytest.mark.parametrize("later", ["sign-in", "post", "grant", "correction"])
def test_undo_refuses_what_later_work_depends_on(desk, world, make_roster, later):
    batch = desk.imported(make_roster([person_row(1), person_row(2)]))
    person = Person.objects.get(phone="14000000001")
    if later == "sign-in":
        Person.objects.filter(pk=person.pk).update(last_login=timezone.now())
    elif later == "post":
        people_actions.appoint(actor=None, person=person, organisation=world.west_branch, position="member")
    elif later == "grant":
        people_actions.grant_role(actor=None, person=person, role="liaison", organisation=world.east)
    else:
        batch = desk.imported(make_roster([person_row(1, born="1972-01")]))
        Person.objects.filter(pk=person.pk).update(born="1973-01")
    asked = desk.get("import-undo", batch)
    assert len(asked.context["hindrances"]) == 1
    assert person.name in asked.context["hindrances"][0]
    desk.post("import-undo", batch)
    batch.refresh_from_db()
    assert batch.state == "applied"
    assert person.name in batch.message
    assert Person.objects.filter(phone__in=["14000000001", "14000000002"]).count() == 2


def test_undo_keeps_organisations_that_others_use(desk, world, make_roster):
    first = desk.imported(make_roster([person_row(1, superior="南街道", organisation="南一居民区党总支")]))
    desk.imported(make_roster([person_row(2, superior="南街道", organisation="南一居民区党总支")]))
    desk.post("import-undo", first)
    assert not Person.objects.filter(phone="14000000001").exists()
    assert Person.objects.get(phone="14000000002").appointments.get().organisation.parent.name == "南街道"


def test_discard_leaves_nothing(desk, world, make_roster, private_files, django_capture_on_commit_callbacks):
    batch = desk.preview(make_roster([person_row(1), person_row(2, name="")]))
    assert len([path for path in private_files.rglob("*") if path.is_file()]) == 2
    assert desk.get("import-discard", batch).status_code == 200
    desk.post("import-discard", batch)
    assert ImportBatch.objects.count() == 0
    assert [path for path in private_files.rglob("*") if path.is_file()] == []


def test_nothing_is_kept_of_the_file_once_every_row_was_taken(desk, world, make_roster, private_files):
    desk.imported(make_roster([person_row(1)]))
    assert [path for path in private_files.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(("user", "log", "one"), [
    ("district", 200, 200), ("auditor", 200, 403), ("subdistrict", 200, 404), ("liaison", 403, 404), ("trainer",
    403, 404),
    ("school", 403, 404), ("editor", 403, 404), ("learner", 403, 404), ("outsider", 403, 404),
])
def test_who_sees_the_district_s_imports(desk, world, make_roster, user, log, one):
    batch = desk.preview(make_roster([person_row(1, name="甲不见")], name="secret-list.xlsx"))
    desk.sign_in(world.people[user])
    listed = desk.get("imports")
    assert listed.status_code == log
    assert ("secret-list" in text(listed)) == (user in ("district", "auditor"))
    assert desk.get("import", batch).status_code == one
    for name in ("import-columns", "import-undo", "import-discard", "import-errors"):
        assert desk.get(name, batch).status_code in ((one, 302, 404) if one == 200 else (one,))
    for name in ("import-apply", "import-again"):
        assert desk.post(name, batch).status_code == (302 if one == 200 else one)
    if one != 200:
        batch.refresh_from_db()
        assert batch.state == "ready"


def test_a_subdistrict_s_import_is_seen_by_its_own_and_the_district(desk, world, make_roster):
    desk.sign_in(world.p_subdistrict)
    batch = desk.imported(make_roster([person_row(1)]))
    assert batch.organisation == world.east
    neighbour = people_actions.create_person(actor=None, name="西管理", username="neighbour")
    people_actions.grant_role(actor=None, person=neighbour, role="subdistrict", organisation=world.west)
    assert set(ImportBatch.objects.visible_to(world.p_district)) == {batch}
    assert set(ImportBatch.objects.visible_to(neighbour)) == set()


def test_a_role_that_ended_imports_nothing_more(desk, world, make_roster):
    desk.sign_in(world.p_subdistrict)
    batch = desk.preview(make_roster([person_row(1)]))
    imports.start_applying(actor=world.p_subdistrict, batch=batch)
    people_actions.end_grant(actor=None, grant=world.p_subdistrict.grants.get())
    batch.refresh_from_db()
    person = Person.objects.get(pk=world.p_subdistrict.pk)
    with pytest.raises(Exception, match="roster.import"):
        imports.apply_batch(actor=person, batch=batch)
    assert not Person.objects.filter(phone="14000000001").exists()


@pytest.mark.parametrize("rows", [1, 60])
def test_queries_of_the_screens_do_not_grow(desk, world, make_roster, django_assert_num_queries, rows):
    batch = desk.preview(make_roster([person_row(number, name="") for number in range(1, rows + 1)]))
    desk.get("imports")
    with django_assert_num_queries(9):
        desk.get("import", batch)
    for number in range(rows - 1):
        ImportBatch.objects.create(uploaded_by=world.p_district, organisation=world.root, file_name=f"{number}.xlsx")
    with django_assert_num_queries(7):
        desk.get("imports")
