"""The pages of a pack: the course and its lessons, added under a page and published where that is allowed."""

import uuid

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.actions.pack_rows import uuid_of
from cms.models import CourseLecturer, CourseMaterial, CoursePage, CoursePrerequisite, LessonPage, ScormLessonPage
from cms.packs.blocks import change
from cms.packs.reading import STREAM
from cms.rules.slugs import unused
from lms.people.models import Category


class PackPages:
    """``rows`` are the :class:`~cms.actions.pack_rows.PackRows` that these pages point at."""

    def __init__(self, *, rows, parent, copy, publish):
        self.rows, self.contents = rows, rows.pack.contents
        self.parent, self.copy, self.publish = parent, copy, publish

    def take(self):
        said = self.contents["course"]
        self.rows.at = said["title"]
        features = CoursePage._meta.get_field("objectives").features
        page = CoursePage(
            **self._common(said, self.parent), objectives=self.rows.text(said.get("objectives", ""), features),
            theme=said.get("theme", ""), hours=said.get("hours"), self_enrolment=bool(said.get("self_enrolment")),
            positions=said.get("positions", []), cover_id=self.rows.chosen(said.get("cover")),
        )
        page.categories = Category.objects.filter(code__in=said.get("categories", []))
        page.course_lecturers = [CourseLecturer(lecturer=self.rows.card(key)) for key in said.get("lecturers", [])]
        page.course_materials = [
            CourseMaterial(document_id=self.rows.chosen(each.get("document")), title=str(each.get("title") or "")[:120])
            for each in said.get("materials", []) if each.get("document")
        ]
        page.course_prerequisites = [CoursePrerequisite(course=course) for course in self._asked(said)]
        self.parent.add_child(instance=page)
        lessons = [(self._lesson(each, page), each) for each in self.contents["lessons"]]
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
        taken = set(Page.objects.child_of(parent).values_list("slug", flat=True)) if parent.pk else set()
        return unused(said.get("slug") or "course", taken)

    def _asked(self, said):
        asked = [(uuid_of(each.get("key")), each.get("title")) for each in said.get("prerequisites", [])]
        here = {course.translation_key: course for course in CoursePage.objects.filter(
            translation_key__in=[key for key, _title in asked if key])}
        for key, title in asked:
            if key in here:
                yield here[key]
            else:
                self.rows.notes.append(
                    _("“{title}” is to be finished first and does not stand here; it was left out.").format(title=title)
                )

    def _lesson(self, said, course):
        self.rows.at = said["title"]
        body = STREAM.to_python(change(
            STREAM, said["body"], self.rows.point, lambda block, html: self.rows.text(html, block.features)
        ))
        model, more = LessonPage, {}
        if said.get("scorm"):
            model, more = ScormLessonPage, {"package_id": self.rows.row(said["scorm"])}
        for number, child in enumerate(body, start=1):
            self.rows.at = f"{said['title']}: {child.block.label} {number}"
            child.block.clean(child.value)
        self.rows.at = said["title"]
        page = model(
            **self._common(said, course), minutes=said["minutes"], required=bool(said.get("required", True)), body=body, **more,
        )
        course.add_child(instance=page)
        return page

    def _publish(self, page, said):
        revision = page.save_revision(user=self.rows.actor)
        if not said.get("live") or not self.publish:
            return
        self.rows.at = page.title
        if any(point.stops for point in page.checklist()):
            self.rows.notes.append(_("“{title}” stays a draft: something obligatory is missing.").format(title=page.title))
            return
        revision.publish(user=self.rows.actor)
