"""Standings of running classes, reckoned by a sweep and on demand; the list shown before closing, and the way back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from certificates.models import Certificate
from cohorts.actions.certificates import issue_for
from cohorts.actions.completion import close_cohort, reopen_cohort, seen_of
from cohorts.actions.standing import Reckoned, recompute
from cohorts.models import Cohort, Enrolment
from cohorts.queries.certificates import merits_of
from cohorts.queries.completion import at_closing, standings, to_be_judged
from cohorts.tasks import sweep_standings
from courses.models import Lesson, LessonProgress
from lms.audit.models import AuditEntry

from .test_completion import NOW, codes, cohort, hours, mark  # noqa: F401 -- a fixture

LATER = NOW + timedelta(hours=1)


def learn(world, key="reserve"):
    LessonProgress.objects.create(person=world.people[key], lesson=Lesson.objects.get(title="第一课"), completed_at=NOW)


def seen(cohort):  # noqa: F811
    return seen_of(at_closing(cohort, list(to_be_judged(cohort))))


def test_reckoning_twice_writes_once_and_a_change_says_what_it_was(cohort, world):  # noqa: F811
    assert recompute(actor=None, cohort=cohort, now=NOW) == Reckoned(people=2, changed=2, complete=1)
    assert recompute(actor=None, cohort=cohort, now=LATER) == Reckoned(people=2)
    row = Enrolment.objects.get(pk=cohort.rows["reserve"].pk)
    assert (row.standing_at, row.standing["changes"], row.standing["complete"]) == (NOW, [], False)
    assert Cohort.objects.get(pk=cohort.pk).standing_at == LATER
    learn(world)
    assert recompute(actor=None, cohort=cohort, now=LATER) == Reckoned(people=2, changed=1)
    row.refresh_from_db()
    assert row.standing["changes"] == [{"at": LATER.isoformat(), "what": [["lessons_done", 0, 1]]}]
    assert AuditEntry.objects.filter(verb="cohort.recompute").count() == 0


def test_a_kept_standing_is_read_without_reckoning(cohort, django_assert_num_queries):  # noqa: F811
    recompute(actor=None, cohort=cohort, now=NOW)
    rows = list(cohort.enrolments.order_by("pk"))
    fresh = standings(cohort, rows)
    with django_assert_num_queries(0):
        kept = standings(cohort, rows, stored=True)
    assert [(one.verdict, one.facts, one.requirements) for one in kept] == [
        (one.verdict, one.facts, one.requirements) for one in fresh]


def test_who_came_since_is_judged_by_what_is_on_record_now(cohort, world):  # noqa: F811
    recompute(actor=None, cohort=cohort, now=NOW)
    Enrolment.objects.create(cohort=cohort, person=world.people["liaison"], organisation=world.east_branch, position="member")
    found = standings(cohort, cohort.enrolments.order_by("pk"), stored=True)
    assert [[reason.code for reason in one.verdict.reasons] for one in found] == [
        [], ["attendance", "lessons", "minutes"], ["attendance", "lessons", "minutes"]]


def test_the_number_of_queries_does_not_grow_with_people(cohort, world, django_assert_num_queries):  # noqa: F811
    from lms.people.actions import create_person

    with django_assert_num_queries(17):
        recompute(actor=None, cohort=cohort, now=NOW)
    for number in range(98):
        Enrolment.objects.create(cohort=cohort, person=create_person(actor=None, name=f"学员{number}"),
                                 organisation=world.east_branch, position="member")
    with django_assert_num_queries(17):
        assert recompute(actor=None, cohort=cohort, now=NOW) == Reckoned(people=100, changed=98)


def test_the_sweep_reckons_running_classes_and_leaves_verdicts_alone(cohort, world):  # noqa: F811
    other = Cohort.objects.create(organiser=world.east, title="未来", starts_on="2999-01-01", ends_on="2999-01-02", quota=5)
    sweep_standings()
    assert (Cohort.objects.get(pk=cohort.pk).standing_at is None, Cohort.objects.get(pk=other.pk).standing_at) == (False, None)
    close_cohort(actor=world.people["subdistrict"], cohort=cohort, now=NOW)
    before = Enrolment.objects.values_list("pk", "verdict", "standing", "standing_at").order_by("pk")
    held = list(before)
    learn(world)
    sweep_standings()
    assert recompute(actor=None, cohort=cohort, now=LATER) == Reckoned()
    assert list(before) == held


def test_a_correction_has_the_class_reckoned_after_the_commit(cohort, world, django_capture_on_commit_callbacks):  # noqa: F811
    from cohorts.actions.corrections import correct_mark

    recompute(actor=None, cohort=cohort, now=NOW)
    absent = cohort.held[1].marks.get(enrolment=cohort.rows["reserve"])
    with django_capture_on_commit_callbacks(execute=True):
        correct_mark(actor=world.people["subdistrict"], mark=absent, status="present", reason="核对签到单", now=LATER)
    row = Enrolment.objects.get(pk=cohort.rows["reserve"].pk)
    assert row.standing["changes"][0]["what"] == [["attended", 1, 2], ["minutes", 90, 180]]


def test_reckoning_on_demand_is_for_who_runs_the_class(client, world, cohort):  # noqa: F811
    address = reverse("cohorts:recompute", args=[cohort.pk])
    client.force_login(world.people["auditor"])
    assert client.post(address).status_code == 403
    client.force_login(world.people["subdistrict"])
    assert client.post(address).status_code == 302
    assert AuditEntry.objects.get(verb="cohort.recompute").detail == {"people": 2, "changes": 2}


def test_the_board_filters_who_lacks_what(client, world, cohort):  # noqa: F811
    recompute(actor=None, cohort=cohort, now=NOW)
    client.force_login(world.people["subdistrict"])
    address = reverse("cohorts:board", args=[cohort.pk])
    response = client.get(address)
    assert [(key, count) for key, _label, count in response.context["tabs"]] == [
        ("attendance", 1), ("lessons", 1), ("minutes", 1)]
    rows = response.context["page"].object_list
    assert [row["enrolment"].person.name for row in rows] == ["钱后备", "张学员"]
    assert [[cell["figure"] for cell in row["cells"]] for row in rows] == [
        ["1 / 2", "0 / 1", "2.0 / 4.0"], ["2 / 2", "1 / 1", "4.0 / 4.0"]]
    for query, names in (({"lacks": "lessons"}, ["钱后备"]), ({"show": "complete"}, ["张学员"]), ({"lacks": "exam"}, []),
                         ({"lacks": "nonsense"}, ["钱后备", "张学员"])):
        found = client.get(address, query).context["page"].object_list
        assert [row["enrolment"].person.name for row in found] == names


def test_a_list_that_changed_is_shown_again_and_nothing_is_written(client, world, cohort):  # noqa: F811
    client.force_login(world.people["subdistrict"])
    address = reverse("cohorts:close", args=[cohort.pk])
    page = client.get(address)
    learn(world)
    again = client.post(address, {"seen": page.context["seen"]})
    assert (again.status_code, Cohort.objects.get(pk=cohort.pk).closed_at) == (200, None)
    assert [row["changed"] for row in again.context["complete"] + again.context["incomplete"]] == [False, True]
    assert "您看过之后名单有变化，因此没有结班。请重新核对下面的名单再确认。" in again.content.decode()
    assert client.post(address, {"seen": again.context["seen"]}).status_code == 302
    assert Cohort.objects.get(pk=cohort.pk).closed_at is not None


def test_who_left_since_is_told_and_a_forged_list_closes_nothing(client, world, cohort):  # noqa: F811
    client.force_login(world.people["subdistrict"])
    address = reverse("cohorts:close", args=[cohort.pk])
    page = client.get(address)
    Enrolment.objects.filter(pk=cohort.rows["reserve"].pk).update(state="withdrawn")
    assert client.post(address, {"seen": page.context["seen"]}).context["gone"] == 1
    for forged in ("", "x:y", "１:abc", f"{cohort.rows['learner'].pk}:000000000000"):
        assert client.post(address, {"seen": forged}).status_code == 200
    assert Cohort.objects.get(pk=cohort.pk).closed_at is None


def test_the_list_before_closing_judges_as_closing_does(cohort, world):  # noqa: F811
    shown = {one.enrolment.pk: one.verdict.complete for one in at_closing(cohort, list(to_be_judged(cohort)))}
    close_cohort(actor=world.people["subdistrict"], cohort=cohort, now=NOW, seen=seen(cohort))
    assert {row.pk: row.state == "completed" for row in Enrolment.objects.all()} == shown


def test_a_cohort_is_opened_again_with_a_reason_and_closed_again(cohort, world):  # noqa: F811
    staff = world.people["subdistrict"]
    close_cohort(actor=staff, cohort=cohort, now=NOW)
    with pytest.raises(ValidationError) as error:
        reopen_cohort(actor=staff, cohort=cohort, reason="  ")
    assert error.value.code == "reason"
    assert reopen_cohort(actor=staff, cohort=cohort, reason="漏记一次课") == 2
    assert set(Enrolment.objects.values_list("state", "decided_at", "final_result")) == {("enrolled", None, None)}
    assert Enrolment.objects.exclude(verdict={}).count() == 0
    assert AuditEntry.objects.get(verb="cohort.reopen").detail == {"completed": 1, "not_completed": 1, "reason": "漏记一次课"}
    with pytest.raises(ValidationError) as error:
        reopen_cohort(actor=staff, cohort=cohort, reason="再来")
    assert error.value.code == "open"
    learn(world)
    assert close_cohort(actor=staff, cohort=cohort, now=LATER) == {"completed": 1, "not_completed": 1}
    assert codes(cohort)[1] == ["attendance", "minutes"]


def test_a_class_opened_again_is_not_certified_by_whoever_was_about_to(cohort, world):  # noqa: F811
    staff = world.people["subdistrict"]
    close_cohort(actor=staff, cohort=cohort, now=NOW)
    read_before = merits_of(cohort, "completion")
    assert read_before
    reopen_cohort(actor=staff, cohort=cohort, reason="漏记")
    assert issue_for(actor=staff, cohort=cohort, merits=read_before, pattern="党训") == ([], [])
    assert Certificate.objects.count() == 0


def test_nothing_is_opened_again_once_it_is_certified(cohort, world):  # noqa: F811
    staff = world.people["subdistrict"]
    close_cohort(actor=staff, cohort=cohort, now=NOW)
    issued, _unprintable = issue_for(actor=staff, cohort=cohort, merits=merits_of(cohort, "completion"), pattern="党训")
    assert issued
    Certificate.objects.update(revoked_at=NOW)
    with pytest.raises(ValidationError) as error:
        reopen_cohort(actor=staff, cohort=cohort, reason="漏记")
    assert error.value.code == "certificates"
    assert Cohort.objects.get(pk=cohort.pk).closed_at == NOW


def test_nobody_opens_again_what_decided_on_themselves(cohort, world):  # noqa: F811
    close_cohort(actor=world.people["subdistrict"], cohort=cohort, now=NOW)
    with pytest.raises(PermissionDenied):
        reopen_cohort(actor=world.people["learner"], cohort=cohort, reason="想再来")


def test_reopening_in_the_browser(client, world, cohort):  # noqa: F811
    close_cohort(actor=world.people["subdistrict"], cohort=cohort, now=NOW)
    address = reverse("cohorts:reopen", args=[cohort.pk])
    for key, status in (("school", 403), ("auditor", 403), ("learner", 403), ("outsider", 404)):
        client.force_login(world.people[key])
        assert client.get(address).status_code == status
    client.force_login(world.people["subdistrict"])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 200
    assert client.post(address, {"reason": "漏记一次课"}).status_code == 302
    assert Cohort.objects.get(pk=cohort.pk).closed_at is None


def test_a_trainee_reads_what_is_missing_and_how_to_mend_it(client, world, cohort):  # noqa: F811
    Lesson.objects.filter(title="第一课").update(url="/courses/dang-ke/1/")
    recompute(actor=None, cohort=cohort, now=NOW)
    client.force_login(world.people["reserve"])
    page = client.get(reverse("cohorts:my-class", args=[cohort.pk]))
    session = cohort.held[1]
    assert page.context["missing"][1] == ("必修课时 1 个，已学 0 个", [("学习下一课：第一课", "/courses/dang-ke/1/")])
    assert page.context["missing"][0][1] == [
        (page.context["missing"][0][1][0][0], reverse("cohorts:make-up-new", args=[cohort.rows["reserve"].pk, session.pk]))]
    listed = client.get(reverse("cohorts:my-classes")).context["page"].object_list
    assert listed[0].missing == [
        "应到 2 次课，实到 1 次，出勤率 50%，要求 80%", "必修课时 1 个，已学 0 个", "已得 2.0 学时，要求 4.0 学时"]
