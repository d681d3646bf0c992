"""Pages of surveys: two taps on the phone, results at the desk for whom they concern, and nothing that gives anybody away."""

from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from cohorts.actions.groups import make_groups
from cohorts.models import Survey, SurveyTemplate
from cohorts.queries.survey_results import averages, results_of
from lms.audit.models import AuditEntry
from lms.jobs.models import Job
from lms.people import actions
from lms.people.enums import Role
from tests.certificates.private import files_in

from .classes import rows_of, url
from .meetings import make_class, mark, place
from .surveying import answer, answered_survey, closed, make_survey, make_template

LIST, HOME = 7, 24


@pytest.fixture
def survey(world):
    return make_survey(world)


def listed(survey):
    from cohorts.queries.survey_results import listed as rows  # noqa: PLC0415 -- leaf: named like the helper

    return rows(survey.cohort.class_teacher).get(pk=survey.pk)


@pytest.mark.django_db
def test_a_trainee_finds_the_survey_at_home_and_answers_it_in_two_taps(client, survey):
    seat = survey.seats[0]
    client.force_login(seat.person)
    page = url("my-survey", survey.pk)
    assert f'href="{page}"'.encode() in client.get(url("my")).content
    form = client.get(page)
    assert form.content.count(b'type="radio"') == 7
    short = client.post(page, {"q2": "0"})
    assert (short.status_code, short.context["form"].errors.keys()) == (200, {"q1"})
    done = client.post(page, {"q1": "4", "q2": "0", "q3": "讲得好"})
    assert (done.status_code, done.headers["Location"]) == (302, page)
    assert client.get(page).context["form"] is None
    assert client.post(page, {"q1": "1"}).status_code == 200
    assert f'href="{page}"'.encode() not in client.get(url("my")).content
    assert sorted(survey.answers.values_list("question", "value")) == [("q1", 4), ("q2", 0), ("q3", None)]


@pytest.mark.django_db
def test_the_home_page_takes_the_same_queries_for_one_survey_and_for_many(client, survey, world, django_assert_num_queries):
    seat = survey.seats[0]
    client.force_login(seat.person)
    client.get(url("my"))
    with django_assert_num_queries(HOME):
        assert len(client.get(url("my")).context["surveys"]) == 1
    for number in range(3):
        other = make_survey(world, 1, cohort=make_class(world, title=f"{number}班"))
        other.tickets.update(person=seat.person)
    with django_assert_num_queries(HOME):
        assert len(client.get(url("my")).context["surveys"]) == 4


@pytest.mark.django_db
def test_who_was_not_asked_finds_nothing(client, survey, world):
    client.force_login(world.p_learner)
    assert client.get(url("my-survey", survey.pk)).status_code == 404
    assert client.get(url("survey", survey.pk)).status_code == 404


@pytest.mark.django_db
def test_nothing_is_shown_while_a_survey_runs(sign_in, survey):
    for seat in survey.seats:
        answer(survey, seat, word="这句话不能看见")
    page = sign_in("trainer").get(url("survey", survey.pk))
    assert (page.context["questions"], page.context["average"], page.context["running"]) == ([], None, True)
    assert "这句话不能看见" not in page.content.decode()
    closed(survey)
    page = sign_in("trainer").get(url("survey", survey.pk))
    assert page.context["average"] == 5
    assert page.content.decode().count("这句话不能看见") == 6


@pytest.mark.django_db
def test_four_answers_are_too_few_and_the_page_says_what_is_missing(sign_in, world):
    survey = answered_survey(world, [5, 5, 1, 1])
    page = sign_in("district").get(url("survey", survey.pk))
    assert (page.context["questions"], page.context["average"]) == ([], None)
    assert page.context["few"] == "已有 4 份，满 5 份才显示结果，还差 1 份。"
    row = rows_of(sign_in("district").get(url("surveys")))[0]
    assert (row["average"], row["few"]) == (None, page.context["few"])


@pytest.mark.django_db
def test_words_are_shown_from_five_on_in_the_order_of_random_keys(world):
    survey = make_survey(world, 10)
    for number, seat in enumerate(survey.seats):
        answer(survey, seat, word=f"第{number}句" if number < 4 else "")
    results = results_of(listed(closed(survey)))
    assert (results.questions[2].texts, results.questions[2].n, results.questions[2].missing) == ([], 4, 1)
    assert results.questions[0].tally.n == 10


