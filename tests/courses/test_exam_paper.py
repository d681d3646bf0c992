"""The paper builder: questions from the banks, points, order, rubrics, rules with their count, and draws to look at."""

import pytest
from django.urls import reverse

from courses.actions import exam_setup, paper_setup, questions
from courses.actions.drawing import counts_of, draw_paper
from courses.actions.rubrics import create_rubric
from courses.models import Exam, ExamQuestion, PaperRule, Question
from lms.audit.models import AuditEntry

from .exam_making import CANARY
from .question_making import each_kind


def url(name, *args):
    return reverse(f"courses:{name}", args=args)


@pytest.fixture
def bank(world):
    return questions.create_bank(actor=None, organisation=world.east, title="书记轮训题库")


@pytest.fixture
def exam(world):
    return exam_setup.create_exam(actor=None, organisation=world.east, title="结业考试")


def write(bank, count, **fields):
    return [
        questions.add_question(actor=None, bank=bank, kind="true_false", stem=f"判断 {number} {fields}", key=["true"],
                               explanation=CANARY, **fields) for number in range(count)
    ]


def stems(exam):
    return list(exam.paper.order_by("order").values_list("question__stem", "points"))


# Actions ---------------------------------------------------------------------------------------------------------------

def test_questions_are_added_at_the_end_and_none_twice_in_any_version(bank, exam):
    first, second, third = write(bank, 3)
    assert paper_setup.add_questions(actor=None, exam=exam, questions=[second, first], points=5) == 2
    newer = questions.revise_question(actor=None, question=first, kind="true_false", stem="改过", key=["true"])
    assert paper_setup.add_questions(actor=None, exam=exam, questions=[newer, third], points=3) == 1
    assert stems(exam) == [(second.stem, 5), ("改过", 5), (third.stem, 3)]


def test_points_order_and_removal_are_kept_together(bank, exam):
    made = write(bank, 3)
    paper_setup.add_questions(actor=None, exam=exam, questions=made, points=5)
    one, two, three = exam.paper.order_by("order")
    paper_setup.arrange_paper(actor=None, exam=exam, points={one.pk: 7}, order=[three.pk, one.pk], without=[two.pk])
    assert stems(exam) == [(made[2].stem, 5), (made[0].stem, 7)]
    with pytest.raises(paper_setup.ExamNotReady):
        paper_setup.arrange_paper(actor=None, exam=exam, points={one.pk: 0})
    assert stems(exam) == [(made[2].stem, 5), (made[0].stem, 7)]


def test_arranging_what_is_the_same_writes_nothing(bank, exam):
    paper_setup.add_questions(actor=None, exam=exam, questions=write(bank, 2), points=5)
    before = AuditEntry.objects.count()
    paper_setup.arrange_paper(actor=None, exam=exam, points={row.pk: 5 for row in exam.paper.all()})
    assert AuditEntry.objects.count() == before


def test_nothing_of_the_paper_changes_while_the_exam_is_open(bank, exam):
    made = write(bank, 2)
    paper_setup.add_questions(actor=None, exam=exam, questions=made[:1], points=5)
    stale = Exam.objects.get(pk=exam.pk)
    exam_setup.open_exam(actor=None, exam=exam)
    for change in (
        lambda: paper_setup.add_questions(actor=None, exam=stale, questions=made, points=5),
        lambda: paper_setup.arrange_paper(actor=None, exam=stale, points={}, without=[stale.paper.get().pk]),
        lambda: paper_setup.save_rule(actor=None, exam=stale, rule=PaperRule(bank=bank, count=1)),
    ):
        with pytest.raises(paper_setup.ExamNotReady):
            change()
    assert (exam.paper.count(), exam.rules.count()) == (1, 0)


def test_rules_count_what_the_bank_has_in_one_query(bank, exam, django_assert_num_queries):
    write(bank, 3, theme="组织生活")
    write(bank, 2, theme="群众工作", tags=["案例"], difficulty=4)
    rules = [PaperRule(bank=bank, **fields) for fields in (
        {}, {"theme": "组织生活"}, {"tag": "案例"}, {"tag": "例"}, {"difficulty": 4, "kind": "true_false"}, {"kind": "single"})]
    with django_assert_num_queries(1):
        assert counts_of(rules) == [5, 3, 2, 0, 2, 0]


def test_a_paper_is_drawn_in_four_queries_however_many_rules(bank, exam, django_assert_num_queries):
    write(bank, 3, theme="组织生活")
    write(bank, 4, theme="群众工作")
    for theme in ("组织生活", "群众工作", ""):
        paper_setup.save_rule(actor=None, exam=exam, rule=PaperRule(bank=bank, count=2, theme=theme, points=4))
    with django_assert_num_queries(4):
        paper, short = draw_paper(exam, 7)
    assert ([item["points"] for item in paper], short, len({item["question"] for item in paper})) == ([4] * 6, [], 6)


