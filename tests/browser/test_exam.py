"""A whole exam on a phone: with the network cut in the middle, on a second device, and without scripts."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from courses.actions import candidates, exam_setup, exams, questions
from courses.models import Attempt, AttemptAnswer
from tests.courses.question_making import each_kind

from .conftest import LAPTOP, PHONE
from .test_check_in_ways import phone_of_its_own, wait_until  # noqa: F401 -- fixtures


@pytest.fixture(name="exam")
def exam_of_all_kinds(world):
    """An open exam with one question of each kind, 10 points each, for the learner."""
    actor = world.p_subdistrict
    bank = questions.create_bank(actor=actor, organisation=world.east, title="题库")
    first = {content.kind: content for content in reversed(each_kind())}
    asked = [questions.add_question(actor=actor, bank=bank, content=content) for content in first.values()]
    exam = exam_setup.create_exam(
        actor=actor, organisation=world.east, title="结业考试", attempts_allowed=1, one_device=True, notes_leaving=True,
    )
    exam_setup.set_paper(actor=actor, exam=exam, items=[(question, 10) for question in asked])
    exam_setup.open_exam(actor=actor, exam=exam)
    candidates.admit_candidates(actor=actor, exam=exam, person_ids=[world.p_learner.pk])
    exam.by_kind = dict(zip(first, asked, strict=True))
    return exam


def question(page, exam, kind):
    return page.locator(f"[data-question='{exam.by_kind[kind].pk}']")


def answered(kind, exam):
    return AttemptAnswer.objects.filter(question=exam.by_kind[kind]).exclude(chosen=[]).exists()


def begin(page, site, exam):
    page.goto(f"{site}/exams/{exam.pk}/")
    page.locator("main form[method=post] .button--primary").click()
    page.wait_for_url("**/exams/attempts/*/")


def test_whoever_types_without_a_pause_is_saved_meanwhile(phone, site, world, exam):
    page = phone(world.p_learner)
    begin(page, site, exam)
    essay = question(page, exam, "essay").locator("textarea")
    for number in range(40):
        essay.press_sequentially(f"{number} ")
        page.wait_for_timeout(100)
        if answered("essay", exam):
            break
    assert answered("essay", exam)


def test_an_exam_outlasts_a_lost_network_and_a_reload(phone, site, world, exam, check_axe):
    page = phone(world.p_learner)
    begin(page, site, exam)
    attempt = Attempt.objects.get()
    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    question(page, exam, "single").locator("label.exam__option").first.click()
    expect(page.locator("[data-exam-saved]")).to_have_text("已保存")
    wait_until(page, lambda: answered("single", exam))

    page.context.set_offline(True)
    question(page, exam, "fill_in").locator("input[type=text]").first.fill("没有网络时写的")
    question(page, exam, "essay").locator("textarea").fill("断网时写的一段体会")
    question(page, exam, "true_false").locator("label.exam__flag").click()
    expect(page.locator("[data-exam-saved]")).to_have_class("exam-clock__saved is-late")
    page.locator("[data-exam-review]").click()
    expect(page.locator("[data-exam-stuck]")).to_be_visible()
    assert answered("essay", exam) is False

    page.context.set_offline(False)
    page.reload()  # as after a crash: what waited is on the device
    expect(question(page, exam, "essay").locator("textarea")).to_have_value("断网时写的一段体会")
    wait_until(page, lambda: answered("essay", exam) and answered("fill_in", exam))
    place = page.locator(f"[data-place='{exam.by_kind['true_false'].pk}']")
    expect(place).to_have_class("exam-map__place is-flagged")

    page.locator("[data-exam-mode]").click()  # one question a screen
    expect(page.locator(".exam__question:visible")).to_have_count(1)
    page.locator("[data-step='1']").click()
    check_axe(page)
    page.locator("[data-exam-mode]").click()
    question(page, exam, "true_false").locator("label.exam__option").first.click()
    page.locator("[data-exam-review]").click()
    page.wait_for_url("**/review/")
    check_axe(page)
    expect(page.locator(".notice--info a")).to_have_count(1)
    page.locator("form[action$='/hand-in/'] .button--primary").click()
    page.wait_for_url("**/result/")
    attempt.refresh_from_db()
    assert (attempt.ended_by, attempt.marked_at) == ("candidate", None)  # the essay waits for a person
    assert sorted(
        row.question.kind for row in attempt.answers.exclude(chosen=[]).select_related("question")
    ) == ["essay", "fill_in", "single", "true_false"]
    assert page.evaluate("idbKeyval.keys()") == []


def test_what_waited_on_the_device_does_not_undo_what_was_saved_later(phone, site, world, exam):
    page = phone(world.p_learner)
    begin(page, site, exam)
    essay = question(page, exam, "essay").locator("textarea")
    essay.fill("先写的")
    wait_until(page, lambda: answered("essay", exam))
    old = {exam.by_kind["essay"].pk: {
        **AttemptAnswer.objects.values("page", "seq").get(question=exam.by_kind["essay"]), "at": time.time() * 1000,
        "fields": {essay.get_attribute("name"): ["先写的"]}, "flagged": False, "seconds": 0,
    }}
    essay.fill("后写的")
    wait_until(page, lambda: AttemptAnswer.objects.get(question=exam.by_kind["essay"]).chosen == ["后写的"])
    # As a browser that died before it noted that everything was sent.
    page.evaluate("([key, value]) => idbKeyval.set(key, value)", [f"exam:{Attempt.objects.get().pk}", old])
    page.reload()
    wait_until(page, lambda: page.evaluate("idbKeyval.keys()") == [])
    expect(essay).to_have_value("后写的")


def test_the_invigilator_frees_a_second_device(phone, site, world, exam, check_axe):
    first = phone(world.p_learner)
    begin(first, site, exam)
    address = first.url
    question(first, exam, "single").locator("label.exam__option").first.click()
    wait_until(first, lambda: answered("single", exam))

    second = phone(world.p_learner)
    second.goto(address)
    expect(second.locator(".notice--warn")).to_be_visible()
    assert second.locator("[data-exam-form]").count() == 0
    check_axe(second)

    desk = phone(world.p_school, LAPTOP)
    desk.goto(f"{site}/desk/exams/{exam.pk}/watch/")
    check_axe(desk)
    desk.locator(f"#seat-{world.p_learner.pk} form[action$='/free/'] button").click()
    desk.wait_for_url("**/watch/")
    second.locator("main .button--primary").click()
    expect(question(second, exam, "single").locator("input:checked")).to_have_count(1)
    question(first, exam, "true_false").locator("label.exam__option").first.click()
    expect(first.locator(".notice--warn")).to_be_visible()  # the first device is led to the page that says why
    assert answered("true_false", exam) is False


def test_time_that_runs_out_hands_in_what_is_there(phone, site, world, exam):
    page = phone(world.p_learner)
    begin(page, site, exam)
    question(page, exam, "single").locator("label.exam__option").first.click()
    wait_until(page, lambda: answered("single", exam))
    Attempt.objects.update(deadline=timezone.now() + timedelta(seconds=3))
    page.reload()
    page.wait_for_url("**/result/", timeout=15000)
    attempt = Attempt.objects.get()
    assert attempt.submitted_at is not None
    assert attempt.answers.exclude(chosen=[]).count() == 1


def test_an_exam_without_scripts(browser, site, sign_in, world, exam):
    context = browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, world.p_learner)
    begin(page, site, exam)
    question(page, exam, "single").locator("label.exam__option").first.click()
    question(page, exam, "ordering").locator("select").first.select_option("1")
    question(page, exam, "essay").locator("textarea").fill("没有脚本也能写")
    page.locator("[data-exam-review]").click()
    page.wait_for_url("**/review/")
    assert page.locator(".list__note").count() == 3
    page.locator("form[action$='/hand-in/'] .button--primary").click()
    page.wait_for_url("**/result/")
    assert exams.submit_attempt(attempt=Attempt.objects.get()).answers.exclude(chosen=[]).count() == 3
    context.close()