@pytest.mark.django_db
def test_groups_of_nine_and_three_are_not_shown_beside_twelve(world, sign_in):
    survey = make_survey(world, 12)
    first, second = make_groups(actor=world.p_school, cohort=survey.cohort, names=["第一组", "第二组"])
    for number, seat in enumerate(survey.seats):
        seat.group = first if number < 9 else second
        seat.save()
        answer(survey, seat, 5 if number < 9 else 1)
    closed(survey)
    results = results_of(listed(survey))
    assert results.questions[0].tally.n == 12
    assert (results.questions[0].groups.shown, results.questions[0].groups.why) == ({}, "remainder")
    page = sign_in("district").get(url("survey", survey.pk)).content.decode()
    assert "否则可以推算出其余小组少数人的答案" in page
    assert "第二组" not in page


@pytest.mark.django_db
def test_groups_of_six_are_shown(world):
    survey = make_survey(world, 12)
    groups = make_groups(actor=world.p_school, cohort=survey.cohort, names=["第一组", "第二组"])
    for number, seat in enumerate(survey.seats):
        seat.group = groups[number % 2]
        seat.save()
        answer(survey, seat, 5 if number % 2 else 3)
    shown = results_of(listed(closed(survey))).questions[0].groups.shown
    assert {key: (tally.n, tally.total) for key, tally in shown.items()} == {groups[0].pk: (6, 18), groups[1].pk: (6, 30)}


@pytest.mark.django_db
def test_averages_leave_out_whatever_has_too_few_answers(world):
    answered_survey(world, [5] * 6)
    answered_survey(world, [3] * 5, cohort=make_class(world, title="二班"), trainer=world.p_trainer)
    answered_survey(world, [1] * 3, cohort=make_class(world, title="三班"), trainer=world.p_trainer)
    make_survey(world, 6, cohort=make_class(world, title="四班"))
    found = averages(world.p_district, about="session", year=timezone.localdate().year)
    assert (float(found.whole.value), found.whole.answered, found.whole.asked) == (45 / 11, 11, 11)
    assert (found.whole.surveys, found.whole.left_out) == (2, 1)
    assert [(name, average.answered, average.asked) for name, average in found.trainers] == [("trainer 某", 11, 11)]
    assert [(name, average.left_out) for name, average in found.schools] == [("东街道", 1)]
    assert len(found.months) == 1
    assert averages(world.p_outsider, about="session", year=2017).whole.value is None


@pytest.mark.django_db
def test_each_sees_the_surveys_that_concern_them(world):
    other = actions.create_person(actor=None, name="别的教师", username="another")
    actions.grant_role(actor=None, person=other, role=Role.TRAINER, organisation=world.east)
    led = make_survey(world, 1)
    taught = make_survey(world, 1, cohort=make_class(world, title="二班"), trainer=other)
    west = make_survey(world, 1, cohort=make_class(world, title="西班", organiser=world.west), trainer=other)

    def seen(person):
        return set(Survey.objects.visible_to(person))

    assert seen(world.p_trainer) == {led}
    assert seen(other) == {taught, west}
    assert seen(world.p_school) == seen(world.p_subdistrict) == {led, taught}
    assert seen(world.p_district) == seen(world.p_auditor) == {led, taught, west}
    assert seen(world.p_liaison) == seen(world.p_learner) == seen(world.p_editor) == set()


@pytest.mark.django_db
def test_the_list_takes_the_same_queries_for_one_and_for_many(sign_in, world, django_assert_num_queries):
    answered_survey(world, [5] * 6)
    client = sign_in("district")
    client.get(url("surveys"))
    with django_assert_num_queries(LIST):
        assert len(rows_of(client.get(url("surveys")))) == 1
    for number in range(4):
        answered_survey(world, [4] * 5, cohort=make_class(world, title=f"{number}班"))
    with django_assert_num_queries(LIST):
        assert [float(row["average"]) for row in rows_of(client.get(url("surveys")))] == [4, 4, 4, 4, 5]
    assert len(rows_of(client.get(url("surveys"), {"state": "running"}))) == 0
    assert len(rows_of(client.get(url("surveys"), {"about": "cohort"}))) == 0
    assert len(rows_of(client.get(url("surveys"), {"cohort": Survey.objects.first().cohort_id}))) == 1


