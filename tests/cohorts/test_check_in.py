"""Checking in with a phone, through the pages."""

import random
import re
import string
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.check_in import check_in
from cohorts.models import AttendanceMark
from cohorts.rules.check_in import code_at, spoken_code_at
from lms.audit.models import AuditEntry
from lms.people.models import Person
from lms.views import claims

from .meetings import fill, make_class, make_meeting, place


def address(session, now=None, code=None):
    return reverse("cohorts:check-in", args=[session.pk, code or code_at(session.secret, session.pk, now or timezone.now())])


def claim_in(response):
    return re.search(r'name="claim" value="([^"]+)"', response.content.decode()).group(1)


@pytest.fixture
def noon(world):
    """Time stands still, so that a code lasts as long as the test says. The people hold their roles before."""
    with time_machine.travel("2030-09-02 04:00:02Z", tick=False) as clock:
        yield clock


@pytest.fixture
def meeting(noon, world):
    session = make_meeting(world)
    place(session.cohort, world.p_learner, world.east_branch)
    return session


@pytest.fixture
def phone(noon, client, world):
    client.force_login(world.p_learner)
    return client


def test_looking_changes_nothing_and_the_button_checks_in(phone, meeting, world):
    page = phone.get(address(meeting))
    assert page.status_code == 200
    assert "张学员" in page.content.decode()
    assert AttendanceMark.objects.count() == 0
    sent = phone.post(address(meeting), {"claim": claim_in(page)})
    assert sent.status_code == 302
    done = phone.get(sent.url)
    assert done.context["outcome"] == "ok"
    mark = AttendanceMark.objects.get()
    assert (mark.enrolment.person, mark.status, mark.method, mark.recorded_by) == (
        world.p_learner, "present", "qr", world.p_learner
    )
    assert list(AuditEntry.objects.filter(verb="attendance.check_in").values_list("actor", flat=True)) == [world.p_learner.pk]


def test_a_second_scan_gives_the_same_answer_also_with_an_old_code(phone, meeting, noon):
    url = address(meeting)
    first = phone.post(url, follow=True)
    noon.shift(600)
    again, fresh = phone.get(url), phone.post(address(meeting))
    assert first.context["answer"].at == again.context["answer"].at == fresh.context["answer"].at
    assert (again.context["outcome"], fresh.context["outcome"]) == ("already", "already")
    assert AttendanceMark.objects.count() == 1


def test_a_photographed_code_is_refused_after_its_window(phone, meeting, noon):
    url = address(meeting)
    noon.shift(17)  # the code was two seconds old: this is the last second of the step after its own
    assert phone.get(url).status_code == 200
    assert "claim" in phone.get(url).content.decode()
    noon.shift(1)
    assert phone.get(url).context["outcome"] == "expired"
    assert phone.post(url, follow=True).context["outcome"] == "expired"
    assert AttendanceMark.objects.count() == 0


def test_the_scan_counts_when_the_thumb_is_slow(phone, meeting, noon):
    url = address(meeting)
    page = phone.get(url)
    seen = timezone.now()
    noon.shift(100)
    assert phone.post(url, {"claim": claim_in(page)}, follow=True).context["outcome"] == "ok"
    assert AttendanceMark.objects.get().observed_at == seen


def test_a_claim_is_for_two_minutes_one_person_and_one_session(phone, meeting, world, noon):
    url = address(meeting)
    claim = claim_in(phone.get(url))
    place(meeting.cohort, world.p_reserve, world.east_branch)
    other = make_meeting(world, meeting.cohort)
    noon.shift(60)
    friend = Client()
    friend.force_login(world.p_reserve)
    assert friend.post(url, {"claim": claim}, follow=True).context["outcome"] == "expired"
    assert phone.post(address(other, code="x" * 20), {"claim": claim}, follow=True).context["outcome"] == "expired"
    assert phone.post(url, {"claim": claim[:-1] + "x"}, follow=True).context["outcome"] == "expired"
    noon.shift(61)
    assert phone.post(url, {"claim": claim}, follow=True).context["outcome"] == "expired"
    assert AttendanceMark.objects.count() == 0


def test_a_scan_before_signing_in_counts_from_its_instant(client, meeting, world, noon):
    url = address(meeting)
    seen = timezone.now()
    sent = client.get(url)
    assert sent.url == f"{reverse('login')}?next={url}"
    noon.shift(90)
    client.force_login(world.p_learner)
    page = client.get(url)
    assert client.post(url, {"claim": claim_in(page)}, follow=True).context["outcome"] == "ok"
    assert AttendanceMark.objects.get().observed_at == seen


