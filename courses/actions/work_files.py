"""The only writers of the files of works: looked into, bounded, kept privately under random names."""

import hashlib
import uuid

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from courses.actions.works import WorkRefused, own_work
from courses.enums import WorkKind
from courses.models import WorkFile
from courses.rules import assignments as rules
from lms import uploads

LARGEST = {
    WorkKind.PICTURE: 20 * uploads.MEGABYTE, WorkKind.AUDIO: 30 * uploads.MEGABYTE, WorkKind.DOCUMENT: 20 * uploads.MEGABYTE,
}
PIXELS = 60_000_000
EDGE = 2400  # pixels of the longer side of a picture as it is kept
THUMBNAIL = 640
SOUNDS = uploads.SOUNDS | uploads.RECORDED


def add_file(*, person, assignment, kind, upload):
    """Keep an upload with the person's draft, once however often it is sent; return its row.

    Raises :class:`lms.uploads.Refused` for what cannot be taken, :class:`WorkRefused` once the work is handed in.
    """
    kind = WorkKind(kind)
    if kind == WorkKind.TEXT or kind not in assignment.kinds:
        raise uploads.Refused("kind", _("This assignment does not take such files."))
    uploads.weigh(upload.size, most=LARGEST[kind])
    data = upload.read()
    look = _looked_into(kind, data)
    return _keep(person, assignment, kind, look, hashlib.sha256(data).hexdigest(), uploads.plain_name(upload.name))


def _looked_into(kind, data):
    """Return what is to be kept: ``(bytes, ending, thumbnail)``; ``thumbnail`` is ``(bytes, (width, height))`` of a picture."""
    if kind == WorkKind.PICTURE:
        picture = uploads.redrawn(data, most_pixels=PIXELS, edge=EDGE)
        small = picture.copy()
        small.thumbnail((THUMBNAIL, THUMBNAIL))
        return uploads.as_jpeg(picture), "jpg", (uploads.as_jpeg(small, quality=78), small.size)
    if kind == WorkKind.AUDIO:
        _kind, ending = uploads.sound_or_film(data, sounds=SOUNDS, films={})
        return data, ending, None
    return data, uploads.document_ending(data), None


@transaction.atomic
def _keep(person, assignment, kind, look, digest, name):
    work = own_work(person=person, assignment=assignment)
    if not rules.writable(work.state):
        raise WorkRefused("handed_in", _("This is handed in already. To change something, ask your class teacher to return it."))
    standing = work.files.filter(sha256=digest, kind=kind).first()
    if standing is not None:
        if not standing.in_draft:
            standing.in_draft = True
            standing.save(update_fields=["in_draft"])
        return standing
    if work.files.filter(kind=kind, in_draft=True).count() >= rules.MOST_FILES[kind]:
        raise uploads.Refused("many", _("No more than %(most)s of these. Take one out first.") % {"most": rules.MOST_FILES[kind]})
    if work.files.count() >= rules.MOST_KEPT:
        raise uploads.Refused("many", _("Too many files were uploaded here. Ask your class teacher for help."))
    content, ending, thumbnail = look
    kept = WorkFile.objects.filter(work__person=person).aggregate(size=Sum("size"))["size"] or 0
    if kept + len(content) > settings.WORK_FILES_MB * uploads.MEGABYTE:
        raise uploads.Refused(
            "quota", _("Your files would take more than %(most)s MB together. Take out files that you do not need.")
            % {"most": settings.WORK_FILES_MB},
        )
    key = uuid.uuid4()
    row = WorkFile(
        key=key, work=work, kind=kind, name=name, size=len(content), sha256=digest,
        file=ContentFile(content, name=f"{key.hex}.{ending}"),
    )
    if thumbnail:
        small, (row.width, row.height) = thumbnail
        row.thumbnail = ContentFile(small, name=f"{uuid.uuid4().hex}.jpg")
    try:
        row.save()
    except OSError:  # room for the picture and none for its thumbnail
        row.file.storage.delete(row.file.name)
        raise
    return row


@transaction.atomic
def remove_file(*, person, file):
    """Take the file out of the draft; one that was never handed in is deleted. Raises :class:`WorkRefused`."""
    work = own_work(person=person, assignment=file.work.assignment)
    if not rules.writable(work.state):
        raise WorkRefused("handed_in", _("This is handed in already. To change something, ask your class teacher to return it."))
    if file.submissions.exists():
        file.in_draft = False
        file.save(update_fields=["in_draft"])
        return
    stored = [(one.storage, one.name) for one in (file.file, file.thumbnail) if one]
    file.delete()
    transaction.on_commit(lambda: [storage.delete(name) for storage, name in stored])
