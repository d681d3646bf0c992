"""The only writers of the pictures of templates: looked into, drawn anew, kept under the hash of what is kept."""

import hashlib
import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.enums import ImageRole
from certificates.models import CertificateImage
from lms import uploads
from lms.audit import trail

LARGEST = 8 * uploads.MEGABYTE
MOST_PIXELS = 30_000_000
# The longer side in pixels: A4 at 210 dots an inch, and 45 mm at 500.
SHEET_EDGE, SMALL_EDGE = 2480, 900


@transaction.atomic
def keep_image(*, actor, organisation, role, title, data):
    """Keep a picture for templates; the same picture again is the row it was. Raises ``ValidationError`` for what is none."""
    edge = SHEET_EDGE if role in (ImageRole.BACKGROUND, ImageRole.BORDER) else SMALL_EDGE
    try:
        uploads.weigh(len(data), most=LARGEST)
        picture = uploads.redrawn(data, most_pixels=MOST_PIXELS, edge=edge, alpha=True)
    except uploads.Refused as error:
        if error.code == "kind":
            raise ValidationError(
                _("Only pictures are taken: PNG, JPEG or WebP. Drawings (SVG) and documents are not.")
            ) from error
        raise ValidationError(str(error)) from error
    content, ending = _encoded(picture)
    digest = hashlib.sha256(content).hexdigest()
    found = CertificateImage.objects.filter(organisation=organisation, role=role, sha256=digest).first()
    if found:
        CertificateImage.objects.filter(pk=found.pk).update(retired_at=None)
        return found
    image = CertificateImage.objects.create(
        organisation=organisation, role=role, title=title, sha256=digest, width=picture.width, height=picture.height,
        brought_by=actor, file=ContentFile(content, name=f"{digest}.{ending}"),
    )
    trail.record(
        actor=actor, verb="certificate_image.keep", target=image, organisation=organisation, detail={"title": title}
    )
    return image


@transaction.atomic
def retire_image(*, actor, image):
    """Offer the picture no longer; what shows it already keeps it."""
    if CertificateImage.objects.filter(pk=image.pk, retired_at=None).update(retired_at=timezone.now()):
        trail.record(
            actor=actor, verb="certificate_image.retire", target=image, organisation=image.organisation,
            detail={"title": image.title},
        )


@transaction.atomic
def revive_image(*, actor, image):
    if CertificateImage.objects.filter(pk=image.pk).exclude(retired_at=None).update(retired_at=None):
        trail.record(
            actor=actor, verb="certificate_image.revive", target=image, organisation=image.organisation,
            detail={"title": image.title},
        )


def _encoded(picture):
    if picture.mode == "RGB":
        return uploads.as_jpeg(picture, quality=90), "jpg"
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue(), "png"
