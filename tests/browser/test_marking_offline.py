"""Marking without a network: the grid and the scanner on a device that was there before, and what it forgets."""

from datetime import timedelta

from playwright.sync_api import expect

from cohorts.actions.cards import card_of
from cohorts.models import AttendanceMark
from tests.cohorts.meetings import standing

from .conftest import LAPTOP
from .steps import choose, wait_until
from .test_check_in_ways import meeting_that_goes_on, nothing_waits, phone_of_its_own  # noqa: F401 -- fixtures
from .test_reading import ready, sign_out


def kept(page):
    return page.evaluate("""async () => {
      const all = [];
      for (const name of await caches.keys()) if (name.startsWith("marking:"))
        for (const request of await (await caches.open(name)).keys()) all.push(new URL(request.url).pathname);
      return all.sort();
    }""")


def test_the_grid_marks_without_a_network_and_sends_once(phone, site, world, meeting):
    first, second, third = meeting.seats
    grid = f"/desk/sessions/{meeting.pk}/grid/"
    desk = phone(world.p_trainer)
    desk.goto(f"{site}{grid}")
    ready(desk)
    desk.reload()
    wait_until(desk, lambda: kept(desk) == [grid])
    desk.locator("form[data-live]").wait_for()

    desk.context.set_offline(True)
    desk.goto(f"{site}{grid}")
    desk.locator(".roll__copy").wait_for()

    def row(pk):
        return desk.locator(f"[data-seat='{pk}']")

    desk.locator("form[data-live]").wait_for()
    choose(row(first.pk).locator("input[type=radio][value=present]"))
    choose(row(second.pk).locator("input[type=radio][value=absent]"))
    expect(desk.locator("[data-undo-text]")).to_contain_text(second.person.name)
    desk.locator("[data-undo]:visible button").click()
    choose(row(third.pk).locator("input[type=radio][value=late]"))
    expect(desk.locator("[data-wait]")).to_contain_text("4")
    desk.goto(f"{site}{grid}")  # what waits outlives the page
    expect(row(first.pk).locator("input[type=radio][value=present]")).to_be_checked()
    expect(row(second.pk).locator("input[type=radio]:checked")).to_have_count(0)
    expect(row(third.pk).locator("input[type=radio][value=late]")).to_be_checked()
    expect(desk.locator("[data-wait]")).to_contain_text("4")
    assert AttendanceMark.objects.count() == 0
    desk.wait_for_timeout(1100)  # a mark tells its age in whole seconds

    desk.context.set_offline(False)
    desk.evaluate("window.dispatchEvent(new Event('online'))")
    wait_until(desk, lambda: AttendanceMark.objects.count() == 4)
    expect(desk.locator("[data-wait]")).to_be_hidden()
    desk.locator("[data-sent-note]:visible").wait_for()
    wait_until(desk, lambda: nothing_waits(desk))
    desk.evaluate("navigator.serviceWorker.controller.postMessage({kind: 'send'})")
    desk.reload()
    desk.locator("form[data-live]").wait_for()
    assert nothing_waits(desk)
    assert AttendanceMark.objects.count() == 4
    assert standing(meeting) == {first.pk: "present", second.pk: "undone", third.pk: "late"}
    written = AttendanceMark.objects.get(enrolment=first)
    assert (written.offline, written.recorded_at - written.observed_at >= timedelta(seconds=1)) == (True, True)


def test_a_card_is_read_without_a_network(phone, site, world, meeting):
    seat, scanner = meeting.seats[0], f"/desk/sessions/{meeting.pk}/scanner/"
    desk = phone(world.p_trainer)
    desk.goto(f"{site}{scanner}")
    ready(desk)
    desk.reload()
    wait_until(desk, lambda: kept(desk) == [scanner])
    desk.context.set_offline(True)
    desk.goto(f"{site}{scanner}")
    desk.locator(".roll__copy").wait_for()
    desk.fill("input[name=number]", card_of(seat.person))
    desk.press("input[name=number]", "Enter")
    desk.locator("[data-told][data-tone=ok]", has_text=seat.person.name).wait_for()
    expect(desk.locator("[data-wait]")).to_be_visible()
    assert AttendanceMark.objects.count() == 0
    desk.context.set_offline(False)
    desk.evaluate("window.dispatchEvent(new Event('online'))")
    wait_until(desk, AttendanceMark.objects.exists)
    assert list(AttendanceMark.objects.values_list("enrolment", "method", "offline")) == [(seat.pk, "card", True)]


def test_signing_out_asks_before_it_forgets_waiting_marks(phone, site, world, meeting):
    grid = f"/desk/sessions/{meeting.pk}/grid/"
    desk = phone(world.p_trainer, LAPTOP)
    desk.goto(f"{site}{grid}")
    ready(desk)
    desk.reload()
    wait_until(desk, lambda: kept(desk) == [grid])
    desk.locator("form[data-live]").wait_for()
    asked = []

    def sign_out_offline(seat, answer):
        desk.context.set_offline(True)
        choose(desk.locator(f"[data-seat='{seat.pk}'] input[type=radio][value=present]"))
        expect(desk.locator("[data-wait]")).to_be_visible()
        desk.once("dialog", lambda dialog: (asked.append(dialog.message), answer(dialog)))
        desk.locator(".desk-bar__side form.sign-out button").click()

    sign_out_offline(meeting.seats[0], lambda dialog: dialog.dismiss())
    wait_until(desk, lambda: len(asked) > 0)
    assert desk.url == f"{site}{grid}"
    desk.context.set_offline(False)
    desk.evaluate("window.dispatchEvent(new Event('online'))")
    wait_until(desk, lambda: AttendanceMark.objects.count() == 1)
    expect(desk.locator("[data-wait]")).to_be_hidden()

    asked.clear()
    with desk.expect_event("requestfailed", lambda request: request.method == "POST"):  # it forgets, then it leaves
        sign_out_offline(meeting.seats[1], lambda dialog: dialog.accept())
    assert len(asked) == 1
    desk.context.set_offline(False)
    desk.goto(f"{site}{grid}")
    desk.locator("form[data-live]").wait_for()
    assert nothing_waits(desk)  # what was given up is gone
    assert AttendanceMark.objects.count() == 1
    asked.clear()
    sign_out(desk, site)  # nothing waits: nothing is asked
    wait_until(desk, lambda: kept(desk) == [])
    assert asked == []


def test_the_next_person_on_the_device_finds_no_list_of_the_class(phone, site, sign_in, world, meeting):
    grid = f"/desk/sessions/{meeting.pk}/grid/"
    desk = phone(world.p_trainer)
    desk.goto(f"{site}{grid}")
    ready(desk)
    desk.reload()
    wait_until(desk, lambda: kept(desk) == [grid])
    sign_in(desk, world.p_outsider)
    desk.goto(f"{site}/my/")
    wait_until(desk, lambda: kept(desk) == [])
