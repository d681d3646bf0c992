"""The person's own card: its number, a new one, and the trainer who reads it."""

import pytest
from django.urls import reverse

from cohorts.actions.cards import card_of, holder_of, number_of, renew_card
from cohorts.models import AttendanceMark
from cohorts.rules.cards import card_number, check_digit, read_number, spaced
from cohorts.views.cards import hashed
from lms.audit.models import AuditEntry

from .meetings import fill, make_class, mark, place

KEY = b"0123456789abcdef"


def test_a_number_is_twelve_digits_of_key_person_and_serial():
    numbers = {card_number(key, person, serial) for key in (KEY, KEY[::-1]) for person in range(200) for serial in range(3)}
    assert len(numbers) == 1200
    assert {(len(number), number.isdecimal()) for number in numbers} == {(12, True)}


def test_a_slip_of_the_finger_is_found():
    number = card_number(KEY, 7, 0)
    wrong = {number[:at] + digit + number[at + 1:] for at in range(12) for digit in "0123456789"} - {number}
    assert [one for one in wrong if read_number(one)] == []
    assert read_number(f" {spaced(number)} ") == number
    assert read_number(number.translate({ord(str(n)): "０１２３４５６７８９"[n] for n in range(10)})) == number
    assert [read_number(text) for text in ("", "x", number + "0", number[:-1], f"https://x/{number}")] == [None] * 5
    assert check_digit("79927398713"[:-1]) == "3"


def test_a_new_number_makes_the_former_worthless(world, meeting, db):
    seat = place(meeting.cohort, world.p_learner, world.east_branch)
    old = card_of(world.p_learner)
    assert holder_of(old, [seat]) == seat
    new = renew_card(actor=world.p_learner)
    again = renew_card(actor=world.p_learner)
    assert len({old, new, again}) == 3
    assert [holder_of(number, [seat]) for number in (old, new, again)] == [None, None, seat]
    assert AuditEntry.objects.filter(verb="card.renew").count() == 2


def test_the_number_hangs_on_the_sites_key(world, settings):
    number = card_of(world.p_learner)
    settings.SECRET_KEY = "another"
    assert card_of(world.p_learner) != number


@pytest.fixture
def desk(client, world):
    client.force_login(world.p_trainer)
    return client


@pytest.fixture
def scan(desk, meeting):
    return lambda number: desk.post(reverse("cohorts:scanner", args=[meeting.pk]), {"number": number})


def test_a_typed_number_marks_its_person(scan, seats, world):
    page = scan(spaced(card_of(seats[0].person)))
    assert (page.context["answer"].state, page.context["answer"].name) == ("taken", "赵建国")
    written = AttendanceMark.objects.get()
    assert (written.enrolment, written.method, written.status, written.recorded_by) == (
        seats[0], "card", "present", world.p_trainer
    )
    assert scan(card_of(seats[0].person)).context["answer"].state == "changed"
    assert AttendanceMark.objects.count() == 1


def test_the_time_of_the_scan_says_late(scan, seats, meeting):
    meeting.starts_at -= (meeting.ends_at - meeting.starts_at) / 3
    meeting.save()
    scan(card_of(seats[0].person))
    written = AttendanceMark.objects.get()
    assert (written.status, written.late_minutes) == ("late", 35)


def test_a_card_does_not_change_what_the_trainer_marked(scan, seats, meeting, world):
    mark(world, meeting, (seats[0], "excused"))
    page = scan(card_of(seats[0].person))
    assert (page.context["answer"].state, page.context["answer"].status) == ("changed", "excused")
    assert AttendanceMark.objects.count() == 1


def test_other_cards_and_other_numbers_are_said(scan, seats, world):
    other = fill(make_class(world, title="别的班"), world.east_branch, 1)[0]
    for number in (card_of(other.person), number_of(seats[0].person_id, 5), "123456789012"):
        assert scan(number).context["form"].errors.keys() == {"number"}
    assert AttendanceMark.objects.count() == 0


def test_nobody_marks_themselves_by_card(scan, meeting, world):
    place(meeting.cohort, world.p_trainer, world.east_branch)
    assert scan(card_of(world.p_trainer)).context["answer"].state == "own"
    assert AttendanceMark.objects.count() == 0


def test_the_page_knows_the_cards_without_telling_their_numbers(desk, meeting, seats):
    page = desk.get(reverse("cohorts:scanner", args=[meeting.pk]))
    cards = page.context["cards"]
    number = card_of(seats[0].person)
    assert [seats[0].pk, "赵建国", hashed(cards["salt"], number), ""] in cards["people"]
    assert number not in page.content.decode()
    assert "'wasm-unsafe-eval'" in page.headers["Content-Security-Policy"]
    assert "'wasm-unsafe-eval'" not in desk.get(reverse("cohorts:grid", args=[meeting.pk])).headers["Content-Security-Policy"]


def test_ones_own_card_is_shown_and_renewed(client, world):
    client.force_login(world.p_learner)
    old = client.get(reverse("cohorts:my-card")).context["number"]
    assert old == spaced(card_of(world.p_learner))
    client.post(reverse("cohorts:my-card-renew"))
    assert client.get(reverse("cohorts:my-card")).context["number"] not in ("", old)


@pytest.mark.parametrize("count", [1, 60])
def test_the_cards_of_a_class_cost_the_same_for_one_and_for_many(desk, world, count, django_assert_num_queries):
    cohort = make_class(world, class_teacher=world.p_trainer)
    fill(cohort, world.east_branch, count)
    with django_assert_num_queries(7):
        page = desk.get(reverse("cohorts:class-cards", args=[cohort.pk]))
    assert len(page.context["cards"]) == count
