"""The pages of questions: a form by kind, what is like it, the preview, the sitting of every kind, and who sees a picture."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from courses.actions import exam_setup, exams, questions
from courses.actions.candidates import admit_candidates
from courses.actions.question_media import MediaRefused, keep_medium, look_into
from courses.models import Attempt, AttemptAnswer, Question, QuestionMedia

from .question_making import each_kind

CANARY = "CANARY-91ab"


@pytest.fixture
def bank(world):
    return questions.create_bank(actor=None, organisation=world.east, title="轮训题库")


@pytest.fixture
def staff(world, client):
    client.force_login(world.people["subdistrict"])
    return world.people["subdistrict"]


def png(color=9):
    out = io.BytesIO()
    Image.new("RGB", (4, 4), (color, 0, 0)).save(out, "PNG")
    return out.getvalue()


FORMS = {
    "single": ({"text_a": "甲", "text_b": "乙", "right_b": "on"}, ["b"]),
    "multiple": ({"text_a": "甲", "text_c": "丙", "right_a": "on", "right_c": "on", "policy": "half"}, ["a", "b"]),
    "true_false": ({"truth": "false"}, ["false"]),
    "fill_in": ({"stem": "___与___", "accepted_1": "北京\n[50%] 京", "accepted_2": "3 ± 0.5"},
                [[{"text": "北京"}, {"text": "京", "percent": "50"}], [{"text": "3", "tolerance": "0.5"}]]),
    "matching": ({"text_a": "甲", "partner_a": "1", "text_b": "乙", "partner_b": "2", "partner_c": "3"}, [["a", "a"], ["b", "b"]]),
    "ordering": ({"text_a": "一", "text_b": "二", "text_c": "三"}, ["a", "b", "c"]),
    "short": ({"model_answer": "要点"}, ["要点"]),
    "essay": ({}, []),
}


@pytest.mark.parametrize("kind", FORMS)
def test_each_kind_has_a_form_that_keeps_what_was_written(client, bank, staff, kind):
    fields, key = FORMS[kind]
    new = reverse("courses:question-create", args=[bank.pk])
    assert client.get(f"{new}?kind={kind}").status_code == 200
    sent = {"kind": kind, "stem": "题干", "tags": "轮训，书记", "difficulty": "3", "theme": "党史", "author": "张", **fields}
    response = client.post(new, sent)
    assert response.url == reverse("courses:bank", args=[bank.pk])
    question = Question.objects.get()
    assert (question.kind, question.key, question.tag_list, question.difficulty) == (kind, key, ["轮训", "书记"], 3)
    edit = reverse("courses:question-edit", args=[question.pk])
    form = client.get(edit).context["form"]
    again = {name: form[name].value() for name in form.fields if not form[name].html_name.startswith(("media", "new_media"))}
    client.post(edit, {name: value for name, value in again.items() if value not in (None, False)})
    question.refresh_from_db()
    assert (question.is_latest, Question.objects.count()) == (True, 1)
    body = client.get(reverse("courses:question-preview", args=[question.pk])).content.decode()
    assert ("题干" in body or "___" in body) is True


def test_what_the_bank_has_already_is_shown_before_it_is_saved(client, bank, staff):
    sent = {"kind": "true_false", "stem": "后备队伍也应当纳入换届前的培训安排。", "truth": "true"}
    new = reverse("courses:question-create", args=[bank.pk])
    client.post(new, sent)
    response = client.post(new, sent)
    assert response.status_code == 200
    assert [same for _question, same in response.context["alike"]] == [True]
    near = client.post(new, sent | {"stem": "后备队伍也应当纳入换届前的培训安排"[:-1]})
    assert [same for _question, same in near.context["alike"]] == [False]
    assert Question.objects.count() == 1
    client.post(new, sent | {"anyway": "1"})
    assert Question.objects.count() == 2


def test_the_preview_saves_nothing_and_keeps_the_picture(client, bank, staff):
    new = reverse("courses:question-create", args=[bank.pk])
    sent = {"kind": "single", "stem": "看图", "text_a": "甲", "text_b": "乙", "right_a": "on"}
    response = client.post(new, sent | {"preview": "1", "new_media": SimpleUploadedFile("original.png", png())})
    medium = QuestionMedia.objects.get()
    assert reverse("courses:question-media", args=[medium.key]) in response.content.decode()
    assert Question.objects.count() == 0
    client.post(new, sent | {"kept_new_media": medium.key.hex})
    assert Question.objects.get().media == [medium.key.hex]
    assert "original" not in medium.file.name


def test_an_answer_tried_in_the_preview_is_marked_with_its_reasons(client, bank, staff):
    question = questions.add_question(actor=staff, bank=bank, kind="fill_in", stem="首都是___", key=[[{"text": "北京"}]])
    page = reverse("courses:question-preview", args=[question.pk])
    response = client.post(page, {f"q{question.pk}": "北 京"})
    assert (response.context["marked"].points, len(response.context["trace"])) == (10, 1)


@pytest.mark.parametrize("content", each_kind(), ids=lambda content: f"{content.kind}-{content.policy}-{len(content.key)}")
def test_every_kind_is_shown_in_the_preview_and_the_bank(client, bank, staff, content):
    question = questions.add_question(actor=staff, bank=bank, content=content)
    assert client.get(reverse("courses:question-preview", args=[question.pk])).status_code == 200
    assert client.post(reverse("courses:question-preview", args=[question.pk])).status_code == 200
    assert client.get(reverse("courses:question-edit", args=[question.pk])).status_code == 200
    assert client.get(reverse("courses:bank", args=[bank.pk])).status_code == 200


@pytest.mark.parametrize(("query", "count"), [
    ("", 5), ("kind=single", 1), ("kind=nonsense", 5), ("theme=党史/百年", 4), ("tag=轮训", 4), ("tag=轮", 0), ("difficulty=3", 4),
    ("q=微党课", 1), ("q=没有", 0),
])
def test_a_bank_is_narrowed(client, bank, staff, query, count):
    kinds = {content.kind: content for content in reversed(each_kind())}
    for kind in ("single", "true_false", "short", "matching", "multiple"):
        questions.add_question(actor=staff, bank=bank, content=kinds[kind])
    page = client.get(reverse("courses:bank", args=[bank.pk]) + f"?{query}").context["page"]
    assert page.paginator.count == count


def test_a_bank_asks_as_much_for_one_question_as_for_many(client, bank, staff, django_assert_num_queries):
    page = reverse("courses:bank", args=[bank.pk])
    for content in each_kind()[:1]:
        questions.add_question(actor=staff, bank=bank, content=content)
    with django_assert_num_queries(BANK):
        client.get(page)
    for content in each_kind()[1:]:
        questions.add_question(actor=staff, bank=bank, content=content)
    with django_assert_num_queries(BANK):
        client.get(page)


BANK = 9


# Sitting -------------------------------------------------------------------------------------------------------------------

@pytest.fixture
def exam(world, bank):
    """An open exam of every kind that a paper can hold, canaries wherever a key or an explanation stands."""
    actor = world.people["subdistrict"]
    asked = [
        questions.add_question(actor=actor, bank=bank, kind="single", stem="单选", explanation=CANARY, key=["a"],
                               options=[{"id": "a", "text": "甲"}, {"id": "b", "text": "乙"}]),
        questions.add_question(actor=actor, bank=bank, kind="fill_in", stem="___与___", explanation=CANARY,
                               key=[[{"text": CANARY}, {"text": "北京"}], [{"text": "3", "tolerance": "0.5"}]]),
        questions.add_question(actor=actor, bank=bank, kind="matching", stem="配对", explanation=CANARY,
                               options=[{"id": "a", "text": "左一"}, {"id": "b", "text": "左二"},
                                        {"id": "a", "text": "右一", "side": "right"}, {"id": "b", "text": "右二", "side": "right"}],
                               key=[["a", "a"], ["b", "b"]]),
        questions.add_question(actor=actor, bank=bank, kind="ordering", stem="排序", explanation=CANARY, key=["a", "b", "c"],
                               options=[{"id": "a", "text": "一"}, {"id": "b", "text": "二"}, {"id": "c", "text": "三"}]),
    ]
    made = exam_setup.create_exam(actor=actor, organisation=world.east, title="结业考试")
    exam_setup.set_paper(actor=actor, exam=made, items=[(question, 6) for question in asked])
    exam_setup.open_exam(actor=actor, exam=made)
    admit_candidates(actor=None, exam=made, person_ids=[world.people["learner"].pk])
    made.asked = asked
    return made


def places(drawn, wanted):
    return [drawn.index(one) + 1 for one in wanted]


def test_every_kind_of_a_paper_is_answered_by_form_and_no_key_is_told(client, world, exam):
    client.force_login(world.people["learner"])
    client.post(reverse("courses:exam", args=[exam.pk]))
    attempt = Attempt.objects.get()
    single, blanks, pairs, order = (item for item in attempt.paper)
    sent = {
        f"q{single['question']}": places(single["options"], ["a"]), f"q{blanks['question']}": ["北 京", "3.2"],
        f"q{pairs['question']}": places(pairs["rights"], pairs["options"]),
        f"q{order['question']}": ["abc".index(one) + 1 for one in order["options"]],
    }
    page = reverse("courses:attempt", args=[attempt.pk])
    bodies = [client.get(page), client.post(reverse("courses:attempt-save", args=[attempt.pk]), {"page": "p", "changes": "[]"}), client.post(page, sent)]
    bodies += [client.get(bodies[-1].url), client.get(page)]
    shown = bodies[-1].content.decode()
    assert 'value="北 京"' in shown
    assert shown.count(" selected") == 5
    assert AttemptAnswer.objects.get(question=exam.asked[2]).chosen == [["a", "a"], ["b", "b"]]
    bodies.append(client.post(reverse("courses:attempt-submit", args=[attempt.pk])))
    bodies.append(client.get(reverse("courses:attempt-result", args=[attempt.pk])))
    attempt.refresh_from_db()
    assert (attempt.points, attempt.passed) == (24, True)
    assert [one for one in bodies if CANARY in one.content.decode()] == []


def test_what_a_page_sends_names_places_and_no_ids(client, world, exam):
    client.force_login(world.people["learner"])
    client.post(reverse("courses:exam", args=[exam.pk]))
    body = client.get(reverse("courses:attempt", args=[Attempt.objects.get().pk])).content.decode()
    assert 'value="a"' not in body
    assert 'value="1"' in body


# Pictures --------------------------------------------------------------------------------------------------------------------

def test_a_picture_is_seen_by_those_who_write_and_those_who_sit(client, world, bank, exam):
    medium = keep_medium(bank=bank, data=png(), name="../秘密答案.png")
    shown = questions.revise_question(
        actor=None, question=exam.asked[0], kind="single", stem="看图", key=["a"], media=[medium.key.hex],
        options=[{"id": "a", "text": "甲"}, {"id": "b", "text": "乙"}],
    )
    page = reverse("courses:question-media", args=[medium.key])

    def seen_by(name):
        client.force_login(world.people[name])
        response = client.get(page)
        if getattr(response, "file_to_stream", None):
            response.file_to_stream.close()
        return response.status_code

    assert [seen_by(name) for name in ("learner", "outsider", "auditor", "subdistrict", "district")] == [404, 404, 404, 200, 200]
    attempt = exams.start_attempt(person=world.people["learner"], exam=exam)
    assert attempt.paper[0]["question"] == shown.pk
    assert [seen_by(name) for name in ("learner", "outsider")] == [200, 404]
    client.force_login(world.people["learner"])
    body = client.get(reverse("courses:attempt", args=[attempt.pk])).content.decode()
    assert (page in body, "秘密" in body) == (True, False)
    response = client.get(page)
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in response["Content-Security-Policy"]
    if response.file_to_stream:
        response.file_to_stream.close()
    exams.submit_attempt(attempt=attempt)
    assert [seen_by(name) for name in ("learner", "outsider")] == [200, 404]  # it stands beside the released answers


def test_the_same_picture_is_kept_once(bank):
    assert keep_medium(bank=bank, data=png(), name="a.png") == keep_medium(bank=bank, data=png(), name="b.png")


@pytest.mark.parametrize("data", [
    b"", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"<html><script>1</script></html>", b"%PDF-1.4",
    b"GIF89a<script>", png()[:40], b"MZ\x90", b"\x00" * 100,
])
def test_what_is_no_picture_sound_or_film_is_refused_by_its_content(data):
    with pytest.raises(MediaRefused):
        look_into(data)


def test_a_picture_is_told_by_its_content_and_not_by_its_name(bank):
    assert keep_medium(bank=bank, data=png(), name="a.html").file.name.endswith(".png")