def test_a_scan_before_signing_in_lasts_two_minutes_and_serves_one_person(client, meeting, world, noon):
    place(meeting.cohort, world.p_reserve, world.east_branch)
    url = address(meeting)
    client.get(url)
    noon.shift(60)
    client.force_login(world.p_learner)
    assert "claim" in client.get(url).content.decode()
    claim = client.session["check_in_claim"]
    client.force_login(world.p_reserve)
    session = client.session
    session["check_in_claim"] = claim  # even if the browser had kept it
    session.save()
    assert client.get(url).context["outcome"] == "expired"
    client.logout()

    late = Client()
    late.get(address(meeting))
    old = address(meeting)
    noon.shift(121)
    late.force_login(world.p_learner)
    assert late.get(old).context["outcome"] == "expired"


def test_a_stranger_learns_nothing_without_the_code(client, meeting):
    wrong = client.get(address(meeting, code="x" * 20))
    nowhere = client.get(reverse("cohorts:check-in", args=[meeting.pk + 999, "x" * 20]))
    assert (wrong.status_code, nowhere.status_code) == (200, 200)
    assert "党的十九大精神辅导" not in wrong.content.decode()
    assert [r.context["outcome"] for r in (wrong, nowhere)] == ["expired", "expired"]


def test_someone_of_another_class_is_told_so(client, meeting, world):
    client.force_login(world.p_outsider)
    answer = client.post(address(meeting))
    assert answer.context["outcome"] == "wrong_class"
    assert AttendanceMark.objects.count() == 0


@pytest.mark.parametrize("state", ["withdrawn", "applied", "waitlisted"])
def test_someone_without_a_seat_is_not_of_the_class(client, meeting, world, state):
    place(meeting.cohort, world.p_reserve, world.east_branch, state=state)
    client.force_login(world.p_reserve)
    assert client.post(address(meeting), follow=True).context["outcome"] == "wrong_class"


@pytest.mark.parametrize(("begins", "outcome", "status"), [
    (timedelta(minutes=31), "too_early", None), (timedelta(minutes=29), "ok", "present"),
    (timedelta(minutes=-11), "ok", "late"), (timedelta(minutes=-91), "over", None),
])
def test_early_late_and_over(phone, world, noon, begins, outcome, status):
    session = make_meeting(world, begins=begins)
    place(session.cohort, world.p_learner, world.east_branch)
    assert phone.get(address(session)).context.get("outcome") == (None if outcome == "ok" else outcome)
    assert phone.post(address(session), follow=True).context["outcome"] == outcome
    assert list(AttendanceMark.objects.values_list("status", flat=True)) == ([status] if status else [])


@pytest.mark.parametrize(("field", "outcome"), [("closed_at", "closed"), ("cancelled_at", "cancelled")])
def test_closed_and_cancelled(phone, meeting, field, outcome):
    setattr(meeting, field, timezone.now())
    meeting.save()
    assert phone.post(address(meeting), follow=True).context["outcome"] == outcome
    assert AttendanceMark.objects.count() == 0


def test_six_digits_instead_of_a_scan(phone, meeting):
    digits = spoken_code_at(meeting.secret, meeting.pk, timezone.now())
    full_width = digits.translate({ord(str(n)): "０１２３４５６７８９"[n] for n in range(10)})
    answer = phone.post(reverse("cohorts:check-in-code"), {"code": f" {full_width[:3]} {full_width[3:]}"}, follow=True)
    assert answer.context["outcome"] == "ok"
    assert AttendanceMark.objects.get().method == "code"


def test_digits_of_a_class_one_is_not_in_are_wrong_digits(client, meeting, world):
    client.force_login(world.p_outsider)
    make_meeting(world)
    digits = spoken_code_at(meeting.secret, meeting.pk, timezone.now())
    answer = client.post(reverse("cohorts:check-in-code"), {"code": digits})
    assert list(answer.context["form"].errors) == ["code"]
    assert AttendanceMark.objects.count() == 0


def test_guessing_digits_ends_soon(phone, meeting, noon):
    right = spoken_code_at(meeting.secret, meeting.pk, timezone.now())
    wrong = "000000" if right != "000000" else "111111"
    url = reverse("cohorts:check-in-code")
    for _ in range(12):
        assert phone.post(url, {"code": wrong}).context["form"].errors
    assert phone.post(url, {"code": right}, follow=True).context["outcome"] == "guessed"
    assert AttendanceMark.objects.count() == 0


