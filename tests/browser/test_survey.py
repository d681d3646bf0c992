"""A survey answered in a phone's viewport, with JavaScript and without it."""

import pytest
from playwright.sync_api import expect

from tests.cohorts.surveying import make_survey

from .conftest import PHONE
from .steps import wait_until


@pytest.mark.parametrize("script", [True, False], ids=["javascript", "plain"])
def test_a_survey_is_answered_on_a_phone(browser, site, sign_in, world, check_axe, script):
    survey = make_survey(world, 1)
    context = browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=script)
    page = context.new_page()
    sign_in(page, survey.seats[0].person)
    page.goto(f"{site}/my/")
    page.locator(f"a[href='/my/surveys/{survey.pk}/']").click()
    scale = page.locator(".survey__scale .survey__step")
    expect(scale).to_have_count(5)
    if script:
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    wait_until(page, lambda: min(step.bounding_box()["height"] for step in scale.all()) >= 64)  # once its style is there
    scale.filter(has_text="较好").click()
    page.locator(".survey__choices .survey__step").first.click()
    page.locator("textarea").fill("讲得清楚")
    page.locator("form.survey .button--primary").click()
    expect(page.locator(".notice--ok")).to_be_visible()
    expect(page.locator("form.survey")).to_have_count(0)
    assert sorted(survey.answers.values_list("question", "value", "text")) == [
        ("q1", 4, ""), ("q2", 0, ""), ("q3", None, "讲得清楚"),
    ]
    context.close()
