"""A teacher sets up an exam at a laptop from the empty form to open, and keys a sheet in; then the same without scripts."""

import re

import pytest
from playwright.sync_api import expect

from courses.actions import questions
from courses.models import Attempt, Exam

from .conftest import LAPTOP


@pytest.fixture
def bank(world):
    bank = questions.create_bank(actor=None, organisation=world.east, title="书记轮训题库")
    options = [{"id": "a", "text": "强能力、重基础"}, {"id": "b", "text": "强覆盖、重引领"}]
    for number in range(3):
        questions.add_question(actor=None, bank=bank, kind="single", stem=f"单选题{number}", options=options, key=["a"],
                               theme="书记培训")
    questions.add_question(actor=None, bank=bank, kind="essay", stem="谈谈体会")
    return bank


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def make_exam(page, site, bank):
    """Fill in what a simple exam needs, choose two questions, add a rule; return the exam."""
    page.goto(f"{site}/desk/exams/new/")
    page.fill("input[name=title]", "结业考试")
    press(page, "建立考试，去选题")
    page.wait_for_url(re.compile("/paper/$"))
    exam = Exam.objects.get()
    page.get_by_role("link", name="选题").first.click()
    page.wait_for_url(re.compile("/paper/questions/$"))
    for stem in ("谈谈体会", "单选题0"):
        page.locator("label", has_text=stem).locator("input").check()
    page.fill("input[name=points]", "10")
    press(page, "把所勾选的加入试卷")
    expect(page.get_by_text("试卷上已有 2 道试题。")).to_be_visible()
    page.goto(f"{site}/desk/exams/{exam.pk}/paper/rules/new/")
    page.select_option("select[name=bank]", str(bank.pk))
    page.select_option("select[name=kind]", "single")
    page.fill("input[name=count]", "2")
    return exam


def test_an_exam_is_set_up_opened_and_keyed_in(page, site, sign_in, world, bank, check_axe):
    page.set_viewport_size(LAPTOP)
    sign_in(page, world.p_subdistrict)
    exam = make_exam(page, site, bank)
    page.locator("input[name=points]").focus()  # leaving the field asks for the count
    expect(page.locator("#rule-count")).to_contain_text("3")
    press(page, "保存规则")
    page.wait_for_url(re.compile("#rules$"))
    rows = page.locator("[data-row]")
    first = rows.nth(0).get_attribute("data-row")
    rows.nth(0).get_by_role("button", name=re.compile("下移")).click()
    expect(rows.nth(1)).to_have_attribute("data-row", first)
    check_axe(page)
    handle = rows.nth(1).locator("[data-paper-handle]")
    handle.drag_to(rows.nth(0), target_position={"x": 200, "y": 4})
    expect(rows.nth(0)).to_have_attribute("data-row", first)
    page.get_by_role("link", name="查看三份抽题").click()
    expect(page.locator(".draws__one")).to_have_count(3)
    check_axe(page)
    page.goto(f"{site}/desk/exams/{exam.pk}/candidates/add/")
    page.locator("label", has_text="张学员").locator("input").check()
    press(page, "添加所勾选的")
    expect(page.get_by_role("cell", name="张学员", exact=True)).to_be_visible()
    page.goto(f"{site}/desk/exams/{exam.pk}/print/")
    press(page, "抽取 A 卷")
    page.get_by_role("link", name=re.compile("录入成绩")).click()
    page.get_by_role("link", name="张学员").click()
    page.locator(".keying__short").first.fill("A")
    page.locator("textarea").fill("写在卷上")
    check_axe(page)
    press(page, "替此人交卷")
    expect(page.get_by_text("已录入 1 份")).to_be_visible()
    assert Attempt.objects.get().printed.letter == "A"
    page.goto(f"{site}/desk/exams/{exam.pk}/")
    press(page, "开放考试")
    expect(page.locator("main").get_by_role("button", name="关闭考试")).to_be_visible()
    check_axe(page)
    assert Exam.objects.get().is_open is True


def test_the_paper_is_built_without_scripts(browser, site, sign_in, world, bank):
    context = browser.new_context(java_script_enabled=False, viewport=LAPTOP, locale="zh-CN")
    page = context.new_page()
    sign_in(page, world.p_subdistrict)
    exam = make_exam(page, site, bank)
    press(page, "统计")
    expect(page.locator("#rule-count")).to_contain_text("3")
    press(page, "保存规则")
    expect(page.locator("[id^=rule-]").first).to_be_visible()
    before = list(exam.paper.order_by("order").values_list("pk", flat=True))
    page.locator(f"#row-{before[1]}").get_by_role("button", name=re.compile("上移")).click()
    expect(page.locator("[data-row]").nth(0)).to_have_attribute("data-row", str(before[1]))
    assert list(exam.paper.order_by("order").values_list("pk", flat=True)) == before[::-1]
    context.close()
