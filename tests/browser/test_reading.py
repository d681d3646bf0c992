"""A lesson read on a phone: larger text, a note, a question, reading aloud; without a network, and by the next person."""

import re
from datetime import timedelta

import pytest
from django.db.models import F
from playwright.sync_api import expect
from wagtail.models import Page, Site

from cms.models import CataloguePage, CategoryPage, CoursePage, HomePage, LessonPage
from courses.models import HourEntry, Lesson, LessonProgress, LessonQuestion, Note, OfflineAct
from lms.people.models import Category

from .conftest import LAPTOP, PHONE
from .steps import wait_until

COURSE = "/courses/residential/party/"
FIRST, SECOND = f"{COURSE}first/", f"{COURSE}second/"

# A voice for a browser that has none: it writes down what it is told to say, and is done at once or when asked.
VOICE = """
window.said = [];
class Utterance { constructor(text) { this.text = text; } }
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance });
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "en-US", name: "en" }, { lang: "zh-HK", name: "hk" }, { lang: "zh-CN", name: "cn" }],
  speak: (utterance) => { window.said.push([utterance.text, utterance.voice.name]); window.current = utterance; },
  cancel: () => { window.current = null; },
} });
"""


# How many lessons wait in the phone's own database to be told as finished.
WAITING = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("reading");
  opening.onerror = reject;
  opening.onsuccess = () => {
    const counted = opening.result.transaction("acts").objectStore("acts").count();
    counted.onsuccess = () => { opening.result.close(); resolve(counted.result); };
    counted.onerror = reject;
  };
})"""


def publish(parent, model, title, slug, **fields):
    page = model(title=title, slug=slug, live=False, **fields)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


@pytest.fixture
def course(world):
    residential = Category.objects.get(code="residential")
    home = publish(Page.get_first_root_node(), HomePage, "首页", "front")
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    Site.clear_site_root_paths_cache()
    catalogue = publish(home, CataloguePage, "全部课程", "courses")
    category = publish(catalogue, CategoryPage, "居民区书记课堂", "residential", category=residential)
    page = publish(category, CoursePage, "城市基层党建", "party", categories=[residential])
    texts = ["从一幢楼开始。先认人，再认门！", "楼组长是第一道门。"] * 12
    for slug, title in [("first", "把楼组组织起来"), ("second", "第二步")]:
        publish(page, LessonPage, title, slug, minutes=15,
                body=[{"type": "prose", "value": "".join(f"<p>{text}</p>" for text in texts)}])
    return page


@pytest.fixture
def phone(browser, sign_in):
    """``phone(person)``: a page in a browser of its own with a phone's screen; what breaks in it fails the test."""
    contexts, broken = [], []

    def open_phone(person=None, size=PHONE, before=None):
        context = browser.new_context(viewport=size, locale="zh-CN")
        contexts.append(context)
        if before:
            context.add_init_script(before)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda line: broken.append(line.text) if "Content Security" in line.text else None)
        if person:
            sign_in(page, person)
        return page

    yield open_phone
    for context in contexts:
        context.close()
    assert broken == []


def sign_out(page, site):
    page.goto(f"{site}/my/")
    page.locator("form.sign-out button").first.click()
    page.wait_for_url(re.compile("/login/"))


def ready(page):
    """Wait until the worker rules the page; one that was on its way while the worker began is ruled from its next load."""
    for _ in range(5):
        for _ in range(30):
            if page.evaluate("navigator.serviceWorker.controller !== null"):
                return
            page.wait_for_timeout(100)
        page.reload()
    pytest.fail("no service worker rules the page")


def kept(page):
    """The paths of the lessons that the phone keeps."""
    return page.evaluate("""async () => {
      const all = [];
      for (const name of await caches.keys()) if (name.startsWith("lessons:"))
        for (const request of await (await caches.open(name)).keys()) all.push(new URL(request.url).pathname);
      return all;
    }""")


def wait_for_kept(page, *paths):
    wait_until(page, lambda: kept(page) == list(paths))


