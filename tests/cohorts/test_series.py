"""Recurring sessions, and templates of a day: all or nothing, changed one by one or with what follows."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from cohorts.actions.day_templates import apply_day_template, create_day_template, plans_of
from cohorts.actions.timetable import ScheduleClash, cancel_session, move_session, schedule_sessions
from cohorts.models import ClassSession, CohortGroup, DayTemplate, TeachingInvitation
from cohorts.queries.clashes import clashes_between, clashes_for, clashes_for_all
from cohorts.rules.clashes import Reason
from lms.audit.models import AuditEntry

from .classes import at, make_cohort, make_session, url

SLOTS = [
    {"title": "签到", "kind": "discussion", "start": "08:30", "end": "09:00"},
    {"title": "上午", "kind": "lecture", "start": "09:00", "end": "11:30"},
]


@pytest.fixture
def cohort(world):
    return make_cohort(world, starts_on=date(2017, 9, 4), ends_on=date(2017, 10, 27))


def weekly(world, cohort, count=4, **fields):
    plans = [
        {"title": "读书会", "kind": "discussion", "starts_at": at(4, 14) + timedelta(days=7 * n),
         "ends_at": at(4, 16) + timedelta(days=7 * n), **fields}
        for n in range(count)
    ]
    return schedule_sessions(actor=world.p_subdistrict, cohort=cohort, plans=plans, repeating=True)


def starts(cohort):
    return [session.starts_at for session in cohort.sessions.filter(cancelled_at=None).order_by("starts_at")]


def test_a_series_is_planned_whole_and_each_of_it_is_a_session(world, cohort):
    sessions = weekly(world, cohort)
    assert starts(cohort) == [at(4, 14) + timedelta(days=7 * n) for n in range(4)]
    assert len({session.repeats for session in sessions}) == 1
    assert len({session.secret for session in sessions}) == 4
    assert AuditEntry.objects.filter(verb="session.schedule_many").count() == 1


def test_a_series_with_one_day_in_the_way_is_not_planned_at_all(world, cohort):
    make_session(world, cohort, starts_at=at(18, 15), ends_at=at(18, 17))
    with pytest.raises(ScheduleClash) as refused:
        weekly(world, cohort)
    assert [clash.reason for clash in refused.value.clashes] == [Reason.COHORT_BUSY]
    assert "9月18日" in refused.value.messages[0]
    assert ClassSession.objects.count() == 1


def test_meetings_of_a_series_are_judged_against_each_other(world, cohort):
    with pytest.raises(ScheduleClash):
        schedule_sessions(actor=None, cohort=cohort, plans=[
            {"title": "课", "kind": "lecture", "starts_at": at(4, 9), "ends_at": at(4, 11)},
            {"title": "课", "kind": "lecture", "starts_at": at(4, 10), "ends_at": at(4, 12)},
        ])


def test_one_of_a_series_moves_alone_or_with_what_follows(world, cohort):
    first, second, third, fourth = weekly(world, cohort)
    move_session(actor=None, session=second, starts_at=at(12, 9), ends_at=at(12, 11))
    assert starts(cohort) == [at(4, 14), at(12, 9), at(18, 14), at(25, 14)]
    move_session(actor=None, session=third, following=True, starts_at=at(19, 15), ends_at=at(19, 17, 30), title="讨论")
    assert starts(cohort) == [at(4, 14), at(12, 9), at(19, 15), at(26, 15)]
    rows = list(cohort.sessions.order_by("starts_at").values_list("title", "minutes", "revision"))
    assert rows == [("读书会", 120, 0), ("读书会", 120, 1), ("讨论", 150, 1), ("讨论", 150, 1)]


def test_this_and_following_are_refused_together(world, cohort):
    first, *_rest = weekly(world, cohort)
    make_session(world, cohort, starts_at=at(11, 9), ends_at=at(11, 11))
    with pytest.raises(ScheduleClash):
        move_session(actor=None, session=first, following=True, starts_at=at(4, 9), ends_at=at(4, 11))
    assert starts(cohort)[0] == at(4, 14)


def test_a_series_is_cancelled_from_one_day_on_and_what_was_closed_stays(world, cohort):
    sessions = weekly(world, cohort)
    ClassSession.objects.filter(pk=sessions[3].pk).update(closed_at=at(25, 17))
    cancel_session(actor=None, session=sessions[1], following=True)
    assert starts(cohort) == [at(4, 14), at(25, 14)]


@pytest.mark.parametrize("count", [2, 12])
def test_planning_costs_the_same_however_often_it_repeats(world, cohort, django_assert_num_queries, count):
    with django_assert_num_queries(17):
        weekly(world, cohort, count=count, trainer=world.p_trainer)


def test_a_trainer_is_asked_for_each_of_a_series_that_is_to_come(world):
    row = make_cohort(world, starts_on=date(2030, 9, 2), ends_on=date(2030, 9, 27))
    schedule_sessions(actor=world.p_subdistrict, cohort=row, plans=[
        {"title": "课", "kind": "lecture", "starts_at": at(day, 9, month=9, year=2030),
         "ends_at": at(day, 11, month=9, year=2030), "trainer": world.p_trainer} for day in (2, 9)
    ])
    assert TeachingInvitation.objects.filter(trainer=world.p_trainer, ended_at=None).count() == 2
    notice = world.p_trainer.notices.get()  # one, however many sessions there are
    assert (notice.kind, notice.url, notice.params["count"]) == ("teaching.asked_many", "/desk/teaching/", 2)


def test_a_series_that_moves_is_asked_of_again_in_one_notice(world):
    row = make_cohort(world, starts_on=date(2030, 9, 2), ends_on=date(2030, 9, 27))
    first, _second = schedule_sessions(actor=world.p_subdistrict, cohort=row, repeating=True, plans=[
        {"title": "课", "kind": "lecture", "starts_at": at(day, 9, month=9, year=2030),
         "ends_at": at(day, 11, month=9, year=2030), "trainer": world.p_trainer} for day in (2, 9)
    ])
    world.p_trainer.notices.all().delete()
    move_session(actor=world.p_subdistrict, session=first, following=True, starts_at=at(2, 14, month=9, year=2030),
                 ends_at=at(2, 16, month=9, year=2030))
    assert [(notice.kind, notice.params["count"]) for notice in world.p_trainer.notices.all()] == [
        ("teaching.asked_many", 2)
    ]
    asked = TeachingInvitation.objects.filter(session__cohort=row)
    assert (asked.count(), asked.filter(ended_at=None).count()) == (4, 2)


def series_data(**more):
    return {"title": "读书会", "kind": "discussion", "day": "2017-09-25", "start": "14:00", "end": "16:00",
            "repeat": "weekly", "count": "3", "skip_free": "on"} | more


def test_the_form_leaves_out_public_holidays_and_says_so(world, sign_in, cohort):
    answer = sign_in("subdistrict").post(url("session-new", cohort.pk), series_data(), follow=True)
    assert starts(cohort) == [at(25, 14), at(9, 14, month=10), at(16, 14, month=10)]  # 2 October is a holiday
    assert any("10月2日" in str(message) for message in answer.context["messages"])


@pytest.mark.parametrize(("more", "field"), [
    ({"count": ""}, "until"), ({"until": "2017-09-25", "count": ""}, "until"), ({"repeat": "days", "every": ""}, "every"),
    ({"count": "1", "until": "2017-10-25"}, "count"),
])
def test_a_series_without_an_end_is_asked_for_one(world, sign_in, cohort, more, field):
    answer = sign_in("subdistrict").post(url("session-new", cohort.pk), series_data(**more))
    assert list(answer.context["form"].errors) == [field]
    assert ClassSession.objects.count() == 0


def test_the_pages_change_and_cancel_what_follows(world, sign_in, cohort):
    first, second, third, fourth = weekly(world, cohort)
    client = sign_in("subdistrict")
    page = client.get(url("session-edit", second.pk))
    assert page.context["later"] == 2
    client.post(url("session-edit", second.pk), {
        "title": "改", "kind": "discussion", "day": "2017-09-11", "start": "09:00", "end": "11:00", "scope": "following"})
    assert starts(cohort) == [at(4, 14), at(11, 9), at(18, 9), at(25, 9)]
    client.post(url("session-cancel", third.pk), {"scope": "following"})
    assert starts(cohort) == [at(4, 14), at(11, 9)]


def test_a_template_is_laid_on_a_day_whole_or_not_at_all(world, cohort):
    template = create_day_template(actor=world.p_district, organisation=world.root, name="整天", slots=SLOTS)
    apply_day_template(actor=world.p_subdistrict, cohort=cohort, template=template, day=date(2017, 9, 5))
    assert starts(cohort) == [at(5, 8, 30), at(5, 9)]
    make_session(world, cohort, starts_at=at(6, 11), ends_at=at(6, 12))
    with pytest.raises(ScheduleClash):
        apply_day_template(actor=world.p_subdistrict, cohort=cohort, template=template, day=date(2017, 9, 6))
    assert cohort.sessions.count() == 3
    assert [plan["title"] for plan in plans_of(template, date(2017, 9, 7))] == ["签到", "上午"]


def lines(*slots, initial=0):
    data = {"slots-TOTAL_FORMS": len(slots), "slots-INITIAL_FORMS": initial}
    for number, slot in enumerate(slots):
        data |= {f"slots-{number}-{name}": value for name, value in slot.items()}
    return data


def test_templates_are_made_changed_and_deleted_on_pages(world, sign_in):
    client = sign_in("district")
    made = client.post(url("day-template-new"), {"organisation": world.root.pk, "name": "整天"} | lines(
        SLOTS[1], SLOTS[0], {"title": "", "kind": "lecture", "start": "", "end": ""}))
    assert made.status_code == 302
    template = DayTemplate.objects.get()
    assert template.slots == SLOTS  # in order of time
    for name, filled in [("整天", [SLOTS[0]]), ("空", []), ("半行", [{"title": "签到", "kind": "", "start": "", "end": ""}])]:
        refused = client.post(url("day-template-new"), {"organisation": world.root.pk, "name": name} | lines(*filled))
        assert refused.status_code == 200
    client.post(url("day-template-edit", template.pk), {"name": "半天"} | lines(SLOTS[0], initial=1))
    template.refresh_from_db()
    assert (template.name, template.slots) == ("半天", SLOTS[:1])
    seen = sign_in("trainer").get(url("day-templates")).context["templates"]
    assert [row.name for row in seen] == ["半天"]
    assert sign_in("trainer").get(url("day-template-edit", template.pk)).status_code == 403
    sign_in("district").post(url("day-template-delete", template.pk))
    assert DayTemplate.objects.count() == 0


def test_a_day_is_shown_with_its_clashes_before_it_is_planned(world, sign_in, cohort):
    template = create_day_template(actor=world.p_district, organisation=world.root, name="整天", slots=SLOTS)
    make_session(world, cohort, starts_at=at(6, 11), ends_at=at(6, 12))
    client = sign_in("subdistrict")
    data = {"template": template.pk, "day": "2017-09-06"}
    page = client.post(url("day-apply", cohort.pk), data)
    assert [line["blocked"] for line in page.context["preview"]] == [False, True]
    assert client.post(url("day-apply", cohort.pk), data | {"apply": "1"}).status_code == 200
    assert cohort.sessions.count() == 1
    free = client.post(url("day-apply", cohort.pk), data | {"day": "2017-09-07"})
    assert (free.context["blocked"], cohort.sessions.count()) == (False, 1)
    assert client.post(url("day-apply", cohort.pk), data | {"day": "2017-09-07", "apply": "1"}).status_code == 302
    assert cohort.sessions.count() == 3


def test_a_group_belongs_to_its_cohort_and_two_groups_meet_at_once(world, cohort):
    one, two = (CohortGroup.objects.create(cohort=cohort, name=name) for name in ("一组", "二组"))
    for group in (one, two):
        make_session(world, cohort, group=group)
    other = make_cohort(world, title="别的班", starts_on=date(2017, 9, 4), ends_on=date(2017, 9, 8))
    with pytest.raises(ValidationError) as refused:
        make_session(world, other, group=one, starts_at=at(7, 9), ends_at=at(7, 11))
    assert "group" in refused.value.message_dict


def test_a_week_judged_at_once_is_what_is_judged_one_by_one(world, cohort):
    other = make_cohort(world, title="二班", starts_on=date(2017, 9, 4), ends_on=date(2017, 9, 8))
    sessions = [
        make_session(world, row, starts_at=at(day, 9), ends_at=at(day, 11)) for row in (cohort, other) for day in (4, 5)
    ]
    ClassSession.objects.update(trainer=world.p_trainer)
    together = clashes_between(at(4, 0), at(11, 0))
    rows = ClassSession.objects.select_related("cohort", "venue").order_by("pk")

    def told(found):
        return [(clash.reason, clash.other.pk if clash.other else None) for clash in found]

    assert {row.pk: told(clashes_for(row)) for row in rows} == {pk: told(found) for pk, found in together.items()}
    assert set(together) == {session.pk for session in sessions}
    own = clashes_between(at(4, 0), at(11, 0), of={other.pk})
    assert own == {session.pk: together[session.pk] for session in sessions[2:]}
    assert [told(found) for found in clashes_for_all(list(rows.filter(cohort=cohort)))] == [
        told(together[session.pk]) for session in sessions[:2]
    ]
