"""The editor at work in a browser: write, be told what is missing, hand in, and have it approved twice."""

import re

from playwright.sync_api import expect
from wagtail.models import Page

from cms.models import HomePage, MicroLessonPage, SchoolIndexPage, SchoolPage
from courses.models import Lesson

from . import steps
from .conftest import LAPTOP


def publish(parent, model, title, slug, **fields):
    page = model(title=title, slug=slug, live=False, **fields)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def press(page, button):
    """Press one of the buttons that the editor's footer folds away."""
    page.locator("footer .w-dropdown__toggle").first.click()
    steps.press(page.locator(f"footer {button}").first)


def test_a_page_is_written_checked_and_approved_twice(browser, site, sign_in, world):
    steps.build_site()
    schools = publish(HomePage.objects.get(), SchoolIndexPage, "社区党校", "schools")
    school = publish(schools, SchoolPage, "东街道社区党校", "east", school=world.east)

    def desk(person):
        page = browser.new_context(viewport=LAPTOP, locale="zh-CN").new_page()
        sign_in(page, person)
        return page

    editor = desk(world.p_editor)
    editor.goto(f"{site}/cms/pages/add/cms/microlessonpage/{school.pk}/")
    assert editor.locator("button[name=action-publish]").count() == 0
    editor.fill("input[name=title]", "五分钟说清主题党日")
    editor.press("input[name=title]", "Tab")
    expect(editor.locator("input[name=slug]")).not_to_have_value("")
    press(editor, "button[name=action-submit]")
    assert "还不能发布" in editor.locator("body").inner_text()
    editor.locator(".c-sf-add-button").first.click()
    editor.get_by_role("option", name="自测题").click()
    editor.locator("textarea[name$=question]").fill("主题党日由谁组织？")
    for number, words in enumerate(["党支部", "居委会"]):
        editor.locator("input[name$='value-text']").nth(number).fill(words)
    editor.locator("input[name$='value-right']").first.check()
    editor.locator(".public-DraftEditor-content").first.click()
    editor.keyboard.type("主题党日由党支部组织。")
    expect(editor.locator("input[name$='value-explanation']")).to_have_value(re.compile("由党支部组织。"))
    press(editor, "button[name=action-submit]")
    assert editor.locator(".messages .success").count() == 1, editor.locator(".error-message").all_inner_texts()
    lesson = MicroLessonPage.objects.get(title="五分钟说清主题党日")
    assert lesson.live is False

    for person in (world.p_school, world.p_district):
        approver = desk(person)
        approver.goto(f"{site}/cms/")
        assert "五分钟说清主题党日" in approver.locator("main").inner_text()
        approver.goto(f"{site}/cms/pages/{lesson.pk}/edit/")
        press(approver, "button[data-workflow-action-name=approve]")
        approver.wait_for_url(lambda address: "/edit/" not in address)
    lesson.refresh_from_db()
    assert lesson.live is True
    assert Lesson.objects.get(key=lesson.translation_key).title == "五分钟说清主题党日"

    reader = browser.new_context(viewport=LAPTOP, locale="zh-CN", java_script_enabled=False).new_page()
    reader.goto(f"{site}{lesson.get_url()}")
    assert reader.get_by_text("主题党日由党支部组织。").is_visible() is False
    reader.locator(".self-check summary").click()
    assert reader.get_by_text("主题党日由党支部组织。").is_visible() is True
