"""The certificate that goes with a leave: a photo or a PDF, judged by what is in it and not by its name.

A photo is drawn anew as JPEG: what else the file held, the place where it was taken among it, is gone.
"""

import secrets
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST = 10 * 1024 * 1024
PIXELS = 60_000_000
EDGE = 2400
PHOTOS = ("JPEG", "PNG", "WEBP")


def checked_proof(upload):
    """Return the upload as a file to keep, under a random name; raise ``ValidationError`` for anything else."""
    if upload.size > LARGEST:
        raise ValidationError(_("The file is larger than 10 MB. Take the photo with a lower resolution."), code="large")
    content = upload.read()
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]:
        return _file(content, "pdf")
    return _file(_redrawn(content), "jpg")


def _redrawn(content):
    try:
        with Image.open(BytesIO(content), formats=PHOTOS) as photo:
            if photo.width * photo.height > PIXELS:
                raise ValidationError(_("This photo is too large. Take it with a lower resolution."), code="large")
            drawn = ImageOps.exif_transpose(photo).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        said = _("This is neither a photo nor a PDF that can be opened. Choose another file.")
        raise ValidationError(said, code="kind") from error
    drawn.thumbnail((EDGE, EDGE))
    out = BytesIO()
    drawn.save(out, "JPEG", quality=82)
    return out.getvalue()


def _file(content, suffix):
    return ContentFile(content, name=f"{secrets.token_urlsafe(16)}.{suffix}")
