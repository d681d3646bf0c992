"""The pages of marking and regrading: what stands there, what never does, and as many queries for one as for many."""

import re

import pytest
from django.urls import reverse

from courses.actions import regrading
from courses.actions.answer_marks import save_mark
from courses.actions.exam_setup import edit_exam
from courses.models import AnswerMark, MarkClaim
from lms.people.enums import Role

from .marking_making import crowd, hold, make_essays, mark_all, sit


@pytest.fixture
def made(world):
    return make_essays(world)


@pytest.fixture
def desk(client, world):
    def enter(role):
        client.force_login(world.people[role])
        return client
    return enter


def page(made, question=None, part=0):
    return reverse("courses:marking-answer", args=[made.exam.pk, (question or made.essay).pk, part])


def text_of(response):
    return response.content.decode()


def test_a_marker_goes_from_answer_to_answer(world, made, desk):
    sit(made, world.people["learner"], text="甲的答案")
    sit(made, world.people["reserve"], text="乙的答案")
    client = desk("school")
    assert AnswerMark.objects.count() == 0
    client.get(page(made))
    assert MarkClaim.objects.count() == 0
    assert client.post(page(made)).url == page(made)
    seen = []
    for points in ("7", "9"):
        html = text_of(client.get(page(made)))
        key = re.search(r'name="answer" value="([^"]+)"', html)[1]
        seen.append("甲的答案" if "甲的答案" in html else "乙的答案")
        answer = client.post(page(made), {"answer": key, "save": "1", "score_0": points, "score_1": "3", "comment": "好"})
    assert (sorted(seen), answer.url) == (["乙的答案", "甲的答案"], reverse("courses:marking-exam", args=[made.exam.pk]))
    assert list(AnswerMark.objects.values_list("points", "scores", "comment")) == [(10, [7, 3], "好"), (12, [9, 3], "好")]
    back = client.post(page(made), {"back": "1"}).url
    html = text_of(client.get(back))
    assert 'value="9"' in html
    earlier = client.post(page(made), {"back": "1", "answer": re.search(r"answer=(.+)", back)[1]}).url
    assert 'value="7"' in text_of(client.get(earlier))


def test_points_beyond_the_criterion_are_refused_and_what_was_typed_stays(world, made, desk):
    sit(made, world.people["learner"])
    client = desk("school")
    client.post(page(made))
    key = MarkClaim.objects.get().key
    answer = client.post(page(made), {"answer": key, "save": "1", "score_0": "13", "score_1": "3", "comment": "写得好"})
    assert (answer.status_code, AnswerMark.objects.count()) == (400, 0)
    assert "写得好" in text_of(answer)


def test_a_sub_question_of_a_case_is_marked_by_its_own_criteria(world, client):
    made = make_essays(world, case_rubric=[
        {"title": "先听", "points": 3, "hint": "", "part": 1}, {"title": "具体", "points": 2, "hint": "有时间", "part": 1}])
    sit(made, world.people["learner"])
    client.force_login(world.people["school"])
    here = page(made, made.case, 1)
    client.post(here)
    assert list(client.get(here).context["form"].fields) == ["score_0", "score_1", "comment"]
    key = MarkClaim.objects.get().key
    assert client.post(here, {"answer": key, "save": "1", "score_0": "4", "score_1": "1"}).status_code == 400
    client.post(here, {"answer": key, "save": "1", "score_0": "3", "score_1": "1"})
    assert list(AnswerMark.objects.values_list("part", "points", "scores")) == [(1, 4, [3, 1])]
    client.post(page(made))
    assert [name for name in client.get(page(made)).context["form"].fields if name.startswith("score")] == ["score_0", "score_1"]


def test_the_hint_of_a_rubric_is_text(world, made, desk):
    sit(made, world.people["learner"])
    client = desk("school")
    client.post(page(made))
    html = text_of(client.get(page(made)))
    assert "有没有&lt;自己&gt;的想法" in html
    assert "<自己>" not in html


@pytest.mark.parametrize("part", [0, 1])
def test_anonymous_pages_hold_neither_name_nor_organisation_nor_a_known_number(world, made, desk, part):
    learner = world.people["learner"]
    learner.phone, learner.staff_no = "13900001234", "S-77"
    learner.save()
    attempt = sit(made, learner)
    client = desk("school")
    question = made.case if part else made.essay
    client.post(page(made, question, part))
    pages = [reverse("courses:marking"), reverse("courses:marking-exam", args=[made.exam.pk]), page(made, question, part),
             reverse("courses:marking-attempts", args=[made.exam.pk]), reverse("courses:marking-attempt", args=[attempt.pk])]
    for address in pages:
        html = text_of(client.get(address))
        for known in (learner.name, world.east_branch.name, learner.username, "13900001234", "S-77"):
            assert known not in html, (address, known)
    html = text_of(client.get(page(made, question, part)))
    assert f"attempts/{attempt.pk}" not in html


def test_names_stand_where_the_exam_allows_and_the_reader_sees_the_person(world, made, desk):
    attempt = sit(made, world.people["learner"])
    edit_exam(actor=None, exam=made.exam, anonymous_marking=False)
    attempt_page = reverse("courses:marking-attempt", args=[attempt.pk])
    assert "张学员" in text_of(desk("subdistrict").get(attempt_page))
    assert "张学员" not in text_of(desk("school").get(attempt_page))  # a school sees no register of people


