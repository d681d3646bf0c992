"""Final results from the records of a class: participation, board, the trainee's page, the verdict, the workbook."""

from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from cohorts.actions.completion import close_cohort
from cohorts.actions.participation import Given, enter_participation
from cohorts.actions.programme_results import set_demand
from cohorts.models import Enrolment, ParticipationEntry
from cohorts.queries.completion import standings
from cohorts.queries.results import assignment_percents, final_of
from cohorts.rules.results import Demand
from lms.audit.models import AuditEntry
from lms.jobs.models import Job
from tests.certificates.private import files_in

from .classes import rows_of, url
from .meetings import fill, make_class, make_meeting, mark, place
from .test_last_seats import all_at_once

HALVES = Demand({"attendance": 40, "participation": 60}, {"participation": 50}, 60, required=True)


@pytest.fixture
def cohort(world):
    """A class whose one session is closed: the first of three people was there, the others were not."""
    cohort = make_class(world, class_teacher=world.p_trainer)
    session = make_meeting(world, cohort, trainer=None)
    cohort.seats = fill(cohort, world.east_branch, 3)
    mark(world, session, *zip(cohort.seats, ("present", "absent", "absent"), strict=True))
    session.closed_at = session.ends_at
    session.save()
    set_demand(actor=world.p_district, programme=cohort.programme, demand=HALVES)
    return cohort


def enter(world, cohort, *lines, actor=None):
    return enter_participation(actor=actor or world.p_trainer, cohort=cohort, given=[Given(*line) for line in lines])


def totals(cohort):
    found = standings(cohort, cohort.enrolments.order_by("pk"))
    return [(final.total, final.passed) for one in found if (final := final_of(one))]


@pytest.mark.django_db
def test_a_programme_without_weights_has_no_final_result(cohort, world):
    set_demand(actor=world.p_district, programme=cohort.programme, demand=Demand({"exam": 0}, {}))
    assert cohort.programme.result_rules == {}
    assert totals(cohort) == []
    assert all("final" not in reason.code for one in standings(cohort, cohort.enrolments.all()) for reason in one.verdict.reasons)


@pytest.mark.django_db
def test_weights_make_a_hundred_and_an_exam_is_there(cohort, world):
    for demand, code in [(Demand({"attendance": 90}, {}), "weights"), (Demand({"exam": 100}, {}), "exam")]:
        with pytest.raises(ValidationError) as error:
            set_demand(actor=world.p_district, programme=cohort.programme, demand=demand)
        assert error.value.code == code


@pytest.mark.django_db
def test_the_total_follows_what_is_on_record(cohort, world):
    first, second, third = cohort.seats
    assert totals(cohort) == [(400, None), (0, None), (0, None)]
    enter(world, cohort, (first.pk, 90, "积极"), (second.pk, 40, "少言"))
    assert totals(cohort) == [(940, True), (240, False), (0, None)]
    assert assignment_percents(cohort.programme, [first.person_id]) == {}


@pytest.mark.django_db
def test_entries_are_added_to_each_other_with_their_reasons(cohort, world):
    seat = cohort.seats[0]
    assert enter(world, cohort, (seat.pk, 80, "到课准时")).new == 1
    first = ParticipationEntry.objects.get()
    assert enter(world, cohort, (seat.pk, 80, "", first.pk)).new == 0
    assert enter(world, cohort, (seat.pk, 85, "汇报清楚", first.pk)).new == 1
    assert enter(world, cohort, (seat.pk, 70, "过时的页面", first.pk)).conflicts == (seat.pk,)
    assert list(ParticipationEntry.objects.values_list("percent", "reason", "recorded_by")) == [
        (80, "到课准时", world.p_trainer.pk), (85, "汇报清楚", world.p_trainer.pk),
    ]
    assert ParticipationEntry.objects.current().get().percent == 85
    assert [entry.detail for entry in AuditEntry.objects.filter(verb="participation.enter").order_by("pk")] == [
        {"people": 1, "corrections": 0}, {"people": 1, "corrections": 1},
    ]


@pytest.mark.django_db
def test_an_entry_needs_a_reason_and_a_percentage_and_is_never_ones_own(cohort, world):
    seat = cohort.seats[0]
    for line, code in [((seat.pk, 80, " "), "reason"), ((seat.pk, 101, "好"), "percent"), ((seat.pk + 999, 80, "好"), "gone")]:
        with pytest.raises(ValidationError) as error:
            enter(world, cohort, line)
        assert error.value.code == code
    own = place(cohort, world.p_trainer, world.east_branch)
    outcome = enter(world, cohort, (own.pk, 100, "好"), (seat.pk, 80, "好"))
    assert (outcome.new, outcome.own) == (1, True)
    assert ParticipationEntry.objects.get().enrolment == seat


@pytest.mark.django_db(transaction=True)
def test_two_who_enter_at_once_leave_one_first_entry(world):
    cohort = make_class(world, class_teacher=world.p_trainer)
    seat = fill(cohort, world.east_branch, 1)[0]
    raised = all_at_once([lambda number=number: enter(world, cohort, (seat.pk, number, "同时")) for number in range(8)])
    assert raised == []
    assert ParticipationEntry.objects.count() == 1


