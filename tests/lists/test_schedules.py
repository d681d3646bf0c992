"""Saved filters and scheduled reports: made, paused, ended, run once, stopped when the right is gone."""

from datetime import datetime

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone

from lms.audit.models import AuditEntry
from lms.jobs.actions import run_job
from lms.jobs.models import Job
from lms.lists import actions
from lms.lists.models import SavedFilter, ScheduledReport, ScheduledRun
from lms.lists.registry import KINDS
from lms.notices.models import Delivery, Notice
from lms.people.actions import end_grant
from lms.people.models import Person, RoleGrant

PEOPLE = KINDS["people.people"]


def local(text):
    return timezone.make_aware(datetime.fromisoformat(text))


MADE, DUE = local("2017-09-01T09:00"), local("2017-09-04T08:03")


@pytest.fixture
def asked():
    return PEOPLE.asked(QueryDict("position=secretary"))


@pytest.fixture
def schedule(world, asked):
    return actions.make_schedule(
        actor=world.p_subdistrict, kind=PEOPLE, asked=asked, every="week", weekday=0, day=5, hour=8, now=MADE)


@pytest.fixture
def as_(client, world):
    def sign(role):
        client.force_login(world.people[role])
        return client

    return sign


# Saved filters --------------------------------------------------------------------------------------------------------


def test_a_filter_is_saved_shown_and_removed(as_, world):
    browser = as_("subdistrict")
    answer = browser.post("/desk/lists/people.people/filters/?position=secretary&page=3&bad=1", {"name": "  书记  名单 "})
    assert answer.url == "/desk/people/?position=secretary"
    saved = SavedFilter.objects.get()
    assert (saved.person, saved.name, saved.query, saved.place) == (world.p_subdistrict, "书记 名单", "position=secretary", 1)
    page = browser.get("/desk/people/?position=secretary").content.decode()
    assert 'href="?position=secretary" aria-current="true"' in page
    assert browser.post(f"/desk/lists/filters/{saved.pk}/remove/").url == "/desk/people/"
    assert not SavedFilter.objects.exists()
    assert sorted(AuditEntry.objects.filter(verb__startswith="filter.").values_list("verb", flat=True)) == [
        "filter.remove", "filter.save"]


def test_a_filter_is_ones_own(as_, world, asked):
    saved = actions.save_filter(actor=world.p_subdistrict, kind=PEOPLE, asked=asked, name="书记名单")
    assert as_("district").post(f"/desk/lists/filters/{saved.pk}/remove/").status_code == 404
    assert "书记名单" not in as_("district").get("/desk/people/").content.decode()


def test_free_text_stays_out_of_the_trail(world):
    asked = PEOPLE.asked(QueryDict("q=张学员&position=secretary"))
    actions.save_filter(actor=world.p_subdistrict, kind=PEOPLE, asked=asked, name="x")
    assert AuditEntry.objects.get(verb="filter.save").detail == {
        "list": "people.people", "filters": ["q", "position=secretary"]}


@pytest.mark.parametrize(("name", "query"), [("", "position=secretary"), ("x", ""), ("x", "page=2&position=")])
def test_a_filter_needs_a_name_and_something_to_filter(world, name, query):
    with pytest.raises(ValidationError):
        actions.save_filter(actor=world.p_subdistrict, kind=PEOPLE, asked=PEOPLE.asked(QueryDict(query)), name=name)


def test_twenty_filters_of_a_list_are_the_most(world, asked):
    for number in range(20):
        actions.save_filter(actor=world.p_subdistrict, kind=PEOPLE, asked=asked, name=f"名单{number}")
    with pytest.raises(ValidationError):
        actions.save_filter(actor=world.p_subdistrict, kind=PEOPLE, asked=asked, name="再来一个")
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedFilter.objects.create(person=world.p_subdistrict, list_key="people.people", name="y", query="a=1", place=21)
    actions.save_filter(actor=world.p_district, kind=PEOPLE, asked=asked, name="别人的")
    actions.remove_filter(actor=world.p_subdistrict, saved=SavedFilter.objects.get(name="名单7"))
    assert actions.save_filter(actor=world.p_subdistrict, kind=PEOPLE, asked=asked, name="再来一个").place == 8


def test_a_name_stands_once(world, asked):
    actions.save_filter(actor=world.p_subdistrict, kind=PEOPLE, asked=asked, name="书记")
    with pytest.raises(ValidationError):
        actions.save_filter(actor=world.p_subdistrict, kind=PEOPLE, asked=asked, name="书记")


# Scheduled reports ----------------------------------------------------------------------------------------------------


def test_a_report_is_scheduled_from_its_list(as_, world):
    browser = as_("subdistrict")
    form = {"every": "month", "weekday": "0", "day": "31", "hour": "7", "form": "csv", "until": ""}
    assert browser.post("/desk/lists/people.people/schedule/?position=secretary", form).url == "/desk/lists/schedules/"
    row = ScheduledReport.objects.get()
    assert (row.person, row.query, row.every, row.weekday, row.day, row.hour, row.form, row.until) == (
        world.p_subdistrict, "position=secretary", "month", None, 31, 7, "csv", None)


