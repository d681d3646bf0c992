"""The only writers of pictures, sounds and films of questions: looked into, kept privately under a random name."""

import hashlib
import uuid
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.enums import UploadState
from courses.models import QuestionMedia, QuestionUpload
from courses.rules.questions import from_row, media_of
from lms import uploads
from lms.audit import trail

LARGEST = 20 * uploads.MEGABYTE
MOST_PIXELS = 40_000_000
FORGOTTEN = timedelta(days=1)


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


def keep_medium(*, bank, data, name, upload=None, actor=None):
    """Keep the file in the bank, once however often it comes; return its row. Raises :class:`MediaRefused`."""
    kind, ending = look_into(data)
    digest = hashlib.sha256(data).hexdigest()
    known = QuestionMedia.objects.filter(bank=bank, sha256=digest).first()
    if known is not None:
        # It was brought once more: the day that it may stay unused begins anew.
        QuestionMedia.objects.filter(pk=known.pk).update(created_at=timezone.now())
        return known
    key = uuid.uuid4()
    return QuestionMedia.objects.create(
        key=key, bank=bank, upload=upload, brought_by=actor, kind=kind, name=uploads.plain_name(name), size=len(data),
        sha256=digest,
        file=ContentFile(data, name=f"{key.hex}.{ending}"),
    )


def drop_unused(*, upload):
    """Remove what came with ``upload`` and no question nor other preview shows; return how many. Files go after the commit."""
    unused = list(QuestionMedia.objects.filter(upload=upload, uses=None))
    return _drop(unused, besides=upload)


@transaction.atomic
def drop_forgotten(*, now):
    """Remove what was brought a day ago or longer and neither a question nor a preview shows; return how many."""
    unused = list(QuestionMedia.objects.filter(uses=None, created_at__lt=now - FORGOTTEN))
    dropped = _drop(unused)
    if dropped:
        trail.record(actor=None, verb="question.tidy", detail={"files": dropped})
    return dropped


def _drop(media, besides=None):
    if not media:
        return 0
    shown = _shown_by_previews({medium.bank_id for medium in media}, besides)
    going = [medium.pk for medium in media if medium.key.hex not in shown]
    # Held while they go: a question that shows one of them was saved before, and it stays, or waits.
    gone = list(QuestionMedia.objects.select_for_update(of=("self",)).filter(pk__in=going, uses=None))
    QuestionMedia.objects.filter(pk__in=[medium.pk for medium in gone]).delete()
    files = [(medium.file.storage, medium.file.name) for medium in gone]
    transaction.on_commit(lambda: [storage.delete(name) for storage, name in files])
    return len(gone)


def _shown_by_previews(banks, besides):
    """Return the keys of what previews of files show that may still be taken into one of ``banks``."""
    waiting = QuestionUpload.objects.filter(bank__in=banks, state__in=(UploadState.READY, UploadState.APPLYING))
    if besides is not None:
        waiting = waiting.exclude(pk=besides.pk)
    drafts = waiting.values_list("draft", flat=True).iterator(chunk_size=5)
    return {key for draft in drafts for row in draft for key in media_of(from_row(row["row"]))}
