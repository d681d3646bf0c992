"""Checking in without a smartphone, and a second time: tablet, card, camera, grid, call, sheet."""

import re

import pytest
import segno
from django.utils import timezone
from playwright.sync_api import expect

from cohorts.actions.cards import card_of
from cohorts.models import AttendanceMark, Kiosk, Leave, RollCall, RollCallAnswer
from cohorts.rules.cards import spaced
from cohorts.rules.check_in import code_at
from tests.cohorts.meetings import fill, make_class, make_meeting, mark, place, standing

from .conftest import CHROMIUM, LAPTOP, PHONE, QUIET
from .steps import choose, press, wait_until


@pytest.fixture(name="meeting")
def meeting_that_goes_on(world):
    """A session that began five minutes ago, with three people."""
    session = make_meeting(world, make_class(world, class_teacher=world.p_trainer))
    session.seats = fill(session.cohort, world.east_branch, 3)
    return session


@pytest.fixture(name="phone")
def phone_of_its_own(browser, sign_in):
    """``phone(person)``: a page in a browser of its own; what breaks in it fails the test."""
    contexts, broken = [], []

    def open_phone(person=None, size=PHONE, where=browser):
        context = where.new_context(viewport=size, locale="zh-CN")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda line: broken.append(line.text) if "Content Security" in line.text else None)
        if person:
            sign_in(page, person)
        return page

    yield open_phone
    for context in contexts:
        context.close()
    assert broken == []


def nothing_waits(page):
    """Whether every mark that was made in this browser is sent, so that none can come any more."""
    return page.evaluate("async () => (await marksQueue.all()).length === 0")


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_the_pages_are_accessible_and_fit(phone, site, world, meeting, check_axe, size):
    place(meeting.cohort, world.p_learner, world.east_branch)
    mark(world, meeting, (meeting.seats[0], "late"), (meeting.seats[1], "present"))
    kiosk = Kiosk.objects.create(session=meeting, opened_by=world.p_trainer)
    call = RollCall.objects.create(session=meeting, opened_by=world.p_trainer)
    desk = phone(world.p_trainer, size)
    base = f"/desk/sessions/{meeting.pk}"
    for path in (f"{base}/", f"{base}/grid/", f"{base}/scanner/", f"{base}/sheet/", f"{base}/tablets/", f"{base}/projector/",
                 f"/desk/calls/{call.pk}/", f"/desk/cohorts/{meeting.cohort_id}/attendance/",
                 f"/desk/cohorts/{meeting.cohort_id}/cards/", f"/kiosk/{kiosk.token}/", "/my/card/"):
        desk.goto(f"{site}{path}")
        check_axe(desk)
        assert desk.evaluate("document.documentElement.scrollWidth") == size["width"], path
        small = desk.locator("main :is(button, a.button, .roll__choice, .kiosk__keys button)").evaluate_all(
            "all => all.filter(e => e.offsetParent && e.offsetHeight < 47 && !e.matches('.visually-hidden, .button--small'))"
            ".map(e => e.outerHTML.slice(0, 90))"
        )
        assert small == [], path


def test_a_tablet_takes_four_digits_and_a_name_and_returns_by_itself(phone, site, world, meeting, check_axe):
    seat = meeting.seats[0]
    seat.person.phone = "13800000007"
    seat.person.save()
    desk = phone(world.p_trainer)
    desk.goto(f"{site}/desk/sessions/{meeting.pk}/tablets/")
    desk.locator("form[action$='/open/'] button").click()
    address = desk.locator(".kiosks__address").get_attribute("href")
    tablet = phone(size={"width": 800, "height": 1280})
    tablet.goto(address)
    check_axe(tablet)
    for key in "9007":
        tablet.locator(f"[data-key='{key}']").click()
    tablet.locator("[data-back]").wait_for()
    assert tablet.url == address
    tablet.locator("a", has_text=re.compile("Again|再试|重")).click()
    for key in "000":
        tablet.locator(f"[data-key='{key}']").click()
    tablet.locator("[data-key=back]").click()
    for key in "07":
        tablet.locator(f"[data-key='{key}']").click()
    tablet.locator(".kiosk__name", has_text=seat.person.name).click()
    tablet.locator(".kiosk__sign--ok").wait_for()
    written = AttendanceMark.objects.get()
    assert (written.enrolment, written.method, written.recorded_by) == (seat, "kiosk", world.p_trainer)
    expect(tablet.locator("[data-keypad]")).to_be_visible(timeout=9000)
    desk.reload()
    press(desk.locator("form[action$='/close/'] button"))
    tablet.goto(address)
    assert tablet.locator("[data-keypad]").count() == 0


def test_a_card_is_read_by_its_typed_number(phone, site, world, meeting):
    seat = meeting.seats[0]
    own = phone(seat.person)
    own.goto(f"{site}/my/card/")
    number = own.locator(".cards__number").inner_text()
    assert number == spaced(card_of(seat.person))
    desk = phone(world.p_trainer)
    desk.goto(f"{site}/desk/sessions/{meeting.pk}/scanner/")
    desk.locator("[data-scanner][data-live]").wait_for()
    field = desk.locator("input[name=number]")
    field.fill("1234 5678 9012")
    field.press("Enter")
    desk.locator("[data-told][data-tone=bad]").wait_for()
    field.fill(number)
    field.press("Enter")
    desk.locator("[data-told][data-tone=ok]", has_text=seat.person.name).wait_for()
    wait_until(desk, AttendanceMark.objects.exists)
    written = AttendanceMark.objects.get()
    assert (written.enrolment, written.method, written.offline, written.recorded_by) == (seat, "card", False, world.p_trainer)
    assert len(written.device) == 32


