"""What a trainee's pages cost in a whole district: queries, waiting, bytes on the first and the second visit; and the search.

``python -m benchmarks.course_page``. The district has 400 courses of five lessons with some 2,000 characters each, and 10,000
people who learned six of them; queries are also counted at a tenth of it, and must be the same. Requests go over HTTP to a
server of two processes on the same machine, each by another person who is signed in.
"""

import random
import re
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import quote

from benchmarks.harness import cookie_of, emit, fresh_database, measure, server

COURSES, LESSONS, PEOPLE = 40, 5, 1000  # times 10: the district
OWN = 6  # lessons of the course that is measured
VISITORS = 32
REQUESTS = 240
EVERYWHERE = "支部"  # stands in titles and in texts, however small the district
WORDS = ["党日", "停车 消防", "没有这样的词", "sj"]
TEXT = 2000


def main():
    with fresh_database():
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["*"]
        site = Site()
        paths = {
            "course page": site.course.url, "lesson page": f"{site.course.url}lesson-1/", "my page": "/my/",
            "catalogue": "/courses/", "search": f"/courses/?q={quote(EVERYWHERE)}",
        }
        for factor in (1, 10):
            site.grow(factor)
            for figure, path in paths.items():
                count_queries(figure, path, site, factor)
        for words in WORDS:
            search(words, site)
        cookies = [cookie_of(person) for person in site.visitors]
        with server(collected=True) as port:
            for figure in ("course page", "lesson page"):
                visits(figure, port, paths[figure], cookies[0])
                for concurrency in (1, 8, 32):
                    load(figure, port, paths[figure], cookies, concurrency)


class Site:
    """A home, a catalogue with a category, a course to measure, and the rows of everyone else's courses."""

    def __init__(self):
        from django.test import Client
        from wagtail.models import Page
        from wagtail.models import Site as WagtailSite

        from cms.models import CataloguePage, CategoryPage, CoursePage, HomePage, LessonPage
        from lms.people import actions
        from lms.people.models import Category

        home = self.publish(Page.get_first_root_node(), HomePage, "front", title="首页")
        WagtailSite.objects.update(root_page=home)
        WagtailSite.clear_site_root_paths_cache()
        catalogue = self.publish(home, CataloguePage, "courses", title="全部课程")
        residential = Category.objects.get(code="residential")
        category = self.publish(catalogue, CategoryPage, "residential", title="居民区", category=residential)
        self.course = self.publish(category, CoursePage, "course", title="居民区书记培训", categories=[residential])
        body = [{"type": "prose", "value": "<p>" + "党支部每月固定一天作为主题党日。" * 25 + "</p>"}]
        for number in range(1, OWN + 1):
            self.publish(self.course, LessonPage, f"lesson-{number}", title=f"第 {number} 课", minutes=15, body=body)
        self.visitors = [
            actions.create_person(actor=None, name="张学员", username=f"learner{number}") for number in range(VISITORS)
        ]
        self.client = Client()
        self.client.force_login(self.visitors[0], backend="lms.people.backends.IdentifierBackend")
        self.courses = self.people = 0

    def publish(self, parent, model, slug, **fields):
        from wagtail.models import Page

        page = model(slug=slug, live=False, **fields)
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        page.save_revision(log_action=False).publish(log_action=False)
        return model.objects.get(pk=page.pk)

    def grow(self, factor):
        """Bring the district to ``factor`` times its first size."""
        from django.db import connection
        from django.utils import timezone

        from courses.models import CatalogueText, Course, Lesson, LessonProgress
        from courses.rules.search import fold
        from lms.people.models import Person
        from lms.people.pinyin import title_fields

        now, rng = timezone.now(), random.Random(factor)
        sentences = _sentences()

        def item(model, number, **fields):
            title = f"{rng.choice(sentences)[:10]}{number}"
            read = title_fields(title)
            return model(
                title=title, title_key=read["name_key"], initials=read["initials"], summary=rng.choice(sentences)[:60],
                url=f"/{model.__name__}/{number}/", published_at=now, **fields,
            )

        courses = Course.objects.bulk_create([
            item(Course, number, minutes=75, theme=f"主题{number % 12}") for number in range(self.courses, COURSES * factor)
        ])
        lessons = Lesson.objects.bulk_create([
            item(Lesson, f"{course.pk}-{order}", course=course, order=order, minutes=15)
            for course in courses for order in range(LESSONS)
        ], batch_size=500)
        texts = ["。".join(rng.choice(sentences) for _ in range(80))[:TEXT] for _ in lessons]
        CatalogueText.objects.bulk_create([
            CatalogueText(lesson=lesson, text=text, folded=fold(text)) for lesson, text in zip(lessons, texts, strict=True)
        ], batch_size=200)
        people = Person.objects.bulk_create(
            [Person(name=f"学员{number}", password="!") for number in range(self.people, PEOPLE * factor)], batch_size=500
        )
        own = list(Lesson.objects.filter(course__key=self.course.translation_key))
        LessonProgress.objects.bulk_create(
            [LessonProgress(person=person, lesson=lesson) for person in people for lesson in own], batch_size=1000
        )
        self.courses, self.people = COURSES * factor, PEOPLE * factor
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")