@pytest.mark.django_db
def test_the_workbook_holds_averages_and_no_answer(sign_in, world, tmp_path, django_capture_on_commit_callbacks):
    world.p_trainer.name = "=1+1"
    world.p_trainer.save()
    survey = make_survey(world, 6)
    for seat in survey.seats:
        answer(survey, seat, 4, word="不出现在表里")
    closed(survey)
    year = survey.opens_at.astimezone(timezone.get_current_timezone()).year
    with files_in(tmp_path):
        with django_capture_on_commit_callbacks(execute=True):
            sign_in("district").post(url("survey-averages-export"), {"year": year})
        job = Job.objects.get(kind="cohorts.export_surveys")
        with job.result_file.open("rb") as file:
            book = openpyxl.load_workbook(file)
    cells = [(cell.value, cell.data_type) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert ("=1+1", "s") in cells
    assert not any(kind == "f" or value == "不出现在表里" for value, kind in cells)
    rows = [[cell.value for cell in row][:4] for row in book.worksheets[0].iter_rows(min_row=4)]
    assert rows == [["=1+1", 4, 6, 6]]
    assert AuditEntry.objects.get(verb="survey.export").detail == {"rows": 4, "year": year}


@pytest.mark.django_db
def test_a_questionnaire_is_written_copied_and_changed_on_its_pages(sign_in, world):
    client = sign_in("district")
    data = {
        "organisation": world.root.pk, "title": "短问卷", "about": "session",
        "question-TOTAL_FORMS": 3, "question-INITIAL_FORMS": 0,
        "question-0-text": "讲授", "question-0-kind": "scale", "question-0-required": "on",
        "question-1-text": "长短", "question-1-kind": "choice", "question-1-options": "太短\n正好\n",
        "question-2-text": "建议", "question-2-kind": "text", "question-2-required": "on",
    }
    more = client.post(url("survey-template-new"), data | {"more": "1"})
    assert (more.status_code, SurveyTemplate.objects.count(), more.context["rows"].total_form_count()) == (200, 0, 5)
    assert client.post(url("survey-template-new"), data | {"question-1-options": "太短"}).status_code == 200
    assert client.post(url("survey-template-new"), data).status_code == 302
    template = SurveyTemplate.objects.get()
    assert [(one["key"], one["kind"], one["options"], one["required"]) for one in template.questions] == [
        ("q1", "scale", [], True), ("q2", "choice", ["太短", "正好"], False), ("q3", "text", [], False),
    ]
    assert client.get(url("survey-template-new"), {"from": template.pk}).context["form"].initial["title"] == "短问卷"
    changed = data | {
        "title": "更短", "question-INITIAL_FORMS": 3, "question-0-key": "q1", "question-1-key": "q2",
        "question-1-remove": "on", "question-2-key": "q3",
    }
    assert client.post(url("survey-template-edit", template.pk), changed).status_code == 302
    template.refresh_from_db()
    assert (template.title, [one["key"] for one in template.questions]) == ("更短", ["q1", "q3"])
    assert client.post(url("survey-template-retire", template.pk)).status_code == 302
    assert rows_of(client.get(url("survey-templates"))) == []


@pytest.mark.django_db
def test_a_subdistrict_reads_the_districts_questionnaire_and_does_not_change_it(sign_in, world):
    template = make_template(world)
    client = sign_in("subdistrict")
    assert [row["template"] for row in rows_of(client.get(url("survey-templates")))] == [template]
    assert client.get(url("survey-template-edit", template.pk)).status_code == 403


@pytest.mark.django_db
def test_whoever_teaches_the_session_is_not_asked_on_its_page(client, world):
    survey = make_survey(world)
    own = place(survey.cohort, world.p_trainer, world.east_branch)
    mark(world, survey.session, (own, "present"), actor=world.p_school)
    survey.tickets.create(person=world.p_trainer)
    client.force_login(world.p_trainer)
    assert client.get(url("my-survey", survey.pk)).context["form"] is None


@pytest.mark.django_db
def test_an_old_survey_says_that_it_is_over(client, world):
    survey = closed(make_survey(world))
    survey.closes_at = timezone.now() - timedelta(days=1)
    survey.opens_at = survey.closes_at - timedelta(days=7)
    survey.save()
    client.force_login(survey.seats[0].person)
    assert "本次评价已经结束" in client.get(url("my-survey", survey.pk)).content.decode()
