"""The desk's first page of every role, on a phone and on a laptop: nothing cramped, nothing out of reach, and accessible."""

import pytest
from django.core.cache import cache

from tests.access.rows import House
from tests.cohorts.waiting_rows import everything_waits

from .conftest import LAPTOP, PHONE
from .steps import wait_until

ROLES = ("liaison", "trainer", "school", "subdistrict", "district", "auditor", "editor")


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_first_page_of_every_role_is_accessible_and_fits(browser, site, sign_in, world, check_axe, size):
    cache.clear()
    everything_waits(House(world))
    for role in ROLES:
        context = browser.new_context(viewport=size, locale="zh-CN")
        page = context.new_page()
        sign_in(page, world.people[role])
        page.goto(f"{site}/desk/")
        wait_until(page, lambda page=page: page.locator("[hx-get]").count() == 0)  # the heavy figure has come
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
        lines = page.locator(".calls > li > a, .figure-row__figures a, .hour-cards .button")
        boxes = [box for box in (line.bounding_box() for line in lines.all()) if box]
        assert [box for box in boxes if box["height"] < 47.9 or box["width"] < 47.9] == []
        context.close()
