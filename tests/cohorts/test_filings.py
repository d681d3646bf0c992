"""Filings against the database: asked, handed in, returned, on file, changed by versions, executed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cohorts.actions.filing_calls import remind_filings, restore_call, update_call, withdraw_call
from cohorts.actions.filings import (
    begin_version,
    discard_draft,
    file_version,
    mark_executed,
    return_version,
    save_draft,
    submit_version,
    unmark_executed,
)
from cohorts.models import Filing, FilingExecution, FilingVersion
from cohorts.queries.filings import board, concerned
from lms.audit.models import AuditEntry
from lms.notices.models import Notice
from lms.people import actions as people
from lms.people.enums import Role
from lms.people.models import Person

from .plans import ITEM, draft, handed_in, make_call, on_file


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def test_whom_a_call_asks_is_decided_by_subtree_kind_and_category(world):
    whole = make_call(world, organisation=world.root, title="全区")
    assert list(concerned(whole)) == [world.east, world.east_branch, world.west, world.west_branch]
    branches = make_call(world, organisation=world.root, title="总支", kinds=["general_branch"])
    assert list(concerned(branches)) == [world.east_branch, world.west_branch]
    with pytest.raises(ValidationError):
        make_call(world, title="没有支部", kinds=["branch"])
    with pytest.raises(ValidationError):
        make_call(world, organisation=world.root, title="全区")


def test_liaisons_of_the_organisations_are_told_once(world):
    make_call(world)
    assert told(world.p_liaison) == ["filing.asked"]
    assert told(world.p_subdistrict) == []


def test_what_is_handed_in_on_time_and_answered_late_is_on_time(world):
    version = handed_in(world, make_call(world, days=0))
    FilingVersion.objects.update(submitted_at=timezone.now())
    file_version(actor=world.p_subdistrict, version=version)
    filing = Filing.objects.get()
    assert (filing.standing, filing.handed_in_on) == (version, timezone.localdate())
    assert told(world.p_subdistrict) == ["filing.submitted"]
    assert told(world.p_liaison) == ["filing.asked", "filing.filed"]


def test_what_lacks_something_is_not_handed_in(world):
    call = make_call(world, asks_meetings=True, asks_theme_day=True)
    version = draft(world, call)
    with pytest.raises(ValidationError) as refused:
        submit_version(actor=world.p_liaison, version=version)
    assert len(refused.value.messages) == 4
    version.refresh_from_db()
    assert version.state == "draft"


def test_a_version_is_not_changed_once_it_is_handed_in(world):
    version = handed_in(world, make_call(world))
    for act in (lambda: save_draft(actor=world.p_liaison, version=version, items=[]),
                lambda: discard_draft(actor=world.p_liaison, version=version),
                lambda: begin_version(actor=world.p_liaison, call=version.filing.call, organisation=world.east_branch)):
        with pytest.raises(ValidationError):
            act()
    assert version.items.count() == 1


def test_returned_with_a_reason_it_is_mended_in_the_next_version(world):
    call = make_call(world)
    first = return_version(actor=world.p_subdistrict, version=handed_in(world, call), reason="缺少党课安排")
    assert "缺少党课安排" in Notice.objects.get(person=world.p_liaison, kind="filing.returned").text
    second = begin_version(actor=world.p_liaison, call=call, organisation=world.east_branch)
    assert (first.number, second.number, second.state) == (1, 2, "draft")
    assert [(item.key, item.title) for item in second.items.all()] == [(1, "支部党员大会")]


def test_a_change_needs_filing_again_while_the_former_version_stands(world):
    call = make_call(world)
    first = on_file(world, call)
    second = begin_version(actor=world.p_liaison, call=call, organisation=world.east_branch)
    save_draft(actor=world.p_liaison, version=second, items=[ITEM | {"key": 1, "title": "改期的大会"}, ITEM])
    submit_version(actor=world.p_liaison, version=second)
    assert Filing.objects.get().standing == first
    return_version(actor=world.p_subdistrict, version=second, reason="请写明日期")
    assert Filing.objects.get().standing == first
    third = begin_version(actor=world.p_liaison, call=call, organisation=world.east_branch)
    submit_version(actor=world.p_liaison, version=third)
    file_version(actor=world.p_subdistrict, version=third)
    filing = Filing.objects.get()
    assert filing.standing == third
    assert sorted((item.key, item.title) for item in third.items.all()) == [(1, "改期的大会"), (2, "支部党员大会")]
    assert [item.title for item in first.items.all()] == ["支部党员大会"]


def test_one_version_is_open_at_a_time(world):
    version = draft(world, make_call(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        FilingVersion.objects.create(filing=version.filing, number=2)


def test_nobody_decides_what_they_handed_in(world):
    version = submit_version(actor=world.p_subdistrict, version=draft(world, make_call(world)))
    with pytest.raises(PermissionDenied):
        file_version(actor=world.p_subdistrict, version=version)
    assert file_version(actor=world.p_district, version=version).state == "filed"


def test_a_version_is_decided_once(world):
    version = on_file(world, make_call(world))
    with pytest.raises(ValidationError):
        return_version(actor=world.p_district, version=version, reason="晚了")
    version.refresh_from_db()
    assert version.state == "filed"


def test_a_draft_thrown_away_leaves_what_was_before(world):
    call = make_call(world)
    first = on_file(world, call)
    second = begin_version(actor=world.p_liaison, call=call, organisation=world.east_branch)
    discard_draft(actor=world.p_liaison, version=second)
    filing = Filing.objects.get()
    assert (filing.latest, filing.standing) == (first, first)


def test_nothing_is_handed_in_for_a_call_taken_back_until_it_is_made_again(world):
    call = make_call(world)
    version = draft(world, call)
    withdraw_call(actor=world.p_subdistrict, call=call)
    with pytest.raises(ValidationError):
        submit_version(actor=world.p_liaison, version=version)
    restore_call(actor=world.p_subdistrict, call=call)
    assert submit_version(actor=world.p_liaison, version=version).state == "submitted"


def test_an_organisation_that_is_not_asked_files_nothing(world):
    with pytest.raises(ValidationError):
        begin_version(actor=None, call=make_call(world), organisation=world.west_branch)


def test_an_item_is_executed_by_key_and_stays_so_in_later_versions(world):
    call = make_call(world)
    filing = on_file(world, call).filing
    mark_executed(actor=world.p_liaison, filing=filing, key=1, on_date=timezone.localdate(), note="在活动室召开")
    with pytest.raises(ValidationError):
        mark_executed(actor=world.p_liaison, filing=filing, key=9, on_date=timezone.localdate(), note="没有这一项")
    with pytest.raises(ValidationError):
        mark_executed(actor=world.p_liaison, filing=filing, key=1, on_date=timezone.localdate() + timedelta(days=1), note="明天")
    with pytest.raises(ValidationError):
        mark_executed(actor=world.p_liaison, filing=filing, key=1, on_date=timezone.localdate(), note=" ")
    total = board(world.p_subdistrict, call).total
    assert (total.executed, total.planned) == (1, 1)
    on_file(world, call, items=[ITEM | {"key": 1}, ITEM | {"month": 12, "day": 31}])
    total = board(world.p_subdistrict, call).total
    assert (total.executed, total.planned) == (1, 2)
    unmark_executed(actor=world.p_liaison, filing=filing, key=1)
    assert FilingExecution.objects.count() == 0


def test_what_should_have_happened_is_counted_as_behind(world):
    call = make_call(world, year=2016)
    on_file(world, call)
    assert board(world.p_subdistrict, call, today=date(2016, 1, 31)).total.behind == 0
    assert board(world.p_subdistrict, call, today=date(2016, 2, 1)).total.behind == 1


def test_reminders_go_out_once_for_each_day_named_and_not_to_who_handed_in(world):
    call = make_call(world, days=7, organisation=world.root, kinds=["general_branch"])
    western = people.create_person(actor=None, name="西联络")
    people.grant_role(actor=None, person=western, role=Role.LIAISON, organisation=world.west)
    handed_in(world, call)
    now = timezone.now()
    assert [remind_filings(now=now), remind_filings(now=now)] == [1, 1]
    assert told(world.p_liaison) == ["filing.asked"]
    assert told(western) == ["filing.due"]
    remind_filings(now=now + timedelta(days=6))
    assert told(western) == ["filing.due", "filing.due"]
    assert remind_filings(now=now + timedelta(days=8)) == 0


def test_a_later_due_day_reminds_anew(world):
    call = make_call(world, days=1)
    remind_filings(now=timezone.now())
    update_call(actor=world.p_subdistrict, call=call, due_on=timezone.localdate() + timedelta(days=7))
    remind_filings(now=timezone.now())
    assert told(world.p_liaison) == ["filing.asked", "filing.due", "filing.due"]


def test_every_step_leaves_a_line(world):
    call = make_call(world)
    on_file(world, call)
    verbs = AuditEntry.objects.filter(verb__startswith="filing.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["filing.call", "filing.begin", "filing.save", "filing.submit", "filing.file"]


def test_the_board_groups_by_the_level_below_and_shows_only_what_one_sees(world):
    call = make_call(world, organisation=world.root, kinds=["general_branch"])
    assert [(group.organisation, group.tally.due) for group in board(world.p_district, call).groups] == [
        (world.east, 1), (world.west, 1)]
    assert [group.organisation for group in board(world.p_subdistrict, call).groups] == [world.east]
    assert [group.organisation for group in board(world.p_district, call, within=world.east).groups] == [world.east_branch]
    assert board(Person.objects.get(pk=world.p_learner.pk), call).places == []
