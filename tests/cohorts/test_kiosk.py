"""The tablet by the door: opened for one session, four digits and a name, ended at once."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cohorts.models import AttendanceMark, Kiosk
from lms.audit.models import AuditEntry

from .meetings import fill, make_class, make_meeting, place


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def desk(client, world):
    client.force_login(world.p_trainer)
    return client


@pytest.fixture
def kiosk(desk, meeting, seats):
    """A tablet whose class has three people: two whose numbers end in 0007, one without a number."""
    for seat, phone in zip(seats, ("13800000007", "13900000007"), strict=False):
        seat.person.phone = phone
        seat.person.save()
    desk.post(reverse("cohorts:kiosk-open", args=[meeting.pk]))
    return Kiosk.objects.get()


@pytest.fixture
def tablet(kiosk):
    """``tablet(**form)``: what the tablet shows, without an account."""
    browser = Client()

    def ask(**form):
        path = reverse("cohorts:kiosk", args=[kiosk.token])
        return browser.post(path, form) if form else browser.get(path)

    return ask


def names(page):
    return dict(page.context["names"])


def test_four_digits_and_a_name_make_one_mark_with_its_operator(tablet, kiosk, seats, world):
    assert tablet().status_code == 200
    found = names(tablet(digits="0007"))
    assert list(found) == ["钱建国", "赵建国"]
    page = tablet(name=found["赵建国"])
    assert (page.context["answer"].outcome, page.context["person"]) == ("ok", seats[0].person)
    assert tablet(name=found["赵建国"]).context["answer"].outcome == "already"
    mark = AttendanceMark.objects.get()
    assert (mark.enrolment, mark.method, mark.recorded_by, mark.status) == (seats[0], "kiosk", world.p_trainer, "present")
    assert len(mark.device) == 32
    assert kiosk.token not in mark.device
    assert list(AuditEntry.objects.filter(verb="kiosk.open").values_list("actor", flat=True)) == [world.p_trainer.pk]


def test_nothing_but_names_is_shown_and_no_number_stands_in_an_address(tablet, seats):
    page = tablet(digits="0007")
    text = page.content.decode()
    assert (page.status_code, "1380000" in text, "0007" in text, "东一居民区" in text) == (200, False, False, False)
    assert "no-store" in page.headers["Cache-Control"]


def test_people_of_another_class_are_not_found(tablet, world):
    other = fill(make_class(world, title="别的班"), world.east_branch, 1)[0]
    other.person.phone = "13700001234"
    other.person.save()
    assert tablet(digits="1234").context["nobody"] is True


@pytest.mark.parametrize("digits", ["", "12", "12345", "12a4", "%%%%"])
def test_four_digits_are_asked_for(tablet, digits):
    page = tablet(digits=digits)
    assert page.context["form"].errors.keys() == {"digits"}
    assert "names" not in page.context


def test_full_width_digits_are_digits(tablet):
    assert len(names(tablet(digits="０００７"))) == 2


def test_guessing_makes_the_tablet_pause(tablet):
    for number in range(25):
        assert tablet(digits=f"{number + 1000}").context["nobody"] is True
    assert tablet(digits="1999").context["paused"] is True


def test_reading_out_the_class_makes_it_pause_too(tablet):
    for _ in range(40):
        tablet(digits="0007")
    page = tablet(digits="0007")
    assert (page.context["paused"], "names" in page.context) == (True, False)


def test_a_name_is_signed_for_this_tablet_and_a_minute(tablet, desk, meeting, seats, world):
    found = names(tablet(digits="0007"))
    other = make_meeting(world, meeting.cohort)
    desk.post(reverse("cohorts:kiosk-open", args=[other.pk]))
    elsewhere = Kiosk.objects.get(session=other)
    page = Client().post(reverse("cohorts:kiosk", args=[elsewhere.token]), {"name": found["赵建国"]})
    assert page.context["again"] is True
    assert tablet(name=found["赵建国"] + "x").context["again"] is True
    import time_machine
    with time_machine.travel(timezone.now() + timedelta(seconds=70)):
        assert tablet(name=found["赵建国"]).context["again"] is True
    assert AttendanceMark.objects.count() == 0


def test_an_ended_tablet_opens_nothing(tablet, desk, kiosk, meeting):
    found = names(tablet(digits="0007"))
    desk.post(reverse("cohorts:kiosk-close", args=[meeting.pk, kiosk.pk]))
    page = tablet(name=found["赵建国"])
    assert (page.status_code, page.context["state"]) == (410, "ended")
    assert tablet(digits="0007").status_code == 410
    assert AttendanceMark.objects.count() == 0
    assert Client().get(reverse("cohorts:kiosk", args=["x" * 32])).status_code == 404


def test_a_tablet_is_ended_through_its_own_session_only(tablet, desk, kiosk, meeting, world):
    other = make_meeting(world, meeting.cohort)
    assert desk.post(reverse("cohorts:kiosk-close", args=[other.pk, kiosk.pk])).status_code == 404
    assert tablet().status_code == 200
    assert desk.post(reverse("cohorts:kiosk-close", args=[meeting.pk, kiosk.pk])).status_code == 302
    assert tablet().status_code == 410


@pytest.mark.parametrize(("begins", "state"), [(timedelta(hours=3), "too_early"), (timedelta(hours=-3), "over")])
def test_outside_its_time_it_asks_nothing(desk, world, begins, state):
    session = make_meeting(world, begins=begins)
    desk.post(reverse("cohorts:kiosk-open", args=[session.pk]))
    page = Client().get(reverse("cohorts:kiosk", args=[Kiosk.objects.get(session=session).token]))
    assert (page.context["state"], "form" in page.context) == (state, False)


def test_whoever_opened_it_cannot_sign_at_it(tablet, world, meeting):
    place(meeting.cohort, world.p_trainer, world.east_branch)
    world.p_trainer.phone = "13600004321"
    world.p_trainer.save()
    page = tablet(name=names(tablet(digits="4321"))["trainer 某"])
    assert page.context["answer"].outcome == "own"
    assert AttendanceMark.objects.count() == 0


def test_one_tablet_for_many_is_not_flagged(tablet, desk, meeting):
    for token in names(tablet(digits="0007")).values():
        tablet(name=token)
    assert AttendanceMark.objects.count() == 2
    assert desk.get(reverse("cohorts:session", args=[meeting.pk])).context["shared"] == []


def test_a_closed_session_gets_no_tablet(desk, meeting):
    meeting.closed_at = timezone.now()
    meeting.save()
    desk.post(reverse("cohorts:kiosk-open", args=[meeting.pk]))
    assert Kiosk.objects.count() == 0
