"""The timetable under a mouse, a keyboard and a form; what the trainee sees of it, and when."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cohorts.actions.enrolment import enrol
from cohorts.actions.timetable import schedule_session
from cohorts.actions.venues import create_venue
from cohorts.models import ClassSession, TimetableVersion
from tests.cohorts.classes import at, make_cohort

from .conftest import LAPTOP, PHONE
from .steps import press


@pytest.fixture
def monday():
    today = timezone.localdate()
    return today + timedelta(days=14 - today.weekday())


@pytest.fixture
def cohort(world, monday):
    cohort = make_cohort(world, starts_on=monday, ends_on=monday + timedelta(days=11))
    enrol(actor=world.p_district, cohort=cohort, appointments=[world.p_learner.appointments.get()])
    return cohort


def moment(day, hour, minute=0):
    return at(day.day, hour, minute, month=day.month, year=day.year)


def plan(world, cohort, day, hour, title, **fields):
    return schedule_session(actor=world.p_subdistrict, cohort=cohort, title=title, kind="lecture",
                            starts_at=moment(day, hour), ends_at=moment(day, hour + 2), **fields)


def times(session):
    session.refresh_from_db()
    return session.starts_at, session.ends_at


def board(page, site, cohort, monday):
    page.set_viewport_size(LAPTOP | {"height": 1100})
    page.goto(f"{site}/desk/timetable/?cohort={cohort.pk}&week={monday}")
    return page.locator("#board")


def drag(page, start, by):
    x, y = start
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(x + by[0] * step / 10, y + by[1] * step / 10)
    page.mouse.up()


def geometry(page, session):
    """Return the box of a session on the board, the width of a day and the height of an hour, in pixels."""
    page.locator(f"#session-{session.pk}").scroll_into_view_if_needed()
    box = page.locator(f"#session-{session.pk}").bounding_box()
    column = page.locator(".board__day").first.bounding_box()["width"]
    hour = float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('.board__slots')).gridTemplateRows)")) * 4
    return box, column, hour


def wait_for(page, text):
    expect(page.locator("#board-said")).to_contain_text(text)


@pytest.fixture
def planner(page, sign_in, world):
    problems = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    sign_in(page, world.p_subdistrict)
    page.problems = problems
    return page


def test_a_session_is_moved_and_stretched_by_the_mouse(planner, site, world, cohort, monday):
    session = plan(world, cohort, monday, 9, "开班动员")
    board(planner, site, cohort, monday)
    box, column, hour = geometry(planner, session)
    drag(planner, (box["x"] + 40, box["y"] + 20), (column, hour * 4))
    wait_for(planner, "开班动员")
    tuesday = monday + timedelta(days=1)
    assert times(session) == (moment(tuesday, 13), moment(tuesday, 15))
    box, column, hour = geometry(planner, session)
    drag(planner, (box["x"] + 40, box["y"] + box["height"] - 3), (0, hour))
    expect(planner.locator(f"#session-{session.pk}")).to_have_attribute("data-ends", f"{tuesday}T16:00")
    assert times(session) == (moment(tuesday, 13), moment(tuesday, 16))
    planner.locator("#moved form button").click()
    expect(planner.locator(f"#session-{session.pk}")).to_have_attribute("data-ends", f"{tuesday}T15:00")
    assert times(session) == (moment(tuesday, 13), moment(tuesday, 15))
    assert planner.problems == []


def test_a_click_that_is_no_drag_opens_the_form(planner, site, world, cohort, monday):
    session = plan(world, cohort, monday, 9, "开班动员")
    board(planner, site, cohort, monday)
    planner.locator(f"#session-{session.pk}").click()
    planner.wait_for_url(f"**/desk/sessions/{session.pk}/edit/")
    assert times(session) == (moment(monday, 9), moment(monday, 11))


def test_a_session_is_moved_and_stretched_by_the_keyboard(planner, site, world, cohort, monday, check_axe):
    session = plan(world, cohort, monday, 9, "开班动员")
    board(planner, site, cohort, monday)
    link = planner.locator(f"#session-{session.pk}")
    link.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "Shift+ArrowDown"):
        planner.keyboard.press(key)
    wait_for(planner, "09:30–11:45")
    assert times(session) == (moment(monday, 9), moment(monday, 11))  # nothing is saved before Enter
    planner.keyboard.press("Escape")
    planner.keyboard.press("Enter")  # not on its way any more: the key opens the form, as it does on any link
    planner.wait_for_url(f"**/desk/sessions/{session.pk}/edit/")
    board(planner, site, cohort, monday)
    link.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "Shift+ArrowDown", "Enter"):
        planner.keyboard.press(key)
    tuesday = monday + timedelta(days=1)
    expect(link).to_have_attribute("data-starts", f"{tuesday}T09:30")
    expect(link).to_be_focused()
    assert times(session) == (moment(tuesday, 9, 30), moment(tuesday, 11, 45))
    check_axe(planner)
    assert planner.problems == []


def test_the_same_change_by_the_form(planner, site, world, cohort, monday):
    session = plan(world, cohort, monday, 9, "开班动员")
    tuesday = monday + timedelta(days=1)
    planner.set_viewport_size(PHONE)
    planner.goto(f"{site}/desk/sessions/{session.pk}/edit/")
    planner.fill("input[name=day]", tuesday.isoformat())
    planner.fill("input[name=start]", "09:30")
    planner.fill("input[name=end]", "11:45")
    press(planner.locator("main form .button--primary"))
    assert times(session) == (moment(tuesday, 9, 30), moment(tuesday, 11, 45))


def test_a_move_that_is_blocked_goes_back_and_a_way_out_is_taken(planner, site, world, cohort, monday):
    rooms = [create_venue(actor=None, organisation=world.east, name=name, kind="room", capacity=40) for name in ("201", "301")]
    other = make_cohort(world, title="二班", starts_on=monday, ends_on=monday + timedelta(days=11))
    plan(world, other, monday, 13, "别班的课", venue=rooms[0])
    session = plan(world, cohort, monday, 9, "开班动员", venue=rooms[0])
    board(planner, site, cohort, monday)
    planner.locator(f"#session-{session.pk}").focus()
    for _ in range(16):
        planner.keyboard.press("ArrowDown")
    planner.keyboard.press("Enter")
    wait_for(planner, "别班的课")
    expect(planner.locator(f"#session-{session.pk}")).to_have_attribute("data-starts", f"{monday}T09:00")
    assert times(session) == (moment(monday, 9), moment(monday, 11))
    planner.locator("#moved button", has_text="301").click()
    expect(planner.locator(f"#session-{session.pk}")).to_have_attribute("data-starts", f"{monday}T13:00")
    session.refresh_from_db()
    assert (session.venue, times(session)) == (rooms[1], (moment(monday, 13), moment(monday, 15)))


def test_the_trainee_sees_what_was_published_and_nothing_else(
    planner, browser, browser_context_args, site, sign_in, world, cohort, monday
):
    session = plan(world, cohort, monday, 9, "开班动员")
    phone = browser.new_context(**browser_context_args | {"viewport": PHONE}).new_page()
    sign_in(phone, world.p_learner)
    phone.goto(f"{site}/my/classes/{cohort.pk}/")
    expect(phone.locator("main")).not_to_contain_text("开班动员")

    def publish():
        planner.goto(f"{site}/desk/cohorts/{cohort.pk}/publish/")
        planner.locator("main form .button--primary").click()
        planner.wait_for_url(f"**/desk/cohorts/{cohort.pk}/")

    publish()
    phone.reload()
    expect(phone.locator("main")).to_contain_text("09:00–11:00")
    board(planner, site, cohort, monday)
    box, _column, hour = geometry(planner, session)
    drag(planner, (box["x"] + 40, box["y"] + 20), (0, hour))
    expect(planner.locator(f"#session-{session.pk}")).to_have_attribute("data-starts", f"{monday}T10:00")
    phone.reload()
    expect(phone.locator("main")).to_contain_text("09:00–11:00")
    publish()
    phone.reload()
    expect(phone.locator("main")).to_contain_text("10:00–12:00")
    assert [version.number for version in TimetableVersion.objects.order_by("number")] == [1, 2]
    assert world.p_learner.notices.filter(kind__startswith="timetable.").count() == 2
    phone.context.close()


def test_on_a_phone_and_without_a_script_it_is_a_list(browser, browser_context_args, site, sign_in, world, cohort, monday):
    session = plan(world, cohort, monday, 9, "开班动员")
    plain = browser.new_context(**browser_context_args | {"viewport": PHONE, "java_script_enabled": False}).new_page()
    sign_in(plain, world.p_subdistrict)
    plain.goto(f"{site}/desk/timetable/?week={monday}")
    plain.locator(f"#session-{session.pk}").click()
    plain.wait_for_url(f"**/desk/sessions/{session.pk}/edit/")
    assert ClassSession.objects.count() == 1
    plain.context.close()