def _sentences():
    """Return the sentences of the demonstration's texts: real Chinese, so that words are as frequent as they are."""
    from cms.demo_content import government, residential, series, soe, two_new

    courses = [course for part in (residential, government, soe, two_new) for course in part.COURSES]
    texts = [lesson[3] for course in [*courses, *series.SERIES_COURSES] for lesson in course["lessons"]]
    return [sentence for text in texts for sentence in re.split(r"[。\n#|@=%!?>]+", text) if len(sentence) > 8]


def count_queries(figure, path, site, factor):
    for _ in range(2):
        response = site.client.get(path)
    assert response.status_code == 200, response.status_code
    with measure() as once:
        site.client.get(path)
    emit(f"{figure}, queries", data=f"x{factor}", courses=site.courses, people=site.people, queries=once.queries)


def search(words, site):
    """Time the whole page of a search in this process: what is found, marked and shown."""
    from courses.queries import search_lessons

    path, times = f"/courses/?q={quote(words)}", []
    for _ in range(9):
        start = time.perf_counter()
        site.client.get(path)
        times.append((time.perf_counter() - start) * 1000)
    emit("search of the catalogue", words=words, lessons=COURSES * 10 * LESSONS, found=search_lessons(words).count(),
         ms_median=round(statistics.median(times)), ms_worst=round(max(times)))


def fetch(connection, path, cookie, **headers):
    headers |= {"Cookie": "; ".join(f"{name}={value}" for name, value in cookie.items()), "Accept-Encoding": "gzip, br"}
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    return response, response.read()


def visits(figure, port, path, cookie):
    """Count requests and bytes as sent (compressed where the server does), media apart: first visit, then the second.

    What may be kept for a year is not asked for again; the rest is asked for with its mark.
    """
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    fetch(connection, path, cookie)
    page, html = fetch(connection, path, cookie)
    plain = HTTPConnection("127.0.0.1", port, timeout=60)
    plain.request("GET", path, headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookie.items())})
    text = plain.getresponse().read().decode()
    asked = sorted(set(re.findall(r'<(?:link|script|img)\b[^>]*?(?:href|src)="(/[^"]+)"', text)))
    first, again, kept = [len(html)], [len(html)], 0
    for address in (each for each in asked if not each.startswith("/media/")):
        response, data = fetch(connection, address, cookie)
        assert response.status == 200, (address, response.status)
        first.append(len(data))
        if "immutable" in response.headers.get("Cache-Control", ""):
            kept += 1
            continue
        marks = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
        known = {ask: response.headers[mark] for mark, ask in marks.items() if mark in response.headers}
        again.append(len(fetch(connection, address, cookie, **known)[1]))
    emit(f"{figure}, visits", first_requests=len(first), first_bytes=sum(first), second_requests=len(again),
         second_bytes=sum(again), kept_for_a_year=kept, html_bytes=len(html), encoding=page.headers.get("Content-Encoding", ""))


def load(figure, port, path, cookies, concurrency):
    """Send requests by ``concurrency`` people at once, each over a connection of their own that stays open."""
    times, lock, own = [], threading.Lock(), threading.local()
    turns = iter(range(REQUESTS))

    def run(number):
        if not hasattr(own, "connection"):
            own.connection = HTTPConnection("127.0.0.1", port, timeout=60)
            with lock:
                own.cookie = cookies[next(turns) % len(cookies)]
            fetch(own.connection, path, own.cookie)
        start = time.perf_counter()
        response, _ = fetch(own.connection, path, own.cookie)
        took = (time.perf_counter() - start) * 1000
        with lock:
            times.append((took, response.status))

    with ThreadPoolExecutor(concurrency) as pool:
        list(pool.map(run, range(concurrency * 2)))  # connections open, clocks started
        times.clear()
        start = time.perf_counter()
        list(pool.map(run, range(REQUESTS)))
        seconds = time.perf_counter() - start
    waits = sorted(took for took, _ in times)
    emit(f"{figure}, {concurrency} at once", requests=len(waits), errors=sum(status != 200 for _, status in times),
         ms_median=round(statistics.median(waits), 1), ms_p95=round(waits[int(len(waits) * 0.95)], 1),
         requests_a_second=round(len(waits) / seconds, 1))


if __name__ == "__main__":
    main()
