"""Rounds as data, who reads what of readiness, the pages with their filters and acts, and how many queries they take."""

import json
import re
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cohorts.actions.elections import create_round, update_round
from cohorts.models import ElectionRound, Programme
from cohorts.queries.readiness import readiness
from cohorts.rules.readiness import Criteria, Lack, TrainingFacts, meets, preparation, vacancies, why_not
from courses.models import Attempt, Exam
from lms.audit.models import AuditEntry
from lms.people import actions
from lms.people.enums import Role
from lms.people.models import Appointment, RoleGrant
from tests.cohorts.classes import make_cohort
from tests.cohorts.elections import DAY, make_round, make_training, train

BOTH = ["东一居民区党总支", "西一居民区党总支"]
PAGE = "/desk/readiness/?as_of=2018-03-31"
VALUES = {
    "title": "换届", "category_code": "residential", "since": date(2017, 1, 1), "cut_off": DAY, "secretaries": 1, "deputies": 1,
    "members": 3, "classes": 1, "minutes": 270, "attendance_percent": 75, "leave_counts": False, "exam": False,
    "certificate": True,
}


def post_of(person):
    return Appointment.objects.get(person=person, ends_on=None)


@pytest.mark.parametrize(("codes", "attended", "absent", "excused", "why"), [
    (["attendance"], 2, 2, 0, "absent"), (["attendance"], 1, 1, 2, "on_leave"), (["leave"], 3, 0, 1, "on_leave"),
    (["all_excused"], 0, 0, 4, "on_leave"), (["exam_not_passed"], 4, 0, 0, "failed"), ([], 0, 4, 0, "absent"),
    ([], 0, 1, 3, "on_leave"), ([], 3, 1, 0, "failed"), ([], 0, 0, 0, "failed"),
])
def test_why_a_class_was_not_completed(codes, attended, absent, excused, why):
    assert why_not(codes, attended=attended, absent=absent, excused=excused) == why


def test_only_what_is_asked_for_can_be_lacking():
    assert preparation(TrainingFacts(), Criteria(classes=0)).prepared
    asked = Criteria(classes=1, minutes=10, attendance_percent=75, exam=True, certificate=True)
    facts = TrainingFacts(completed=1, minutes=10, sessions=4, attended=3, exams=1, certificates=("1号",))
    assert meets(facts, asked) == {"classes": True, "minutes": True, "attendance": True, "exam": True, "certificate": True}
    assert preparation(TrainingFacts(completed=1, minutes=9, sessions=3, attended=2), asked).lacks == (
        Lack.MINUTES, Lack.ATTENDANCE, Lack.EXAM, Lack.CERTIFICATE)
    # 74.6 does not read as the 75 it failed to reach, and no session at all is no attendance.
    assert preparation(TrainingFacts(completed=1, sessions=1000, attended=746), Criteria(attendance_percent=75)).lacks == (
        Lack.ATTENDANCE,)
    assert preparation(TrainingFacts(completed=1), Criteria(attendance_percent=1)).lacks == (Lack.ATTENDANCE,)


def test_posts_without_a_holder_are_counted():
    posts, holders = {"secretary": 1, "deputy": 2, "committee": 0}, {"secretary": 1, "deputy": 1, "committee": 4}
    assert vacancies(posts, holders) == {"deputy": 1}


def test_a_round_is_made_and_changed_with_a_line_in_the_trail(world):
    row = create_round(actor=world.p_district, organisation=world.root, **VALUES)
    update_round(actor=world.p_district, round_=row, left_out=[world.west_branch], **VALUES | {"classes": 2})
    lines = AuditEntry.objects.filter(target_type="cohorts.electionround").order_by("pk")
    assert [(line.verb, line.detail.get("changed")) for line in lines] == [
        ("round.create", None), ("round.update", ["classes", "left_out"])]
    found = readiness(user=world.p_district, round_=row, as_of=DAY)
    assert [(one.name, one.posts, one.vacant) for one in found] == [("东一居民区党总支", 5, {"deputy": 1, "committee": 3})]
    with pytest.raises(ValidationError):
        create_round(actor=world.p_district, organisation=world.root, **VALUES)
    with pytest.raises(ValidationError):
        update_round(actor=world.p_district, round_=row, cut_off=date(2016, 1, 1))


