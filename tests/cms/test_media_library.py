"""Film and sound in the media library: what is read from the file, and what is refused before anyone presses play."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Collection

from cms.models import MediaFile

from .files import CAPTIONS, PDF, sample, sound


@pytest.fixture
def upload(site, client, world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(world.p_district)

    def upload(kind, name, content, **more):
        data = {
            "title": "一段", "collection": Collection.get_first_root_node().pk, "tags": "",
            "file": SimpleUploadedFile(name, content), **more,
        }
        response = client.post(f"/cms/media/{kind}/add/", data)
        made = MediaFile.objects.order_by("-pk").first()
        return made, (response.context["form"].errors if response.status_code == 200 else {})

    return upload


@pytest.mark.parametrize(("kind", "name", "seconds", "size"), [
    ("video", "mp4", 3, (32, 32)), ("video", "webm", 2, (32, 32)), ("audio", "m4a", 2, (None, None)),
    ("audio", "mp3", 2, (None, None)),
])
def test_the_length_is_read_from_the_file(upload, kind, name, seconds, size):
    made, errors = upload(kind, f"a.{name}", sample(name), duration="99")
    assert errors == {}
    assert made.duration == pytest.approx(seconds, abs=0.3)
    assert (made.width, made.height) == size


def test_a_recording_without_compression_is_read_too(upload):
    made, errors = upload("audio", "a.wav", sound(5).read())
    assert (errors, made.duration) == ({}, 5)


@pytest.mark.parametrize(("kind", "name", "content", "says"), [
    ("video", "a.mp4", b"not a film at all", "film"),
    ("video", "a.mp4", sample("mp4")[:-100], "cut off"),
    ("video", "a.mp4", sample("mp4")[:200], "film"),
    ("video", "a.mp4", sample("m4a"), "film"),
    ("video", "a.mp4", sample("hevc"), "HEVC"),
    ("audio", "a.mp3", PDF, "sound"),
    ("audio", "a.mp3", b"\0" * 3000, "sound"),
    ("video", "a.exe", sample("mp4"), "“exe”"),
])
def test_what_nobody_could_play_is_refused_with_a_sentence(upload, client, kind, name, content, says):
    client.cookies["django_language"] = "en"
    made, errors = upload(kind, name, content)
    assert made is None
    assert says in str(errors)


def test_captions_are_kept_beside_the_film_and_served_as_text(upload, client):
    made, errors = upload("video", "a.mp4", sample("mp4"), captions=SimpleUploadedFile("zh.vtt", CAPTIONS))
    assert errors == {}
    response = client.get(made.captions.url)
    assert response.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert b"".join(response.streaming_content) == CAPTIONS


@pytest.mark.parametrize(("name", "content"), [
    ("a.srt", CAPTIONS), ("a.vtt", b"1\n00:00:00,000 --> 00:00:01,000\nhello\n"), ("a.vtt", "WEBVTT 字幕 -->".encode("gbk")),
    ("a.vtt", b"WEBVTT\n\n"), ("a.vtt", CAPTIONS + b" " * 1024 * 1024),
])
def test_captions_that_browsers_cannot_read_are_refused(upload, name, content):
    made, errors = upload("video", "a.mp4", sample("mp4"), captions=SimpleUploadedFile(name, content))
    assert (made, list(errors)) == (None, ["captions"])


def test_a_poster_has_to_be_a_picture(upload):
    made, errors = upload("video", "a.mp4", sample("mp4"), thumbnail=SimpleUploadedFile("p.png", b"<svg/>"))
    assert (made, list(errors)) == (None, ["thumbnail"])
    picture = BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    made, errors = upload("video", "a.mp4", sample("mp4"), thumbnail=SimpleUploadedFile("p.png", picture.getvalue()))
    assert errors == {}
    assert made.thumbnail.url.startswith("/media/media_thumbnails/")


def test_another_file_brings_its_own_length(upload, client):
    made, _ = upload("video", "a.mp4", sample("mp4"))
    client.post(f"/cms/media/edit/{made.pk}/", {
        "title": "换了", "collection": made.collection_id, "tags": "",
        "file": SimpleUploadedFile("b.webm", sample("webm")),
    })
    made.refresh_from_db()
    assert (made.title, round(made.duration)) == ("换了", 2)
