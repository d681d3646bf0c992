"""Whoever takes the database away takes no telephone number with it: every table is looked through after a day's work."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from courses.actions import hour_imports
from lms.jobs.actions import run_job
from lms.jobs.models import Job
from lms.lists.models import SavedFilter
from lms.people import actions
from lms.people.actions import imports
from lms.people.models import ImportBatch, ImportRow, Person
from tests.people.imports.conftest import HEADINGS, person_row, private_files  # noqa: F401 (a fixture)
from tests.privacy.dump import places

BACKEND = "lms.people.backends.IdentifierBackend"
NUMBER, NEW, WRONG, OTHER = "14077712345", "14077754321", "140777999990", "14077788888"
CANARY = "140777"


@pytest.fixture
def here(world):
    Person.objects.filter(pk=world.p_learner.pk).update(phone=NUMBER)
    return world


def book(rows):
    made, out = Workbook(), io.BytesIO()
    made.active.title = "东街道"
    for row in rows:
        made.active.append(row)
    made.save(out)
    return SimpleUploadedFile("名单.xlsx", out.getvalue())


def import_roster(world, rows):
    batch = imports.upload_roster(actor=world.p_subdistrict, upload=book([HEADINGS, *rows]))
    imports.read_batch(batch=batch)
    batch.refresh_from_db()
    fields = {layout["key"]: layout["fields"] for layout in batch.layouts}
    imports.map_columns(actor=world.p_subdistrict, batch=batch, fields=fields)
    batch.refresh_from_db()
    imports.check_batch(actor=world.p_subdistrict, batch=batch)
    imports.start_applying(actor=world.p_subdistrict, batch=batch)
    batch.refresh_from_db()
    imports.apply_batch(actor=world.p_subdistrict, batch=batch)
    batch.refresh_from_db()
    return batch


def test_the_search_finds_what_lies_in_clear(here):
    Person.objects.filter(pk=here.p_reserve.pk).update(staff_no=OTHER)
    assert places(CANARY) == {"people_person.staff_no": CANARY}


def test_no_table_holds_a_number_in_clear(here, client, tmp_path):
    rows = [
        person_row(1, phone=NEW),
        person_row(2, phone=WRONG),
        person_row(3, name="张学员", phone=OTHER, born="1980-01", position="书记"),  # who has another number
    ]
    batch = import_roster(here, rows)
    assert (batch.state, batch.created, batch.refused) == ("applied", 1, 2)
    assert any(row.shown.get("phone") == NEW for row in ImportRow.objects.all())  # it is there, encrypted
    assert len(ImportBatch.objects.get().layouts) == 1

    learned = ["2018-03-01", "组织学习", "学习", 2]
    hours = book([["序号", "姓名", "手机号码", "日期", "培训形式", "培训内容", "学时"],
                  [1, "张学员", NUMBER, *learned], [2, "没有的人", NEW, *learned]])
    upload = hour_imports.upload_hours(actor=here.p_subdistrict, upload=hours)
    hour_imports.read_batch(batch=upload)
    upload.refresh_from_db()
    hour_imports.map_columns(actor=here.p_subdistrict, batch=upload, fields=[each["fields"] for each in upload.layouts])
    hour_imports.check_batch(actor=here.p_subdistrict, batch=upload)

    actions.set_password(person=here.p_learner, password="correct-horse-9")
    for password in ("wrong", "correct-horse-9"):
        client.post("/login/", {"username": NUMBER, "password": password})
    client.post("/login/", {"username": OTHER, "password": "wrong"})
    client.logout()

    client.force_login(here.p_subdistrict, backend=BACKEND)
    listed = f"/desk/people/?q={NUMBER}"
    assert "张学员" in client.get(listed).content.decode()
    client.post("/desk/lists/people.people/filters/", {"name": "那个人", "q": NUMBER})
    client.post("/desk/lists/people.people/export/", {"q": NUMBER, "form": "xlsx"})
    for job in Job.objects.all():
        run_job(job.pk)
    assert places(CANARY) == {}


def test_a_kept_search_still_finds_the_person(here, client):
    client.force_login(here.p_subdistrict, backend=BACKEND)
    from lms.lists.actions import save_filter, start_export
    from lms.people.lists import PEOPLE

    asked = PEOPLE.asked({"q": NUMBER})
    save_filter(actor=here.p_subdistrict, kind=PEOPLE, asked=asked, name="那个人")
    assert SavedFilter.objects.get().query == f"q={NUMBER}"
    job = start_export(actor=here.p_subdistrict, kind=PEOPLE, asked=asked)
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.back_url) == ("done", {"rows": 1}, "/desk/people/?q=2345")
    assert places(CANARY) == {}
