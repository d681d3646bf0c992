"""The exam on paper: what stands on the sheet and what on the key sheet, and results keyed in from it."""

import subprocess
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions import exam_setup, exams, keying, paper_setup, printed_papers, questions
from courses.actions.candidates import admit_candidates, name_invigilators
from courses.models import Attempt, AttemptAnswer, PrintedPaper, Question
from courses.queries.exams import results_of
from courses.reports.exam_papers import key_pdf, paper_pdf
from courses.rules.keyed import letter
from courses.rules.results import Result
from lms.audit.models import AuditEntry

from .exam_making import CANARY, make_exam
from .question_making import each_kind


def url(name, *args):
    return reverse(f"courses:{name}", args=args)


def text_of(body):
    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=body, capture_output=True, check=True).stdout.decode()
    return "".join(found.split())


@pytest.fixture
def exam(world):
    made, asked = make_exam(world, attempts_allowed=2)
    made.asked = asked
    admit_candidates(actor=None, exam=made, person_ids=[world.p_learner.pk, world.p_reserve.pk])
    return made


@pytest.fixture
def printed(world, exam):
    return printed_papers.draw_version(actor=world.p_subdistrict, exam=exam, now=timezone.now())


@pytest.fixture
def staff(client, world):
    client.force_login(world.p_subdistrict)
    return client


# On the sheet ----------------------------------------------------------------------------------------------------------

def test_every_kind_of_question_stands_on_the_sheet_and_no_key(world):
    bank = questions.create_bank(actor=None, organisation=world.east, title="题库")
    exam = exam_setup.create_exam(actor=None, organisation=world.east, title="结业考试")
    made = [questions.add_question(actor=None, bank=bank, content=content) for content in each_kind()]
    Question.objects.filter(kind__in=["short", "essay"]).update(key=[CANARY])
    Question.objects.update(explanation=CANARY)
    paper_setup.add_questions(actor=None, exam=exam, questions=made, points=4)
    printed = printed_papers.draw_version(actor=None, exam=exam, now=timezone.now())
    text = text_of(paper_pdf(printed))
    stems = ["".join(question.stem.split()) for question in made]
    assert [stem for stem in stems if stem not in text] == []
    assert (CANARY in text, "党课*" in text, "座位号" in text, "68分" in text.replace("（", "")) == (False, False, True, True)
    parts = [part["stem"] for question in made for part in question.parts]
    assert [stem for stem in parts if "".join(stem.split()) not in text] == []
    assert CANARY in text_of(key_pdf(printed))


def test_the_key_sheet_gives_the_letters_of_its_own_version(exam, printed):
    single, multiple, truth = exam.asked
    drawn = {item["question"]: item["options"] for item in printed.paper}
    one = letter(drawn[single.pk].index("b") + 1)
    several = "".join(sorted(letter(drawn[multiple.pk].index(key) + 1) for key in "ac"))
    text = text_of(key_pdf(printed))
    assert (f"1{one}单选题" in text, f"2{several}多选题" in text, CANARY in text) == (True, True, True)


def test_a_version_stays_though_the_bank_changes(world, exam, printed):
    before = text_of(paper_pdf(printed))
    questions.revise_question(actor=None, question=exam.asked[0], kind="true_false", stem="改过的题", key=["true"])
    assert text_of(paper_pdf(PrintedPaper.objects.get(pk=printed.pk))) == before
    again = printed_papers.draw_version(actor=None, exam=exam, now=timezone.now())
    assert (again.letter, "改过的题" in text_of(paper_pdf(again))) == ("B", True)


def test_every_print_is_in_the_trail_and_the_key_only_for_who_is_no_candidate(staff, world, exam, printed):
    sheet = staff.post(url("exam-print-paper", printed.pk))
    assert (sheet["Content-Type"], sheet.content[:4]) == ("application/pdf", b"%PDF")
    assert staff.post(url("exam-print-key", printed.pk)).status_code == 200
    admit_candidates(actor=None, exam=exam, person_ids=[world.p_subdistrict.pk])
    assert staff.post(url("exam-print-key", printed.pk)).status_code == 403
    verbs = AuditEntry.objects.filter(verb__startswith="exam.print").order_by("pk").values_list("verb", "actor")
    assert list(verbs) == [("exam.print", world.p_subdistrict.pk), ("exam.print_key", world.p_subdistrict.pk)]


