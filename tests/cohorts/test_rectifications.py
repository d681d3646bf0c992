"""Rectification: found, reported as done, re-checked by somebody else; past its day it stands on a list."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cohorts.actions.rectifications import check_again, open_rectification, report_done
from cohorts.models import Rectification
from lms.notices.models import Notice

from .classes import rows_of, url

WORDS = {"finding": "会议记录不完整", "measure": "补齐上半年会议记录"}


def found(world, *, days=7, **fields):
    fields = {"organisation": world.east_branch, "responsible": world.p_liaison} | WORDS | fields
    return open_rectification(actor=world.p_subdistrict, due_on=timezone.localdate() + timedelta(days=days), **fields)


def told(person):
    found = Notice.objects.filter(person=person, kind__startswith="rectification")
    return list(found.order_by("pk").values_list("kind", flat=True))


def test_reported_and_re_checked_by_somebody_else_it_is_done(world):
    row = report_done(actor=world.p_liaison, row=found(world), words="已补齐")
    assert (row.state, row.reported_by) == ("reported", world.p_liaison)
    row = check_again(actor=world.p_subdistrict, row=row, done=True, words="已查看")
    assert (row.state, [step.act for step in row.steps.all()]) == ("passed", ["report", "pass"])
    assert told(world.p_liaison) == ["rectification.opened", "rectification.passed"]
    assert told(world.p_subdistrict) == ["rectification.reported"]


def test_not_done_it_is_open_again_until_a_new_day(world):
    row = report_done(actor=world.p_liaison, row=found(world), words="已补齐")
    with pytest.raises(ValidationError):
        check_again(actor=world.p_subdistrict, row=row, done=False, words="缺三月")
    day = timezone.localdate() + timedelta(days=3)
    row = check_again(actor=world.p_subdistrict, row=row, done=False, words="缺三月", due_on=day)
    assert (row.state, row.due_on) == ("failed", day)
    row = report_done(actor=world.p_liaison, row=row, words="三月也补了")
    assert check_again(actor=world.p_subdistrict, row=row, done=True, words="好").state == "passed"


def test_whoever_reported_does_not_re_check(world):
    row = report_done(actor=world.p_subdistrict, row=found(world), words="代报")
    with pytest.raises(PermissionDenied):
        check_again(actor=world.p_subdistrict, row=row, done=True, words="好")
    with pytest.raises(IntegrityError), transaction.atomic():
        Rectification.objects.filter(pk=row.pk).update(checked_by=world.p_subdistrict)


def test_steps_out_of_order_are_refused(world):
    row = found(world)
    with pytest.raises(ValidationError):
        check_again(actor=world.p_subdistrict, row=row, done=True, words="好")
    row = report_done(actor=world.p_liaison, row=row, words="已补齐")
    with pytest.raises(ValidationError):
        report_done(actor=world.p_liaison, row=row, words="又一次")
    with pytest.raises(ValidationError):
        found(world, days=-1)


def test_what_is_past_its_day_and_not_reported_is_overdue(world):
    late, reported = found(world), found(world)
    report_done(actor=world.p_liaison, row=reported, words="x")
    found(world)
    Rectification.objects.filter(pk__in=[late.pk, reported.pk]).update(due_on=timezone.localdate() - timedelta(days=1))
    assert list(Rectification.objects.overdue(timezone.localdate())) == [late]


def test_the_whole_way_on_the_pages(world, sign_in):
    client = sign_in("subdistrict")
    new = url("rectification-new")
    assert client.get(new, {"organisation": world.west_branch.pk}).context["form"].errors != {}
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    sent = WORDS | {"due_on": day, "responsible": world.p_liaison.pk, "person": world.p_learner.pk}
    new = f"{new}?organisation={world.east_branch.pk}"
    assert client.post(new, sent | {"responsible": world.p_outsider.pk}).status_code == 200
    client.post(new, sent)
    row = Rectification.objects.get()
    page = url("rectification", row.pk)
    assert client.post(page, {"report": "", "report-words": "x"}).status_code == 403
    liaison = sign_in("liaison")
    assert liaison.post(page, {"report": "", "report-words": ""}).status_code == 200
    liaison.post(page, {"report": "", "report-words": "已补齐"})
    assert liaison.post(page, {"done": "", "check-words": "好"}).status_code == 403
    client = sign_in("subdistrict")
    assert client.post(page, {"not-done": "", "check-words": "缺"}).context["check"].errors.keys() == {"due_on"}
    client.post(page, {"done": "", "check-words": "好"})
    row.refresh_from_db()
    assert (row.state, row.person) == ("passed", world.p_learner)


def test_who_is_responsible_without_a_role_reaches_it(world, sign_in):
    row = found(world, responsible=world.p_learner)
    client = sign_in("learner")
    assert client.get(url("rectification", row.pk)).status_code == 200
    client.post(url("rectification", row.pk), {"report": "", "report-words": "已补齐"})
    row.refresh_from_db()
    assert row.state == "reported"


def test_the_list_takes_the_same_queries_for_one_and_for_many(world, sign_in, django_assert_num_queries):
    found(world)
    client = sign_in("auditor")
    client.get(url("rectifications"))
    with django_assert_num_queries(8):
        assert len(rows_of(client.get(url("rectifications")))) == 1
    for _ in range(7):
        found(world, person=world.p_learner)
    with django_assert_num_queries(8):
        assert len(rows_of(client.get(url("rectifications")))) == 8
    assert len(rows_of(client.get(url("rectifications"), {"state": "overdue"}))) == 0