def test_the_form_of_a_round(sign_in, world):
    client = sign_in("subdistrict")
    form = {key: value for key, value in VALUES.items() if key != "minutes"} | {
        "organisation": world.east.pk, "hours": "6", "since": "2017-01-01", "cut_off": "2018-03-31", "leave_counts": "on"}
    assert client.post(reverse("cohorts:round-new"), form | {"cut_off": "2016-01-01"}).status_code == 200
    assert client.post(reverse("cohorts:round-new"), form | {"organisation": world.west.pk}).status_code == 200
    answer = client.post(reverse("cohorts:round-new"), form)
    row = ElectionRound.objects.get()
    assert (answer.status_code, row.organisation, row.minutes, row.leave_counts) == (302, world.east, 270, True)
    form["left_out"] = [world.east_branch.pk]
    assert client.post(reverse("cohorts:round-edit", args=[row.pk]), form).status_code == 302
    assert readiness(user=world.p_subdistrict, round_=row, as_of=DAY) == []


def test_leave_lowers_the_rate_only_where_the_round_says_so(world):
    cohort, sessions = make_training(world.root)
    train(cohort, post_of(world.p_learner), sessions, ["present", "present", "excused", "excused"])
    kept = [make_round(world.root, title=f"{counts}", attendance_percent=60, leave_counts=counts) for counts in (False, True)]
    found = [readiness(user=world.p_district, round_=row, as_of=DAY)[0].incumbents[0] for row in kept]
    assert [(one.facts.sessions, one.verdict.prepared) for one in found] == [(2, True), (4, False)]


def test_an_exam_counts_once_its_scores_are_out(world):
    exam = Exam.objects.create(organisation=world.root, title="结业考试", scores_after="decided")
    cohort, sessions = make_training(world.root)
    Programme.objects.filter(pk=cohort.programme_id).update(exam=exam)
    train(cohort, post_of(world.p_learner), sessions, ["present"] * 4)
    at = timezone.make_aware(datetime(2017, 9, 20, 9))
    Attempt.objects.create(exam=exam, person=world.p_learner, number=1, started_at=at, deadline=at, submitted_at=at,
                           marked_at=at, points=80, points_possible=100, passed=True)
    round_ = make_round(world.root, exam=True)
    assert readiness(user=world.p_district, round_=round_, as_of=DAY)[0].incumbents[0].verdict.lacks == (Lack.EXAM,)
    Exam.objects.update(released_at=at)
    assert readiness(user=world.p_district, round_=round_, as_of=DAY)[0].incumbents[0].facts.exams == 1


def test_reserves_are_named_to_administrators_and_counted_for_auditors(sign_in, world):
    round_ = make_round(world.root)
    train(*_class_of(world, world.p_reserve), ["present"] * 4)
    name = world.p_reserve.name
    one = reverse("cohorts:readiness-organisation", args=[round_.pk, world.east_branch.pk])
    for role, named in [("district", True), ("subdistrict", True), ("auditor", False)]:
        client = sign_in(role)
        for address in (PAGE, one):
            html = client.get(address).content.decode()
            assert (name in html, "后备就绪：1 / 1" in html) == (named, not named), (role, address)
    # Both roles in one person: names where they administer, counts elsewhere.
    RoleGrant.objects.create(person=world.p_subdistrict, role=Role.AUDITOR, organisation=world.root)
    other = actions.create_person(actor=None, name="西后备")
    actions.appoint(actor=None, person=other, organisation=world.west_branch, position="reserve")
    world.p_subdistrict.__dict__.pop("scope", None)
    east, west = readiness(user=world.p_subdistrict, round_=round_, as_of=DAY)
    assert [person.name for person in east.reserves] == [name]
    assert (west.reserves, west.reserve_count) == ([], 1)


def _class_of(world, person):
    cohort, sessions = make_training(world.root)
    return cohort, post_of(person), sessions