def test_a_version_is_deleted_only_while_nobody_wrote_it(staff, world, exam, printed):
    key(world, printed, world.p_learner)
    staff.post(url("exam-print-delete", printed.pk))
    assert PrintedPaper.objects.count() == 1
    staff.post(url("exam-print", exam.pk))
    staff.post(url("exam-print-delete", PrintedPaper.objects.get(letter="B").pk))
    assert [row.letter for row in PrintedPaper.objects.all()] == ["A"]


def test_a_paper_that_cannot_be_drawn_whole_is_not_printed(staff, world):
    exam = exam_setup.create_exam(actor=None, organisation=world.east, title="空卷")
    staff.post(url("exam-print", exam.pk))
    assert PrintedPaper.objects.count() == 0


# Keyed in --------------------------------------------------------------------------------------------------------------

def key(world, printed, person, answers=None, **fields):
    return keying.key_in(
        actor=world.p_subdistrict, printed=printed, person=person, answers=answers or {}, begun_at=timezone.now(),
        now=timezone.now(), **fields,
    )


def right(exam):
    return {question.pk: question.key for question in exam.asked}


def test_a_sheet_becomes_an_attempt_like_any_other(world, exam, printed):
    attempt = key(world, printed, world.p_learner, right(exam))
    attempt.refresh_from_db()
    assert (attempt.points, attempt.points_possible, attempt.passed, attempt.ended_by, attempt.printed, attempt.keyed_by) == (
        15, 15, True, "paper", printed, world.p_subdistrict)
    assert (attempt.paper == printed.paper, [event.kind for event in attempt.events.all()]) == (True, ["keyed_in"])
    assert results_of(exam) == {world.p_learner.pk: Result(100, True, 1, 0)}


def test_what_people_mark_waits(world, exam):
    essay = questions.add_question(actor=None, bank=exam.asked[0].bank, kind="essay", stem="谈谈体会")
    exam_setup.close_exam(actor=None, exam=exam)
    paper_setup.add_questions(actor=None, exam=exam, questions=[essay], points=10)
    printed = printed_papers.draw_version(actor=None, exam=exam, now=timezone.now())
    attempt = key(world, printed, world.p_learner, right(exam) | {essay.pk: ["写在卷上"]})
    assert (attempt.marked_at, attempt.points) == (None, None)
    assert AttemptAnswer.objects.get(question=essay).chosen == ["写在卷上"]


def test_an_attempt_that_exists_is_asked_about_and_one_under_way_stands_in_the_way(world, exam, printed):
    key(world, printed, world.p_learner)
    with pytest.raises(keying.NotKeyed) as caught:
        key(world, printed, world.p_learner)
    assert caught.value.asks is True
    assert key(world, printed, world.p_learner, again=True).number == 2
    with pytest.raises(keying.NotKeyed) as caught:
        key(world, printed, world.p_learner, again=True)
    assert caught.value.asks is False
    exams.start_attempt(person=world.p_reserve, exam=exam)
    with pytest.raises(keying.NotKeyed):
        key(world, printed, world.p_reserve, again=True)
    assert Attempt.objects.count() == 3


def test_nobody_keys_in_their_own_sheet_or_that_of_somebody_who_is_no_candidate(world, exam, printed):
    admit_candidates(actor=None, exam=exam, person_ids=[world.p_subdistrict.pk])
    for person in (world.p_subdistrict, world.p_outsider):
        with pytest.raises(keying.NotKeyed):
            key(world, printed, person)
    assert Attempt.objects.count() == 0


