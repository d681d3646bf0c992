"""A lesson to order from the menu to the ledger: ordered on a phone, accepted, held, rated, delivered."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cohorts.actions.menu import save_policy
from cohorts.actions.surveys import answer_survey, close_survey, run_surveys
from cohorts.actions.trainers import save_profile
from cohorts.models import AttendanceMark, ClassSession, LessonOrder, Survey
from courses.models import HourEntry
from lms.people.enums import Position
from tests.cohorts.classes import make_people
from tests.cohorts.ordering import make_item, moment
from tests.cohorts.surveying import make_template

from . import steps
from .conftest import LAPTOP, PHONE


@pytest.fixture
def visitor(browser, sign_in):
    contexts = []

    def open_page(person, size):
        context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
        contexts.append(context)
        page = context.new_page()
        sign_in(page, person)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_a_lesson_from_the_menu_to_the_ledger(visitor, site, world, check_axe):
    make_item(world, title="身边的党史", topic="党史", size_min=5, size_max=40)
    save_profile(actor=None, person=world.p_trainer, subjects="党史，治理", sessions_a_week=0)
    save_policy(actor=None, school=world.east, answer_days=3, survey=make_template(world), survey_days=7)
    others = [post.person for post in make_people(world.east_branch, 4, position=Position.MEMBER)]

    # The liaison orders on a phone, with three wanted times.
    phone = visitor(world.p_liaison, PHONE)
    phone.goto(f"{site}/desk/menu/")
    expect(phone.locator(".menu-card")).to_contain_text("5 至 40 人")
    check_axe(phone)
    phone.select_option("select[name=topic]", "党史")
    steps.press(phone.locator("form[role=search] button"))
    phone.locator(".menu-card a.button--primary").click()
    phone.fill("input[name=size]", "60")
    phone.fill("input[name=place]", "居委会二楼")
    for number, part in ((1, "afternoon"), (2, "morning"), (3, "evening")):
        phone.fill(f"input[name=day{number}]", moment(19 + number).date().isoformat())
        phone.select_option(f"select[name=part{number}]", part)
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    check_axe(phone)
    steps.save(phone)
    expect(phone.locator(".field--bad")).to_contain_text("最多接纳 40 人")
    phone.fill("input[name=size]", "12")
    steps.save(phone)
    order = LessonOrder.objects.get()
    assert (order.slots.count(), order.state) == (3, "placed")

    # The school is told, sees who could come, and accepts with the trainer of the subject.
    desk = visitor(world.p_school, LAPTOP)
    desk.goto(f"{site}/my/notices/")
    desk.locator(".notice-row--new", has_text="身边的党史").first.click()
    desk.wait_for_url(f"{site}/desk/orders/{order.pk}/")
    offer = desk.locator(".offer").first
    expect(offer).to_contain_text("讲授该主题")
    expect(offer).to_contain_text("当时有空")
    check_axe(desk)
    steps.press(offer.locator("button[name=offer]").first)
    order.refresh_from_db()
    session = order.session
    assert (order.state, session.trainer, session.starts_at) == ("accepted", world.p_trainer, moment(20))

    # It stands in the timetable.
    desk.goto(f"{site}/desk/cohorts/{session.cohort_id}/")
    expect(desk.locator("main")).to_contain_text("居委会二楼")
    trainee = visitor(world.p_learner, PHONE)
    trainee.goto(f"{site}/my/classes/{session.cohort_id}/")
    expect(trainee.locator("main")).to_contain_text("身边的党史")

    # The day comes: attendance is taken, and the session is closed.
    now = timezone.now()
    ClassSession.objects.filter(pk=session.pk).update(
        starts_at=now - timedelta(minutes=100), ends_at=now - timedelta(minutes=10)
    )
    trainer = visitor(world.p_trainer, LAPTOP)
    trainer.goto(f"{site}/desk/sessions/{session.pk}/grid/")
    trainer.locator("form[data-live]").wait_for()
    for person in (world.p_learner, *others):
        line = trainer.locator(".roll__list li", has_text=person.name)
        steps.choose(line.locator("input[type=radio][value=present]"))
    steps.wait_until(trainer, lambda: AttendanceMark.objects.count() == 5)
    trainer.goto(f"{site}/desk/sessions/{session.pk}/close/")
    steps.save(trainer)
    order.refresh_from_db()
    assert order.state == "delivered"

    # A trainee rates it on the phone, the others as well; then the survey closes.
    run_surveys(now=timezone.now())
    survey = Survey.objects.get(session=session)
    trainee.goto(f"{site}/my/surveys/{survey.pk}/")
    steps.choose(trainee.locator("input[type=radio][name=q1][value='5']"))
    steps.choose(trainee.locator("input[type=radio][name=q2]").first)
    steps.press(trainee.locator("form.survey .button--primary"))
    for person in others:
        answer_survey(person=person, survey=survey, given={"q1": "4", "q2": "1"})
    phone.goto(f"{site}/desk/orders/{order.pk}/")
    expect(phone.locator(".stat", has_text="评分")).to_contain_text("问卷截止后显示")
    close_survey(survey=survey, now=survey.closes_at)

    # The order says delivered, with its figures.
    phone.goto(f"{site}/desk/orders/{order.pk}/")
    expect(phone.locator(".page-head .badge").first).to_have_text("已送达")
    steps.press(phone.locator(f"a[href='/desk/orders/{order.pk}/receipt/']"))
    figures = [re.sub(r"\s+", " ", text) for text in phone.locator(".stat__value").all_inner_texts()]
    assert figures == ["5", "90", "10.0", "4.20"]
    expect(phone.locator(".order-line__item")).to_have_count(3)
    check_axe(phone)

    # The hours stand in the trainee's ledger.
    assert HourEntry.objects.get(person=world.p_learner).minutes == 90
    trainee.goto(f"{site}/my/hours/")
    expect(trainee.locator("main")).to_contain_text("身边的党史")
