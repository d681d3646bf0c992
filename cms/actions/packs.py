"""Courses as files: hand one out, take one in."""

import uuid
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from wagtail.blocks import ListBlockValidationError, StreamBlockValidationError, StructBlockValidationError
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page
from wagtailmedia.models import get_media_model

from cms.media_files import read_media
from cms.models import (
    CourseLecturer,
    CourseMaterial,
    CoursePage,
    CoursePrerequisite,
    Lecturer,
    LessonPage,
    SchoolPage,
    ScormLessonPage,
)
from cms.packs.blocks import change, links_in
from cms.packs.reading import STREAM, PackRefused
from cms.packs.writing import write_pack
from cms.rules.pack import REF
from courses.actions.scorm import remove_files, store_folder
from courses.models import ScormPackage
from lms.audit.trail import record
from lms.people.models import Category

FOCAL = ("x", "y", "width", "height")


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
    taking = _Taking(actor, pack, parent, copy, may.can_publish_subpage(), result)
    try:
        with transaction.atomic(), taking.noting_renditions():
            result.page = taking.take()
            record(actor=actor, verb="content.import", target=result.page, organisation=taking.school, detail={
                "pages": len(pages), "files": result.files,
            })
    except ValidationError as error:
        taking.undo_files()
        said = _("A block lacks something obligatory, or holds a value that is not allowed.") if isinstance(
            error, StructBlockValidationError | StreamBlockValidationError | ListBlockValidationError
        ) else " ".join(error.messages)
        raise PackRefused([(taking.at, said)]) from error
    except BaseException:
        taking.undo_files()
        raise
    return result


