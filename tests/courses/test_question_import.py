"""A file of questions on its way into a bank: upload, preview, taking it, the command, and handing a bank out."""

import base64
import io
import json
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from courses.actions import question_import, questions
from courses.actions.question_media import keep_medium
from courses.models import Question, QuestionMedia, QuestionUpload
from courses.question_files import gift_write, moodle_read
from courses.rules.questions import Content
from lms.audit.models import AuditEntry
from lms.jobs.actions import run_job
from lms.jobs.models import Job

from .question_making import each_kind
from .test_question_files import SAMPLES


@pytest.fixture
def bank(world):
    return questions.create_bank(actor=None, organisation=world.east, title="轮训题库")


@pytest.fixture
def staff(world, client):
    client.force_login(world.people["subdistrict"])
    return world.people["subdistrict"]


def gift(count, start=0):
    return "\n\n".join(f"第{number}题：编号{number * 7919}是否正确 {{T}}" for number in range(start, start + count)).encode()


def file(data, name="a.gift"):
    return SimpleUploadedFile(name, data)


def png(color=0):
    out = io.BytesIO()
    Image.new("RGB", (4, 4), (color, 0, 0)).save(out, "PNG")
    return out.getvalue()


def test_a_file_is_looked_at_and_then_taken(client, bank, staff):
    page = reverse("courses:question-files", args=[bank.pk])
    response = client.post(page, {"file": file((SAMPLES / "sample.gift").read_bytes())})
    upload = QuestionUpload.objects.get()
    assert response.url == reverse("courses:question-file", args=[upload.pk])
    assert Question.objects.count() == 0
    body = client.get(response.url).content.decode()
    assert "中国共产党成立于哪一年？" in body
    assert ">45<" in body.replace(" ", "")
    client.post(reverse("courses:question-file-take", args=[upload.pk]))
    client.post(reverse("courses:question-file-take", args=[upload.pk]))
    upload.refresh_from_db()
    assert (upload.state, upload.taken, bool(upload.file)) == ("applied", 12, False)
    assert Question.objects.filter(bank=bank).count() == 12
    assert AuditEntry.objects.filter(verb="question.import").get().detail == {"questions": 12, "format": "gift"}


def test_what_the_bank_has_is_left_out_unless_asked_for(client, bank, staff):
    question_import.import_now(actor=staff, bank=bank, path=SAMPLES / "aiken.txt", name="a.aiken")
    again = question_import.upload_file(actor=staff, bank=bank, file=file((SAMPLES / "aiken.txt").read_bytes(), "a.aiken"))
    again.refresh_from_db()
    assert [bool(row["same"]) for row in again.draft] == [True, True]
    question_import.start_applying(actor=staff, upload=again)
    again.refresh_from_db()
    assert (again.taken, Question.objects.count()) == (0, 2)
    more = question_import.upload_file(actor=staff, bank=bank, file=file((SAMPLES / "aiken.txt").read_bytes(), "a.aiken"))
    question_import.start_applying(actor=staff, upload=more, with_same=True)
    assert Question.objects.count() == 4


def test_the_same_twice_in_one_file_is_taken_once(bank, staff):
    _form, rows, _problems, taken = question_import.import_now(
        actor=staff, bank=bank, path=_written("a.gift", b"abc {T}\n\nA b c! {T}"), name="a.gift")
    assert ([row["same"] for row in rows], taken) == (["", "file"], 1)


def _written(name, data):
    path = Path(tempfile.mkdtemp()) / name
    path.write_bytes(data)
    return path


def test_a_broken_file_says_why_and_nothing_is_kept(client, bank, staff):
    response = client.post(reverse("courses:question-files", args=[bank.pk]), {"file": file(b"MZ", "a.exe")})
    assert response.status_code == 400
    assert QuestionUpload.objects.count() == 0
    client.post(reverse("courses:question-files", args=[bank.pk]), {"file": file(b"<?xml version='1.0'?><quiz>", "a.xml")})
    upload = QuestionUpload.objects.get()
    assert upload.state == "failed"
    assert upload.error in client.get(reverse("courses:question-file", args=[upload.pk])).content.decode()