def test_opening_says_all_that_is_missing(bank, exam, world):
    essay = questions.add_question(actor=None, bank=bank, kind="essay", stem="谈谈体会")
    paper_setup.add_questions(actor=None, exam=exam, questions=[essay], points=10)
    ExamQuestion.objects.update(rubric=[{"title": "观点", "points": 8, "hint": ""}])
    paper_setup.save_rule(actor=None, exam=exam, rule=PaperRule(bank=bank, count=5, kind="single"))
    assert [(lack.code, lack.number, lack.wanted, lack.found) for lack in exam_setup.lacks_of(exam)] == [
        ("short", 1, 5, 0), ("rubric", 1, 10, 8)]
    with pytest.raises(exam_setup.ExamNotReady):
        exam_setup.open_exam(actor=None, exam=exam)
    assert Exam.objects.get(pk=exam.pk).is_open is False


def test_a_copy_has_settings_paper_and_rules_and_nobody_yet(bank, exam, world):
    paper_setup.add_questions(actor=None, exam=exam, questions=write(bank, 2), points=5)
    paper_setup.save_rule(actor=None, exam=exam, rule=PaperRule(bank=bank, count=1, theme="组织生活"))
    exam_setup.edit_exam(actor=None, exam=exam, one_device=True, minutes=45)
    exam.candidates.create(person=world.p_learner)
    exam.invigilators.create(person=world.p_trainer)
    made = exam_setup.duplicate_exam(actor=None, exam=exam, title="第二期", with_invigilators=True)
    assert (made.one_device, made.minutes, made.is_open, made.organisation) == (True, 45, False, exam.organisation)
    assert (stems(made), [rule.theme for rule in made.rules.all()]) == (stems(exam), ["组织生活"])
    assert (made.candidates.count(), [row.person for row in made.invigilators.all()]) == (0, [world.p_trainer])
    assert (made.room_secret != exam.room_secret, exam.rules.count()) == (True, 1)


# Pages -----------------------------------------------------------------------------------------------------------------

@pytest.fixture
def staff(client, world):
    client.force_login(world.p_subdistrict)
    return client


def test_all_nine_kinds_may_stand_on_a_paper_and_are_shown_in_three_draws(staff, bank, exam):
    made = [questions.add_question(actor=None, bank=bank, content=content) for content in each_kind()]
    Question.objects.update(explanation=CANARY)
    staff.post(url("exam-paper-add", exam.pk), {"question": [one.pk for one in made], "points": 4})
    assert exam.paper.count() == len(made)
    assert {row.question.kind for row in exam.paper.all()} == {
        "single", "multiple", "true_false", "fill_in", "matching", "ordering", "short", "essay", "case"}
    body = staff.get(url("exam-preview", exam.pk), {"seed": 5}).content.decode()
    assert (body.count('class="draws__one"'), body.count("谈谈你的体会。"), CANARY in body) == (3, 3, False)
    assert staff.get(url("exam-preview", exam.pk), {"seed": 5}).context["draws"] == staff.get(
        url("exam-preview", exam.pk), {"seed": 5}).context["draws"]


def test_the_arrows_move_a_question_and_keep_the_points_that_were_typed(staff, bank, exam):
    made = write(bank, 3)
    paper_setup.add_questions(actor=None, exam=exam, questions=made, points=5)
    rows = list(exam.paper.order_by("order"))
    points = {f"points_{row.pk}": number for number, row in enumerate(rows, start=1)}
    answer = staff.post(url("exam-paper", exam.pk), points | {"do": f"up-{rows[2].pk}"})
    assert answer.url == url("exam-paper", exam.pk) + f"#row-{rows[2].pk}"
    assert stems(exam) == [(made[0].stem, 1), (made[2].stem, 3), (made[1].stem, 2)]
    staff.post(url("exam-paper", exam.pk), {"do": f"off-{rows[0].pk}"})
    staff.post(url("exam-paper", exam.pk), {"do": "save", "order": f"{rows[1].pk},{rows[2].pk}"})
    assert stems(exam) == [(made[1].stem, 2), (made[2].stem, 3)]
    staff.post(url("exam-paper", exam.pk), {"do": "save", f"points_{rows[1].pk}": "many"})
    assert stems(exam) == [(made[1].stem, 2), (made[2].stem, 3)]


def test_a_rule_shows_how_many_questions_fit_before_it_is_saved(staff, bank, exam):
    write(bank, 3, theme="组织生活")
    asked = {"bank": bank.pk, "count": 4, "points": 5, "theme": "组织生活"}
    counted = staff.get(url("exam-rule-count", exam.pk), asked)
    assert (counted.context["available"], counted.context["enough"]) == (3, False)
    without_scripts = staff.post(url("exam-rule-new", exam.pk), asked | {"count_only": 1})
    assert (without_scripts.context["available"], exam.rules.count()) == (3, 0)
    staff.post(url("exam-rule-new", exam.pk), asked | {"count": 2})
    rule = exam.rules.get()
    assert (rule.count, rule.theme, rule.points) == (2, "组织生活", 5)
    staff.post(url("exam-rule-edit", exam.pk, rule.pk), asked | {"count": 3})
    assert exam.rules.get().count == 3
    staff.post(url("exam-paper", exam.pk), {"do": f"rule-off-{rule.pk}"})
    assert exam.rules.count() == 0


