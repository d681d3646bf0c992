import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO

from django.core.files.images import ImageFile
from wagtail.images.models import Image
from wagtail.models import Page, Site

from cms.models import (
    ArticlePage,
    CataloguePage,
    CategoryPage,
    CoursePage,
    HomePage,
    Lecturer,
    LessonPage,
    MicroLessonIndexPage,
    MicroLessonPage,
    SchoolIndexPage,
    SchoolPage,
    SeriesPage,
)
from cms.models.course import CourseLecturer, CoursePrerequisite
from courses.models import Course
from lms.audit.trail import record
from lms.people.models import Category
from lms.people.pinyin import syllables

from . import articles, government, micro, residential, series, soe, two_new
from .covers import cover, portrait
from .facts import COURSES, LECTURERS
from .films import ONE_MINUTE, place_films
from .writing import NAMESPACE, blocks

FIRST_DAY = datetime(2017, 6, 1, 1, tzinfo=UTC)  # the notice's summer; every page a day after the one before
CATEGORIES = {
    "residential": (residential.COURSES, "居民区书记课堂", "带好队伍、理顺小区、办成实事：居民区党组织书记和后备的课程。"),
    "government": (government.COURSES, "机关事业支部课堂", "把经常性的工作做实、做规范：机关事业单位支部书记的课程。"),
    "soe": (soe.COURSES, "国企支部课堂", "党建同生产经营拧成一股绳：国企基层党组织书记的课程。"),
    "two_new": (two_new.COURSES, "两新支部课堂", "找得到人、聚得起来、带得动：两新组织支部书记的课程。"),
}


@dataclass
class Content:
    """What was built: the home page, and the courses of the catalogue by the slug of their page's text."""

    home: HomePage
    courses: dict[str, Course] = field(default_factory=dict)
    created: int = 0


def build_content(*, actor, organisations, size="small"):
    """Publish the page tree of the demonstration; return :class:`Content`. What stands already is left as it is.

    ``organisations`` are the sub-districts and towns that have a community party school, in the order wanted. The first
    has the series of courses; at the size ``district`` every one of them has.
    """
    builder = Builder(actor)
    builder.cards()
    home = builder.home()
    _categories(builder, home)
    _schools(builder, home, list(organisations), size)
    shelf = builder.page(
        home, MicroLessonIndexPage, "micro", title="微党课", summary="十五分钟以内，一堂课讲清一件事，随时随地可以学。"
    )
    for title, minutes, summary, text in [*micro.MICRO_LESSONS, ONE_MINUTE]:
        builder.written(shelf, MicroLessonPage, title, summary, text, minutes=minutes)
    for title, summary, text in articles.ARTICLES:
        builder.written(home, ArticlePage, title, summary, text)
    place_films(actor)
    if builder.created:
        record(actor=actor, verb="content.build", detail={"pages": builder.created})
    rows = {course.key: course for course in Course.objects.active()}
    return Content(
        home=home, created=builder.created,
        courses={slug: rows[key] for slug, key in builder.courses.items() if key in rows},
    )


def _categories(builder, home):
    catalogue = builder.page(
        home, CataloguePage, "courses", title="全部课程", summary="按类别、按党校找课，或者输入标题里的两个字。"
    )
    for code, (courses, title, summary) in CATEGORIES.items():
        category = Category.objects.get(code=code)
        page = builder.page(catalogue, CategoryPage, code.replace("_", "-"), title=title, summary=summary, category=category)
        for course in courses:
            builder.course(page, course, [category], look=code)


def _schools(builder, home, organisations, size):
    index = builder.page(
        home, SchoolIndexPage, "schools", title="社区党校", summary="各街镇社区党校开设的课程和系列，送学到门口。"
    )
    for number, organisation in enumerate(organisations):
        place = re.sub(r"^中共", "", re.sub(r"(党工委|工委|工作委员会|党委|委员会)$", "", organisation.name))
        school = builder.page(
            index, SchoolPage, _slug(place), title=f"{place}社区党校", school=organisation,
            summary=f"{place}党员和居民身边的课堂。",
            introduction=(
                f"<p>{place}社区党校面向辖区内居民区、机关事业单位、国有企业和两新组织的党员，"
                "开设集中授课、现场教学和点单式送学。支部可以通过联络员点课，由党校安排老师送到门口。</p>"
            ),
        )
        if number == 0 or size == "district":
            page = builder.page(
                school, SeriesPage, series.SERIES["slug"], title=series.SERIES["title"], summary=series.SERIES["summary"],
                introduction=f"<p>{series.SERIES['introduction']}</p>",
            )
            for course in series.SERIES_COURSES:
                builder.course(page, course, [], look="series")


