"""The desk's planning pages: who sees what, what a form does, and that no list asks more of the database as it grows."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.enrolment import enrol
from cohorts.actions.orders import accept_order, create_menu_item, place_order
from cohorts.actions.timetable import create_venue
from cohorts.models import ClassSession, Cohort, LessonOrder, MenuItem, Programme, Venue
from lms.people import actions as people
from lms.people.enums import Position, Role
from lms.people.models import Category

from .classes import at, make_cohort, make_people, make_programme, make_session


@pytest.fixture
def sign_in(client, world):
    def sign(role):
        client.force_login(world.people[role])
        return client
    return sign


def url(name, *args):
    return reverse(f"cohorts:{name}", args=args)


def rows_of(response):
    return response.context["page"].object_list


STATUS = {  # what each role gets of a cohort organised by the east, and of the lists
    "programmes": {"liaison": 403, "trainer": 200, "school": 200, "subdistrict": 200, "district": 200, "auditor": 200,
                   "editor": 403, "learner": 403},
    "cohorts": {"liaison": 200, "trainer": 200, "school": 200, "district": 200, "auditor": 200, "editor": 403,
                "learner": 403},
    "timetable": {"liaison": 200, "trainer": 200, "school": 200, "auditor": 200, "editor": 403, "learner": 403},
    "venues": {"liaison": 403, "trainer": 200, "school": 200, "auditor": 200, "editor": 403, "learner": 403},
    "orders": {"liaison": 200, "trainer": 403, "school": 200, "auditor": 200, "editor": 403, "learner": 403},
    "menu": {"liaison": 200, "trainer": 403, "school": 200, "auditor": 200, "editor": 403, "learner": 403},
    "programme-new": {"school": 403, "subdistrict": 200, "district": 200, "auditor": 403, "trainer": 403, "learner": 403},
    "venue-new": {"school": 200, "trainer": 403, "auditor": 403, "learner": 403},
    "menu-new": {"school": 200, "liaison": 403, "auditor": 403, "learner": 403},
    "desk": {"liaison": 200, "trainer": 200, "school": 200, "subdistrict": 200, "district": 200, "editor": 200,
             "auditor": 200, "learner": 403},
}


@pytest.mark.parametrize("name", STATUS)
def test_each_list_opens_for_who_may_use_it(world, sign_in, name):
    assert {role: sign_in(role).get(url(name)).status_code for role in STATUS[name]} == STATUS[name]


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
    assert (made.status_code, made.url) == (302, url("programme", programme.pk))
    assert (programme.required_minutes, programme.positions) == (1080, ["secretary", "reserve"])
    again = client.post(url("programme-new"), sent)
    assert again.status_code == 200
    assert list(again.context["form"].errors) == ["title"]
    client.post(url("cohort-new", programme.pk), {
        "organiser": world.east.pk, "title": "一班", "starts_on": "2017-09-04", "ends_on": "2017-09-08", "quota": 40,
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
    assert [tab["count"] for tab in shown.context["tabs"]] == [2, 2, 0]


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


@pytest.fixture
def soon(world):
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    return make_cohort(world, starts_on=monday, ends_on=monday + timedelta(days=11))


def session_data(day, **more):
    return {"title": "开班动员", "kind": "lecture", "day": day.isoformat(), "start": "09:00", "end": "11:30"} | more


def test_the_form_of_a_session_offers_the_next_free_working_day(world, sign_in, soon):
    client = sign_in("subdistrict")
    first = client.get(url("session-new", soon.pk)).context["form"].initial
    assert (first["day"], str(first["start"]), str(first["end"])) == (soon.starts_on, "09:00:00", "11:30:00")
    for number in range(5):
        day = soon.starts_on + timedelta(days=number)
        assert client.post(url("session-new", soon.pk), session_data(day)).status_code == 302
    assert ClassSession.objects.count() == 5
    after = client.get(url("session-new", soon.pk)).context["form"].initial
    assert after["day"] == soon.starts_on + timedelta(days=7)  # over the weekend


def test_a_clash_is_told_and_a_free_venue_takes_the_session(world, sign_in, soon):
    small, large = [
        create_venue(actor=None, organisation=world.east, name=name, kind="room", capacity=places)
        for name, places in [("201", 20), ("301", 60)]
    ]
    client = sign_in("subdistrict")
    enrol(actor=None, cohort=soon, appointments=make_people(world.east_branch, 25))
    answer = client.post(url("session-new", soon.pk), session_data(soon.starts_on, venue=small.pk))
    assert answer.status_code == 200
    assert answer.context["free"] == [large]
    assert len(answer.context["form"].non_field_errors()) == 1
    assert ClassSession.objects.count() == 0
    client.post(url("session-new", soon.pk), session_data(soon.starts_on, venue=small.pk, use_venue=large.pk))
    assert ClassSession.objects.get().venue == large
    again = client.post(url("session-new", soon.pk), session_data(soon.starts_on, venue=small.pk))
    assert again.context["free"] == []  # the cohort itself meets then: another venue would not help


def test_moving_keeps_the_row_and_cancelling_asks_first(world, sign_in, soon):
    client = sign_in("subdistrict")
    client.post(url("session-new", soon.pk), session_data(soon.starts_on))
    session = ClassSession.objects.get()
    client.post(url("session-edit", session.pk), session_data(soon.starts_on, end="10:00", title="改题", minutes=60))
    session.refresh_from_db()
    assert (session.title, session.minutes, timezone.localtime(session.ends_at).hour) == ("改题", 60, 10)
    assert client.get(url("session-cancel", session.pk)).status_code == 200
    session.refresh_from_db()
    assert session.cancelled_at is None
    client.post(url("session-cancel", session.pk))
    session.refresh_from_db()
    assert session.cancelled_at is not None
    assert client.get(url("session-edit", session.pk)).status_code == 302


def test_the_timetable_shows_one_week_of_what_one_sees(world, sign_in):
    make_session(world, make_cohort(world), title="东课", starts_at=at(6, 9), ends_at=at(6, 11))
    make_session(world, make_cohort(world, organiser=world.west, title="西班"), title="西课")
    client = sign_in("subdistrict")

    def titles(week):
        shown = client.get(url("timetable"), {"week": week})
        return [s.title for day in shown.context["days"] for s in day["sessions"]]

    assert titles("2017-09-07") == ["东课"]
    assert titles("2017-09-11") == []
    assert titles("not a day") == []
    assert client.get(url("timetable"), {"week": "0001-01-01"}).status_code == 200


def test_a_venue_is_added_and_closed(world, sign_in):
    client = sign_in("school")
    sent = {"organisation": world.east.pk, "name": "党建服务中心", "kind": "open_site", "capacity": 80}
    client.post(url("venue-new"), sent)
    venue = Venue.objects.get()
    assert list(client.post(url("venue-new"), sent).context["form"].errors) == ["name"]
    assert list(client.post(url("venue-new"), sent | {"name": "b", "capacity": 0}).context["form"].errors) == ["capacity"]
    client.post(url("venue-edit", venue.pk), {
        "name": "党建服务中心", "kind": "open_site", "capacity": 90, "closed_on": "2018-01-01",
    })
    venue.refresh_from_db()
    assert (venue.capacity, venue.closed_on) == (90, date(2018, 1, 1))


def test_a_liaison_orders_and_the_school_answers(world, sign_in):
    item = create_menu_item(actor=None, school=world.east, title="微党课进支部", minutes=60)
    day = timezone.localdate() + timedelta(days=10)
    sent = {"organisation": world.east_branch.pk, "day": day.isoformat(), "start": "14:00", "place": "活动室", "size": 20}
    client = sign_in("liaison")
    assert client.post(url("order-new", item.pk), sent | {"organisation": world.west_branch.pk}).status_code == 200
    assert client.post(url("order-new", item.pk), sent | {"day": "2017-01-01"}).status_code == 200
    assert LessonOrder.objects.count() == 0
    assert client.post(url("order-new", item.pk), sent).status_code == 302
    order = LessonOrder.objects.get()
    assert client.post(url("order", order.pk), {"accept": ""}).status_code == 403
    school = sign_in("school")
    assert school.post(url("order", order.pk), {"decline": "", "decline-reason": ""}).status_code == 200
    school.post(url("order", order.pk), {
        "accept": "", "accept-day": day.isoformat(), "accept-start": "14:30", "accept-minutes": 60,
        "accept-trainer": world.p_trainer.pk,
    })
    order.refresh_from_db()
    assert (order.state, order.session.trainer, timezone.localtime(order.session.starts_at).minute) == (
        "accepted", world.p_trainer, 30
    )


def test_an_item_off_the_menu_is_not_ordered(world, sign_in):
    item = create_menu_item(actor=None, school=world.east, title="微党课进支部", minutes=60)
    sign_in("school").post(url("menu-edit", item.pk), {"retire": ""})
    assert sign_in("liaison").get(url("order-new", item.pk)).status_code == 404
    assert MenuItem.objects.get().retired_at is not None


def test_the_school_of_elsewhere_sees_no_order(world, sign_in):
    west = people.create_person(actor=None, name="西校")
    people.grant_role(actor=None, person=west, role=Role.SCHOOL, organisation=world.west)
    item = create_menu_item(actor=None, school=world.east, title="微党课进支部", minutes=60)
    order = place_order(actor=None, item=item, organisation=world.east_branch, wanted_at=at(4, 9), place="x", size=3)
    client = sign_in("school")
    assert client.get(url("order", order.pk)).status_code == 200
    client.force_login(west)
    assert client.get(url("order", order.pk)).status_code == 404
    assert client.post(url("menu-edit", item.pk), {"retire": ""}).status_code == 403


# Lists ask the database the same whether they hold one row or many.

def _programmes(world, count):
    for number in range(count):
        make_programme(world, title=f"项目{number}", categories=Category.objects.all())
    return url("programmes")


def _cohorts(world, count):
    programme = make_programme(world)
    for number in range(count):
        enrol(actor=None, cohort=make_cohort(world, programme=programme, title=f"{number}班"),
              appointments=[world.p_learner.appointments.get()])
    return url("cohorts")


def _programme(world, count):
    _cohorts(world, count)
    return url("programme", Programme.objects.get().pk)


def _cohort(world, count):
    cohort = make_cohort(world)
    room = create_venue(actor=None, organisation=world.east, name="301", kind="room", capacity=100)
    for number in range(count):
        make_session(world, cohort, starts_at=at(4, 8 + number), ends_at=at(4, 9 + number), venue=room,
                     trainer=world.p_trainer)
    return url("cohort", cohort.pk)


def _timetable(world, count):
    _cohort(world, count)
    return url("timetable") + "?week=2017-09-04"


def _roster(world, count):
    cohort = make_cohort(world)
    enrol(actor=None, cohort=cohort, appointments=make_people(world.east_branch, count))
    return url("roster", cohort.pk)


def _enrol(world, count):
    make_people(world.east_branch, count, position=Position.DEPUTY)
    return url("enrol", make_cohort(world).pk) + "?chosen=1&position=deputy"


def _venues(world, count):
    for number in range(count):
        create_venue(actor=None, organisation=world.east, name=f"{number}室", kind="room", capacity=10)
    return url("venues")


def _orders(world, count):
    item = create_menu_item(actor=None, school=world.east, title="微党课进支部", minutes=60)
    for number in range(count):
        order = place_order(actor=None, item=item, organisation=world.east_branch, wanted_at=at(4, 9), place="x", size=3)
        if number % 2:
            accept_order(actor=None, order=order, starts_at=at(4 + number, 9), trainer=None, minutes=60)
    return url("orders")


def _menu(world, count):
    for number in range(count):
        create_menu_item(actor=None, school=world.east, title=f"课{number}", minutes=60)
    return url("menu")


SIGNED_IN = 3  # the session, the person, the roles


@pytest.mark.parametrize(("make", "queries"), [
    (_programmes, 4), (_cohorts, 3), (_programme, 6), (_cohort, 4), (_timetable, 1), (_roster, 4), (_enrol, 6), (_venues, 2),
    (_orders, 2), (_menu, 2),
], ids=lambda value: getattr(value, "__name__", value))
@pytest.mark.parametrize("count", [1, 9])
def test_a_list_costs_the_same_however_long(world, sign_in, django_assert_num_queries, make, queries, count):
    address, client = make(world, count), sign_in("subdistrict")
    with django_assert_num_queries(SIGNED_IN + queries):
        assert client.get(address).status_code == 200


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
