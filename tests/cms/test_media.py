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
