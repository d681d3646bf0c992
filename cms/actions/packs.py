"""Courses as files: hand one out, take one in."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.blocks import ListBlockValidationError, StreamBlockValidationError, StructBlockValidationError
from wagtail.models import Page

from cms.actions.pack_pages import PackPages
from cms.actions.pack_rows import PackRows
from cms.models import CoursePage, school_of
from cms.packs.reading import PackRefused
from cms.packs.writing import write_pack
from lms.audit.trail import record


@dataclass
class Taken:
    """What came of a pack. ``created`` is False when the course stood there already; ``notes`` say what was left out."""

    page: object = None
    created: bool = False
    lessons: int = 0
    files: int = 0
    notes: list = field(default_factory=list)


def export_course(*, actor, page, target):
    """Write the course ``page`` as a pack to ``target``; return its list of contents."""
    if not page.permissions_for_user(actor).can_edit():
        raise PermissionDenied("content.export")
    contents = write_pack(page, target)
    record(actor=actor, verb="content.export", target=page, detail={
        "pages": len(contents["lessons"]) + 1, "files": len(contents["files"]),
    })
    return contents


def import_course(*, actor, pack, parent, copy=False, dry_run=False):
    """Take a judged :class:`~cms.packs.reading.Pack` in under the page ``parent``, whole or not at all; return :class:`Taken`.

    A course that stands here already, known by its key, is left as it is. With ``copy`` it becomes another course with
    records of its own. Pages that were published are published, where ``actor`` may; the exam does not travel.
    """
    parent = parent.specific
    if CoursePage not in parent.allowed_subpage_models():
        raise PackRefused([(str(parent), _("No course may stand under this page."))])
    may = parent.permissions_for_user(actor)
    if not may.can_add_subpage():
        raise PermissionDenied("content.import")
    contents = pack.contents
    pages = [contents["course"], *contents["lessons"]]
    result = Taken(lessons=len(contents["lessons"]), files=len(contents["files"]))
    if not copy:
        found = {str(page.translation_key): page for page in Page.objects.filter(
            translation_key__in=[each["key"] for each in pages])}
        if contents["course"]["key"] in found:
            result.page = found[contents["course"]["key"]]
            return result
        if found:
            raise PackRefused([(str(page), _("This lesson stands here already, in another course. Import a copy instead."))
                               for page in found.values()])
    result.created = True
    if dry_run:
        return result
    rows = PackRows(actor=actor, pack=pack, school=school_of(parent))
    taking = PackPages(rows=rows, parent=parent, copy=copy, publish=may.can_publish_subpage())
    try:
        with transaction.atomic(), rows.noting_renditions():
            result.page = taking.take()
            record(actor=actor, verb="content.import", target=result.page, organisation=rows.school, detail={
                "pages": len(pages), "files": result.files,
            })
    except ValidationError as error:
        rows.undo_files()
        said = _("A block lacks something obligatory, or holds a value that is not allowed.") if isinstance(
            error, StructBlockValidationError | StreamBlockValidationError | ListBlockValidationError
        ) else " ".join(error.messages)
        raise PackRefused([(rows.at, said)]) from error
    except BaseException:
        rows.undo_files()
        raise
    result.notes = rows.notes
    return result
