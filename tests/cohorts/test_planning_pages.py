"""The desk's pages of programmes, cohorts and their people: who sees what, and what a form does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cohorts.actions.enrolment import enrol
from cohorts.models import Cohort, Programme
from lms.people import actions as people
from lms.people.enums import Position
from lms.people.models import Category

from .classes import make_cohort, make_people, make_programme, make_session, rows_of, url


def test_pages_of_a_cohort_are_hidden_from_strangers_and_closed_to_lookers(world, sign_in):
    cohort = make_cohort(world, class_teacher=world.p_trainer)
    enrol(actor=world.p_subdistrict, cohort=cohort, appointments=[world.p_learner.appointments.get()])
    session, enrolment = make_session(world, cohort), cohort.enrolments.get()
    pages = {
        "cohort": cohort.pk, "cohort-edit": cohort.pk, "cohort-cancel": cohort.pk, "enrol": cohort.pk, "roster": cohort.pk,
        "session-new": cohort.pk, "session-edit": session.pk, "session-cancel": session.pk, "withdraw": enrolment.pk,
    }

    def answers(role):
        client = sign_in(role)
        return [client.get(url(name, pk)).status_code for name, pk in pages.items()]

    assert answers("outsider") == [404] * 9
    assert answers("subdistrict") == answers("district") == answers("school") == [200] * 9
    assert answers("trainer") == [200, 403, 403, 403, 200, 200, 200, 200, 403]  # the class teacher plans, and enrols nobody
    assert answers("auditor") == [200, 403, 403, 403, 200, 403, 403, 403, 403]
    assert answers("liaison") == [200, 403, 403, 403, 200, 403, 403, 403, 403]
    assert answers("learner") == [403] * 9


def test_a_sub_district_sees_no_cohort_of_another(world, sign_in):
    make_cohort(world)
    make_cohort(world, organiser=world.west, title="西街道一班")
    seen = rows_of(sign_in("subdistrict").get(url("cohorts")))
    assert [cohort.title for cohort in seen] == ["东街道书记培训一班"]
    assert len(rows_of(sign_in("district").get(url("cohorts")))) == 2


def test_cohorts_are_filtered_by_phase(world, sign_in):
    today, week = timezone.localdate(), timedelta(days=7)
    for title, first in [("已结束", today - 2 * week), ("进行中", today), ("未开始", today + week)]:
        make_cohort(world, title=title, starts_on=first, ends_on=first + timedelta(days=3))
    Cohort.objects.filter(pk=make_cohort(world, title="已取消", starts_on=today, ends_on=today).pk).update(
        cancelled_at=timezone.now()
    )
    client = sign_in("district")
    assert {
        phase: [c.title for c in rows_of(client.get(url("cohorts"), {"phase": phase}))]
        for phase in ("planned", "running", "ended", "closed", "cancelled")
    } == {"planned": ["未开始"], "running": ["进行中"], "ended": ["已结束"], "closed": [], "cancelled": ["已取消"]}
    assert len(rows_of(client.get(url("cohorts"), {"phase": "nonsense"}))) == 4


def test_a_programme_is_made_and_a_cohort_opened_in_the_browser(world, sign_in):
    client = sign_in("district")
    sent = {
        "organisation": world.root.pk, "title": "2017年居民区书记培训", "year": 2017, "theme": "创新基层社会治理",
        "categories": [Category.objects.get(code="residential").pk], "positions": ["secretary", "reserve"],
        "required_hours": "24", "attendance_percent": 80, "concentrated": "on",
    }
    made = client.post(url("programme-new"), sent)
    programme = Programme.objects.get()
    assert (made.status_code, made.url) == (302, url("programme-modules", programme.pk))
    assert (programme.required_minutes, programme.positions) == (1080, ["secretary", "reserve"])
    again = client.post(url("programme-new"), sent)
    assert again.status_code == 200
    assert list(again.context["form"].errors) == ["title"]
    client.post(url("cohort-new", programme.pk), {
        "organiser": world.east.pk, "title": "一班", "starts_on": "2017-09-04", "ends_on": "2017-09-08", "quota": 40,
        "step": 3,
    })
    cohort = Cohort.objects.get()
    assert (cohort.programme, cohort.organiser, cohort.quota, cohort.created_by) == (
        programme, world.east, 40, world.p_district
    )


def test_editing_a_programme_in_the_browser_writes_what_changed(world, sign_in):
    programme = make_programme(world, positions=[Position.SECRETARY])
    sign_in("district").post(url("programme-edit", programme.pk), {
        "title": programme.title, "year": 2017, "theme": "新主题", "positions": ["reserve"], "required_hours": "2",
        "attendance_percent": 90,
    })
    programme.refresh_from_db()
    assert (programme.theme, programme.positions, programme.required_minutes, programme.attendance_percent,
            programme.concentrated) == ("新主题", ["reserve"], 90, 90, False)


def test_a_school_opens_cohorts_of_its_own_subtree_only(world, sign_in):
    programme = make_programme(world)
    answer = sign_in("school").post(url("cohort-new", programme.pk), {
        "organiser": world.west.pk, "title": "越界班", "starts_on": "2017-09-04", "ends_on": "2017-09-08", "quota": 4,
    })
    assert list(answer.context["form"].errors) == ["organiser"]
    assert Cohort.objects.count() == 0


@pytest.mark.parametrize("field", ["quota", "ends_on"])
def test_a_cohort_that_cannot_be_says_so_in_place(world, sign_in, field):
    programme = make_programme(world)
    sent = {"organiser": world.east.pk, "title": "一班", "starts_on": "2017-09-04", "ends_on": "2017-09-08", "quota": 4}
    sent |= {"quota": 0} if field == "quota" else {"ends_on": "2017-09-01"}
    answer = sign_in("subdistrict").post(url("cohort-new", programme.pk), sent)
    assert list(answer.context["form"].errors) == [field]


def candidate_names(client, cohort, **asked):
    response = client.get(url("enrol", cohort.pk), {"chosen": 1} | asked)
    return [post.person.name for post in rows_of(response)]


def test_people_are_found_by_category_post_area_and_newness(world, sign_in):
    programme = make_programme(world)
    cohort = make_cohort(world, programme=programme, organiser=world.root)
    fresh = people.create_person(actor=None, name="新书记")
    people.appoint(actor=None, person=fresh, organisation=world.west_branch, position=Position.SECRETARY,
                   starts_on=timezone.localdate() - timedelta(days=60))
    client = sign_in("district")
    assert candidate_names(client, cohort) == ["钱后备", "张学员", "王外人", "新书记"]
    assert candidate_names(client, cohort, position="secretary") == ["张学员", "王外人", "新书记"]
    assert candidate_names(client, cohort, area=world.west.pk) == ["王外人", "新书记"]
    assert candidate_names(client, cohort, new="on") == ["新书记"]
    assert candidate_names(client, cohort, q="zxy") == ["张学员"]
    assert candidate_names(client, cohort, category=Category.objects.get(code="soe").pk) == []
    other = make_cohort(world, programme=programme, title="二班")
    enrol(actor=None, cohort=other, appointments=[fresh.appointments.get()])
    assert candidate_names(client, cohort, unplaced="on") == ["钱后备", "张学员", "王外人"]
    assert candidate_names(client, cohort, area="nonsense") == []


def test_the_first_look_follows_the_programme(world, sign_in):
    programme = make_programme(
        world, positions=[Position.RESERVE], categories=[Category.objects.get(code="residential")]
    )
    cohort = make_cohort(world, programme=programme)
    response = sign_in("subdistrict").get(url("enrol", cohort.pk))
    assert [post.person.name for post in rows_of(response)] == ["钱后备"]


def test_nobody_enrols_people_of_another_sub_district(world, sign_in):
    cohort, client = make_cohort(world), sign_in("subdistrict")
    assert candidate_names(client, cohort) == ["钱后备", "张学员"]
    stranger = world.p_outsider.appointments.get()
    client.post(url("enrol", cohort.pk) + "?chosen=1", {"post": [stranger.pk], "ticked": ""})
    assert cohort.enrolments.count() == 0


def test_the_ticked_are_enrolled_or_everyone_found(world, sign_in):
    cohort, client = make_cohort(world, quota=2), sign_in("subdistrict")
    make_people(world.east_branch, 3)
    ticked = world.p_reserve.appointments.get()
    answer = client.post(url("enrol", cohort.pk) + "?chosen=1", {"post": [ticked.pk, "x"], "ticked": ""})
    assert (answer.status_code, answer.url) == (302, url("roster", cohort.pk))
    assert [row.person.name for row in cohort.enrolments.all()] == ["钱后备"]
    client.post(url("enrol", cohort.pk) + "?chosen=1&position=member", {"everyone": ""})
    states = list(cohort.enrolments.order_by("pk").values_list("person__name", "state"))
    assert states == [("钱后备", "enrolled"), ("党员000", "enrolled"), ("党员001", "waitlisted"), ("党员002", "waitlisted")]
    shown = client.get(url("roster", cohort.pk), {"list": "waiting"})
    assert [row.person.name for row in rows_of(shown)] == ["党员001", "党员002"]
    assert [tab["count"] for tab in shown.context["tabs"]] == [2, 2, 0, 0]


def test_a_liaison_sees_own_people_on_a_roster_only(world, sign_in):
    cohort = make_cohort(world, organiser=world.root)
    enrol(actor=None, cohort=cohort, appointments=[
        world.p_learner.appointments.get(), world.p_outsider.appointments.get()
    ])
    shown = sign_in("liaison").get(url("roster", cohort.pk))
    assert [row.person.name for row in rows_of(shown)] == ["张学员"]
    assert "王外人" not in shown.content.decode()


def test_a_telephone_on_the_roster_is_masked(world, sign_in):
    type(world.p_learner).objects.filter(pk=world.p_learner.pk).update(phone="14012345678")
    cohort = make_cohort(world)
    enrol(actor=None, cohort=cohort, appointments=[world.p_learner.appointments.get()])
    text = sign_in("subdistrict").get(url("roster", cohort.pk)).content.decode()
    assert ("140****5678" in text, "14012345678" in text) == (True, False)


def test_withdrawing_asks_for_a_reason_and_seats_the_next(world, sign_in):
    cohort, client = make_cohort(world, quota=1), sign_in("subdistrict")
    enrol(actor=None, cohort=cohort, appointments=make_people(world.east_branch, 2))
    first = cohort.enrolments.order_by("pk").first()
    assert client.post(url("withdraw", first.pk), {"reason": ""}).status_code == 200
    first.refresh_from_db()
    assert first.state == "enrolled"
    client.post(url("withdraw", first.pk), {"reason": "出差"})
    assert list(cohort.enrolments.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "enrolled"]


def test_the_page_of_a_cohort_leads_to_what_one_may_do_and_to_nothing_else(world, sign_in):
    cohort = make_cohort(world)
    enrol(actor=None, cohort=cohort, appointments=[world.p_learner.appointments.get()])
    session, enrolment = make_session(world, cohort), cohort.enrolments.get()

    def offered(role):
        client = sign_in(role)
        page = client.get(url("cohort", cohort.pk)).content.decode()
        page += client.get(url("roster", cohort.pk)).content.decode()
        page += client.get(url("session-edit", session.pk)).content.decode()
        links = {"enrol": cohort.pk, "session-new": cohort.pk, "cohort-edit": cohort.pk, "cohort-cancel": cohort.pk,
                 "session-edit": session.pk, "session-cancel": session.pk, "withdraw": enrolment.pk,
                 "session": session.pk, "board": cohort.pk, "certificates": cohort.pk}
        return [name for name, pk in links.items() if f'href="{url(name, pk)}"' in page]

    look = ["session", "board", "certificates"]
    assert offered("auditor") == offered("liaison") == look
    assert offered("school") == [
        "enrol", "session-new", "cohort-edit", "cohort-cancel", "session-edit", "session-cancel", "withdraw", *look
    ]
    Cohort.objects.update(cancelled_at=timezone.now())
    assert offered("school") == look
