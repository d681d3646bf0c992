"""Write a course with everything it shows into one zip; files go through in pieces, however large."""

import hashlib
import json
import zipfile
from pathlib import PurePosixPath

from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtailmedia.models import get_media_model

from cms.models import LessonPage
from cms.rules.pack import FORMAT, MANIFEST, REF, VERSION
from courses.actions.scorm import Folder
from lms.archives import CHUNK

from .blocks import change, links_out

MODELS = {"image": get_image_model, "document": get_document_model, "media": get_media_model}


def write_pack(course, target):
    """Write the pack of the page ``course`` to the path or file object ``target``; return its list of contents."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        writer = _Writer(archive)
        lessons = LessonPage.objects.child_of(course).order_by("path").specific()
        pack = {
            "format": FORMAT, "version": VERSION, "exported_at": timezone.now().isoformat(timespec="seconds"),
            "course": writer.course(course), "lessons": [writer.lesson(page) for page in lessons],
            "lecturers": writer.lecturers, **writer.rows, "files": writer.files,
        }
        archive.writestr(MANIFEST, json.dumps(pack, ensure_ascii=False, indent=1))
    return pack


class _Writer:
    """What was met on the way: rows by reference, files by name."""

    def __init__(self, archive):
        self.archive, self.files, self.lecturers = archive, {}, []
        self.rows = {"images": {}, "documents": {}, "media": {}, "scorm": {}}
        self.refs = {}

    def course(self, page):
        return {
            **self._page(page),
            "objectives": self.text(page.objectives), "theme": page.theme,
            "hours": str(page.hours) if page.hours is not None else None, "self_enrolment": page.self_enrolment,
            "categories": sorted(category.code for category in page.categories.all()), "positions": page.positions,
            "cover": self.point("image", page.cover_id),
            "lecturers": [self.card(each.lecturer) for each in page.course_lecturers.select_related("lecturer__photo")],
            "prerequisites": [
                {"key": str(each.course.translation_key), "title": each.course.title}
                for each in page.course_prerequisites.select_related("course")
            ],
            "materials": [
                {"document": self.point("document", each.document_id), "title": each.title}
                for each in page.course_materials.all()
            ],
        }

    def lesson(self, page):
        # Block by block: a text that was never opened since it was written is stored in older shapes.
        stored = [
            {"type": child.block_type, "value": child.block.get_prep_value(child.value), "id": child.id} for child in page.body
        ]
        body = change(page.body.stream_block, stored, self.point, lambda block, html: self.text(html))
        package = getattr(page, "package", None)
        return {
            **self._page(page), "minutes": page.minutes, "required": page.required, "body": body,
            "scorm": self.package(package) if package else None,
        }

    def _page(self, page):
        return {
            "key": str(page.translation_key), "title": page.title, "slug": page.slug, "summary": page.summary,
            "seo_title": page.seo_title, "search_description": page.search_description, "live": page.live,
        }

    def text(self, html):
        return links_out(html, lambda kind, pk: (self.point(kind, pk) or {}).get(REF))

    def point(self, kind, pk):
        """Return the reference of a row, putting the row and its file into the pack when it is met first."""
        if pk is None:
            return None
        if kind == "page":
            key = Page.objects.filter(pk=pk).values_list("translation_key", flat=True).first()
            return {REF: f"page:{key}"} if key else None
        if (kind, int(pk)) in self.refs:
            return {REF: self.refs[kind, int(pk)]}
        row = MODELS[kind]().objects.filter(pk=pk).first()
        if row is None or not row.file or not row.file.storage.exists(row.file.name):
            return None
        rows = self.rows["media" if kind == "media" else f"{kind}s"]
        number = len(rows) + 1
        ref = self.refs[kind, int(pk)] = f"{kind}:{number}"
        rows[ref] = getattr(self, f"_{kind}")(row, number)
        return {REF: ref}

    def _image(self, row, number):
        focal = {name: getattr(row, f"focal_point_{name}") for name in ("x", "y", "width", "height")}
        return {"title": row.title, "description": row.description, "focal_point": focal,
                "file": self.file("images", number, row.file)}

    def _document(self, row, number):
        return {"title": row.title, "file": self.file("documents", number, row.file), "name": PurePosixPath(row.filename).name}

    def _media(self, row, number):
        return {
            "title": row.title, "type": row.type, "duration": row.duration, "width": row.width, "height": row.height,
            "file": self.file("media", number, row.file),
            "captions": self.file("captions", number, row.captions) if row.captions else None,
            "poster": self.file("posters", number, row.thumbnail) if row.thumbnail else None,
        }

    def package(self, package):
        known = self.refs.get(("scorm", package.pk))
        if known:
            return known
        number = len(self.rows["scorm"]) + 1
        ref = self.refs["scorm", package.pk] = f"scorm:{number}"
        self.rows["scorm"][ref] = {"title": package.title, "folder": f"scorm/{number}/"}
        for name, opened in Folder.of_package(package).files.items():
            with opened() as source:
                self._copy(f"scorm/{number}/{name}", source)
        return ref

    def card(self, lecturer):
        key = str(lecturer.key)
        if not any(card["key"] == key for card in self.lecturers):
            self.lecturers.append({
                "key": key, "name": lecturer.name, "title": lecturer.title, "organisation": lecturer.organisation,
                "biography": lecturer.biography, "photo": self.point("image", lecturer.photo_id),
            })
        return key

    def file(self, folder, number, file):
        name = f"{folder}/{number}{PurePosixPath(file.name).suffix.lower()}"
        with file.storage.open(file.name) as source:
            self._copy(name, source)
        return name

    def _copy(self, name, source):
        digest, size = hashlib.sha256(), 0
        packed = zipfile.ZipInfo(name, date_time=(2018, 1, 1, 0, 0, 0))
        packed.compress_type, packed.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        with self.archive.open(packed, "w", force_zip64=True) as target:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
        self.files[name] = {"size": size, "sha256": digest.hexdigest()}
