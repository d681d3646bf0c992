"""The page of exports: what one would hold, the job that makes it, its end, its cancelling and its beginning anew."""

import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from cohorts.models import Cohort
from lms.jobs import actions as jobs
from lms.jobs.enums import JobState
from lms.jobs.models import Job
from lms.people.models import RoleGrant

from .meetings import fill, make_class, make_meeting, mark

URL = reverse("cohorts:exports")


@pytest.fixture
def marked(world, meeting, seats):
    mark(world, meeting, (seats[0], "present"), (seats[1], "absent"))
    return meeting


def test_the_page_says_how_much_it_would_be_before_anything_starts(sign_in, marked):
    response = sign_in("district").get(URL, {"cohort": marked.cohort_id, "shape": "wide"})
    assert response.context["extent"] == {"marks": 2, "sessions": 1, "cohorts": 1, "people": 2}
    assert response.context["kept"] == {"cohort": marked.cohort_id, "category": "", "shape": "wide", "form": "xlsx"}
    assert Job.objects.count() == 0


@pytest.mark.parametrize("cohorts", [1, 4])
def test_the_page_asks_the_same_of_the_database_at_one_cohort_and_at_many(
    world, sign_in, marked, cohorts, django_assert_num_queries
):
    for number in range(cohorts - 1):
        session = make_meeting(world, make_class(world, title=f"第{number}班"))
        mark(world, session, *((seat, "present") for seat in fill(session.cohort, world.east_branch, 2)))
    client = sign_in("district")
    for _number in range(cohorts):
        jobs.start_job(kind="cohorts.export_attendance", owner=world.p_district, params={"shape": "long", "form": "csv"})
    client.get(URL)
    with django_assert_num_queries(11):
        client.get(URL, {"shape": "long"})


def start(client, **asked):
    assert client.post(URL, asked).status_code == 302
    return Job.objects.latest("created_at")


def run(job):
    jobs.run_job(job.pk)
    job.refresh_from_db()
    return job


def test_the_export_is_made_in_the_background_and_is_its_owners_alone(world, sign_in, marked):
    client = sign_in("district")
    job = run(start(client, cohort=marked.cohort_id, form="xlsx", shape="long"))
    assert (job.state, job.result) == (JobState.DONE, {"rows": 2})
    assert job.result_name.endswith(".xlsx")
    file = client.get(reverse("jobs:download", args=[job.pk]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(file.streaming_content)))
    assert len(book.sheetnames) == 4
    assert list(client.get(URL).context["last"]) == [job]
    other = sign_in("subdistrict")
    assert other.get(reverse("jobs:download", args=[job.pk])).status_code == 404
    assert other.get(URL).context["last"] == []


@pytest.mark.parametrize("role", ["auditor", "outsider", "learner", "editor"])
def test_who_may_not_export_gets_neither_page_nor_job(sign_in, marked, role):
    client = sign_in(role)
    assert (client.get(URL).status_code, client.post(URL, {"shape": "long"}).status_code) == (403, 403)
    assert Job.objects.count() == 0


def test_a_cohort_that_one_does_not_see_is_no_choice(world, sign_in, marked):
    west = Cohort.objects.create(
        organiser=world.west, title="西街道班", quota=5, starts_on="2017-09-01", ends_on="2017-09-02")
    response = sign_in("subdistrict").post(URL, {"cohort": west.pk})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["cohort"])


def test_a_role_that_ended_while_the_job_waited_gets_nothing(world, sign_in, marked):
    job = start(sign_in("district"), cohort=marked.cohort_id)
    RoleGrant.objects.filter(person=world.p_district).delete()
    assert run(job).state == JobState.FAILED
    assert not job.result_file


def test_what_is_no_longer_seen_fails_with_a_sentence(world, sign_in, marked):
    job = start(sign_in("subdistrict"), cohort=marked.cohort_id)
    Cohort.objects.filter(pk=marked.cohort_id).update(organiser=world.west)
    marked.cohort.enrolments.update(organisation=world.west_branch)
    assert (run(job).state, bool(job.error), bool(job.result_file)) == (JobState.FAILED, True, False)


def test_a_cancelled_export_hands_out_nothing_and_starts_again(world, sign_in, marked):
    client = sign_in("district")
    job = start(client, cohort=marked.cohort_id)
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    assert (run(job).state, bool(job.result_file)) == (JobState.CANCELLED, False)
    client.post(reverse("jobs:retry", args=[job.pk]))
    again = run(Job.objects.latest("created_at"))
    assert (again.params, again.state, again.result) == (job.params, JobState.DONE, {"rows": 2})


def test_an_interrupted_export_begins_anew_and_says_so(world, sign_in, marked):
    client = sign_in("district")
    job = start(client, cohort=marked.cohort_id)
    Job.objects.filter(pk=job.pk).update(attempts=1)  # a worker died of it once
    assert (run(job).state, job.attempts) == (JobState.DONE, 2)
    assert job.message == "执行曾被中断，已从头重新开始。"
    assert client.get(URL).context["last"][0].begun_anew is True


def test_days_in_the_wrong_order_are_refused_where_they_were_entered(sign_in, marked):
    response = sign_in("district").get(URL, {"first": "2017-09-02", "last": "2017-09-01"})
    assert (list(response.context["form"].errors), response.context["extent"]) == (["last"], None)


def test_more_cohorts_than_a_workbook_has_room_for_are_refused(sign_in, marked, monkeypatch):
    monkeypatch.setattr("cohorts.export_forms.MOST_TABLES", 0)
    response = sign_in("district").post(URL, {"shape": "wide"})
    assert list(response.context["form"].errors) == ["shape"]


def test_the_command_writes_what_its_person_may_see(world, marked, tmp_path, capsys):
    path = tmp_path / "a.csv"
    call_command("export_attendance", "--as=district", f"--cohort={marked.cohort.title}", "--format=csv", f"--output={path}")
    assert json.loads(capsys.readouterr().out) == {"rows": 2}
    assert len(path.read_text("utf-8-sig").splitlines()) == 3
    with pytest.raises(CommandError, match="sees no cohort '没有'"):
        call_command("export_attendance", "--as=district", "--cohort=没有", f"--output={path}")
    with pytest.raises(CommandError, match="attendance.export"):
        call_command("export_attendance", "--as=auditor", f"--output={path}")