@pytest.mark.parametrize("change", [
    {"weekday": ""}, {"every": "month", "day": ""}, {"every": "month", "day": "32"}, {"hour": "24"}, {"form": "pdf"},
    {"until": "2017-01-01"},
])
def test_what_makes_no_sense_is_asked_again(as_, change):
    form = {"every": "week", "weekday": "0", "day": "1", "hour": "8", "form": "xlsx", "until": "", **change}
    answer = as_("subdistrict").post("/desk/lists/people.people/schedule/", form)
    assert (answer.status_code, ScheduledReport.objects.count()) == (200, 0)


def test_a_report_that_is_due_is_made_once_and_told_with_a_link(world, schedule, tmp_path, django_capture_on_commit_callbacks):
    Person.objects.filter(pk=world.p_subdistrict.pk).update(email="a@example.org")
    assert [actions.run_due(now=local("2017-09-04T07:59")), actions.run_due(now=DUE), actions.run_due(now=DUE)] == [0, 1, 0]
    job = Job.objects.get(kind="lists.export")
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.owner, job.state, job.result) == (world.p_subdistrict, "done", {"rows": 1})
    notice = Notice.objects.get(kind="report.ready")
    assert (notice.person, notice.url) == (world.p_subdistrict, f"/jobs/{job.pk}/")
    assert [(row.channel, row.notice_id) for row in Delivery.objects.all()] == [("email", notice.pk)]
    with job.result_file.open("rb") as handle:
        rows = list(openpyxl.load_workbook(handle).active.iter_rows(values_only=True))
    assert rows[-1][0] == "张学员"
    run = ScheduledRun.objects.get()
    assert (str(run.period), run.job, run.rows) == ("2017-09-04", job, 1)
    run_job(actions.run_due(now=local("2017-09-11T08:00")) and Job.objects.latest("created_at").pk)
    assert Notice.objects.filter(kind="report.ready").count() == 2


def test_a_period_stands_once_in_the_database(schedule):
    ScheduledRun.objects.create(schedule=schedule, period="2017-09-04", started_at=DUE)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScheduledRun.objects.create(schedule=schedule, period="2017-09-04", started_at=DUE)


def test_without_an_address_no_e_mail_goes_out(schedule):
    actions.run_due(now=DUE)
    run_job(Job.objects.get().pk)
    assert (Notice.objects.count(), Delivery.objects.count()) == (1, 0)


def test_a_lost_right_stops_the_report_and_its_owner_is_told(world, schedule):
    end_grant(actor=world.p_district, grant=RoleGrant.objects.get(person=world.p_subdistrict))
    assert actions.run_due(now=DUE) == 0
    schedule.refresh_from_db()
    assert (schedule.ended_by, Job.objects.count(), Notice.objects.get().kind) == ("right", 0, "report.stopped")
    assert [actions.run_due(now=local("2017-09-11T09:00")), Notice.objects.count()] == [0, 1]


def test_a_right_lost_while_the_work_waits_stops_it_too(world, schedule):
    actions.run_due(now=DUE)
    end_grant(actor=world.p_district, grant=RoleGrant.objects.get(person=world.p_subdistrict))
    job = Job.objects.get()
    run_job(job.pk)
    job.refresh_from_db()
    schedule.refresh_from_db()
    assert (job.state, bool(job.result_file), schedule.ended_by) == ("failed", False, "right")
    assert Notice.objects.get().kind == "report.stopped"


def test_who_left_gets_none(world, schedule):
    Person.objects.filter(pk=world.p_subdistrict.pk).update(is_active=False)
    assert (actions.run_due(now=DUE), Notice.objects.count(), ScheduledRun.objects.count()) == (0, 0, 0)


def test_a_paused_report_rests_and_makes_nothing_up(world, schedule):
    actions.pause_schedule(actor=world.p_subdistrict, schedule=schedule, now=MADE)
    assert actions.run_due(now=DUE) == 0
    actions.resume_schedule(actor=world.p_subdistrict, schedule=schedule, now=local("2017-09-05T10:00"))
    assert [actions.run_due(now=local(f"2017-09-{day}T10:00")) for day in ("05", "11")] == [0, 1]


def test_the_last_day_ends_a_report(world, asked):
    row = actions.make_schedule(actor=world.p_subdistrict, kind=PEOPLE, asked=asked, every="week", weekday=0, hour=8, now=MADE,
                                until=DUE.date())
    assert [actions.run_due(now=DUE), actions.run_due(now=local("2017-09-05T00:00"))] == [1, 0]
    row.refresh_from_db()
    assert row.ended_by == "time"


def test_ones_own_page_pauses_resumes_and_ends(as_, world, schedule):
    browser, address = as_("subdistrict"), f"/desk/lists/schedules/{schedule.pk}/"
    seen = []
    for act in ("pause", "resume", "end"):
        assert browser.post(f"{address}{act}/").url == "/desk/lists/schedules/"
        schedule.refresh_from_db()
        seen.append((bool(schedule.paused_at), schedule.ended_by))
    assert seen == [(True, ""), (False, ""), (False, "person")]
    assert as_("district").post(f"{address}end/").status_code == 404


@pytest.mark.parametrize("count", [1, 6])
def test_queries_of_the_page_do_not_grow(as_, world, asked, count, django_assert_num_queries):
    for _each in range(count):
        actions.make_schedule(actor=world.p_subdistrict, kind=PEOPLE, asked=asked, every="week", weekday=0, hour=8, now=MADE)
    assert actions.run_due(now=DUE) == count
    browser = as_("subdistrict")
    with django_assert_num_queries(7):
        page = browser.get("/desk/lists/schedules/")
    assert len(page.context["rows"]) == count
