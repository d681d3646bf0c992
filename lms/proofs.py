"""A photo or a PDF that proves something, judged by what is in it and not by its name.

A photo is drawn anew as JPEG: what else the file held, the place where it was taken among it, is gone.
"""

import secrets

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from lms import uploads

LARGEST = 10 * uploads.MEGABYTE
PIXELS = 60_000_000
EDGE = 2400


def checked_proof(upload):
    """Return the upload as a file to keep, under a random name; raise ``ValidationError`` for anything else."""
    if upload.size > LARGEST:
        raise ValidationError(_("The file is larger than 10 MB. Take the photo with a lower resolution."), code="large")
    content = upload.read()
    if uploads.is_pdf(content):
        return _file(content, "pdf")
    try:
        return _file(uploads.as_jpeg(uploads.redrawn(content, most_pixels=PIXELS, edge=EDGE)), "jpg")
    except uploads.Refused as error:
        if error.code == "pixels":
            raise ValidationError(_("This photo is too large. Take it with a lower resolution."), code="large") from error
        said = _("This is neither a photo nor a PDF that can be opened. Choose another file.")
        raise ValidationError(said, code="kind") from error


def _file(content, suffix):
    return ContentFile(content, name=f"{secrets.token_urlsafe(16)}.{suffix}")