def _slug(title):
    return "-".join(re.sub(r"[^a-z0-9]", "", part) for part in syllables(title) if part.isalnum())[:60].strip("-")


class Builder:
    """Finds each page by its place in the tree, or publishes it with a key and a date that are always the same."""

    def __init__(self, actor):
        self.actor = actor
        self.created = 0
        self.courses = {}
        self.lecturers = {}

    def home(self):
        """Make the site's home page, and take away the page that Wagtail welcomes with."""
        root = Page.get_first_root_node()
        home = HomePage.objects.first() or self.page(
            root, HomePage, "shouye", title="轮训在线", summary="面向全区基层党组织书记、副书记和后备的轮训与网上学习。",
        )
        site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
        if site.root_page_id != home.pk:
            site.root_page, site.site_name = home, "轮训在线"
            site.save()
        welcome = Page.objects.child_of(root).filter(slug="home", content_type__model="page").first()
        if welcome is not None:
            welcome.delete()
        return home

    def page(self, parent, model, slug, **fields):
        found = model.objects.child_of(parent).filter(slug=slug).first()
        if found is not None:
            return found
        key = uuid.uuid5(NAMESPACE, f"{parent.url_path}{slug}")
        page = model(
            slug=slug, live=False, translation_key=key, owner=self.actor,
            first_published_at=FIRST_DAY + timedelta(days=self.created), **fields,
        )
        # A fresh parent: adding a child writes into the parent's own count and path.
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        revision = page.save_revision(user=self.actor, log_action=False)
        revision.publish(user=self.actor, log_action=False, skip_permission_checks=True)
        self.created += 1
        return model.objects.get(pk=page.pk)

    def written(self, parent, model, title, summary, text, **fields):
        slug = _slug(title)
        seed = f"{parent.url_path}{slug}"
        return self.page(parent, model, slug, title=title, summary=summary, body=blocks(text, seed), **fields)

    def course(self, parent, course, categories, *, look):
        facts = COURSES[course["slug"]]
        before = CoursePage.objects.filter(translation_key=self.courses.get(facts.after)).first()
        drawn = partial(cover, course["slug"], facts.look or look, facts.motif)
        page = self.page(
            parent, CoursePage, course["slug"], title=course["title"], summary=course["summary"],
            objectives="<ul>" + "".join(f"<li>{line}</li>" for line in course["objectives"]) + "</ul>",
            positions=course["positions"], categories=categories, theme=facts.theme,
            cover=self.picture(f"cover-{course['slug']}", course["title"], drawn),
            self_enrolment=facts.self_enrolment,
            course_lecturers=[CourseLecturer(lecturer=self.lecturers[name]) for name in facts.lecturers],
            course_prerequisites=[CoursePrerequisite(course=before)] if before else [],
        )
        self.courses.setdefault(course["slug"], page.translation_key)
        for title, minutes, summary, text in course["lessons"]:
            self.written(page, LessonPage, title, summary, text, minutes=minutes)
        return page

    def cards(self):
        """Make the lecturers' cards, each with a portrait."""
        for card in LECTURERS:
            key = uuid.uuid5(NAMESPACE, f"lecturer/{card.name}")
            found = Lecturer.objects.filter(key=key).first()
            if found is None:
                drawn = partial(portrait, card.name, card.look, card.long_hair)
                photo = self.picture(f"portrait-{_slug(card.name)}", card.name, drawn)
                found = Lecturer.objects.create(
                    key=key, name=card.name, title=card.title, organisation=card.organisation, biography=card.biography,
                    photo=photo,
                )
            self.lecturers[card.name] = found

    def picture(self, name, title, draw):
        """Return the picture of that file name, drawn and put into the library where it is missing."""
        found = Image.objects.filter(file=f"original_images/{name}.webp").first()
        if found is not None:
            return found
        data = draw()
        return Image.objects.create(
            title=title, description="", uploaded_by_user=self.actor, file=ImageFile(BytesIO(data), name=f"{name}.webp"),
        )