def test_answers_are_typed_as_letters_signs_and_words(staff, world, exam, printed):
    page = url("exam-key-in", printed.pk, world.p_learner.pk)
    shown = staff.get(page)
    assert [item["stem"] for item in shown.context["items"]] == ["单选题", "多选题", "判断题"]
    drawn = [item["options"] for item in printed.paper]
    begun = (timezone.localtime() - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    typed = {"begun_at": begun, "q1": letter(drawn[0].index("b") + 1), "q3": "×",
             "q2": "、".join(letter(drawn[1].index(one) + 1) for one in "ca").lower()}
    wrong = staff.post(page, typed | {"q1": "Z"})
    assert (wrong.context["problems"], Attempt.objects.count()) == (1, 0)
    answer = staff.post(page, typed)
    assert answer.url == url("exam-keying", printed.pk)
    assert Attempt.objects.get().points == 15
    again = staff.post(page, typed)
    assert list(again.context["form"].errors) == ["again"]
    staff.post(page, typed | {"again": "on", "q3": "对"})
    assert list(Attempt.objects.order_by("number").values_list("points", flat=True)) == [15, 10]


def test_the_pages_of_keying_hold_no_key_and_never_oneself(staff, world, exam, printed):
    admit_candidates(actor=None, exam=exam, person_ids=[world.p_subdistrict.pk])
    Question.objects.filter(pk=exam.asked[0].pk).update(key=[CANARY])
    bodies = [staff.get(path).content.decode() for path in (
        url("exam-print", exam.pk), url("exam-keying", printed.pk), url("exam-key-in", printed.pk, world.p_learner.pk))]
    assert [CANARY in body for body in bodies] == [False] * 3
    assert staff.get(url("exam-key-in", printed.pk, world.p_subdistrict.pk)).status_code == 404
    assert staff.get(url("exam-key-in", printed.pk, world.p_outsider.pk)).status_code == 404


def test_who_watches_over_the_exam_keys_in_where_its_settings_say_so(client, world, exam, printed):
    watcher = world.people["trainer"]
    name_invigilators(actor=None, exam=exam, people=[watcher])
    client.force_login(watcher)
    pages = [url("exam-keying", printed.pk), url("exam-key-in", printed.pk, world.p_learner.pk)]
    here = f'href="{pages[0]}"'
    assert [client.get(page).status_code for page in pages] == [403, 403]
    assert here not in client.get(url("exam-watch", exam.pk)).content.decode()
    exam_setup.edit_exam(actor=world.p_subdistrict, exam=exam, invigilators_key_in=True)
    assert here in client.get(url("exam-watch", exam.pk)).content.decode()
    assert [client.get(page).status_code for page in pages] == [200, 200]
    assert client.get(url("exam-key-in", printed.pk, watcher.pk)).status_code == 404
    assert client.post(pages[1], {"begun_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")}).status_code == 302
    attempt = Attempt.objects.get()
    assert (attempt.person, attempt.keyed_by) == (world.p_learner, watcher)
    assert AuditEntry.objects.get(verb="exam.key_in").actor == watcher
    assert [client.get(url(name, exam.pk)).status_code for name in ("exam-print", "exam-paper")] == [403, 403]


PRINT, KEYING, KEY_IN = 7, 9, 8


def test_the_pages_of_the_hall_read_a_constant_number_of_rows(staff, world, exam, printed, django_assert_num_queries):
    from lms.people.actions import appoint, create_person

    def look():
        with django_assert_num_queries(PRINT):
            staff.get(url("exam-print", exam.pk))
        with django_assert_num_queries(KEYING):
            staff.get(url("exam-keying", printed.pk))
        with django_assert_num_queries(KEY_IN):
            staff.get(url("exam-key-in", printed.pk, world.p_learner.pk))

    look()
    people = [create_person(actor=None, name=f"学员{number}") for number in range(8)]
    for person in people:
        appoint(actor=None, person=person, organisation=world.east_branch, position="member")
    admit_candidates(actor=None, exam=exam, person_ids=[person.pk for person in people])
    for person in people[:4]:
        key(world, printed, person)
    for _ in range(3):
        printed_papers.draw_version(actor=None, exam=exam, now=timezone.now())
    look()
