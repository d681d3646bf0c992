"""Questions on lessons: who sees and answers them, what all readers see, and the notice to whoever asked."""

import pytest
from django.utils import timezone

from courses.actions.lesson_questions import answer, ask, publish, withdraw
from courses.models import Course, Lesson, LessonAnswer, LessonQuestion
from courses.queries.lesson_questions import questions_on
from courses.rules.answering import answers_in, whom_to_tell
from lms.audit.models import AuditEntry
from lms.notices.models import Notice
from lms.people import actions as people
from lms.people.enums import Role


@pytest.mark.parametrize(("paths", "places", "expected"), [
    ([], ["1/2/"], False),
    (["1/2/"], ["1/2/", None], True),
    (["1/2/"], [None, "1/2/7/"], True),
    (["1/2/"], ["1/3/", "1/22/"], False),
    (["1/2/"], [None, None], False),
    (["1/"], [None, None], True),
])
def test_one_answers_for_the_school_or_for_the_asker(paths, places, expected):
    assert answers_in(paths, places) is expected


@pytest.mark.parametrize(("answerers", "expected"), [
    ([], set()),
    ([(1, "trainer"), (2, "district"), (1, "school"), (3, "school")], {1, 3}),
    ([(2, "district"), (4, "subdistrict")], {4}),
    ([(2, "district")], {2}),
])
def test_the_nearest_who_answer_are_told(answerers, expected):
    assert whom_to_tell(answerers, [("trainer", "school"), ("subdistrict",), ("district",)]) == expected


@pytest.fixture
def lesson(world):
    """A lesson of a course of the western school."""
    course = Course.objects.create(title="实务", school=world.west, published_at=timezone.now(), url="/courses/1/")
    return Lesson.objects.create(title="第一课", course=course, minutes=10, published_at=timezone.now(), url="/courses/1/1/")


@pytest.fixture
def question(world, lesson):
    return ask(person=world.p_learner, lesson=lesson, text=" 人手不够怎么办？ ")


@pytest.fixture
def western(world):
    person = people.create_person(actor=None, name="西师", username="western")
    people.grant_role(actor=None, person=person, role=Role.TRAINER, organisation=world.west)
    return person


def test_a_question_remembers_where_it_was_asked(question, world):
    assert (question.text, question.organisation) == ("人手不够怎么办？", world.east_branch)
    line = AuditEntry.objects.get(verb="lesson_question.ask")
    assert (line.actor, line.organisation_path, line.detail) == (
        world.p_learner, world.east_branch.path, {"lesson": question.lesson_id}
    )


def test_who_sees_it(question, world, western):
    seen = {role for role, person in world.people.items() if LessonQuestion.objects.visible_to(person).exists()}
    assert seen == {"learner", "trainer", "school", "subdistrict", "district"}
    assert LessonQuestion.objects.visible_to(western).count() == 1  # by the course's school
    nobody = people.create_person(actor=None, name="南师", username="south")
    assert LessonQuestion.objects.visible_to(nobody).count() == 0


def test_a_question_from_nowhere_is_the_districts(world):
    free = Lesson.objects.create(title="微课", published_at=timezone.now(), url="/micro/1/")
    question = ask(person=world.p_editor, lesson=free, text="谁来答？")
    assert question.organisation is None
    seen = {role for role, person in world.people.items() if LessonQuestion.objects.answerable_by(person).exists()}
    assert seen == {"district"}


def test_an_answer_tells_whoever_asked_once_an_answer(question, world):
    answer(actor=world.p_trainer, question=question, text="先请楼组长")
    answer(actor=world.p_school, question=question, text="再请志愿者")
    question.refresh_from_db()
    assert question.answered_at == question.answers.first().written_at
    told = Notice.objects.filter(person=world.p_learner)
    assert [(notice.kind, notice.params, notice.url) for notice in told] == [
        ("lesson_question.answered", {"lesson": "第一课"}, "/courses/1/1/#questions")
    ] * 2


def told(question):
    return sorted(Notice.objects.filter(source__startswith=f"lesson-question:{question.pk}:").values_list(
        "person__username", "kind", "params__lesson", "url"))


def test_who_teaches_is_told_once_of_a_question(world, western, question):
    told_of = ("lesson_question.asked", "第一课", f"/desk/lesson-questions/{question.pk}/")
    assert told(question) == [(name, *told_of) for name in ("school", "trainer", "western")]


def test_where_nobody_teaches_those_are_told_who_administer(world, lesson):
    assert [row[0] for row in told(ask(person=world.p_outsider, lesson=lesson, text="西边谁来答？"))] == ["district"]


def test_nobody_is_told_of_the_own_question(world, lesson):
    own = ask(person=world.p_trainer, lesson=lesson, text="我也想问")
    assert "trainer" not in {row[0] for row in told(own)}


