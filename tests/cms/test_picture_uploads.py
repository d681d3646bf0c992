"""Pictures in the library: one that breaks off, or that would fill the memory, is refused with a sentence."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from lms.printing import Paper


def picture(kind):
    made = BytesIO()
    Image.effect_noise((200, 200), 90).save(made, kind)
    return made.getvalue()


def vast():
    """A small PNG that says it is 20 000 pixels wide and high."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


@pytest.fixture
def send(site, client, world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(world.p_district)
    client.cookies["django_language"] = "en"

    def send(name, content):
        return client.post("/cms/images/add/", {
            "title": "一张", "collection": Collection.get_first_root_node().pk, "tags": "",
            "file": SimpleUploadedFile(name, content),
        })

    return send


@pytest.mark.parametrize(("name", "content"), [
    ("cut.jpg", picture("JPEG")[:4000]), ("cut.png", picture("PNG")[:4000]), ("vast.png", vast()),
], ids=["cut-jpeg", "cut-png", "vast"])
def test_a_picture_that_cannot_be_read_is_refused_with_a_sentence(send, name, content):
    answer = send(name, content)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["file"]
    assert "This file is no picture that can be read." in answer.content.decode()
    assert get_image_model().objects.count() == 0


def test_a_whole_picture_is_taken(send):
    assert send("whole.jpg", picture("JPEG")).status_code == 302
    assert (get_image_model().objects.get().width, get_image_model().objects.get().height) == (200, 200)


def test_a_cut_picture_is_refused_after_something_was_printed(send):
    Paper("打印", "p { color: black }").pdf("<p>打印</p>")
    assert send("cut.jpg", picture("JPEG")[:4000]).status_code == 200


def test_many_pictures_sent_at_once_are_judged_one_by_one(send, client):
    def one(name, content):
        return client.post("/cms/images/multiple/add/", {
            "title": name, "collection": Collection.get_first_root_node().pk, "files[]": SimpleUploadedFile(name, content),
        }, headers={"x-requested-with": "XMLHttpRequest"}).json()

    assert one("cut.jpg", picture("JPEG")[:4000])["error_message"] == "This file is no picture that can be read."
    assert one("whole.jpg", picture("JPEG"))["success"] is True
    assert [image.title for image in get_image_model().objects.all()] == ["whole.jpg"]


def test_a_document_is_what_its_ending_says(send, client):
    answers = [
        client.post("/cms/documents/add/", {
            "title": "一份", "tags": "", "collection": Collection.get_first_root_node().pk,
            "file": SimpleUploadedFile(name, data),
        }).status_code
        for name, data in (("a.pdf", b"<html>"), ("a.html", b"<html>"), ("a.pdf", b"%PDF-1.4 %%EOF"))
    ]
    assert (answers, get_document_model().objects.count()) == ([200, 200, 302], 1)