def test_a_failure_while_writing_leaves_nothing(bank, staff, monkeypatch):
    upload = question_import.upload_file(actor=staff, bank=bank, file=file(gift(20)))

    def broken(**kwargs):
        questions.add_many(**kwargs)
        raise RuntimeError("the lights went out")

    monkeypatch.setattr(question_import, "add_many", broken)
    with pytest.raises(RuntimeError):
        question_import.start_applying(actor=staff, upload=upload)
    upload.refresh_from_db()
    assert (upload.state, Question.objects.count()) == ("ready", 0)


def test_large_files_are_read_and_taken_by_a_worker(client, bank, staff):
    upload = question_import.upload_file(actor=staff, bank=bank, file=file(gift(8000)))
    assert upload.state == "reading"
    assert client.get(reverse("courses:question-file", args=[upload.pk])).status_code == 200
    run_job(Job.objects.get(kind="questions.read").pk)
    upload.refresh_from_db()
    assert (upload.state, len(upload.draft)) == ("ready", 8000)
    question_import.start_applying(actor=staff, upload=upload)
    job = Job.objects.get(kind="questions.apply")
    run_job(job.pk)
    run_job(job.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.taken, Question.objects.count()) == ("applied", 8000, 8000)


def test_a_discarded_upload_leaves_neither_file_nor_picture(client, bank, staff):
    xml = (SAMPLES / "moodle.xml").read_bytes()
    upload = question_import.upload_file(actor=staff, bank=bank, file=file(xml, "a.xml"))
    upload.refresh_from_db()
    assert QuestionMedia.objects.count() == 1
    assert client.get(reverse("courses:question-file-discard", args=[upload.pk])).status_code == 200
    client.post(reverse("courses:question-file-discard", args=[upload.pk]))
    assert (QuestionUpload.objects.count(), QuestionMedia.objects.count(), Question.objects.count()) == (0, 0, 0)


def test_the_picture_of_a_question_comes_and_goes_with_the_file(client, bank, staff):
    question_import.import_now(actor=staff, bank=bank, path=SAMPLES / "moodle.xml", name="moodle.xml")
    question = Question.objects.get(stem="哪一幅是会徽？")
    medium = QuestionMedia.objects.get()
    assert (question.media, list(question.media_uses.values_list("medium_id", flat=True))) == ([medium.key.hex], [medium.pk])
    response = client.post(reverse("courses:bank-export", args=[bank.pk, "moodle"]))
    xml = b"".join(response.streaming_content)
    reading = moodle_read.read(xml)
    assert reading.problems == []
    assert [len(data) for data in reading.files.values()] == [medium.size]
    count = Question.objects.count()
    _form, rows, problems, taken = question_import.import_now(
        actor=staff, bank=bank, path=_written("b.xml", xml), name="b.xml")
    assert (len(rows), problems, taken, QuestionMedia.objects.count()) == (count, [], 0, 1)


def test_a_picture_that_is_none_leaves_its_question_out(bank, staff):
    xml = (SAMPLES / "moodle.xml").read_bytes()
    start = xml.index(b"iVBOR")
    bad = xml[:start] + base64.b64encode(b"<script>alert(1)</script>") + xml[xml.index(b"</file>"):]
    _form, rows, problems, _taken = question_import.import_now(
        actor=staff, bank=bank, path=_written("a.xml", bad), name="a.xml")
    assert "bad_file" in [one["code"] for one in problems]
    assert QuestionMedia.objects.count() == 0


@pytest.mark.parametrize("form", ["gift", "moodle", "xlsx"])
def test_an_exported_bank_imports_as_the_same_questions(client, world, bank, staff, form):
    for content in each_kind():
        questions.add_question(actor=staff, bank=bank, content=content)
    response = client.post(reverse("courses:bank-export", args=[bank.pk, form]))
    assert "attachment" in response["Content-Disposition"]
    data = b"".join(response.streaming_content)
    other = questions.create_bank(actor=staff, organisation=world.east, title="另一题库")
    name = {"gift": "b.gift", "moodle": "b.xml", "xlsx": "b.xlsx"}[form]
    _form, _rows, problems, taken = question_import.import_now(
        actor=staff, bank=other, path=_written(name, data), name=name)
    assert (problems, taken) == ([], len(each_kind()))
    there = [question.content for question in bank.questions.order_by("theme", "pk")]
    assert [question.content for question in other.questions.order_by("pk")] == there
    entry = AuditEntry.objects.get(verb="bank.export")
    assert (entry.actor, entry.detail) == (staff, {"questions": len(there), "format": form})


