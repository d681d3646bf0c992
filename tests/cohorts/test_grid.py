"""The grid by group and letter, taking back what was saved, and marks that a device sends one by one."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.sessions import close_session
from cohorts.models import AttendanceMark, CohortGroup

from .meetings import fill, make_meeting, mark, place, standing


@pytest.fixture
def desk(client, world):
    client.force_login(world.p_trainer)
    return client


@pytest.fixture
def url(meeting):
    return reverse("cohorts:grid", args=[meeting.pk])


@pytest.fixture
def send(desk, meeting):
    """``send(*marks)``: what the script of the page sends; returns the states in order."""
    address = reverse("cohorts:marks", args=[meeting.pk])

    def sending(*marks):
        answer = desk.post(address, {"marks": json.dumps(list(marks))})
        assert answer.status_code == 200, answer.content
        answers = answer.json()["answers"]
        return [answers[one["nonce"]]["state"] for one in marks]

    return sending


def line(seat, status, seen="", **extra):
    return {"nonce": str(uuid.uuid4()), "enrolment": seat.pk, "status": status, "seen": seen, "method": "grid", "age": 0} | extra


def chain(seat):
    return list(AttendanceMark.objects.filter(enrolment=seat).order_by("pk").values_list("status", flat=True))


def save(desk, url, form, seat, status, seen=""):
    return desk.post(url, {"form": form, f"seen-{seat.pk}": seen, f"status-{seat.pk}": status})


def test_groups_are_shown_one_at_a_time(desk, url, meeting, seats):
    group = CohortGroup.objects.create(cohort=meeting.cohort, name="第一组")
    seats[1].group = group
    seats[1].save()
    page = desk.get(url, {"group": group.pk})
    assert [row.enrolment for row in page.context["rows"]] == [seats[1]]
    assert [each.name for each in page.context["groups"]] == ["第一组"]
    answer = desk.post(url, {"form": uuid.uuid4(), "to": group.pk, f"seen-{seats[0].pk}": ""})
    assert answer.url == f"{url}?group={group.pk}"


def test_a_session_of_one_group_lists_that_group_only(desk, world, meeting, seats):
    group = CohortGroup.objects.create(cohort=meeting.cohort, name="第一组")
    seats[1].group = group
    seats[1].save()
    other = make_meeting(world, meeting.cohort, group=group)
    rows = desk.get(reverse("cohorts:grid", args=[other.pk])).context["rows"]
    assert [row.enrolment for row in rows] == [seats[1]]


def test_a_save_is_taken_back_by_a_form_and_nothing_is_deleted(desk, url, meeting, seats):
    form = uuid.uuid4()
    saved = save(desk, url, form, seats[0], "absent")
    assert b"roll__saved" in desk.get(saved.url).content
    desk.post(reverse("cohorts:grid-undo", args=[meeting.pk]), {"form": form})
    assert chain(seats[0]) == ["absent", "undone"]
    row = next(row for row in desk.get(url).context["rows"] if row.enrolment == seats[0])
    assert (row.status, row.mark) == ("", None)
    desk.post(reverse("cohorts:grid-undo", args=[meeting.pk]), {"form": form})
    assert chain(seats[0]) == ["absent", "undone"]
    save(desk, url, uuid.uuid4(), seats[0], "present")
    assert (chain(seats[0]), standing(meeting)) == (["absent", "undone", "present"], {seats[0].pk: "present"})


def test_taking_back_a_correction_brings_back_what_stood_before(desk, world, url, meeting, seats):
    when = timezone.now() - timedelta(minutes=20)
    AttendanceMark.objects.create(
        session=meeting, enrolment=seats[0], status="late", method="qr", observed_at=when, late_minutes=12
    )
    form = uuid.uuid4()
    save(desk, url, form, seats[0], "absent", "late")
    desk.post(reverse("cohorts:grid-undo", args=[meeting.pk]), {"form": form})
    last = AttendanceMark.objects.current().get(enrolment=seats[0])
    assert (last.status, last.method, last.observed_at, last.late_minutes, last.recorded_by) == (
        "late", "qr", when, 12, world.p_trainer
    )


def test_what_someone_else_saved_is_not_taken_back(desk, world, url, meeting, seats):
    form = uuid.uuid4()
    save(desk, url, form, seats[0], "absent")
    other = Client()
    other.force_login(world.p_school)
    other.post(reverse("cohorts:grid-undo", args=[meeting.pk]), {"form": form})
    assert standing(meeting) == {seats[0].pk: "absent"}
    for nonsense in ("", "x"):
        desk.post(reverse("cohorts:grid-undo", args=[meeting.pk]), {"form": nonsense})
    assert standing(meeting) == {seats[0].pk: "absent"}


def test_who_was_taken_back_checks_in_and_is_absent_at_closing_otherwise(world, meeting, seats):
    from cohorts.actions.check_in import check_in
    from cohorts.rules.check_in import code_at

    mark(world, meeting, (seats[0], "absent"), (seats[1], "absent"))
    mark(world, meeting, (seats[0], "undone"), (seats[1], "undone"))
    now = timezone.now()
    code = code_at(meeting.secret, meeting.pk, now)
    answer = check_in(person=seats[0].person, session=meeting, code=code, device="", now=now, method="qr")
    assert answer.ok
    close_session(actor=world.p_trainer, session=meeting, now=now)
    assert standing(meeting) == {seats[0].pk: "present", seats[1].pk: "absent", seats[2].pk: "absent"}
    assert chain(seats[1]) == ["absent", "undone", "absent"]


def test_a_late_mark_says_by_how_many_minutes(world, meeting, seats):
    mark(world, meeting, (seats[0], "late"))
    assert AttendanceMark.objects.get().late_minutes == 5
    mark(world, meeting, (seats[0], "left_early"))
    last = AttendanceMark.objects.current().get()
    assert (last.late_minutes, last.early_minutes) == (5, 84)


def test_marks_of_a_device_are_written_once_with_method_and_age(send, meeting, seats, world):
    one = line(seats[0], "late", age=120, offline=True)
    assert send(one) == ["taken"]
    assert send(one) == ["before"]
    written = AttendanceMark.objects.get()
    assert (written.method, written.offline, written.recorded_by, written.late_minutes) == ("grid", True, world.p_trainer, 3)
    assert abs(written.recorded_at - written.observed_at - timedelta(seconds=120)) < timedelta(seconds=1)


def test_several_changes_of_one_person_are_written_in_their_order(send, seats):
    first, second = line(seats[0], "absent"), line(seats[0], "present", "absent")
    back, other = line(seats[0], "undone", "present"), line(seats[1], "late")
    assert send(first, second, back, other) == ["taken"] * 4
    assert chain(seats[0]) == ["absent", "present", "absent"]


def test_a_device_is_told_what_was_not_taken(send, world, meeting, seats):
    own = place(meeting.cohort, world.p_trainer, world.east_branch)
    mark(world, meeting, (seats[0], "present"))
    stranger = fill(make_meeting(world).cohort, world.east_branch, 1)[0]
    sent = [line(seats[0], "absent"), line(own, "present"), line(stranger, "present"), line(seats[1], "present")]
    assert send(*sent) == ["changed", "own", "unknown", "taken"]
    close_session(actor=world.p_school, session=meeting, now=timezone.now())
    assert send(line(seats[2], "present", "absent"), sent[3]) == ["refused", "before"]


def test_a_device_learns_what_stands(desk, world, meeting, seats):
    mark(world, meeting, (seats[0], "late"))
    answer = desk.get(reverse("cohorts:marks", args=[meeting.pk])).json()["marks"]
    assert list(answer) == [str(seats[0].pk)]
    assert answer[str(seats[0].pk)][0] == "late"


@pytest.mark.parametrize("body", ["", "{}", "[1]", '[{"nonce": "x"}]', "[" + ",".join(["{}"] * 501) + "]",
                                  '[{"nonce": "5c1f2a4e-0000-4000-8000-000000000000", "method": "qr", "enrolment": 1}]'])
def test_what_is_no_list_of_marks_is_refused(desk, meeting, seats, body):
    assert desk.post(reverse("cohorts:marks", args=[meeting.pk]), {"marks": body}).status_code == 400


def test_whoever_signed_out_is_told_so(client, meeting):
    assert client.post(reverse("cohorts:marks", args=[meeting.pk]), {"marks": "[]"}).status_code == 401


def test_the_grid_and_the_scanner_may_be_kept_and_no_other_page_of_the_desk(desk, meeting, seats):
    kept = {name: desk.get(reverse(f"cohorts:{name}", args=[meeting.pk])).headers.get("X-Offline")
            for name in ("grid", "scanner", "session", "sheet", "kiosks")}
    assert kept == {"grid": "yes", "scanner": "yes", "session": None, "sheet": None, "kiosks": None}
    meeting.closed_at = timezone.now()
    meeting.save()
    assert "X-Offline" not in desk.get(reverse("cohorts:grid", args=[meeting.pk])).headers


@pytest.mark.parametrize("count", [1, 60])
def test_sending_costs_the_same_for_one_and_for_many(send, world, meeting, count, django_assert_num_queries):
    seats = fill(meeting.cohort, world.east_branch, count)
    lines = [line(seat, "present") for seat in seats]
    with django_assert_num_queries(17):
        send(*lines)
