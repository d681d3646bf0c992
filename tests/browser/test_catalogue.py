"""The catalogue, the feed and the trainee's home in a phone: found, filtered, swiped, and without a fault of access."""

import re

import pytest
from playwright.sync_api import expect

from cms.models import MicroLessonPage
from tests.cms.conftest import publish
from tests.cms.conftest import site as small_site

from .conftest import LAPTOP, PHONE

pages = small_site


@pytest.fixture
def phone(browser):
    context = browser.new_context(viewport=PHONE, locale="zh-CN", has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def no_wider_than_the_screen(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("path", ["/", "/courses/", "/courses/?q=正文", "/courses/?q=没有&category=soe", "/micro/"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_pages_of_the_catalogue_have_no_fault_of_access(pages, site, page, check_axe, path, size):
    publish(pages.micro, MicroLessonPage, "微课一", slug="m1", minutes=5)
    page.set_viewport_size(size)
    page.goto(site + path)
    check_axe(page)
    assert no_wider_than_the_screen(page)


def test_the_home_of_whoever_learns_has_no_fault_of_access(pages, world, site, page, sign_in, check_axe):
    sign_in(page, world.p_learner)
    for path in ("/my/", "/my/courses/"):
        page.set_viewport_size(PHONE)
        page.goto(site + path)
        check_axe(page)
        assert no_wider_than_the_screen(page)


def test_a_lesson_is_found_by_two_characters_of_its_text(pages, site, phone):
    phone.goto(f"{site}/courses/")
    phone.fill("#q", "正文")
    phone.get_by_role("button", name="搜索").tap()
    expect(phone.locator("mark").first).to_have_text("正文")
    phone.get_by_role("link", name="第2课").tap()
    phone.wait_for_url(f"{site}/courses/residential/shuji/l2/")
    assert phone.locator("h1").inner_text() == "第2课"


def test_a_filter_takes_effect_when_it_is_chosen_and_stays_in_the_address(pages, site, phone):
    phone.goto(f"{site}/courses/")
    phone.get_by_text("筛选").tap()
    phone.select_option("#by-length", "long")
    phone.wait_for_url("**length=long**")
    phone.locator(".chip", has_text="时长").tap()
    phone.wait_for_url(lambda url: "length" not in url)
    expect(phone.locator(".course-card")).to_have_count(1)


def test_the_feed_goes_on_by_its_buttons(pages, site, phone):
    for number in range(3):
        publish(pages.micro, MicroLessonPage, f"微课{number}", slug=f"m{number}", minutes=5)
    phone.goto(f"{site}/micro/")
    cards = phone.locator(".feed__card")
    assert cards.nth(0).bounding_box()["height"] > 600
    cards.nth(0).get_by_role("link", name="下一个").tap()
    expect(cards.nth(1)).to_be_in_viewport(ratio=0.8)
    cards.nth(1).get_by_role("link", name="分享").tap()
    expect(phone.locator(".qr svg")).to_be_visible()
    expect(phone.locator("#address")).to_have_value(re.compile("^http"))
