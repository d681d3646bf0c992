"""Film and sound for some pages of the demonstration, out of the files in ``media/`` (``make_media`` drew them)."""

import uuid
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile
from wagtailmedia.models import get_media_model

from cms.models import LessonPage, MicroLessonPage

from .make_media import ROUND, STAIRS
from .writing import NAMESPACE

FOLDER = Path(__file__).resolve().parent / "media"


@dataclass(frozen=True)
class File:
    """A file of the library; ``lines`` are what it says: its captions, and its words to read."""

    name: str
    title: str
    kind: str
    seconds: int
    lines: tuple = ()


FILMS = {
    "stairs": File("stairs.mp4", "楼道的灯", "video", 64, tuple(STAIRS)),
    "round": File("round.mp4", "每个人说一句", "video", 24, tuple(ROUND)),
    "bells": File("bells.m4a", "开课的钟声", "audio", 15),
}
# Title of a page -> what stands first on it.
PLACES = {
    "一分钟微党课：楼道的灯": "stairs",
    "一堂微党课怎样准备": "round",
    "给老党员送学上门": "bells",
    "一堂宣讲从哪里开始": "round",
    "志愿服务：从来一次到一直来": "stairs",
}
# A micro-lesson that is all film: it finishes by itself when the film ends.
ONE_MINUTE = (
    "一分钟微党课：楼道的灯", 1, "从敲开一扇门，到点亮一幢楼。", "看完想一想：你的楼里，哪一盏灯还没有亮？",
)
BELLS = "这是一段钟声，没有说话。钟声响过，请把椅子搬近一点，开始念今天的学习材料。"


def place_films(actor):
    """Put film and sound on the pages of :data:`PLACES`; return how many pages were changed. A page that has it is left."""
    pages = [
        *LessonPage.objects.filter(title__in=PLACES).order_by("path"),
        *MicroLessonPage.objects.filter(title__in=PLACES).order_by("path"),
    ]
    changed = 0
    for page in pages:
        name = PLACES[page.title]
        block_id = str(uuid.uuid5(NAMESPACE, f"{page.url_path}{name}"))
        blocks = list(page.body.raw_data)
        if any(block["id"] == block_id for block in blocks):
            continue
        page.body = [{"type": FILMS[name].kind, "value": _value(FILMS[name]), "id": block_id}, *blocks]
        page.save_revision(user=actor, log_action=False).publish(
            user=actor, log_action=False, skip_permission_checks=True
        )
        changed += 1
    return changed


def _value(file):
    words = "".join(f"<p>{line}</p>" for _, _, line in file.lines) or f"<p>{BELLS}</p>"
    return {file.kind: _in_library(file).pk, "caption": "", "transcript": words}


def _in_library(file):
    """Return the file's row in the media library, made at its first need."""
    library = get_media_model()
    found = library.objects.filter(title=file.title, type=file.kind).order_by("pk").first()
    if found is not None:
        return found
    row = library(title=file.title, type=file.kind, duration=file.seconds)
    row.file.save(file.name, ContentFile((FOLDER / file.name).read_bytes()), save=False)
    if file.lines:
        stem = Path(file.name).stem
        row.width, row.height = 640, 360
        row.thumbnail.save(f"{stem}.jpg", ContentFile((FOLDER / f"{stem}.jpg").read_bytes()), save=False)
        row.captions.save(f"{stem}.vtt", ContentFile((FOLDER / f"{stem}.vtt").read_bytes()), save=False)
    row.save()
    return row
