"""A file is there whole or not at all."""

import errno

import pytest
from django.core.files.base import ContentFile

from lms.storage import Folder


class Breaking(ContentFile):
    """Gives some bytes, and then the disk is full."""

    def chunks(self, chunk_size=None):
        yield b"some"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_what_breaks_off_leaves_nothing(tmp_path):
    storage = Folder(location=tmp_path)
    with pytest.raises(OSError, match="No space"):
        storage.save("a/file.pdf", Breaking(b""))
    assert [file.name for file in tmp_path.rglob("*")] == ["a"]


def test_a_file_has_its_name_and_what_was_written(tmp_path):
    storage = Folder(location=tmp_path)
    assert storage.save("a/file.pdf", ContentFile(b"whole")) == "a/file.pdf"
    assert [(file.name, file.read_bytes()) for file in tmp_path.rglob("*.*")] == [("file.pdf", b"whole")]


def test_a_name_that_is_taken_meanwhile_is_left_to_its_owner(tmp_path, monkeypatch):
    storage = Folder(location=tmp_path)
    (tmp_path / "file.pdf").write_bytes(b"theirs")
    name = storage._save("file.pdf", ContentFile(b"ours"))
    assert name != "file.pdf"
    assert ((tmp_path / "file.pdf").read_bytes(), (tmp_path / name).read_bytes()) == (b"theirs", b"ours")
    assert len(list(tmp_path.iterdir())) == 2
