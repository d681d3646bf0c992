"""The only writers of pictures, sounds and films of questions: looked into, kept privately under a random name."""

import hashlib
import uuid

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import QuestionMedia
from lms import uploads

LARGEST = 20 * uploads.MEGABYTE
MOST_PIXELS = 40_000_000


class MediaRefused(ValueError):
    """The file cannot be shown with a question; the text says why."""


def look_into(data):
    """Return ``(kind, ending)`` of the bytes of a file, told by what is in it; raises :class:`MediaRefused`."""
    try:
        uploads.weigh(len(data), most=LARGEST)
        ending = uploads.picture_ending(data, most_pixels=MOST_PIXELS)
        return ("image", ending) if ending else uploads.sound_or_film(data)
    except uploads.Refused as error:
        if error.code != "kind":
            raise MediaRefused(str(error)) from error
        raise MediaRefused(_("Only pictures (PNG, JPEG, GIF, WebP), sounds (MP3, M4A, OGG, WAV) and films (MP4, WebM) that "
                             "phones can play are taken.")) from error


def keep_medium(*, bank, data, name, upload=None):
    """Keep the file in the bank, once however often it comes; return its row. Raises :class:`MediaRefused`."""
    kind, ending = look_into(data)
    digest = hashlib.sha256(data).hexdigest()
    known = QuestionMedia.objects.filter(bank=bank, sha256=digest).first()
    if known is not None:
        return known
    key = uuid.uuid4()
    return QuestionMedia.objects.create(
        key=key, bank=bank, upload=upload, kind=kind, name=uploads.plain_name(name), size=len(data), sha256=digest,
        file=ContentFile(data, name=f"{key.hex}.{ending}"),
    )


def drop_unused(*, upload):
    """Remove what came with ``upload`` and no question shows; return how many. The files go after the commit."""
    unused = list(QuestionMedia.objects.filter(upload=upload, uses=None))
    files = [(medium.file.storage, medium.file.name) for medium in unused]
    QuestionMedia.objects.filter(pk__in=[medium.pk for medium in unused]).delete()
    transaction.on_commit(lambda: [storage.delete(name) for storage, name in files])
    return len(unused)
