"""The desk's pages of a session: its people, the grid, closing, the projector."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.sessions import close_session
from cohorts.models import AttendanceMark

from .meetings import fill, make_class, make_meeting, mark, minutes_of, place, standing


@pytest.fixture
def desk(client, world):
    client.force_login(world.p_trainer)
    return client


def test_the_grid_is_sorted_by_pinyin_and_saved_at_once(desk, world, meeting, seats):
    url = reverse("cohorts:grid", args=[meeting.pk])
    page = desk.get(url)
    rows = page.context["rows"]
    assert [row.enrolment.person.name for row in rows] == ["钱建国", "孙建国", "赵建国"]
    assert page.context["initials"] == ["Q", "S", "Z"]
    q, s, z = [row.enrolment.pk for row in rows]
    sent = {"form": page.context["form_id"], f"seen-{q}": "", f"seen-{s}": "", f"seen-{z}": "", f"status-{q}": "late"}
    assert desk.post(url, sent).url == f"{url}?saved={sent['form']}"
    assert standing(meeting) == {q: "late"}
    assert AttendanceMark.objects.get().recorded_by == world.p_trainer
    desk.post(url, sent | {"rest": "present"})
    assert standing(meeting) == {q: "late", s: "present", z: "present"}


def test_a_letter_saves_and_shows_the_people_under_it(desk, meeting, seats):
    url = reverse("cohorts:grid", args=[meeting.pk])
    form = uuid.uuid4()
    answer = desk.post(url, {"form": form, "go": "S", f"seen-{seats[0].pk}": "", f"status-{seats[0].pk}": "absent"})
    assert answer.url == f"{url}?initial=S&saved={form}"
    assert standing(meeting) == {seats[0].pk: "absent"}
    assert [row.enrolment.person.name for row in desk.get(answer.url).context["rows"]] == ["孙建国"]


def test_a_grid_opened_before_a_scan_does_not_undo_it(desk, world, meeting, seats):
    mark(world, meeting, (seats[0], "present"))
    url = reverse("cohorts:grid", args=[meeting.pk])
    desk.post(url, {"form": uuid.uuid4(), "rest": "present", f"seen-{seats[0].pk}": "", f"status-{seats[0].pk}": "absent"})
    assert standing(meeting) == {seats[0].pk: "present"}


@pytest.mark.parametrize(("name", "queries"), [("session", 13), ("grid", 9), ("session-close", 9)])
def test_the_pages_cost_the_same_for_one_and_for_many(
    desk, world, meeting, name, queries, django_assert_num_queries
):
    url = reverse(f"cohorts:{name}", args=[meeting.pk])
    for count in (1, 80):
        seats = fill(meeting.cohort, world.east_branch, count)
        mark(world, meeting, *[(seat, "present") for seat in seats[::2]])
        with django_assert_num_queries(queries):
            assert desk.get(url).status_code == 200


def test_the_session_page_filters_and_pages(desk, world, meeting):
    seats = fill(meeting.cohort, world.east_branch, 60)
    mark(world, meeting, *[(seat, "late") for seat in seats[:7]])
    url = reverse("cohorts:session", args=[meeting.pk])
    assert len(desk.get(url).context["page"].object_list) == 50
    assert len(desk.get(url, {"page": 2}).context["page"].object_list) == 10
    assert len(desk.get(url, {"status": "late"}).context["page"].object_list) == 7
    assert desk.get(url, {"status": "unmarked"}).context["page"].paginator.count == 53


def test_closing_asks_first_and_names_who_will_be_absent(desk, world, meeting, seats):
    mark(world, meeting, (seats[0], "present"))
    url = reverse("cohorts:session-close", args=[meeting.pk])
    page = desk.get(url)
    assert [row.enrolment.person.name for row in page.context["unmarked"]] == ["钱建国", "孙建国"]
    meeting.refresh_from_db()
    assert meeting.closed_at is None
    assert desk.post(url).url == reverse("cohorts:session", args=[meeting.pk])
    meeting.refresh_from_db()
    assert meeting.closed_by == world.p_trainer
    assert desk.post(url).status_code == 302


def test_a_person_is_corrected_from_the_desk_with_a_reason(desk, world, meeting, seats, settings):
    settings.SECOND_PERSON = ["none"]
    mark(world, meeting, (seats[0], "absent"))
    close_session(actor=world.p_trainer, session=meeting, now=timezone.now())
    url = reverse("cohorts:session-person", args=[meeting.pk, seats[0].pk])
    assert desk.post(url, {"status": "present", "reason": ""}).context["form"].errors.keys() == {"reason"}
    desk.post(url, {"status": "present", "reason": "签到表上有签名"})
    assert standing(meeting)[seats[0].pk] == "present"
    assert minutes_of(seats[0].person) == 90


def test_ones_own_mark_cannot_be_changed_from_the_desk(desk, world, meeting):
    own = place(meeting.cohort, world.p_trainer, world.east_branch)
    url = reverse("cohorts:session-person", args=[meeting.pk, own.pk])
    assert desk.get(url).context["form"] is None
    assert desk.post(url, {"status": "present", "reason": "我在"}).status_code == 403
    assert standing(meeting) == {}


def test_a_person_of_another_class_is_not_found_under_this_session(desk, world, meeting):
    elsewhere = fill(make_class(world, title="另一个班"), world.east_branch, 1)[0]
    url = reverse("cohorts:session-person", args=[meeting.pk, elsewhere.pk])
    assert desk.get(url).status_code == 404
    assert desk.post(url, {"status": "present", "reason": "越权"}).status_code == 404


PAGES = ["session", "grid", "session-close", "projector", "projector-code"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("learner", 403), ("editor", 404), ("trainer", 200)])
def test_who_may_open_the_pages_of_a_session(client, world, meeting, name, who, status):
    place(meeting.cohort, world.p_learner, world.east_branch)
    client.force_login(world.people[who])
    url = reverse(f"cohorts:{name}", args=[meeting.pk])
    assert client.get(url).status_code == status
    if who != "trainer":
        assert client.post(url).status_code in (status, 405)
    meeting.refresh_from_db()
    assert meeting.closed_at is None


def test_a_liaison_sees_only_their_own_people(client, world, meeting):
    place(meeting.cohort, world.p_learner, world.east_branch)
    place(meeting.cohort, world.p_outsider, world.west_branch)
    client.force_login(world.p_liaison)
    page = client.get(reverse("cohorts:session", args=[meeting.pk]))
    assert [row.enrolment.person.name for row in page.context["page"]] == ["张学员"]
    assert "王外人" not in page.content.decode()


def test_the_screen_shows_the_code_of_the_moment(desk, world, meeting, seats):
    mark(world, meeting, (seats[0], "present"), (seats[1], "absent"))
    page = desk.get(reverse("cohorts:projector-code", args=[meeting.pk]))
    assert (page.context["there"], page.context["enrolled"], page.context["newest"]) == (1, 3, ["赵建国"])
    assert len(page.context["spoken"]) == 6
    assert meeting.secret not in page.content.decode()
    assert "style=" not in page.content.decode()


def test_the_screen_shows_no_code_when_nobody_can_check_in(desk, world, meeting):
    early = make_meeting(world, meeting.cohort, begins=timedelta(hours=2))
    page = desk.get(reverse("cohorts:projector", args=[early.pk]))
    assert (page.context["state"], "qr" in page.context) == ("too_early", False)


def test_a_first_mark_from_the_desk_needs_no_reason_while_the_session_is_open(desk, world, meeting, seats):
    url = reverse("cohorts:session-person", args=[meeting.pk, seats[0].pk])
    desk.post(url, {"status": "excused"})
    assert standing(meeting) == {seats[0].pk: "excused"}
    assert list(desk.get(url).context["form"].fields) == ["status", "late_minutes", "early_minutes", "reason"]
