"""A work from its first word to the gallery: on a phone, with a page that gets lost, a recording, a return and a mark."""

import re

import pytest
from playwright.sync_api import expect

from courses.models import Submission, Work
from tests.courses.essays import make_assignment

from .conftest import CHROMIUM, LAPTOP, PHONE, QUIET

LONG = "楼道里的灯亮了，三楼的李阿姨带的头。"


@pytest.fixture
def voices(playwright):
    """A Chromium with a microphone of its own, which hums, and which asks nobody."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[
        *QUIET, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
    ])
    yield browser
    browser.close()


@pytest.fixture
def open_page(voices, sign_in):
    """``open_page(person, size)``: a page in a context of its own; what breaks in it fails the test."""
    broken = []

    def enter(person, size=PHONE):
        context = voices.new_context(viewport=size, locale="zh-CN", permissions=["microphone"])
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda line: broken.append(line.text) if "Content Security" in line.text else None)
        sign_in(page, person)
        return page

    yield enter
    assert broken == []


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def write_until_saved(page, address, text):
    """Write and wait until the server has it."""
    page.goto(address)
    with page.expect_response(lambda answer: answer.url.endswith("/save/") and answer.ok):
        page.locator("textarea[name=text]").fill(text)
    expect(page.locator("[data-write-saved]")).to_have_text(re.compile("已保存"))


def record(page):
    press(page, "开始录音")
    expect(page.locator("[data-recorder-time]")).to_have_text("0:01")
    press(page, "停止")
    expect(page.locator("[data-recorder-player]")).to_be_visible()
    with page.expect_navigation():
        press(page, "用这段录音")
    expect(page.locator(".work-files audio")).to_have_count(1)


def hand_in(page):
    press(page, "检查并提交")
    page.wait_for_url(re.compile("/review/$"))
    press(page, "提交")
    page.wait_for_url(re.compile(r"/assignments/\d+/$"))


def test_a_work_from_its_first_word_to_the_gallery(world, site, open_page, check_axe):
    asked = make_assignment(
        world, title="用声音致敬", activity="reading", kinds=["text", "audio"], least_characters=10, anonymous=True
    )
    address = f"{site}/assignments/{asked.pk}/"
    phone = open_page(world.p_learner)

    # A text that is written, a page that is lost, and the draft that is there again.
    write_until_saved(phone, address, LONG)
    phone.close()
    phone = open_page(world.p_learner)
    phone.goto(address)
    expect(phone.locator("textarea[name=text]")).to_have_value(LONG)
    expect(phone.locator("[data-write-count]")).to_have_text("18")
    check_axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    # Without the recording it cannot be handed in; recorded, it can.
    press(phone, "检查并提交")
    expect(phone.get_by_role("alert")).to_contain_text("还没有录音")
    phone.get_by_role("link", name="返回修改").click()
    record(phone)
    expect(phone.locator("textarea[name=text]")).to_have_value(LONG)
    hand_in(phone)
    assert Work.objects.get().state == "handed_in"

    # The teacher does not see whose it is, listens, and returns it.
    desk = open_page(world.p_subdistrict, LAPTOP)
    desk.goto(f"{site}/desk/assignments/{asked.pk}/next/")
    expect(desk.locator("h1")).to_have_text(f"{Work.objects.get().pk} 号作品")
    assert world.p_learner.name not in desk.locator("main").inner_text()
    desk.wait_for_function("document.querySelector('.work-files audio').readyState >= 1")
    check_axe(desk)
    desk.locator("summary", has_text="退回作者").click()
    desk.fill("textarea[name=reason]", "请读慢一点。")
    press(desk, "退回")
    desk.wait_for_load_state()

    # The author reads why, changes it and hands it in again.
    phone.goto(address)
    expect(phone.locator("main")).to_contain_text("请读慢一点。")
    write_until_saved(phone, address, LONG + "重新读了一遍。")
    hand_in(phone)
    assert list(Submission.objects.values_list("version", flat=True)) == [1, 2]

    # Marked by keyboard, with the sum shown; what was typed is kept before it is saved.
    desk.goto(f"{site}/desk/assignments/{asked.pk}/next/")
    with desk.expect_response(lambda answer: answer.url.endswith("/mark/draft/") and answer.ok):
        desk.fill("input[name=points_0]", "55")
        desk.fill("input[name=points_1]", "38")
    expect(desk.locator("[data-marking-sum]")).to_have_text("93")
    desk.reload()
    expect(desk.locator("[data-marking-sum]")).to_have_text("93")
    desk.locator("textarea[name=comment]").fill("好多了。")
    with desk.expect_navigation():
        desk.keyboard.press("Control+Enter")
    expect(desk.locator("main")).to_contain_text("这里没有待评的作品了。")

    # Chosen and hung; it is seen when the author agrees, and gone when they do not.
    desk.goto(f"{site}/desk/works/{Work.objects.get().pk}/")
    for button in ("评为优秀", "推荐到区", "列入作品展"):
        with desk.expect_navigation():
            press(desk, button)
    visitor = open_page(world.people["outsider"])
    visitor.goto(f"{site}/gallery/")
    expect(visitor.locator(".gallery__item")).to_have_count(0)
    phone.goto(address)
    expect(phone.locator("main")).to_contain_text("93 / 100")
    for choice, shown in (("展示作品，署姓名和党组织", 1), ("不展示我的作品", 0)):
        phone.get_by_label(choice).check(force=True)
        with phone.expect_navigation():
            press(phone, "保存选择")
        visitor.goto(f"{site}/gallery/?activity=reading")
        expect(visitor.locator(".gallery__item")).to_have_count(shown)
        if shown:
            expect(visitor.locator(".gallery__item")).to_contain_text(world.p_learner.name)
            check_axe(visitor)
