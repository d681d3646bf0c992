"""The design page: every component, both colours, both widths; nothing for which the content policy would need a hole."""

import re

import pytest

from .conftest import LAPTOP, PHONE
from .steps import press


@pytest.mark.parametrize("theme", ["standard", "contrast"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_design_page_is_accessible_and_fits(page, site, check_axe, db, size, theme):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    page.set_viewport_size(size)
    page.context.add_cookies([{"name": "theme", "value": theme, "url": site}])
    page.goto(f"{site}/design/")
    assert page.locator("html").get_attribute("data-theme") == theme
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
    assert complaints == []
    check_axe(page)


def test_body_text_and_targets_are_large_enough(page, site, db):
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/design/")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 18
    small = page.locator(
        "main :is(button, .button, select, textarea, .tick, .list__item, .tabs a, input[type=text])"
    ).evaluate_all("all => all.filter(e => e.offsetHeight < 48).map(e => e.outerHTML.slice(0, 90))")
    assert small == []


def test_the_theme_is_switched_by_the_button_and_kept(page, site, db):
    page.goto(f"{site}/design/")
    assert page.locator("html").get_attribute("data-theme") is None
    press(page.get_by_role("button", name=re.compile("高对比度|High contrast")))
    assert page.locator("html").get_attribute("data-theme") == "contrast"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "contrast"


def test_the_skip_link_is_the_first_stop_of_the_keyboard(page, site, db):
    page.goto(f"{site}/design/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
