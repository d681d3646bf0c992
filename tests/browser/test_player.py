"""A film is watched on a phone: resumed, through a gap of the network, to its end; the hours and where they come from."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect
from wagtail.models import Page, Site
from wagtailmedia.models import get_media_model

from cms.models import CataloguePage, HomePage, MicroLessonIndexPage, MicroLessonPage
from courses.actions.watching import begin_watching, note_beats
from courses.models import HourEntry, LessonMedium, LessonProgress, WatchedInterval, WatchingPolicy
from courses.rules.watching import Beat

from .conftest import PHONE

MEDIA = Path(__file__).resolve().parent.parent.parent / "cms" / "demo_content" / "media"
BLOCK = "5b0f6a4e-0000-4000-8000-000000000001"


def publish(parent, model, title, slug, **fields):
    page = model(title=title, slug=slug, live=False, **fields)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


@pytest.fixture
def lesson(world):
    """A published micro-lesson of a minute, all of it a film of 64 seconds."""
    film = get_media_model()(title="楼道的灯", type="video", duration=64)
    film.file.save("stairs.mp4", ContentFile((MEDIA / "stairs.mp4").read_bytes()), save=False)
    film.save()
    home = publish(Page.get_first_root_node(), HomePage, "首页", "front")
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    Site.clear_site_root_paths_cache()
    publish(home, CataloguePage, "全部课程", "courses")
    shelf = publish(home, MicroLessonIndexPage, "微党课", "micro")
    publish(shelf, MicroLessonPage, "楼道的灯", "lamp", minutes=1, body=[
        {"type": "video", "id": BLOCK, "value": {"video": film.pk, "caption": "", "transcript": "<p>灯亮了。</p>"}},
    ])
    return LessonMedium.objects.get().lesson


def watch_before(person, medium, seconds):
    """Let ``person`` have watched the first ``seconds`` a while ago."""
    then = timezone.now() - timedelta(hours=1)
    session = begin_watching(person=person, medium=medium, now=then)
    note_beats(
        session=session, beats=[Beat(1, 0, seconds * 1000, seconds * 1000)], position=seconds * 1000,
        now=then + timedelta(seconds=seconds),
    )


@pytest.fixture
def phone(browser):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="zh-CN")
    context.route("**/*.mp4", by_the_view)
    yield context
    for page in context.pages:  # what a page sends when it is left (nobody sees a beacon end) comes before the database goes
        page.goto("about:blank")
        page.wait_for_timeout(500)
    context.close()


def by_the_view(route):
    """Let the site's own view serve the film, by parts: the test server would serve it whole, and nobody could seek."""
    answer = Client().get(urlsplit(route.request.url).path, headers={"range": route.request.headers.get("range", "")})
    route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=b"".join(answer.streaming_content))


def until(page, what, seconds=30):
    """Wait until ``what`` holds of the film; asked from outside, for the page itself may evaluate nothing."""
    for _ in range(seconds * 10):
        if page.locator("video").evaluate(f"film => {what}"):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{what} did not come true in {seconds} s")


def test_a_film_is_found_resumed_watched_through_a_gap_and_finished(phone, site, sign_in, world, lesson, check_axe):
    person, medium = world.p_learner, LessonMedium.objects.get()
    watch_before(person, medium, 48)
    page = phone.new_page()
    sign_in(page, person)
    page.goto(f"{site}/courses/")
    page.fill("#q", "道的")
    page.locator("#q").press("Enter")
    page.locator(f"main a[href='{lesson.url}']").first.tap()
    page.wait_for_url(site + lesson.url)
    player = page.locator("[data-player]")
    expect(player.locator("[data-go]")).to_contain_text("0:48")
    expect(player.locator("[data-shown]")).to_have_text("0:48")
    assert player.locator("[data-go]").bounding_box()["height"] > 150
    check_axe(page)

    player.locator("[data-go]").tap()
    film = player.locator("video")
    until(page, "film.currentTime > 50")
    assert LessonProgress.objects.get().completed_at is None
    phone.set_offline(True)
    film.evaluate("film => film.pause()")
    expect(player.locator("[data-say] [data-text=offline]")).to_be_visible()
    film.evaluate("film => film.play()")
    until(page, "film.currentTime > 55")
    phone.set_offline(False)
    film.evaluate("film => { film.playbackRate = 1.5; }")

    done = page.locator("#done")
    expect(done).to_have_class(re.compile("lesson-done--done"), timeout=40_000)
    part = WatchedInterval.objects.get()
    assert (part.start_ms, part.end_ms) == (0, 64_000)
    line = HourEntry.objects.get()
    assert (line.minutes, line.kind, line.person) == (1, "micro", person)

    page.goto(f"{site}/my/hours/")
    page.locator("main a.list__item").tap()
    expect(page.locator(".parts .number")).to_have_text("0:00 – 1:04")
    check_axe(page)