def test_text_size_is_kept_in_the_account(phone, site, sign_in, world, course):
    page = phone(world.p_learner)
    page.goto(f"{site}{FIRST}")
    usual = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("[data-sizes] button[value=larger]").click()
    page.locator("html[data-text=larger]").wait_for()
    page.goto(f"{site}/my/")
    assert (usual, page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) == (18, 24)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    sign_out(page, site)
    assert page.locator("html").get_attribute("data-text") is None
    sign_in(page, world.p_learner)
    page.goto(f"{site}{SECOND}")
    assert page.locator("[data-sizes] button[aria-pressed=true]").get_attribute("value") == "larger"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize("theme", ["standard", "contrast"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_page_is_accessible_and_fits(phone, site, world, course, check_axe, size, theme):
    lesson = Lesson.objects.get(title="把楼组组织起来")
    Note.objects.create(person=world.p_learner, lesson=lesson, text="先认人", second=7)
    LessonQuestion.objects.create(lesson=lesson, asker=world.p_learner, text="人手不够怎么办？")
    page = phone(world.p_learner, size)
    page.context.add_cookies([{"name": "theme", "value": theme, "url": site}])
    for path in (FIRST, "/my/bookmarks/", "/my/notices/", f"/my/notes/{Note.objects.get().pk}/", "/offline/"):
        page.goto(f"{site}{path}")
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"], path
    page.goto(f"{site}{FIRST}")
    small = page.locator(".reading-tools :is(button, a), .course-bar__step, .own-notes button, .asked button").evaluate_all(
        "all => all.filter(e => e.offsetParent && (e.offsetHeight < 48)).map(e => e.outerHTML.slice(0, 90))"
    )
    assert small == []


def test_the_bar_stays_in_sight_and_covers_no_text(phone, site, world, course):
    page = phone(world.p_learner)
    page.goto(f"{site}{FIRST}")
    page.locator(".lesson-body p").nth(15).evaluate("e => e.scrollIntoView({ behavior: 'instant' })")
    wait_until(page, lambda: page.locator(".course-bar").bounding_box()["y"] == 0)
    box = page.locator(".course-bar").bounding_box()
    assert box["height"] < 64
    assert page.locator(".lesson-body p").nth(15).bounding_box()["y"] >= box["height"]
    page.locator(".course-bar__step").click()
    page.wait_for_url(f"{site}{SECOND}")


def test_a_note_and_a_question_are_found_again(phone, site, world, course):
    page = phone(world.p_learner)
    page.goto(f"{site}{FIRST}")
    page.fill("#id_note", "先认人，再认门")
    page.locator("[data-note] button").click()
    page.wait_for_url(re.compile("#note-"))
    page.fill("#id_question", "人手不够怎么办？")
    page.locator(".asked form button").click()
    page.wait_for_url(re.compile("#questions"))
    page.goto(f"{site}/my/bookmarks/")
    page.get_by_text("先认人，再认门").wait_for()
    page.locator(".note__where a").click()
    page.wait_for_url(re.compile(f"{FIRST}.*#note-"))
    expect(page.locator(".note")).to_have_count(1)

    trainer = phone(world.p_trainer, LAPTOP)
    trainer.goto(f"{site}/desk/lesson-questions/")
    trainer.get_by_text("人手不够怎么办？").click()
    trainer.fill("textarea[name=text]", "先请楼组长。")
    trainer.locator(".form button", has_text=re.compile("Send the answer|提交答复")).click()
    trainer.wait_for_url(f"{site}/desk/lesson-questions/")

    page.goto(f"{site}/my/")
    assert page.locator(".top-bar .bell__count").inner_text().strip()[0] == "1"
    page.locator(".top-bar .bell").click()
    page.locator(".notice-row--new").click()
    page.wait_for_url(f"{site}{FIRST}#questions")
    page.locator(".question__reply", has_text="先请楼组长。").wait_for()
    assert page.locator(".top-bar .bell__count").count() == 0


def test_reading_aloud_block_by_block(phone, site, course):
    page = phone(before=VOICE)
    page.goto(f"{site}{FIRST}")
    def heard():
        return page.evaluate("window.said")

    page.locator("[data-read-aloud]").click()
    wait_until(page, lambda: heard() == [["把楼组组织起来", "cn"]])
    page.evaluate("window.current.onend()")
    wait_until(page, lambda: heard()[1:] == [["从一幢楼开始。", "cn"]])
    page.evaluate("window.current.onend()")
    wait_until(page, lambda: heard()[2:] == [["先认人，再认门！", "cn"]])
    expect(page.locator(".is-read")).to_have_text("从一幢楼开始。先认人，再认门！")
    pause = page.locator("[data-speaker-pause]")
    pause.click()
    wait_until(page, lambda: page.evaluate("window.current") is None)
    pause.click()
    wait_until(page, lambda: [text for text, _voice in heard()[3:]] == ["先认人，再认门！"])
    page.locator("[data-speaker-stop]").click()
    expect(page.locator(".is-read")).to_have_count(0)
    expect(page.locator("[data-read-aloud]")).to_be_visible()


def test_a_browser_without_a_voice_shows_no_button(phone, site, course):
    page = phone(before="delete window.speechSynthesis")
    page.goto(f"{site}{FIRST}")
    page.locator("[data-print]").wait_for()
    expect(page.locator("[data-read-aloud]")).to_be_hidden()


def test_a_lesson_is_read_and_finished_without_a_network_and_sent_once(phone, site, world, course):
    page = phone(world.p_learner)
    page.goto(f"{site}{FIRST}")
    ready(page)
    wait_for_kept(page, FIRST)
    page.goto(f"{site}{SECOND}")
    wait_for_kept(page, FIRST, SECOND)
    # Hours come with time: as if it had lain open for an hour.
    LessonProgress.objects.update(started_at=F("started_at") - timedelta(hours=1))

    page.context.set_offline(True)
    page.goto(f"{site}{FIRST}")
    page.locator(".offline-note").wait_for()
    assert page.locator(".lesson-body p").first.inner_text() == "从一幢楼开始。先认人，再认门！"
    assert page.evaluate("getComputedStyle(document.querySelector('.course-bar')).position") == "sticky"  # with its files
    assert page.locator("#id_note").is_hidden()
    page.locator("form[action*='/done/'] button").click()
    page.locator(".waiting-note").wait_for()
    assert page.url == f"{site}{FIRST}"
    page.reload()
    page.locator(".waiting-note").wait_for()
    assert LessonProgress.objects.done().count() == 0
    page.goto(f"{site}/my/")
    page.locator("[data-kept] a").first.wait_for()
    assert page.locator("[data-kept] a").evaluate_all("all => all.map(a => [a.pathname, a.textContent])") == [
        [SECOND, "第二步"], [FIRST, "把楼组组织起来"]
    ]

    page.context.set_offline(False)
    page.locator(".tabbar").wait_for()  # the page for no network loads again what was asked for
    wait_until(page, OfflineAct.objects.exists)
    wait_until(page, lambda: page.evaluate(WAITING) == 0)  # nothing is left that could be sent a second time
    page.goto(f"{site}{FIRST}")
    expect(page.locator(".lesson-done--done")).to_have_count(1)
    expect(page.locator(".offline-note")).to_be_hidden()
    expect(page.locator(".waiting-note")).to_be_hidden()
    assert list(LessonProgress.objects.done().values_list("person", "lesson__title")) == [
        (world.p_learner.pk, "把楼组组织起来")
    ]
    assert (OfflineAct.objects.count(), HourEntry.objects.count()) == (1, 1)


def test_the_next_person_on_the_phone_sees_nothing_of_the_former(phone, site, sign_in, world, course):
    page = phone(world.p_learner)
    page.goto(f"{site}{FIRST}")
    ready(page)
    wait_for_kept(page, FIRST)
    sign_out(page, site)
    wait_for_kept(page)
    page.goto(f"{site}/login/")
    ready(page)
    page.context.set_offline(True)
    page.goto(f"{site}{FIRST}")
    page.locator("[data-nothing]").wait_for()
    assert (page.locator("[data-kept] a").count(), "把楼组组织起来" in page.content()) == (0, False)
    page.context.set_offline(False)
    page.locator(".lesson-body").wait_for()  # the page for no network loads again what was asked for

    # Someone who never signed out: the next one's first page clears what was kept.
    sign_in(page, world.p_learner)
    page.goto(f"{site}{SECOND}")
    ready(page)
    wait_for_kept(page, SECOND)
    sign_in(page, world.p_outsider)
    page.goto(f"{site}/my/")
    wait_for_kept(page)


def test_personal_pages_are_never_kept(phone, site, world, course):
    page = phone(world.p_learner)
    page.goto(f"{site}{FIRST}")
    ready(page)
    wait_for_kept(page, FIRST)
    for path in ("/my/", "/my/hours/", "/account/", "/my/bookmarks/", "/my/notices/", COURSE):
        page.goto(f"{site}{path}")
    texts = page.evaluate("""async () => {
      const all = [];
      for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys())
        if ((await (await caches.open(name)).match(request)).headers.get("Content-Type").startsWith("text/html"))
          all.push(new URL(request.url).pathname);
      return all.sort();
    }""")
    assert texts == [FIRST, "/offline/"]
    page.context.set_offline(True)
    page.goto(f"{site}/my/hours/")
    page.locator("[data-kept] a").wait_for()
    assert page.locator("[data-kept] a").count() == 1


def test_a_first_visit_asks_for_little(phone, site, world, course):
    page = phone(world.p_learner)
    asked = []
    page.on("response", lambda response: asked.append((response.url.removeprefix(site), len(response.body()))))
    page.goto(f"{site}{FIRST}", wait_until="networkidle")
    assert len(asked) <= 12, asked
    assert sum(size for _, size in asked) < 150_000, asked
