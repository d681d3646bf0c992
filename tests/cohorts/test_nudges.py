"""Nudges against the database: who is told in which words, how often, and whether the gap is closed since."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cohorts.actions.nudges import create_template, send_nudge, set_limits, update_template
from cohorts.models import ElectionRound, Enrolment, Nudge, NudgeLine, NudgeMessage, NudgeTemplate
from cohorts.queries.nudge_gaps import subject_of
from cohorts.queries.nudges import outcomes
from courses.actions.ledger import HourLine, post_hours
from lms.audit.models import AuditEntry
from lms.notices.models import Delivery, Notice
from lms.people import actions as people
from lms.people.enums import Role
from lms.people.models import Person

from .classes import make_cohort, make_people
from .plans import handed_in, make_call
from .test_last_seats import all_at_once

TEXT = "{name}：{what}。{missing} {sender}"


def nudge(world, *, about="hours", of="", actor=None, people_=None, organisations=(), to="person", **fields):
    actor = Person.objects.get(pk=(actor or world.p_subdistrict).pk)
    chosen = [one.pk for one in (people_ if people_ is not None else [world.p_learner])]
    return send_nudge(
        actor=actor, subject=subject_of(actor, about, of), people=chosen, organisations=[one.pk for one in organisations],
        to=to, text=fields.pop("text", TEXT), **fields,
    )


def why(sent):
    return {gap.name: reason for gap, reason in sent.out}


def complete(person, day=None):
    """Give the person all the hours of this year; a secretary owes a concentrated training besides."""
    post_hours(actor=None, lines=[HourLine(
        person.pk, day or timezone.localdate(), "lecture", 60 * 45, f"x:person:{person.pk}", "轮训", concentrated=True)])


def test_the_person_is_told_in_the_words_of_the_text(world):
    sent = nudge(world)
    message = NudgeMessage.objects.get()
    assert (sent.told, sent.out) == (1, [])
    assert (message.told, message.notice.text) == (world.p_learner, message.text)
    assert message.text == (f"张学员：{timezone.localdate().year} 年学时。还差 56 学时。 还差 1 次集中培训。 subdistrict 某")
    assert message.notice.url == "/my/hours/"
    assert Nudge.objects.get().organisation == world.east_branch


def test_a_liaison_hears_of_all_their_people_in_one_message(world):
    made = [post.person for post in make_people(world.east_branch, 4)]
    nudge(world, people_=[world.p_learner, *made], to="liaison")
    message = NudgeMessage.objects.get()
    assert message.told == world.p_liaison
    assert "党员000、党员001、党员002及其他 2 人" in message.text
    assert message.lines.count() == 5


def test_nobody_is_nudged_twice_about_the_same_within_the_limit(world):
    now = timezone.now()
    nudge(world, now=now)
    again = nudge(world, now=now + timedelta(days=2))
    assert (again.nudge, why(again)) == (None, {"张学员": "recent"})
    assert nudge(world, now=now + timedelta(days=3)).told == 1
    assert nudge(world, about="other", now=now + timedelta(days=3)).told == 1  # about something else


def test_the_limit_is_data(world):
    set_limits(actor=world.p_district, days={"hours": 0})
    assert [nudge(world).told, nudge(world).told] == [1, 1]
    set_limits(actor=world.p_district, days={"hours": 30})
    assert why(nudge(world, now=timezone.now() + timedelta(days=29))) == {"张学员": "recent"}


def test_those_left_out_stand_in_the_record_with_the_reason(world):
    complete(world.p_reserve)
    sent = nudge(world, people_=[world.p_learner, world.p_reserve])
    assert sent.told + len(sent.out) == 2
    line = NudgeLine.objects.get(person=world.p_reserve)
    assert (line.left_out, line.messages.count()) == ("closed", 0)


def test_people_out_of_reach_are_as_if_not_chosen(world):
    sent = nudge(world, people_=[world.p_learner, world.p_outsider])
    assert [line.person for line in sent.nudge.lines.all()] == [world.p_learner]
    assert Notice.objects.filter(person=world.p_outsider).count() == 0


def test_nobody_nudges_themselves(world):
    sent = nudge(world, actor=world.p_liaison, to="liaison")
    assert (sent.nudge, why(sent)) == (None, {"张学员": "own"})


def test_without_a_liaison_nobody_hears_of_it(world):
    sent = nudge(world, actor=world.p_district, people_=[world.p_outsider], to="liaison")
    assert why(sent) == {"王外人": "no_liaison"}


def test_a_gap_is_judged_again_from_the_facts(world):
    post_hours(actor=None, lines=[HourLine(world.p_reserve.pk, timezone.localdate(), "lecture", 45, "y:1", "讲座")])
    sent = nudge(world, people_=[world.p_learner, world.p_reserve])
    assert [one.closed for one in outcomes(sent.nudge, sent.nudge.lines.all())] == [False, False]
    complete(world.p_reserve)
    after = {one.line.person: one.closed for one in outcomes(sent.nudge, sent.nudge.lines.select_related("person"))}
    assert after[world.p_learner] is False
    missing = {one.line.person: one.missing for one in outcomes(sent.nudge, sent.nudge.lines.select_related("person"))}
    assert missing[world.p_learner] != ""


def test_a_filing_is_nudged_to_the_liaison_and_closed_by_handing_in(world):
    call = make_call(world, days=-1)
    sent = nudge(world, about="filing", of=str(call.pk), people_=[], organisations=[world.east_branch, world.west_branch],
                 to="liaison", text="{organisation}：{what}（{missing}）")
    message = NudgeMessage.objects.get()
    assert message.told == world.p_liaison
    assert message.text == f"东一居民区党总支：年度“三会一课”计划（逾期未报，截止 {call.due_on.isoformat()}）"
    assert message.notice.url == f"/desk/filings/{call.pk}/organisations/{world.east_branch.pk}/"
    rows = sent.nudge.lines.select_related("organisation")
    assert [one.closed for one in outcomes(sent.nudge, rows)] == [False]
    handed_in(world, call)
    assert [one.closed for one in outcomes(sent.nudge, rows)] == [True]


def test_members_of_a_class_are_nudged_about_what_it_asks(world):
    cohort = make_cohort(world)
    cohort.programme.required_minutes = 90
    cohort.programme.save()
    seat = Enrolment.objects.create(
        cohort=cohort, person=world.p_learner, organisation=world.east_branch, position="secretary", state="enrolled")
    sent = nudge(world, actor=world.p_school, about="cohort", of=str(cohort.pk), people_=[world.p_learner, world.p_reserve])
    assert [line.person for line in sent.nudge.lines.all()] == [world.p_learner]
    assert sent.nudge.lines.get().missing != ""
    seat.verdict = {}
    post_hours(actor=None, lines=[HourLine(world.p_learner.pk, date(2017, 9, 5), "lecture", 90, "z:1", "课")])
    assert NudgeMessage.objects.get().notice.url == f"/my/classes/{cohort.pk}/"


def test_readiness_is_judged_by_what_the_round_asks(world):
    ElectionRound.objects.create(
        organisation=world.root, title="2018 年换届", since=date(2017, 1, 1), cut_off=date(2018, 6, 30), classes=1)
    sent = nudge(world, about="readiness", organisations=[world.east_branch])
    assert {line.missing for line in sent.nudge.lines.all()} == {"尚未编班", "该党组织还没有做好准备的人选。"}
    cohort = make_cohort(world)
    cohort.programme.concentrated = True
    cohort.programme.save()
    Enrolment.objects.create(cohort=cohort, person=world.p_learner, organisation=world.east_branch, position="secretary",
                             state="completed")
    lines = sent.nudge.lines.select_related("person", "organisation")
    assert [one.closed for one in outcomes(sent.nudge, lines)] == [True, True]


def test_what_the_records_do_not_know_stays_unknown(world):
    sent = nudge(world, about="other", text="{name}：请交回调查表")
    assert [one.closed for one in outcomes(sent.nudge, sent.nudge.lines.select_related("person"))] == [None]


def test_text_messages_go_where_a_number_is_known(world):
    Person.objects.filter(pk=world.p_learner.pk).update(phone="13800000001")
    nudge(world, people_=[world.p_learner, world.p_reserve], channels=["sms"])
    assert [row.notice.person for row in Delivery.objects.all()] == [world.p_learner]


@pytest.mark.parametrize("text", ["", "  ", "{phone}", "{name.phone}"])
def test_a_text_that_cannot_be_sent_is_refused(world, text):
    with pytest.raises(ValidationError):
        nudge(world, text=text)
    assert Nudge.objects.count() == 0


def test_too_many_at_once_are_refused(world):
    with pytest.raises(ValidationError):
        send_nudge(actor=world.p_subdistrict, subject=subject_of(world.p_subdistrict, "other", ""), people=list(range(1, 202)),
                   organisations=[], to="person", text="x")


def test_a_line_speaks_of_someone_and_once(world):
    sent = nudge(world)
    for fields in ({"person": world.p_learner}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            NudgeLine.objects.create(nudge=sent.nudge, **fields)


def test_texts_are_kept_changed_and_retired(world):
    row = create_template(actor=world.p_subdistrict, organisation=world.east, about="hours", title="年底催学时", text="{name}")
    with pytest.raises(ValidationError):
        create_template(actor=None, organisation=world.east, about="hours", title="年底催学时", text="x")
    with pytest.raises(ValidationError):
        update_template(actor=None, template=row, text="{id}")
    update_template(actor=None, template=row, text="{name}，请补学时")
    update_template(actor=None, template=row, retired_at=timezone.now())
    assert NudgeTemplate.objects.in_use().count() == 0
    create_template(actor=None, organisation=world.east, about="hours", title="年底催学时", text="x")


def test_a_nudge_leaves_a_line_without_names(world):
    nudge(world)
    line = AuditEntry.objects.get(verb="nudge.send")
    assert line.detail == {"people": 1, "left_out": 0}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_nudge_the_same_person_once(world):
    other = people.create_person(actor=None, name="西管")
    people.grant_role(actor=None, person=other, role=Role.DISTRICT, organisation=world.root)
    acts = [lambda actor=actor: nudge(world, actor=actor) for actor in (world.p_subdistrict, world.p_district, other) * 2]
    all_at_once(acts)
    assert NudgeLine.objects.told().filter(person=world.p_learner).count() == 1