def test_a_bank_of_another_subtree_is_no_source_of_pictures(world, bank, staff):
    away = questions.create_bank(actor=None, organisation=world.west, title="西题库")
    medium = keep_medium(bank=away, data=png(), name="a.png")
    word = "".join(gift_write.write([_showing(medium.key.hex)]))
    _form, rows, problems, taken = question_import.import_now(
        actor=staff, bank=bank, path=_written("a.gift", word.encode()), name="a.gift")
    assert (rows, [one["code"] for one in problems], taken) == ([], ["file_missing"], 0)


def _showing(key):
    return Content(kind="essay", stem="看图", media=(key,), policy="all")


# The command -------------------------------------------------------------------------------------------------------------

def run(*args):
    out = io.StringIO()
    call_command("import_questions", *args, "--json", "--as", "subdistrict", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def named(world, bank):
    person = world.people["subdistrict"]
    person.username = "subdistrict"
    person.save(update_fields=["username"])
    return bank


def test_the_command_takes_a_file_and_takes_it_once(named):
    path = _written("a.gift", gift(3))
    assert run(str(path), "--bank", named.title, "--dry-run")["taken"] == 3
    assert Question.objects.count() == 0
    assert run(str(path), "--bank", str(named.pk)) == {
        "format": "gift", "read": 3, "taken": 3, "same": 0, "near": 0, "refused": 0, "problems": [],
    }
    assert run(str(path), "--bank", named.title)["same"] == 3
    assert Question.objects.count() == 3


def test_the_command_ends_with_2_when_something_was_refused(named, capsys):
    out = io.StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("import_questions", str(SAMPLES / "aiken.txt"), "--bank", named.title, "--as", "subdistrict",
                     "--format", "aiken", stdout=out)
    assert caught.value.code == 2
    assert "2 taken" in out.getvalue()
    assert "  11: " in out.getvalue()


@pytest.mark.parametrize(("args", "said"), [
    (["missing.gift", "--bank", "轮训题库"], "missing.gift"),
    ([str(SAMPLES / "aiken.txt"), "--bank", "没有"], "没有"),
    ([str(SAMPLES / "moodle.xml"), "--bank", "轮训题库", "--format", "xlsx"], "moodle.xml"),
])
def test_the_command_says_why_it_took_nothing(named, args, said):
    with pytest.raises(CommandError) as caught:
        call_command("import_questions", *args, "--as", "subdistrict", stdout=io.StringIO())
    assert said in str(caught.value)
    assert Question.objects.count() == 0


# Queries -------------------------------------------------------------------------------------------------------------------

def test_taking_asks_by_batches_and_never_by_question(bank, staff):
    asked = []
    for count, start in ((5, 0), (400, 1000)):
        upload = question_import.upload_file(actor=staff, bank=bank, file=file(gift(count, start)))
        with CaptureQueriesContext(connection) as queries:
            question_import.start_applying(actor=staff, upload=upload)
        asked.append(len(queries))
    assert Question.objects.count() == 405
    assert asked[0] == TAKING
    assert asked[1] <= TAKING + 400 // 40  # SQLite takes some forty rows at once


def test_the_preview_asks_as_much_for_one_question_as_for_many(client, bank, staff, django_assert_num_queries):
    for count, start in ((1, 0), (60, 1000)):
        upload = question_import.upload_file(actor=staff, bank=bank, file=file(gift(count, start)))
        with django_assert_num_queries(PREVIEW):
            client.get(reverse("courses:question-file", args=[upload.pk]))


TAKING, PREVIEW = 13, 5
