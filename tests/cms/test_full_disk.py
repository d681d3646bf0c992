"""A file sent by a form while the disk is full: refused in words at every door, with nothing of it left, and taken afterwards."""

import errno
import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import transaction
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from PIL import Image
from wagtail.models import Collection

from cohorts.enums import FileWanted
from courses.models import WorkFile
from tests.access.rows import House
from tests.certificates.private import files_in
from tests.cohorts.meetings import make_meeting

from .files import sample

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
WORDS = "服务器的磁盘已满"


def pdf():
    return SimpleUploadedFile("a.pdf", PDF)


def drawn():
    out = io.BytesIO()
    Image.new("RGB", (200, 200), "#a33").save(out, "PNG")
    return SimpleUploadedFile("a.png", out.getvalue())


def workbook(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("a.xlsx", out.getvalue())


def proof(house):
    return "learner", reverse("courses:recognition-ask"), lambda: {
        "title": "社区治理", "organiser": "市委党校", "first_day": "2018-03-01", "last_day": "2018-03-02", "hours": "16",
        "proof": pdf()}


def leave(house):
    session = make_meeting(house.world, house.cohort, begins=timedelta(days=3))
    return "learner", reverse("cohorts:leave-new", args=[house.cohort.pk]), lambda: {
        "sessions": [session.pk], "kind": "illness", "text": "住院", "proof": pdf()}


def filing(house):
    call = house.filing_call
    call.asks_items, call.asks_theme_day, call.file_wanted = False, False, FileWanted.MAY
    call.save()
    draft = house.filing_draft
    draft.file.delete()
    return "liaison", reverse("cohorts:filing-edit", args=[draft.pk]), lambda: {"file": pdf()}


def work(house):
    return "learner", reverse("courses:assignment", args=[house.assignment.pk]), lambda: {
        "text": "变化", "writer": "a", "number": "1", "base": "0", "do": "review", "picture": drawn()}


def question(house):
    return "subdistrict", reverse("courses:question-create", args=[house.bank.pk]), lambda: {
        "kind": "single", "stem": "看图", "text_a": "甲", "text_b": "乙", "right_a": "on", "new_media": drawn()}


def seal(house):
    return "subdistrict", reverse("certificates:images"), lambda: {
        "role": "logo", "title": "图", "organisation": house.east.pk, "file": drawn()}


def roster(house):
    return "district", reverse("people:imports"), lambda: {
        "files": [workbook(["姓名", "党组织", "职务"], ["赵某", "东一", "书记"])]}


def hours(house):
    return "district", reverse("courses:hour-imports"), lambda: {
        "file": workbook(["姓名", "日期", "培训内容", "学时"], ["张学员", "2018-03-01", "党课", 4])}


def library(address, upload, **more):
    def door(house):
        collection = Collection.get_first_root_node().pk
        return "district", address, lambda: {"title": "一份", "tags": "", "collection": collection, "file": upload(), **more}

    return door


DOORS = {
    "proof": proof, "leave": leave, "filing": filing, "work": work, "question": question, "seal": seal, "roster": roster,
    "hours": hours, "picture": library("/cms/images/add/", drawn), "document": library("/cms/documents/add/", pdf),
    "film": library("/cms/media/video/add/", lambda: SimpleUploadedFile("a.mp4", sample("mp4"))),
}
# The text of a work is kept before its files, and stays when one of them does not fit.
KEPT_BEFORE = {"work": {"courses.Work"}}


@pytest.fixture
def places(settings, tmp_path):
    """Both storages in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    with files_in(tmp_path / "private"):
        yield tmp_path


def no_room(*args, **kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


def rows():
    return {model._meta.label: model.objects.count() for model in apps.get_models() if model._meta.managed}


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("door", DOORS)
def test_nothing_half_done_is_left_and_the_same_is_taken_when_there_is_room(site, world, places, monkeypatch, door):
    role, address, data = DOORS[door](House(world))
    client = Client(raise_request_exception=False)
    client.force_login(world.people[role])
    if address.startswith("/cms/"):
        client.get("/cms/")  # who works in the editor is put into its groups at the first request
    before, there = rows(), files(places)
    with monkeypatch.context() as full:
        full.setattr("lms.storage.os.fsync", no_room)
        answer = client.post(address, data())
    transaction.set_rollback(False)  # what a model could not save marks the transaction of the test, which a visitor has not
    assert (answer.status_code, WORDS in answer.content.decode(), answer.headers["Retry-After"]) == (507, True, "60")
    after = rows()
    assert {label for label in after if after[label] != before[label]} == KEPT_BEFORE.get(door, set())
    assert files(places) == there
    assert client.post(address, data()).status_code == 302
    assert len(files(places)) > len(there)


def test_room_for_a_picture_and_none_for_its_thumbnail_leaves_neither(world, places, monkeypatch):
    role, address, data = work(House(world))
    client = Client(raise_request_exception=False)
    client.force_login(world.people[role])
    written = []
    monkeypatch.setattr("lms.storage.os.fsync", lambda handle: no_room() if written else written.append(handle))
    answer = client.post(address, data())
    transaction.set_rollback(False)
    assert (answer.status_code, files(places), WorkFile.objects.count()) == (507, [], 0)


def test_a_large_file_finds_no_room_while_it_comes_in(world, places, monkeypatch, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    role, address, data = proof(House(world))
    client = Client(raise_request_exception=False)
    client.force_login(world.people[role])
    before = rows()
    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", no_room)
    answer = client.post(address, data())
    assert (answer.status_code, WORDS in answer.content.decode(), rows()) == (507, True, before)