def film_of(number, path):
    """Write a second of film on which a card is held before the camera: grey pictures without compression."""
    rows = list(segno.make(number, error="m", micro=False).matrix_iter(scale=10, border=4))
    wide, high = 640, 480
    left, top = (wide - len(rows[0])) // 2, (high - len(rows)) // 2
    blank = bytes([235]) * wide
    lines = [blank] * top
    lines += [blank[:left] + bytes(16 if dark else 235 for dark in row) + blank[left + len(row):] for row in rows]
    lines += [blank] * (high - len(lines))
    frame = b"FRAME\n" + b"".join(lines) + bytes([128]) * (wide * high // 2)
    path.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + frame * 10)


def test_a_card_is_read_by_the_camera(phone, site, world, meeting, playwright, tmp_path):
    seat = meeting.seats[1]
    film = tmp_path / "card.y4m"
    film_of(card_of(seat.person), film)
    camera = playwright.chromium.launch(executable_path=CHROMIUM, args=[
        *QUIET, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ])
    try:
        desk = phone(world.p_trainer, where=camera)
        desk.goto(f"{site}/desk/sessions/{meeting.pk}/scanner/")
        desk.locator("[data-camera]").click()
        desk.locator("[data-told][data-tone=ok]", has_text=seat.person.name).wait_for(timeout=20000)
        wait_until(desk, AttendanceMark.objects.exists)
        desk.locator("[data-stop]").click()
        expect(desk.locator("[data-video]")).to_be_hidden()
        wait_until(desk, lambda: nothing_waits(desk))
        assert list(AttendanceMark.objects.values_list("enrolment", "method")) == [(seat.pk, "card")]
        desk.context.close()
    finally:
        camera.close()


def test_the_rest_is_present_but_whoever_is_on_leave(phone, site, world, meeting):
    Leave.objects.create(
        enrolment=meeting.seats[1], kind="illness", starts_at=meeting.starts_at, ends_at=meeting.ends_at, text="病假",
        level="class_teacher", state="approved",
    )
    desk = phone(world.p_trainer)
    desk.goto(f"{site}/desk/sessions/{meeting.pk}/grid/")
    desk.locator("form[data-live]").wait_for()
    desk.locator("button[name=rest]").click()
    wait_until(desk, lambda: AttendanceMark.objects.count() == 2)
    assert standing(meeting) == {meeting.seats[0].pk: "present", meeting.seats[2].pk: "present"}
    desk.locator("[data-undo]:visible button").click()
    wait_until(desk, lambda: AttendanceMark.objects.count() == 4)
    assert set(standing(meeting).values()) == {"undone"}


def test_without_script_a_save_is_taken_back_by_a_form(browser, site, sign_in, world, meeting):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, world.p_trainer)
    page.goto(f"{site}/desk/sessions/{meeting.pk}/grid/")
    choose(page.locator(f"[data-seat='{meeting.seats[0].pk}'] input[type=radio][value=absent]"))
    press(page.locator(".roll__foot .button--primary"))
    assert standing(meeting) == {meeting.seats[0].pk: "absent"}
    press(page.locator(".roll__saved button"))
    assert standing(meeting) == {meeting.seats[0].pk: "undone"}
    context.close()


def test_a_second_call_is_answered_by_phone_and_by_hand_and_decided(phone, site, world, meeting):
    seat = place(meeting.cohort, world.p_learner, world.east_branch)
    mark(world, meeting, (seat, "present"), *[(each, "present") for each in meeting.seats])
    desk = phone(world.p_trainer, LAPTOP)
    desk.goto(f"{site}/desk/sessions/{meeting.pk}/")
    desk.locator("form[action$='/calls/open/'] button").click()
    desk.wait_for_url(re.compile(r"/desk/calls/\d+/$"))
    call = RollCall.objects.get()
    screen = phone(world.p_trainer, LAPTOP)
    screen.goto(f"{site}/desk/sessions/{meeting.pk}/projector/")
    screen.locator(".screen__call").wait_for()
    learner = phone(world.p_learner)
    learner.goto(f"{site}/check-in/call/{call.pk}/{code_at(call.secret, call.pk, timezone.now())}/")
    learner.locator(".arrive__button").click()
    learner.locator(".arrive__sign--ok").wait_for()
    expect(screen.locator(".screen__names li")).to_have_text([world.p_learner.name])
    desk.reload()
    choose(desk.locator(f"input[name=there][value='{meeting.seats[0].pk}']"))
    press(desk.locator("main form button.button--primary"))
    press(desk.locator("form[action$='/close/'] button"))
    press(desk.locator(f"form[action$='/people/{meeting.seats[1].pk}/'] button[value=left_early]"))
    press(desk.locator(f"form[action$='/people/{meeting.seats[2].pk}/'] button[value=present]"))
    assert standing(meeting) == {
        seat.pk: "present", meeting.seats[0].pk: "present", meeting.seats[1].pk: "left_early", meeting.seats[2].pk: "present"
    }
    assert sorted(RollCallAnswer.objects.values_list("method", flat=True)) == ["grid", "grid", "qr"]


def test_the_sheet_is_keyed_in_by_keyboard_alone(phone, site, world, meeting):
    desk = phone(world.p_trainer, LAPTOP)
    desk.goto(f"{site}/desk/sessions/{meeting.pk}/sheet/")
    for key in ("1", "2 12", "5"):
        desk.keyboard.type(key)
        desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"{site}/desk/sessions/{meeting.pk}/")
    assert sorted(AttendanceMark.objects.values_list("status", "late_minutes", "method")) == [
        ("absent", 0, "paper"), ("late", 12, "paper"), ("present", 0, "paper")
    ]
