"""Film and sound of a page as the catalogue keeps them, and how the page shows them."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtailmedia.models import get_media_model

from cms.models import LessonPage, MicroLessonPage
from courses.models import LessonMedium, WatchedInterval, WatchingPolicy
from tests.cms.conftest import add_lesson, publish, record_of

BLOCKS = [f"5b0f6a4e-0000-4000-8000-00000000000{number}" for number in range(6)]


def in_library(title, kind="video", seconds=64):
    file = get_media_model()(title=title, type=kind, duration=seconds)
    file.file.save(f"{title}.mp4", ContentFile(b"film"), save=False)
    file.save()
    return file


def block(number, file, kind="video", **value):
    return {"type": kind, "id": BLOCKS[number], "value": {kind: file.pk, "caption": "", "transcript": "", **value}}


def media_of(page):
    rows = LessonMedium.objects.active().filter(lesson=record_of(page))
    return list(rows.values_list("key", "title", "kind", "duration_ms"))


@pytest.fixture
def film():
    return in_library("楼道的灯")


def test_publishing_registers_film_and_sound_in_the_order_of_the_page(site, film):
    sound = in_library("钟声", "audio", 15.5)
    page = add_lesson(site.course, "看一课", body=[
        {"type": "heading", "value": "先看"}, block(0, film), block(1, sound, "audio", caption="听一听"),
    ])
    assert media_of(page) == [(BLOCKS[0], "楼道的灯", "video", 64_000), (BLOCKS[1], "听一听", "audio", 15_500)]


def test_a_block_that_moved_stays_the_same_and_one_that_went_is_retired(site, film):
    other = in_library("另一段")
    page = add_lesson(site.course, "看一课", body=[block(0, film), block(1, other)])
    first = LessonMedium.objects.get(key=BLOCKS[0])
    page.body = [{"type": "heading", "value": "后来加的"}, block(0, film)]
    page.save_revision().publish()
    assert media_of(page) == [(BLOCKS[0], "楼道的灯", "video", 64_000)]
    assert LessonMedium.objects.get(key=BLOCKS[0]).pk == first.pk
    assert LessonMedium.objects.get(key=BLOCKS[1]).retired_at is not None


def test_a_stream_has_no_length_that_anyone_knows_and_comes_from_its_own_server(site, world, client):
    address = "https://media.example.org/course/1.m3u8"
    page = add_lesson(site.course, "看直播回放", body=[
        {"type": "video", "id": BLOCKS[0], "value": {"video": None, "hls": address, "caption": "", "transcript": ""}},
    ])
    row = LessonMedium.objects.get(lesson=record_of(page))
    assert (row.source, row.duration_ms, row.title) == (address, 0, "看直播回放")
    client.force_login(world.p_learner)
    policy = client.get(page.url).headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["connect-src"] == "'self' https://media.example.org"
    assert directives["media-src"] == "'self' blob: https://media.example.org"


def test_what_was_watched_stays_when_the_page_goes(site, world, film):
    page = add_lesson(site.course, "看一课", body=[block(0, film)])
    medium = LessonMedium.objects.get(key=BLOCKS[0])
    WatchedInterval.objects.create(person=world.p_learner, medium=medium, start_ms=0, end_ms=9_000)
    page.delete()
    assert WatchedInterval.objects.filter(medium=medium).count() == 1


def test_the_page_names_the_rules_to_its_player(site, world, film, client):
    WatchingPolicy.objects.update(speed_percent=125)
    page = publish(site.micro, MicroLessonPage, "楼道的灯", slug="lamp", minutes=1, body=[block(0, film)])
    medium = LessonMedium.objects.get(key=BLOCKS[0])
    WatchedInterval.objects.create(person=world.p_learner, medium=medium, start_ms=0, end_ms=9_000)
    client.force_login(world.p_learner)
    html = client.get(page.url).content.decode()
    facts = {
        "data-watched": "9", "data-duration": "64", "data-asked": "58", "data-resume": "0.0", "data-reached": "9.0",
        "data-speed": "125", "data-start": reverse("courses:media-start", args=[medium.pk]),
        "data-beats": reverse("courses:media-beats", args=[medium.pk]),
    }
    assert {name: html.split(f'{name}="')[1].split('"')[0] for name in facts} == facts
    assert "data-seek" not in html


def test_a_visitor_watches_and_is_told_that_nothing_counts(site, film, client):
    page = publish(site.micro, MicroLessonPage, "楼道的灯", slug="lamp", minutes=1, body=[block(0, film)])
    html = client.get(page.url).content.decode()
    assert "data-beats" not in html
    assert html.count("您没有登录，观看时间不计入学时。") == 1


@pytest.mark.parametrize("count", [1, 5])
def test_films_on_a_page_cost_four_queries_however_many(site, world, client, count):
    """The rules, what was watched, where one stopped, and their files; which films there are is asked of every page."""
    files = [in_library(f"片{number}") for number in range(count)]
    page = add_lesson(site.course, "看一课", body=[block(number, file) for number, file in enumerate(files)])
    client.force_login(world.p_learner)
    assert queries_of(client, page) - queries_of(client, site.lessons[0]) == 4


def queries_of(client, page):
    client.get(page.url)  # what is written at a first opening
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page.url).status_code == 200
    return len(queries)


def test_a_district_administrator_edits_the_rules_and_an_editor_does_not(site, world, client):
    row = WatchingPolicy.objects.get()
    address = f"/cms/snippets/courses/watchingpolicy/edit/{row.pk}/"
    form = {"share_percent": 80, "speed_percent": 100, "asks_after": 5, "asks_before": 9, "asks_presence": "on"}
    client.force_login(world.p_editor)
    assert client.post(address, form).status_code == 302
    row.refresh_from_db()
    assert (row.share_percent, row.speed_percent) == (90, 150)
    client.force_login(world.p_district)
    assert client.post(address, form).status_code == 302
    row.refresh_from_db()
    assert (row.share_percent, row.speed_percent, row.asks_presence, row.seek_forward) == (80, 100, True, False)


def test_the_rules_stand_once_and_their_range_is_a_range(site, world, client):
    client.force_login(world.p_district)
    form = {"share_percent": 80, "speed_percent": 100, "asks_after": 9, "asks_before": 5}
    assert client.post("/cms/snippets/courses/watchingpolicy/add/", form | {"asks_before": 12}).status_code == 200
    row = WatchingPolicy.objects.get()
    assert client.post(f"/cms/snippets/courses/watchingpolicy/edit/{row.pk}/", form).status_code == 200
    row.refresh_from_db()
    assert row.asks_before == 15


def test_a_preview_of_a_new_page_plays_without_counting(site, film, world):
    page = LessonPage(title="新的", slug="new", minutes=5, body=[block(0, film)])
    site.course.add_child(instance=page)
    html = page.make_preview_request(page.default_preview_mode).content.decode()
    assert "data-player" in html
    assert "data-beats" not in html