def test_one_phone_for_two_people_is_flagged_and_not_blocked(phone, meeting, world):
    place(meeting.cohort, world.p_reserve, world.east_branch)
    phone.get(address(meeting))
    phone.post(address(meeting))
    phone.force_login(world.p_reserve)
    phone.post(address(meeting))
    devices = list(AttendanceMark.objects.values_list("device", flat=True))
    assert len(devices) == 2
    assert len(set(devices)) == 1
    assert devices[0] != phone.cookies["device"].value
    desk = Client()
    desk.force_login(world.p_trainer)
    assert desk.get(reverse("cohorts:session", args=[meeting.pk])).context["shared"][0].names == ["张学员", "钱后备"]


def test_phones_of_their_own_are_not_flagged(meeting, world):
    place(meeting.cohort, world.p_reserve, world.east_branch)
    for person in (world.p_learner, world.p_reserve):
        phone = Client()
        phone.force_login(person)
        phone.get(address(meeting))
        phone.post(address(meeting))
    desk = Client()
    desk.force_login(world.p_trainer)
    assert desk.get(reverse("cohorts:session", args=[meeting.pk])).context["shared"] == []


def test_of_sixty_phones_behind_one_address_those_are_flagged_that_stand_for_two(meeting, world):
    """Every lent phone, and no phone of somebody's own: a classroom shares its address, and that counts for nothing."""
    people = [seat.person for seat in fill(meeting.cohort, world.east_branch, 66)]
    for number, person in enumerate(people):
        phone = Client(REMOTE_ADDR="203.0.113.7")
        phone.force_login(person)
        phone.cookies["device"] = f"phone-{number % 60}"
        assert phone.post(address(meeting)).status_code == 302
    desk = Client()
    desk.force_login(world.p_trainer)
    shared = desk.get(reverse("cohorts:session", args=[meeting.pk])).context["shared"]
    assert sorted(sorted(phone.names) for phone in shared) == sorted(
        sorted([people[number].name, people[60 + number].name]) for number in range(6))
    assert AttendanceMark.objects.count() == 66


def test_no_altered_claim_is_believed(meeting, world, rf):
    """Ten thousand: letters changed, parts exchanged, other people's and other sites'."""
    now, what = timezone.now(), f"session:{meeting.pk}"
    good = claims.signed(world.p_learner, what, now)
    dice, letters = random.Random(2017), string.ascii_letters + string.digits + "-_:"
    body, stamp, seal = good.split(":")
    told = {"person": world.p_learner.pk, "what": what, "at": now.isoformat()}
    forged = {good[:at] + letter + good[at + 1:] for at in range(len(good)) for letter in letters} - {good}
    other = claims.signed(world.p_reserve, what, now).split(":")
    forged |= {claims.signed(world.p_reserve, what, now), claims.signed(world.p_learner, "session:0", now), "", ":", "::", body,
               ":".join([other[0], stamp, seal]), ":".join([body, other[1], other[2]]),
               signing.dumps(told, salt="another purpose"), signing.dumps(told, salt=claims.SALT, key="another site")}
    while len(forged) < 10_000:
        forged.add(f"{body}:{stamp}:{''.join(dice.choices(letters[:-1], k=len(seal)))}")

    def believed(claim):
        request = rf.post("/", {"claim": claim})
        request.user = world.p_learner
        return claims.vouched(request, what, now)

    assert [claim for claim in forged if believed(claim)] == []
    assert believed(good) == now


def test_a_check_in_costs_the_same_in_a_class_of_one_and_of_many(
    phone, meeting, world, django_assert_num_queries
):
    phone.get(address(meeting))
    with django_assert_num_queries(11):
        phone.post(address(meeting))
    other = make_meeting(world, make_class(world))
    fill(other.cohort, world.east_branch, 60)
    place(other.cohort, world.p_learner, world.east_branch)
    with django_assert_num_queries(11):
        phone.post(address(other))


@pytest.mark.django_db(transaction=True)
def test_fifty_scans_at_once_make_one_mark(world):
    session = make_meeting(world)
    place(session.cohort, world.p_learner, world.east_branch)
    person, now = Person.objects.get(pk=world.p_learner.pk), timezone.now()
    code = code_at(session.secret, session.pk, now)
    gate, answers, errors = threading.Barrier(50), [], []

    def scan():
        try:
            mine = type(session).objects.select_related("cohort__organiser").get(pk=session.pk)
            gate.wait()
            answers.append(check_in(person=person, session=mine, code=code, device="", now=now, method="qr"))
        except Exception as error:  # shown by the assertion below
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=scan) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert AttendanceMark.objects.count() == 1
    assert sorted(answer.outcome for answer in answers) == ["already"] * 49 + ["ok"]
    assert {(answer.status, answer.at) for answer in answers} == {("present", now)}
