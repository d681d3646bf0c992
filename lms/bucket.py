"""Files in a bucket that several machines share (S3). A module of its own: its library is large, and folders need none of it."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage

from lms.storage import Facts, Part


class Bucket(S3Storage):
    """Files in a bucket. They are handed out by the site, as those of a folder are: no address of the bucket is ever shown."""

    def __init__(self, *, site_url=None, **options):
        super().__init__(**options)
        self.site_url = site_url

    def url(self, name, parameters=None, expire=None, http_method=None):
        if self.site_url is None:
            raise ValueError("private files have no address")
        return f"{self.site_url}{name}"

    def facts(self, name):
        try:
            head = self._object(name)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                raise FileNotFoundError(name) from error
            raise
        return Facts(head.content_length, head.last_modified)

    def part(self, name, first, length):
        return self._object(name).get(Range=f"bytes={first}-{first + length - 1}")["Body"] if length else Part(None, 0, 0)

    def below(self, folder):
        prefix = self._normalize_name(folder).rstrip("/") + "/"
        return sorted(row.key.removeprefix(prefix) for row in self.bucket.objects.filter(Prefix=prefix))

    def remove_below(self, folder):
        self.bucket.objects.filter(Prefix=self._normalize_name(folder).rstrip("/") + "/").delete()

    @contextmanager
    def at_hand(self, name):
        with tempfile.NamedTemporaryFile(suffix=Path(name).suffix) as copy:
            self._object(name).download_fileobj(copy)
            copy.flush()
            yield copy.name

    def _object(self, name):
        row = self.bucket.Object(self._normalize_name(name))
        row.load()
        return row