def test_banks_of_others_are_neither_offered_nor_taken(staff, world, exam):
    west = questions.create_bank(actor=None, organisation=world.west, title="西街道题库")
    [other] = write(west, 1)
    assert "西街道题库" not in staff.get(url("exam-paper-add", exam.pk)).content.decode()
    staff.post(url("exam-paper-add", exam.pk), {"question": [other.pk], "points": 4})
    staff.post(url("exam-rule-new", exam.pk), {"bank": west.pk, "count": 1, "points": 5})
    assert (exam.paper.count(), exam.rules.count()) == (0, 0)


def test_a_rubric_adds_up_or_says_by_how_much_not(staff, bank, exam):
    case = questions.add_question(actor=None, bank=bank, content=each_kind()[-1])
    essay = questions.add_question(actor=None, bank=bank, kind="essay", stem="谈谈体会")
    paper_setup.add_questions(actor=None, exam=exam, questions=[essay, case], points=10)
    row, of_case = exam.paper.order_by("order")
    answer = staff.post(url("exam-rubric", exam.pk, row.pk), {"title_1": "观点", "points_1": 6, "title_2": "实际", "points_2": 3})
    assert (answer.status_code, len(answer.context["form"].non_field_errors())) == (200, 1)
    staff.post(url("exam-rubric", exam.pk, row.pk), {"title_1": "观点", "points_1": 6, "title_2": "联系实际", "points_2": 4})
    row.refresh_from_db()
    assert [line["points"] for line in row.rubric] == [6, 4]
    staff.post(url("exam-rubric", exam.pk, of_case.pk), {"part_1": 3, "title_1": "理由", "points_1": 3})
    of_case.refresh_from_db()
    assert of_case.rubric == [{"title": "理由", "points": 3, "hint": "", "part": 3}]


def test_a_rubric_begins_with_the_criteria_of_a_stored_one_and_keeps_its_own_until_saved(staff, world, bank, exam):
    essay = questions.add_question(actor=None, bank=bank, kind="essay", stem="谈谈体会")
    paper_setup.add_questions(actor=None, exam=exam, questions=[essay], points=10)
    row = exam.paper.get()
    stored = create_rubric(actor=world.people["subdistrict"], organisation=world.east, title="征文", rows=[
        {"title": "立意", "points": 6, "hint": "联系实际"}, {"title": "文字", "points": 4, "hint": ""}])
    here = url("exam-rubric", exam.pk, row.pk)
    assert staff.get(here).context["form"]["title_1"].value() is None
    form = staff.get(here, {"take": stored.pk}).context["form"]
    assert [form[f"{name}_{number}"].value() for number in (1, 2) for name in ("title", "points", "hint")] == [
        "立意", 6, "联系实际", "文字", 4, ""]
    assert staff.get(here, {"take": "x"}).context["taken"] is None
    row.refresh_from_db()
    assert row.rubric == []


PAPER, ADD, PREVIEW, EXAM = 8, 10, 18, 15


def test_every_page_of_the_paper_reads_a_constant_number_of_rows(staff, bank, exam, django_assert_num_queries):
    def look():
        with django_assert_num_queries(PAPER):
            staff.get(url("exam-paper", exam.pk))
        with django_assert_num_queries(ADD):
            staff.get(url("exam-paper-add", exam.pk))
        with django_assert_num_queries(PREVIEW):
            staff.get(url("exam-preview", exam.pk), {"seed": 1})
        with django_assert_num_queries(EXAM):
            staff.get(url("exam-desk", exam.pk))

    made = write(bank, 60)
    paper_setup.add_questions(actor=None, exam=exam, questions=made[:1], points=5)
    paper_setup.save_rule(actor=None, exam=exam, rule=PaperRule(bank=bank, count=1))
    look()
    paper_setup.add_questions(actor=None, exam=exam, questions=made[:40], points=5)
    for _ in range(5):
        paper_setup.save_rule(actor=None, exam=exam, rule=PaperRule(bank=bank, count=2))
    look()


def test_questions_are_offered_by_pages_and_filters(staff, bank, exam):
    write(bank, 40, theme="组织生活")
    write(bank, 5, theme="群众工作", difficulty=4)
    page = staff.get(url("exam-paper-add", exam.pk)).context["page"]
    assert (len(page.object_list), page.paginator.count) == (30, 45)
    found = staff.get(url("exam-paper-add", exam.pk), {"theme": "群众工作", "difficulty": 4, "bank": bank.pk, "q": "判断 3"})
    assert [question.theme for question in found.context["page"].object_list] == ["群众工作"]
