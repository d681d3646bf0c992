"""Files that people hand over, judged by what is in them and never by their name, before anything of them is kept."""

import io

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pymediainfo import MediaInfo

from lms import archives

MEGABYTE = 1024 * 1024
PICTURES = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
FILMS = {"MPEG-4": "mp4", "WebM": "webm"}
SOUNDS = {"MPEG Audio": "mp3", "MPEG-4": "m4a", "Ogg": "ogg", "Wave": "wav"}
# What browsers record themselves: Chrome and WeChat on Android write WebM, Safari MP4.
RECORDED = {"WebM": "weba"}
# What browsers of phones play.
PLAYED = frozenset({"AVC", "VP8", "VP9", "AV1", "AAC", "MPEG Audio", "Opus", "Vorbis", "PCM"})
WORD = archives.Limits(entries=2000, unpacked=200 * MEGABYTE)
WORD_PARTS = {"[Content_Types].xml", "word/document.xml"}


class Refused(ValueError):
    """The file is not kept; the text says why and what to do. ``code`` is a short word for why."""

    def __init__(self, code, text):
        self.code = code
        super().__init__(text)


def weigh(size, *, most):
    """Refuse a file of ``size`` bytes that is empty or larger than ``most`` bytes."""
    if not size:
        raise Refused("empty", _("The file is empty."))
    if size > most:
        raise Refused("large", _("The file is larger than %(most)s MB. Make it smaller and try again.") % {
            "most": most // MEGABYTE})


def picture_ending(data, *, most_pixels):
    """Return the ending of a picture's file; None when the bytes are no picture at all."""
    try:
        with Image.open(io.BytesIO(data), formats=tuple(PICTURES)) as picture:
            _count_pixels(picture, most_pixels)
            picture.load()
            return PICTURES[picture.format]
    except UnidentifiedImageError:
        return None
    except Refused:
        raise
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("broken", _("This file is no picture that can be read.")) from error


def redrawn(data, *, most_pixels, edge, formats=("JPEG", "PNG", "WEBP"), alpha=False):
    """Return the photo drawn anew, as a picture of RGB no longer than ``edge`` pixels: what else the file held, the place
    where it was taken among it, is gone. With ``alpha`` a picture that one sees through stays so (RGBA)."""
    try:
        with Image.open(io.BytesIO(data), formats=formats) as photo:
            _count_pixels(photo, most_pixels)
            mode = "RGBA" if alpha and photo.has_transparency_data else "RGB"
            drawn = ImageOps.exif_transpose(photo).convert(mode)
    except Refused:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("kind", _("This file is no picture that can be read.")) from error
    drawn.thumbnail((edge, edge))
    return drawn


def as_jpeg(picture, *, quality=82):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _count_pixels(picture, most):
    if picture.width * picture.height > most:
        raise Refused("pixels", _("The picture has too many points. Make it smaller and try again."))


def sound_or_film(data, *, sounds=SOUNDS, films=FILMS):
    """Return ``(kind, ending)`` of sound (``audio``) or film (``video``) that phones play."""
    refused = Refused("kind", _("Only sounds and films that phones can play are taken. Save it again as MP3 or MP4."))
    try:
        found = MediaInfo.parse(io.BytesIO(data))
    except (OSError, RuntimeError, ValueError) as error:
        raise refused from error
    form = next((track.format for track in found.general_tracks), "")
    tracks = [*found.video_tracks, *found.audio_tracks]
    if not tracks or any(track.format not in PLAYED for track in tracks):
        raise refused
    if any(track.istruncated == "Yes" for track in found.general_tracks):
        raise Refused("broken", _("The file breaks off. Save it again and try once more."))
    endings = films if found.video_tracks else sounds
    if form not in endings:
        raise refused
    return ("video" if found.video_tracks else "audio"), endings[form]


def is_pdf(data):
    return data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:]


def document_ending(data):
    """Return ``pdf`` or ``docx``; raises :class:`Refused` for anything else, for documents with macros among it."""
    if is_pdf(data):
        return "pdf"
    try:
        with archives.opened(io.BytesIO(data)) as archive:
            archives.weigh(archive, WORD)
            names = set(archives.files_of(archive))
            archives.read_through(archive)
    except archives.Suspect as error:
        raise Refused("kind", _("Only PDF and Word documents (.docx) are taken. Save it again as one of them.")) from error
    if not names >= WORD_PARTS or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("kind", _("Only PDF and Word documents (.docx) are taken. Save it again as one of them."))
    return "docx"


OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
OLD_OFFICE = {"doc", "xls", "ppt"}


def is_what_its_ending_says(data, ending):
    """Tell whether ``data`` is a document of the kind ``ending``: pdf, Office old or new without macros, text, or a plain zip."""
    if ending == "pdf":
        return is_pdf(data)
    if ending in OLD_OFFICE:
        return data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    if ending == "txt":
        return b"\0" not in data
    try:
        with archives.opened(io.BytesIO(data)) as archive:
            archives.weigh(archive, WORD)
            # A table behind a chart is a workbook inside the presentation.
            names = set(archives.files_of(archive, may_nest=lambda name: ending != "zip" and "/embeddings/" in name))
            archives.read_through(archive)
    except archives.Suspect:
        return False
    if ending == "zip":
        return True
    return {"[Content_Types].xml", OFFICE[ending]} <= names and not any(name.lower().endswith("vbaproject.bin") for name in names)


def plain_name(name, *, otherwise="file"):
    """Return the last part of a file's name as it may be shown and sent: printable, at most 150 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[-150:] or otherwise