def test_an_own_post_elsewhere_opens_no_readiness(world):
    actions.appoint(actor=None, person=world.p_subdistrict, organisation=world.west_branch, position="deputy")
    found = readiness(user=world.p_subdistrict, round_=make_round(world.root), as_of=DAY)
    assert [one.name for one in found] == ["东一居民区党总支"]


@pytest.mark.parametrize(("query", "names"), [
    ("", BOTH), ("&standing=nobody", BOTH[1:]), ("&standing=ready", BOTH[:1]), ("&lack=never_placed", BOTH), ("&lack=vacant", []),
    ("&lack=nonsense&superior=x", BOTH), ("&round=99999", BOTH),
])
def test_the_table_can_be_filtered(sign_in, world, query, names):
    make_round(world.root)
    train(*_class_of(world, world.p_learner), ["present"] * 4)
    answer = sign_in("district").get(PAGE + query)
    assert [one.name for one in answer.context["page"]] == names
    assert [(line["line"].name, [cell[1:] for cell in line["cells"]]) for line in answer.context["heat"]] == [
        ("东街道", [(1, 1, "all"), (1, 1, "all"), (0, 1, "few")]), ("西街道", [(0, 1, "few"), (0, 1, "few"), (0, 0, "none")]),
        ("合计", [(1, 2, "half"), (1, 2, "half"), (0, 1, "few")])]


def test_the_charts_draw_the_figures_of_the_tables(sign_in, world):
    make_round(world.root)
    train(*_class_of(world, world.p_learner), ["present"] * 4)
    html = sign_in("district").get(PAGE).content.decode()
    data = json.loads(re.search(r'<script id="readiness-charts" type="application/json">(.*?)</script>', html).group(1))
    assert [(one["name"], one["prepared"], one["lacking"]) for one in data["areas"]] == [("东街道", 1, 0), ("西街道", 0, 1)]
    assert [(one["key"], one["value"]) for one in data["standings"]] == [("ready", 1), ("nobody", 1)]
    assert [one["value"] for one in data["lacks"]] == [1]
    assert html.count("echarts.simple.min.js") == 1


def test_each_gap_offers_its_act(sign_in, world):
    round_ = make_round(world.root, deputies=1)
    soon = timezone.localdate() + timedelta(days=10)
    cohort = make_cohort(world, starts_on=soon, ends_on=soon, title="下一期")
    Programme.objects.update(concentrated=True)
    address = reverse("cohorts:readiness-organisation", args=[round_.pk, world.east_branch.pk])
    answer = sign_in("subdistrict").get(address)
    enrol = f"{reverse('cohorts:enrol', args=[cohort.pk])}?chosen=1&area={world.east.pk}&position="
    nudge = f"{reverse('cohorts:nudge-new')}?about=readiness&of={round_.pk}&people="
    assert [item["acts"] for item in answer.context["row"].shown] == [
        [("安排参加“下一期”", f"{enrol}{position}"), ("点单", reverse("cohorts:menu")), ("催办", f"{nudge}{person.pk}")]
        for position, person in (("secretary", world.p_learner), ("reserve", world.p_reserve))]
    assert [acts for _, _, acts in answer.context["vacant"]] == [
        [("录入任职人员", reverse("people:organisation", args=[world.east_branch.pk]))]]
    assert [item["acts"] for item in sign_in("auditor").get(address).context["row"].shown] == [[]]


@pytest.mark.parametrize("more", [0, 60])
def test_the_pages_take_the_same_queries_however_many_there_are(sign_in, world, django_assert_num_queries, more):
    round_ = make_round(world.root, deputies=1)
    for number in range(more):
        branch = actions.create_organisation(
            actor=None, parent=world.west, name=f"西{number}", kind="general_branch", category=world.west_branch.category)
        person = actions.create_person(actor=None, name=f"书记{number}")
        actions.appoint(actor=None, person=person, organisation=branch, position="secretary")
        make_round(world.root, title=f"第{number}轮", since=date(2016, 1, 1))
    client = sign_in("district")
    one = reverse("cohorts:readiness-organisation", args=[round_.pk, world.east_branch.pk])
    for address, queries in [(PAGE, 13), (one, 13), (reverse("cohorts:rounds"), 6)]:
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)
