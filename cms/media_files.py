"""What is inside a file of film or sound, read with MediaInfo, which the package carries."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from pymediainfo import MediaInfo

# What browsers play, WeChat's among them; others say nothing and show a black picture.
FILM = frozenset({"AVC", "VP8", "VP9", "AV1"})
SOUND = frozenset({"AAC", "MPEG Audio", "Opus", "Vorbis", "PCM", "FLAC"})
CAPTIONS_LIMIT = 1024 * 1024  # bytes


class Unplayable(ValueError):
    """A sentence for the editor that says what is wrong with the file."""


@dataclass(frozen=True)
class MediaFacts:
    """``seconds`` it plays; ``width`` and ``height`` of a film in pixels, None for sound."""

    seconds: float
    width: int | None = None
    height: int | None = None


def read_media(file, kind):
    """Return the :class:`MediaFacts` of an open file of ``kind`` (``video``, ``audio``), or raise :class:`Unplayable`."""
    file.seek(0)
    try:
        found = MediaInfo.parse(file)
    except (OSError, RuntimeError, ValueError) as error:
        raise Unplayable(_("This file cannot be read.")) from error
    finally:
        file.seek(0)
    films, sounds = found.video_tracks, found.audio_tracks
    if kind == "video" and not films:
        raise Unplayable(_("This file holds no film that can be played. It may be cut off, or be of another kind."))
    if kind == "audio" and not sounds:
        raise Unplayable(_("This file holds no sound that can be played. It may be cut off, or be of another kind."))
    for track, known in [(track, FILM) for track in films if kind == "video"] + [(track, SOUND) for track in sounds]:
        if track.format not in known:
            raise Unplayable(
                _("The file is coded as %(format)s, which many phones cannot play. Save it again as MP4 (H.264 and AAC).")
                % {"format": track.format or "?"}
            )
    seconds = _seconds(found, films if kind == "video" else sounds)
    if not seconds or any(track.istruncated == "Yes" for track in found.general_tracks):
        raise Unplayable(_("The length of this file cannot be read. It may be cut off."))
    film = films[0] if kind == "video" else None
    return MediaFacts(seconds, film and film.width, film and film.height)


def _seconds(found, tracks):
    lengths = [track.duration for track in (*found.general_tracks, *tracks) if track.duration]
    return round(max(map(float, lengths)) / 1000, 2) if lengths else 0


def read_captions(file):
    """Check an open file of captions: raise :class:`Unplayable` when browsers would not read it."""
    if file.size > CAPTIONS_LIMIT:
        raise Unplayable(_("The captions are too large to be captions (over 1 MB)."))
    file.seek(0)
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unplayable(_("The captions are not coded in UTF-8. Save the file again as UTF-8.")) from error
    finally:
        file.seek(0)
    if not text.startswith("WEBVTT"):
        raise Unplayable(_("The captions must begin with the line WEBVTT. Other kinds, such as .srt, have to be converted."))
    if "-->" not in text:
        raise Unplayable(_("The file of captions holds no caption."))
