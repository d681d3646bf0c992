"""The only writers of pictures, sounds and films of questions: looked into, kept privately under a random name."""

import hashlib
import io
import uuid
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from pymediainfo import MediaInfo

from courses.enums import UploadState
from courses.models import QuestionMedia, QuestionUpload
from courses.rules.questions import from_row, media_of
from lms.audit import trail

LARGEST = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
FORGOTTEN = timedelta(days=1)
PICTURES = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
FILMS = {"MPEG-4": "mp4", "WebM": "webm"}
SOUNDS = {"MPEG Audio": "mp3", "MPEG-4": "m4a", "Ogg": "ogg", "Wave": "wav"}
# What browsers of phones play.
PLAYED = frozenset({"AVC", "VP8", "VP9", "AV1", "AAC", "MPEG Audio", "Opus", "Vorbis", "PCM"})


class MediaRefused(ValueError):
    """The file cannot be shown with a question; the text says why."""


def look_into(data):
    """Return ``(kind, ending)`` of the bytes of a file, told by what is in it; raises :class:`MediaRefused`."""
    if not data:
        raise MediaRefused(_("The file is empty."))
    if len(data) > LARGEST:
        raise MediaRefused(_("The file is larger than 20 MB. Make it smaller and try again."))
    return _picture(data) or _sound_or_film(data)


def _picture(data):
    try:
        with Image.open(io.BytesIO(data), formats=tuple(PICTURES)) as picture:
            form, (width, height) = picture.format, picture.size
            if width * height > MOST_PIXELS:
                raise MediaRefused(_("The picture has too many points. Make it smaller and try again."))
            picture.load()
    except UnidentifiedImageError:
        return None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, MediaRefused):
            raise
        raise MediaRefused(_("This file is no picture that can be read.")) from error
    return "image", PICTURES[form]


def _sound_or_film(data):
    refused = MediaRefused(_("Only pictures (PNG, JPEG, GIF, WebP), sounds (MP3, M4A, OGG, WAV) and films (MP4, WebM) that "
                             "phones can play are taken."))
    try:
        found = MediaInfo.parse(io.BytesIO(data))
    except (OSError, RuntimeError, ValueError) as error:
        raise refused from error
    form = next((track.format for track in found.general_tracks), "")
    tracks = [*found.video_tracks, *found.audio_tracks]
    if not tracks or any(track.format not in PLAYED for track in tracks):
        raise refused
    if any(track.istruncated == "Yes" for track in found.general_tracks):
        raise MediaRefused(_("The file breaks off. Save it again and try once more."))
    endings = FILMS if found.video_tracks else SOUNDS
    if form not in endings:
        raise refused
    return ("video" if found.video_tracks else "audio"), endings[form]


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
    plain = "".join(sign for sign in name.rpartition("/")[2] if sign.isprintable())[-150:] or "file"
    return QuestionMedia.objects.create(
        key=key, bank=bank, upload=upload, brought_by=actor, kind=kind, name=plain, size=len(data), sha256=digest,
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
