"""Where uploaded and made files are kept: folders in ``DATA_DIR``, or a bucket that several machines share."""

from lms.config.environment import DATA_DIR, read

MEDIA_URL = "media/"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "private"  # job results, uploads, certificates: never served by address

S3_BUCKET = read("S3_BUCKET", "str", "", "the name of a bucket")
S3_ENDPOINT = read("S3_ENDPOINT", "str", "", "an address such as https://s3.example.org")
S3_REGION = read("S3_REGION", "str", "", "the name of a region")


def places():
    """Return the storages ``default`` and ``private`` for ``STORAGES``."""
    if not S3_BUCKET:
        return {
            "default": {"BACKEND": "lms.storage.Folder"},
            "private": {"BACKEND": "lms.storage.Folder", "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None}},
        }
    # Names are never taken twice (file_overwrite): a certificate's file is written once.
    common = {"bucket_name": S3_BUCKET, "endpoint_url": S3_ENDPOINT or None, "region_name": S3_REGION or None,
              "default_acl": None, "file_overwrite": False, "max_memory_size": 5 * 1024 * 1024}
    return {
        "default": {"BACKEND": "lms.bucket.Bucket", "OPTIONS": {**common, "location": "media", "site_url": f"/{MEDIA_URL}"}},
        "private": {"BACKEND": "lms.bucket.Bucket", "OPTIONS": {**common, "location": "private"}},
    }