@pytest.mark.django_db
def test_closing_freezes_the_result_and_keeps_the_total_to_be_asked(cohort, world):
    first, second, third = cohort.seats
    enter(world, cohort, (first.pk, 91, "积极"), (second.pk, 100, "积极"))
    cohort.programme.attendance_percent = 0
    cohort.programme.save()
    close_cohort(actor=world.p_district, cohort=cohort)
    rows = Enrolment.objects.filter(cohort=cohort).order_by("-final_result")
    assert list(rows.values_list("pk", "final_result", "state")) == [
        (first.pk, Decimal("94.6"), "completed"), (second.pk, Decimal("60.0"), "completed"),
        (third.pk, Decimal("0.0"), "not_completed"),
    ]
    assert [reason["code"] for reason in rows[2].verdict["reasons"]] == ["final_not_passed"]
    set_demand(actor=world.p_district, programme=cohort.programme, demand=Demand({"attendance": 100}, {}, 90))
    cohort.refresh_from_db()
    assert totals(cohort) == [(946, True), (600, True), (0, False)]
    with pytest.raises(ValidationError):
        enter(world, cohort, (third.pk, 80, "太晚"))


@pytest.mark.django_db
def test_the_board_takes_the_same_queries_for_one_and_for_many(cohort, world, sign_in, django_assert_num_queries):
    client, page = sign_in("trainer"), url("results", cohort.pk)
    client.get(page)
    with django_assert_num_queries(16):
        response = client.get(page)
    assert sorted((row["final"].total, row["total"]) for row in rows_of(response)) == [
        (0, "目前 0 分（满 40 分）"), (0, "目前 0 分（满 40 分）"), (400, "目前 40 分（满 40 分）"),
    ]
    fill(cohort, world.east_branch, 20)
    with django_assert_num_queries(16):
        assert len(rows_of(client.get(page))) == 23
    enter(world, cohort, (cohort.seats[0].pk, 90, "好"))
    assert [row["enrolment"] for row in rows_of(client.get(page, {"show": "passed"}))] == [cohort.seats[0]]
    assert len(rows_of(client.get(page, {"show": "open"}))) == 22


@pytest.mark.django_db
def test_the_grid_saves_what_was_typed_and_fills_up_the_rest(cohort, world, sign_in):
    client, page = sign_in("trainer"), url("participation", cohort.pk)
    first, second, third = cohort.seats
    seen = {f"seen-{seat.pk}": "" for seat in cohort.seats}
    assert client.post(page, seen | {f"percent-{first.pk}": "90"}).status_code == 200  # without a reason
    assert client.post(page, seen | {f"percent-{first.pk}": "101", "reason": "好"}).status_code == 200
    assert ParticipationEntry.objects.count() == 0
    typed = {f"percent-{first.pk}": "90", f"reason-{first.pk}": "组长", "reason": "按要求参加", "rest": "80", "fill": "1"}
    assert client.post(page, seen | typed).status_code == 302
    assert list(ParticipationEntry.objects.order_by("enrolment").values_list("enrolment", "percent", "reason")) == [
        (first.pk, 90, "组长"), (second.pk, 80, "按要求参加"), (third.pk, 80, "按要求参加"),
    ]
    again = {f"seen-{row.enrolment_id}": row.pk for row in ParticipationEntry.objects.all()}
    again |= {f"percent-{seat.pk}": "90" for seat in cohort.seats} | {"reason": "期末", "rest": "10", "fill": "1"}
    assert client.post(page, again).status_code == 302
    assert ParticipationEntry.objects.count() == 5


@pytest.mark.django_db
def test_a_trainee_sees_their_own_lines(cohort, world, client):
    enter(world, cohort, (cohort.seats[0].pk, 90, "积极"))
    client.force_login(cohort.seats[0].person)
    page = client.get(url("my-class", cohort.pk))
    assert page.context["final_lines"] == ["考勤 100 % × 40 = 40", "平时表现 90 % × 60 = 54"]
    assert (page.context["final_total"], page.context["final"].passed) == ("94", True)


@pytest.mark.django_db
def test_the_programmes_page_and_form_tell_and_change_the_weights(cohort, world, sign_in):
    client, page = sign_in("district"), url("programme-result", cohort.programme_id)
    assert client.get(page).context["form"].initial["weight_participation"] == 60
    data = {"weight_attendance": "30", "weight_participation": "60", "pass_percent": "70"}
    assert client.post(page, data).context["form"].errors.keys() == {"__all__"}
    assert client.post(page, data | {"least_exam": "50"}).context["form"].errors.keys() == {"least_exam"}
    assert client.post(page, data | {"weight_attendance": "40", "least_attendance": "80"}).status_code == 302
    cohort.programme.refresh_from_db()
    assert cohort.programme.result_rules == {
        "weights": {"attendance": 40, "participation": 60}, "least": {"attendance": 80}, "pass_percent": 70, "required": False,
    }
    assert "权重：考勤 40 %、平时表现 60 %" in client.get(url("programme", cohort.programme_id)).content.decode()


@pytest.mark.django_db
def test_the_workbook_holds_a_line_a_person(cohort, world, sign_in, tmp_path, django_capture_on_commit_callbacks):
    first = cohort.seats[0]
    first.person.name = "=HYPERLINK(1)"
    first.person.save()
    enter(world, cohort, (first.pk, 90, "积极"))
    with files_in(tmp_path):
        with django_capture_on_commit_callbacks(execute=True):
            sign_in("trainer").post(url("results-export", cohort.pk))
        with Job.objects.get(kind="cohorts.export_results").result_file.open("rb") as file:
            sheet = openpyxl.load_workbook(file).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows() if row[0].value == "=HYPERLINK(1)"]
    assert rows == [["=HYPERLINK(1)", "东一居民区党总支", "书记", 100, 40, 90, 54, 94, "是", ""]]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert AuditEntry.objects.get(verb="results.export").detail == {"rows": 3}
