"""What a trainee's course and lesson cost: queries, milliseconds, bytes on a first visit; and with ten times the data.

``python -m benchmarks.course_page``. Ten times the data: ten times the courses and lessons in the catalogue and in the
course itself, and ten times the people who learned them.
"""

import gzip
import re
import statistics
import time
from uuid import uuid4

from benchmarks.harness import emit, fresh_database, measure

ROUNDS = 30
COURSES, LESSONS, PEOPLE = 10, 6, 100


def main():
    with fresh_database():
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["*"]
        site = Site()
        for factor in (1, 10):
            site.grow(factor)
            for name, path in (("course", site.course.url), ("lesson", f"{site.course.url}lesson-1/")):
                report(f"{name} page", path, site, factor)


class Site:
    """A home, a catalogue with a category, a course to measure, and the rows of everyone else's courses."""

    def __init__(self):
        from django.test import Client
        from wagtail.models import Page
        from wagtail.models import Site as WagtailSite

        from cms.models import CataloguePage, CategoryPage, CoursePage, HomePage
        from lms.people import actions
        from lms.people.models import Category

        home = self.publish(Page.get_first_root_node(), HomePage, "front", title="首页")
        WagtailSite.objects.update(root_page=home)
        WagtailSite.clear_site_root_paths_cache()
        catalogue = self.publish(home, CataloguePage, "courses", title="全部课程")
        residential = Category.objects.get(code="residential")
        category = self.publish(catalogue, CategoryPage, "residential", title="居民区", category=residential)
        self.course = self.publish(category, CoursePage, "course", title="居民区书记培训", categories=[residential])
        self.person = actions.create_person(actor=None, name="张学员", username="learner")
        self.client = Client()
        self.client.force_login(self.person, backend="lms.people.backends.IdentifierBackend")
        self.lessons = self.courses = self.people = 0

    def publish(self, parent, model, slug, **fields):
        from wagtail.models import Page

        page = model(slug=slug, live=False, **fields)
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        page.save_revision(log_action=False).publish(log_action=False)
        return model.objects.get(pk=page.pk)

    def grow(self, factor):
        """Bring the site to ``factor`` times its first size."""
        from cms.models import LessonPage
        from courses.actions.catalogue import register_course, register_lesson
        from courses.models import Lesson, LessonProgress
        from lms.people.models import Person

        body = [{"type": "prose", "value": "<p>" + "党支部每月固定一天作为主题党日。" * 25 + "</p>"}]
        for number in range(self.lessons + 1, LESSONS * factor + 1):
            self.publish(self.course, LessonPage, f"lesson-{number}", title=f"第 {number} 课", minutes=15, body=body)
        self.lessons = LESSONS * factor
        for number in range(self.courses, COURSES * factor):
            key = uuid4()
            register_course(key=key, title=f"课程 {number}", summary="", url=f"/{number}/", published_at=None)
            for order in range(LESSONS):
                register_lesson(key=uuid4(), title=f"第 {order} 课", summary="", url=f"/{number}/{order}/",
                                published_at=None, course_key=key, kind="lesson", minutes=15, order=order)
        self.courses = COURSES * factor
        new = [Person(name=f"学员{number}") for number in range(self.people, PEOPLE * factor)]
        Person.objects.bulk_create(new, batch_size=500)
        lessons = list(Lesson.objects.filter(course__key=self.course.translation_key))
        LessonProgress.objects.bulk_create(
            [LessonProgress(person=person, lesson=lesson) for person in new for lesson in lessons], batch_size=500
        )
        self.people = PEOPLE * factor


def report(figure, path, site, factor):
    for _ in range(3):
        response = site.client.get(path)
    assert response.status_code == 200, response.status_code
    with measure() as once:
        site.client.get(path)
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        site.client.get(path)
        times.append((time.perf_counter() - start) * 1000)
    html = response.content
    files = first_visit(html.decode())
    emit(f"{figure}, first visit", lessons=site.lessons, data=f"x{factor}", queries=once.queries,
         ms_median=round(statistics.median(times), 1), requests=1 + len(files),
         html_bytes=len(html), html_gzip_bytes=len(gzip.compress(html, 6)),
         total_bytes=len(html) + sum(plain for plain, _ in files),
         total_gzip_bytes=len(gzip.compress(html, 6)) + sum(packed for _, packed in files))


def first_visit(html):
    """Return ``(bytes, bytes as gzip)`` of each static file that the page asks for."""
    from django.conf import settings
    from django.contrib.staticfiles import finders

    asked = set(re.findall(rf'(?:href|src)="/?{re.escape(settings.STATIC_URL.strip("/"))}/([^"?]+)', html))
    sizes = []
    for name in sorted(asked):
        found = finders.find(name)
        assert found, name
        with open(found, "rb") as file:
            data = file.read()
        sizes.append((len(data), min(len(data), len(gzip.compress(data, 6)))))
    return sizes


if __name__ == "__main__":
    main()
