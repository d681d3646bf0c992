"""Files in a bucket: kept, handed out and removed as those in a folder are. The bucket is that of a stand-in for S3."""

import boto3
import pytest
from django.core.files.base import ContentFile
from django.http import Http404
from moto import mock_aws

from lms.bucket import Bucket
from lms.storage import Folder
from lms.views.media import answer

BYTES = bytes(range(256)) * 40


@pytest.fixture
def bucket(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="district")
        yield Bucket(bucket_name="district", region_name="us-east-1", location="media", site_url="/media/", file_overwrite=False)


@pytest.fixture(params=["bucket", "folder"])
def place(request, tmp_path):
    return request.getfixturevalue("bucket") if request.param == "bucket" else Folder(location=tmp_path, base_url="/media/")


def test_what_is_kept_is_read_and_removed(place):
    name = place.save("films/a.mp4", ContentFile(BYTES))
    with place.open(name) as file:
        assert file.read() == BYTES
    assert place.facts(name).size == len(BYTES)
    place.delete(name)
    with pytest.raises(FileNotFoundError):
        place.facts(name)


def test_a_file_never_takes_the_name_of_another(place):
    names = {place.save("films/a.mp4", ContentFile(content)) for content in (b"one", b"two")}
    assert len(names) == 2
    assert {place.open(name).read() for name in names} == {b"one", b"two"}


def test_a_part_of_a_film_is_answered_and_nothing_more_is_fetched(place, rf):
    name = place.save("films/a.mp4", ContentFile(BYTES))
    response = answer(rf.get("/", headers={"range": "bytes=100-299"}), place, name)
    assert (response.status_code, response.headers["Content-Range"]) == (206, "bytes 100-299/10240")
    assert b"".join(response.streaming_content) == BYTES[100:300]
    whole = answer(rf.get("/"), place, name)
    assert b"".join(whole.streaming_content) == BYTES
    assert answer(rf.get("/", headers={"if-none-match": whole.headers["ETag"]}), place, name).status_code == 304
    with pytest.raises(Http404):
        answer(rf.get("/"), place, "films/none.mp4")


def test_a_folder_is_listed_and_removed_whole(place):
    for name in ("scorm/7/b/c.html", "scorm/7/a.html", "scorm/70/x.html"):
        place.save(name, ContentFile(b"x"))
    assert place.below("scorm/7") == ["a.html", "b/c.html"]
    place.remove_below("scorm/7")
    assert (place.below("scorm/7"), place.below("scorm/70")) == ([], ["x.html"])


def test_a_program_gets_the_file_by_path(place):
    name = place.save("uploads/questions.zip", ContentFile(BYTES))
    with place.at_hand(name) as path, open(path, "rb") as file:
        assert file.read() == BYTES


def test_no_address_of_the_bucket_is_shown(bucket):
    assert bucket.url("images/a.webp") == "/media/images/a.webp"
    with pytest.raises(ValueError, match="no address"):
        Bucket(bucket_name="district", location="private").url("a.pdf")


@pytest.mark.parametrize("name", ["../private/a.pdf", "films/../../private/a.pdf"])
def test_a_name_cannot_leave_its_part_of_the_bucket(bucket, name):
    with pytest.raises(Exception, match="points outside|traversal|Attempted access"):
        bucket.facts(name)