class _Taking:
    """One import under way: what of the pack has become which row, and which files were written."""

    def __init__(self, actor, pack, parent, copy, publish, result):
        self.actor, self.pack, self.parent, self.copy, self.publish = actor, pack, parent, copy, publish
        self.result, self.rows, self.written, self.at = result, {}, [], ""
        above = SchoolPage.objects.ancestor_of(parent, inclusive=True).select_related("school").order_by("-depth").first()
        self.school = above.school if above else None
        named = Collection.objects.filter(name=self.school.name).first() if self.school else None
        self.collection = named or Collection.get_first_root_node()
        self.packages_before = set(ScormPackage.objects.values_list("pk", flat=True))
        self.packages = []

    @contextmanager
    def noting_renditions(self):
        """Publishing draws pictures in other sizes; when it fails, note their files before their rows are rolled back."""
        try:
            yield
        except BaseException:
            pictures = [pk for ref, pk in self.rows.items() if ref.startswith("image:")]
            with suppress(DatabaseError):
                drawn = get_image_model().get_rendition_model().objects.filter(image__in=pictures)
                self.written += [rendition.file for rendition in drawn]
            raise

    def undo_files(self):
        for file in self.written:
            file.storage.delete(file.name)
        for package in self.packages:
            if package.pk not in self.packages_before:
                remove_files(package)

    # Files and cards

    def _save(self, row, called="", **files):
        for name, packed in files.items():
            if packed:
                with self.pack.copied(packed) as copy:
                    # Documents keep the name that people download them under, but never another ending.
                    same = called and PurePosixPath(called).suffix.lower() == PurePosixPath(packed).suffix
                    getattr(row, name).save(PurePosixPath(called).name if same else copy.name, copy, save=False)
                self.written.append(getattr(row, name))
        row.save()
        return row.pk

    def row(self, ref):
        """Return the key of the row that the reference became; made when it is asked for first."""
        if ref not in self.rows:
            kind = ref.partition(":")[0]
            self.at = ref
            self.rows[ref] = getattr(self, f"_{kind}")(ref)
        return self.rows[ref]

    def _image(self, ref):
        said = self.pack.contents["images"][ref]
        image = get_image_model()(
            title=said.get("title") or PurePosixPath(said["file"]).name, description=said.get("description") or "",
            collection=self.collection, uploaded_by_user=self.actor,
            **{f"focal_point_{name}": _count((said.get("focal_point") or {}).get(name)) for name in FOCAL},
        )
        return self._save(image, file=said["file"])

    def _document(self, ref):
        said = self.pack.contents["documents"][ref]
        title = said.get("title") or PurePosixPath(said["file"]).name
        document = get_document_model()(title=title, collection=self.collection, uploaded_by_user=self.actor)
        return self._save(document, called=said.get("name"), file=said["file"])

    def _media(self, ref):
        said = self.pack.contents["media"][ref]
        with self.pack.copied(said["file"]) as copy:
            facts = read_media(copy, said["type"])
        medium = get_media_model()(
            title=said.get("title") or PurePosixPath(said["file"]).name, type=said["type"], collection=self.collection,
            uploaded_by_user=self.actor, duration=facts.seconds, width=facts.width, height=facts.height,
        )
        return self._save(medium, file=said["file"], captions=said.get("captions"), thumbnail=said.get("poster"))

    def _page(self, ref):
        key = _uuid(ref.partition(":")[2])
        found = Page.objects.filter(translation_key=key).values_list("pk", flat=True).first() if key else None
        if found is None:
            self.result.notes.append(_("A link was left out: its page does not stand here."))
        return found

    def point(self, kind, value):
        return self.row(value[REF])

    def chosen(self, value):
        return self.row(value[REF]) if value else None

    def text(self, html, features):
        return links_in(html, features, self.row)

    def _scorm(self, ref):
        package = store_folder(actor=self.actor, folder=self.pack.folder(self.pack.contents["scorm"][ref]["folder"]))
        self.packages.append(package)
        return package.pk

    def card(self, key):
        known = Lecturer.objects.filter(key=_uuid(key)).first()
        if known:
            return known
        said = next(card for card in self.pack.contents["lecturers"] if card["key"] == key)
        self.at = str(said.get("name"))
        card = Lecturer(
            key=_uuid(key) or uuid.uuid4(), school=self.school, photo_id=self.chosen(said.get("photo")),
            **{name: str(said.get(name) or "") for name in ("name", "title", "organisation", "biography")},
        )
        card.full_clean()
        card.save()
        return card

    # Pages

    def take(self):
        said = self.pack.contents["course"]
        self.at = said["title"]
        features = CoursePage._meta.get_field("objectives").features
        page = CoursePage(
            **self._common(said, self.parent), objectives=self.text(said.get("objectives", ""), features),
            theme=said.get("theme", ""), hours=said.get("hours"), self_enrolment=bool(said.get("self_enrolment")),
            positions=said.get("positions", []), cover_id=self.chosen(said.get("cover")),
        )
        page.categories = Category.objects.filter(code__in=said.get("categories", []))
        page.course_lecturers = [CourseLecturer(lecturer=self.card(key)) for key in said.get("lecturers", [])]
        page.course_materials = [
            CourseMaterial(document_id=self.chosen(each.get("document")), title=str(each.get("title") or "")[:120])
            for each in said.get("materials", []) if each.get("document")
        ]
        page.course_prerequisites = [CoursePrerequisite(course=course) for course in self._asked(said)]
        self._add(self.parent, page)
        lessons = [(self._lesson(each, page), each) for each in self.pack.contents["lessons"]]
        self._publish(page, said)
        for lesson, each in lessons:
            self._publish(lesson, each)
        return page

    def _common(self, said, parent):
        return {
            "title": said["title"], "slug": self._slug(said, parent), "live": False,
            "translation_key": uuid.uuid4() if self.copy else uuid.UUID(said["key"]),
            **{name: said.get(name, "") for name in ("summary", "seo_title", "search_description")},
        }

    def _slug(self, said, parent):
        wanted = said.get("slug") or "course"
        taken = set(Page.objects.child_of(parent).values_list("slug", flat=True)) if parent.pk else set()
        number, slug = 1, wanted
        while slug in taken:
            number += 1
            slug = f"{wanted[:240]}-{number}"
        return slug

    def _asked(self, said):
        for each in said.get("prerequisites", []):
            course = CoursePage.objects.filter(translation_key=_uuid(each.get("key"))).first()
            if course is None:
                self.result.notes.append(
                    _("“{title}” is to be finished first and does not stand here; it was left out.").format(
                        title=each.get("title"))
                )
            else:
                yield course

    def _lesson(self, said, course):
        self.at = said["title"]
        body = STREAM.to_python(change(STREAM, said["body"], self.point, lambda block, html: self.text(html, block.features)))
        model, more = LessonPage, {}
        if said.get("scorm"):
            model, more = ScormLessonPage, {"package_id": self.row(said["scorm"])}
        for number, child in enumerate(body, start=1):
            self.at = f"{said['title']}: {child.block.label} {number}"
            child.block.clean(child.value)
        self.at = said["title"]
        page = model(
            **self._common(said, course), minutes=said["minutes"], required=bool(said.get("required", True)), body=body, **more,
        )
        return self._add(course, page)

    def _add(self, parent, page):
        parent.add_child(instance=page)
        return page

    def _publish(self, page, said):
        revision = page.save_revision(user=self.actor)
        if not said.get("live") or not self.publish:
            return
        self.at = page.title
        if any(point.stops for point in page.checklist()):
            self.result.notes.append(_("“{title}” stays a draft: something obligatory is missing.").format(title=page.title))
            return
        revision.publish(user=self.actor)


def _count(value):
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _uuid(text):
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