def test_one_cannot_jump_ahead_and_the_newer_page_wins(phone, site, sign_in, world, lesson):
    medium = LessonMedium.objects.get()
    watch_before(world.p_learner, medium, 20)
    older = phone.new_page()
    sign_in(older, world.p_learner)
    older.goto(site + lesson.url)
    older.locator("[data-go]").tap()
    until(older, "film.currentTime > 21")
    older.locator("video").evaluate("film => { film.currentTime = 60; }")
    expect(older.locator("[data-say] [data-text=forward]")).to_be_visible()
    until(older, "film.currentTime < 30")

    newer = phone.new_page()
    newer.goto(site + lesson.url)
    newer.locator("[data-go]").tap()
    until(newer, "film.currentTime > 1")
    # The older page hears of it with its next report, and pauses.
    older.bring_to_front()
    until(older, "film.paused")
    expect(older.locator("[data-say]")).to_contain_text("已暂停")


def test_a_large_button_asks_whether_one_is_there(phone, site, sign_in, world, lesson):
    WatchingPolicy.objects.update(asks_presence=True, asks_after=1, asks_before=1)
    page = phone.new_page()
    sign_in(page, world.p_learner)
    page.clock.install()
    page.goto(site + lesson.url)
    page.locator("[data-go]").tap()
    until(page, "film.currentTime > 1")
    page.clock.fast_forward(61_000)
    button = page.locator("[data-here]")
    expect(button).to_be_visible()
    assert button.bounding_box()["height"] >= 72
    page.clock.fast_forward(61_000)
    until(page, "film.paused")
    button.tap()
    expect(button).to_be_hidden()
    until(page, "!film.paused")


def test_a_film_that_never_loads_says_what_to_do(phone, site, sign_in, world, lesson):
    page = phone.new_page()
    sign_in(page, world.p_learner)
    page.route("**/*.mp4", lambda route: route.abort())  # before the context's own
    page.goto(site + lesson.url)
    page.locator("[data-go]").tap()
    expect(page.locator("[data-say] [data-text=broken]")).to_be_visible()
    page.unroute("**/*.mp4")
    page.locator("[data-say] [data-again]").tap()
    until(page, "film.currentTime > 0.5")


def test_a_stream_brings_its_player_along_and_says_when_its_server_is_away(phone, site, sign_in, world, lesson):
    page = phone.new_page()
    sign_in(page, world.p_learner)
    page.goto(site + lesson.url)
    scripts = "[...document.scripts].filter(each => each.src.includes('hls')).length"
    assert page.evaluate(scripts) == 0
    film = MicroLessonPage.objects.get()
    film.body = [{"type": "video", "id": BLOCK, "value": {
        "video": None, "hls": "https://media.example.org/lamp.m3u8", "caption": "", "transcript": "<p>灯亮了。</p>",
    }}]
    film.save_revision().publish()
    page.add_init_script("HTMLMediaElement.prototype.canPlayType = () => ''")  # a browser that knows no streams
    page.route("https://media.example.org/**", lambda route: route.abort())
    page.goto(site + lesson.url)
    expect(page.locator("[data-say] [data-text=broken]")).to_be_visible(timeout=30_000)
    assert page.evaluate(scripts) == 1


def test_without_scripts_the_film_can_be_taken_along_and_nothing_counts(browser, site, sign_in, world, lesson):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, world.p_learner)
    page.goto(site + lesson.url)
    assert page.locator(".player__plain a").get_attribute("href").endswith(".mp4")
    expect(page.locator("[data-go]")).to_be_hidden()
    context.close()