def test_the_second_marker_sees_no_points_of_the_first_and_the_third_sees_both(world, desk):
    made = make_essays(world, rubric=[], two_markers=True)
    attempt = sit(made, world.people["learner"], first="")
    save_mark(actor=world.people["school"], claim=hold(made, world.people["school"], attempt, made.essay), points=2,
              comment="太空了")
    client = desk("subdistrict")
    client.post(page(made))
    attempt_page = reverse("courses:marking-attempt", args=[attempt.pk])
    assert "太空了" not in text_of(client.get(page(made))) + text_of(client.get(attempt_page))
    assert "太空了" in text_of(desk("school").get(attempt_page))
    save_mark(actor=world.people["subdistrict"], claim=hold(made, world.people["subdistrict"], attempt, made.essay), points=19,
              comment="很好")
    client = desk("district")
    client.post(page(made))
    html = text_of(client.get(page(made)))
    assert "太空了" in html
    assert "很好" in html


def test_the_trace_says_who_gave_what_and_why(world, made, desk, settings):
    settings.SECOND_PERSON = ["none"]
    attempt = sit(made, world.people["learner"], single="b")
    mark_all(made, world.people["school"], attempt)
    client = desk("subdistrict")
    html = text_of(client.get(reverse("courses:marking-attempt", args=[attempt.pk])))
    assert "张学员" in html  # marked by now
    assert "school 某" in html
    correct = reverse("courses:marking-correct", args=[attempt.pk, made.single.pk])
    client.post(correct, {"points": "6", "reason": "题面有歧义"})
    attempt.refresh_from_db()
    assert attempt.points == 15 + 4 + 5 + 6
    assert "题面有歧义" in text_of(client.get(reverse("courses:marking-attempt", args=[attempt.pk])))
    assert client.post(correct, {"points": "11", "reason": "多给"}).status_code == 200
    assert AnswerMark.objects.filter(corrects=True).count() == 1


def test_ones_own_attempt_is_in_no_list_and_at_no_address(world, made, desk):
    own = sit(made, world.people["subdistrict"])
    client = desk("subdistrict")
    assert client.get(reverse("courses:marking-attempt", args=[own.pk])).status_code == 404
    assert client.post(reverse("courses:marking-correct", args=[own.pk, made.single.pk])).status_code == 404
    assert str(own.pk) not in re.findall(r"desk/marking/attempts/(\d+)", text_of(
        client.get(reverse("courses:marking-attempts", args=[made.exam.pk]))))
    assert list(client.get(reverse("courses:marking")).context["page"]) == []


def test_a_named_trainer_marks_and_regrades_not(world, made, desk):
    from courses.actions.candidates import name_invigilators  # noqa: PLC0415 -- leaf: only here

    sit(made, world.people["learner"])
    client = desk("trainer")
    assert client.get(page(made)).status_code == 404
    name_invigilators(actor=None, exam=made.exam, people=[world.people["trainer"]])
    assert client.post(page(made)).status_code == 302
    assert client.get(page(made)).status_code == 200
    assert client.get(reverse("courses:regrades", args=[made.exam.pk])).status_code == 403
    assert world.people["trainer"].scope.holds(Role.TRAINER)


def test_a_question_is_regraded_through_its_pages(world, made, desk, settings):
    settings.SECOND_PERSON = ["none"]
    attempt = sit(made, world.people["learner"], text="", first="", single="b")
    client = desk("subdistrict")
    assert client.get(reverse("courses:regrades", args=[made.exam.pk])).status_code == 200
    new = reverse("courses:regrade-new", args=[made.exam.pk, made.single.pk])
    assert client.post(new, {"remedy": "rekey", "reason": "错"}).status_code == 200
    shown = client.post(new, {"remedy": "full", "reason": "两个答案都对"}).url
    html = text_of(client.get(shown))
    assert "0 / 40" in html
    assert "10 / 40" in html
    attempt.refresh_from_db()
    assert attempt.points == 0
    apply = re.search(r'action="([^"]+/apply/)"', html)[1]
    for _ in range(2):
        assert client.post(apply).url == shown
    attempt.refresh_from_db()
    assert attempt.points == 10
    assert "两个答案都对" in text_of(client.get(reverse("courses:regrades", args=[made.exam.pk])))


QUERIES = {"marking": 6, "marking-exam": 12, "marking-answer": 17, "marking-attempts": 8, "marking-attempt": 13,
           "regrades": 9, "regrade-new": 8, "regrade": 9}


@pytest.mark.parametrize("name", sorted(QUERIES))
@pytest.mark.parametrize("many", [1, 300])
def test_pages_ask_as_much_for_one_attempt_as_for_300(world, made, desk, django_assert_num_queries, name, many):
    attempt = sit(made, world.people["learner"], single="b")
    mark_all(made, world.people["school"], attempt)
    edit_exam(actor=None, exam=made.exam, anonymous_marking=False)
    if many > 1:
        crowd(made, many - 1)
    client = desk("subdistrict")
    sit(made, world.people["reserve"])
    client.post(page(made))
    args = {"marking": [], "marking-answer": [made.exam.pk, made.essay.pk, 0], "marking-attempt": [attempt.pk],
            "regrade-new": [made.exam.pk, made.single.pk]}.get(name, [made.exam.pk])
    if name == "regrade":
        args = [regrading.prepare_regrade(
            actor=world.people["district"], exam=made.exam, question=made.single, remedy="void", reason="题目有误").pk]
        if many > regrading.AT_ONCE:
            regrading.preview_regrade(regrade=made.exam.regrades.get())
    with django_assert_num_queries(QUERIES[name]):
        assert client.get(reverse(f"courses:{name}", args=args)).status_code == 200
