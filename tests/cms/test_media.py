"""Uploaded files: pictures of pages are shown and can do nothing; documents and originals go another way."""

import pytest


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for folder in ("images", "documents", "original_images"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.html").write_text("<script>1</script>")


def test_a_picture_is_served_in_a_sandbox(media, client, db):
    response = client.get("/media/images/a.html")
    assert response.status_code == 200
    policy = response.headers["Content-Security-Policy"].split("; ")
    assert "sandbox" in [part.strip() for part in policy]
    assert "default-src 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", [
    "documents/a.html", "original_images/a.html", "images/../documents/a.html", "images/%2e%2e/documents/a.html",
    "images/", "../secret_key", "",
])
def test_nothing_else_is_served(media, client, db, path):
    assert client.get(f"/media/{path}").status_code == 404


BYTES = bytes(range(256)) * 40  # 10240 bytes, each telling where it stands


@pytest.fixture
def film(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "film.mp4").write_bytes(BYTES)
    (folder / "empty.mp4").write_bytes(b"")
    return "/media/media/film.mp4"


def body(response):
    return b"".join(response.streaming_content)


def test_a_film_is_served_whole_and_says_that_parts_can_be_had(film, client, db):
    response = client.get(film)
    assert (response.status_code, body(response)) == (200, BYTES)
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["Content-Type"] == "video/mp4"
    assert response.headers["Content-Length"] == "10240"


@pytest.mark.parametrize(("asked", "first", "last"), [
    ("bytes=0-", 0, 10239), ("bytes=0-0", 0, 0), ("bytes=100-199", 100, 199), ("bytes=10239-", 10239, 10239),
    ("bytes=10000-99999", 10000, 10239), ("bytes=-100", 10140, 10239), ("bytes=-99999", 0, 10239), ("Bytes=5-9", 5, 9),
])
def test_a_part_is_answered_with_exactly_its_bytes(film, client, db, asked, first, last):
    response = client.get(film, headers={"range": asked})
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/10240"
    assert response.headers["Content-Length"] == str(last - first + 1)
    assert body(response) == BYTES[first:last + 1]
    assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=99999-100000", "bytes=-0"])
def test_bytes_that_do_not_exist_are_refused_with_the_size(film, client, db, asked):
    response = client.get(film, headers={"range": asked})
    assert (response.status_code, response.headers["Content-Range"]) == (416, "bytes */10240")


def test_an_empty_file_has_no_part(film, client, db):
    assert client.get("/media/media/empty.mp4", headers={"range": "bytes=0-"}).status_code == 416
    assert client.get("/media/media/empty.mp4").status_code == 200


@pytest.mark.parametrize("asked", [
    "bytes=9-5", "bytes=0-1,5-6", "bytes=abc", "lines=1-2", "bytes=", "bytes=-", "bytes=1", "bytes=٣-٤",
    "bytes=" + "9" * 40 + "-",
])
def test_what_is_asked_for_wrongly_is_answered_with_the_whole_film(film, client, db, asked):
    response = client.get(film, headers={"range": asked})
    assert (response.status_code, len(body(response))) == (200, 10240)


def test_a_part_of_a_changed_film_is_not_mixed_with_the_old_one(film, client, db):
    whole = client.get(film)
    for mark in (whole.headers["ETag"], whole.headers["Last-Modified"]):
        assert client.get(film, headers={"range": "bytes=5-9", "if-range": mark}).status_code == 206
    for mark in ('"another"', f"W/{whole.headers['ETag']}", "Wed, 21 Oct 2015 07:28:00 GMT", "nonsense"):
        assert client.get(film, headers={"range": "bytes=5-9", "if-range": mark}).status_code == 200


def test_a_film_known_already_is_not_sent_again(film, client, db):
    whole = client.get(film)
    assert client.get(film, headers={"if-none-match": whole.headers["ETag"]}).status_code == 304
    assert client.get(film, headers={"if-none-match": '"x", W/' + whole.headers["ETag"]}).status_code == 304
    assert client.get(film, headers={"if-modified-since": whole.headers["Last-Modified"]}).status_code == 304
    known = {"if-none-match": '"x"', "if-modified-since": whole.headers["Last-Modified"]}
    assert client.get(film, headers=known).status_code == 200


def test_asking_for_the_head_tells_the_size(film, client, db):
    response = client.head(film, headers={"range": "bytes=0-9"})
    assert (response.status_code, response.headers["Content-Length"]) == (200, "10240")


def test_captions_are_served_as_what_they_are(film, client, db, tmp_path):
    (tmp_path / "media_captions").mkdir()
    (tmp_path / "media_captions" / "a.vtt").write_text("WEBVTT\n")
    assert client.get("/media/media_captions/a.vtt").headers["Content-Type"] == "text/vtt; charset=utf-8"


def test_a_film_is_neither_uploaded_to_nor_deleted_by_its_address(film, client, db):
    assert client.post(film).status_code == 405
    assert client.delete(film).status_code == 405