def test_all_readers_see_the_published_wording_without_the_name(question, world, lesson, client):
    answer(actor=world.p_trainer, question=question, text="先请楼组长", public_text="支部人手不够怎么办？")
    for reader, shown in [(world.p_outsider, "支部人手不够怎么办？"), (world.p_learner, "人手不够怎么办？"),
                          (world.p_trainer, "人手不够怎么办？")]:
        (found,) = questions_on(lesson, reader)
        assert (found.shown, found.mine, found.mine_to_answer) == (
            shown, reader == world.p_learner, reader == world.p_trainer
        )
    question = withdraw(actor=world.p_trainer, question=question)
    assert questions_on(lesson, world.p_outsider) == []
    assert [q.pk for q in questions_on(lesson, world.p_learner)] == [question.pk]


def test_an_open_question_cannot_be_published(question, world):
    with pytest.raises(ValueError, match="answer"):
        publish(actor=world.p_trainer, question=question, public_text="人手")


def test_ones_own_come_first_and_the_rest_the_newest_first(question, world, lesson):
    later = [ask(person=world.p_reserve, lesson=lesson, text=f"问{n}") for n in (1, 2)]
    for each in later:
        answer(actor=world.p_trainer, question=each, text="答", public_text="问")
    assert [q.pk for q in questions_on(lesson, world.p_learner)] == [question.pk, later[1].pk, later[0].pk]


@pytest.mark.parametrize("count", [1, 9])
def test_the_questions_of_a_page_cost_two_queries(question, world, lesson, django_assert_num_queries, count):
    for number in range(count):
        other = ask(person=world.p_reserve, lesson=lesson, text=f"问{number}")
        answer(actor=world.p_trainer, question=other, text="答", public_text="问")
    reader = type(world.p_learner).objects.get(pk=world.p_learner.pk)
    with django_assert_num_queries(3):  # the reader's grants, questions, answers
        questions_on(lesson, reader)


# The desk ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def trainer(client, world):
    client.force_login(world.p_trainer)
    return client


def test_asking_on_the_page(client, world, lesson):
    client.force_login(world.p_learner)
    response = client.post(f"/learn/lessons/{lesson.key}/questions/", {"text": "人手不够怎么办？"})
    assert (response.status_code, response.url) == (302, "/courses/1/1/#questions")
    assert LessonQuestion.objects.get().asker == world.p_learner
    client.post(f"/learn/lessons/{lesson.key}/questions/", {"text": " "})
    assert LessonQuestion.objects.count() == 1


def test_the_desk_lists_what_waits_and_what_was_answered(trainer, question, world):
    def listed(path):
        return [row.pk for row in trainer.get(path).context["page"]]

    assert listed("/desk/lesson-questions/") == [question.pk]
    answer(actor=world.p_trainer, question=question, text="答")
    assert (listed("/desk/lesson-questions/"), listed("/desk/lesson-questions/?all=1")) == ([], [question.pk])


def test_answering_at_the_desk_and_publishing_later(trainer, question):
    path = f"/desk/lesson-questions/{question.pk}/"
    assert trainer.post(f"{path}publish/", {"public_text": "人手"}).url == path
    question.refresh_from_db()
    assert question.published_at is None  # nothing is published before it is answered
    assert trainer.post(path, {"text": "先请楼组长", "public_text": "未勾选"}).url == "/desk/lesson-questions/"
    question.refresh_from_db()
    assert (LessonAnswer.objects.get().text, question.published_at) == ("先请楼组长", None)
    trainer.post(f"{path}publish/", {"public_text": "人手不够怎么办"})
    question.refresh_from_db()
    assert (question.public_text, question.published_at is None) == ("人手不够怎么办", False)
    trainer.post(f"{path}publish/", {"withdraw": "1"})
    question.refresh_from_db()
    assert question.published_at is None


def test_publishing_with_the_answer_asks_for_the_wording(trainer, question):
    path = f"/desk/lesson-questions/{question.pk}/"
    page = trainer.post(path, {"text": "答", "publish": "on", "public_text": " "})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["public_text"])
    assert LessonAnswer.objects.count() == 0
    trainer.post(path, {"text": "答", "publish": "on", "public_text": "人手？"})
    question.refresh_from_db()
    assert question.public_text == "人手？"


def test_nobody_answers_their_own(client, world, lesson):
    own = ask(person=world.p_trainer, lesson=lesson, text="我也想问")
    client.force_login(world.p_trainer)
    assert client.get(f"/desk/lesson-questions/{own.pk}/").status_code == 403
    assert list(client.get("/desk/lesson-questions/").context["page"]) == []


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_the_same_however_long(trainer, world, lesson, django_assert_num_queries, count):
    for number in range(count):
        ask(person=world.p_learner, lesson=lesson, text=f"问{number}")
    with django_assert_num_queries(6):  # session, person, grants, count, rows, unread notices
        trainer.get("/desk/lesson-questions/")
