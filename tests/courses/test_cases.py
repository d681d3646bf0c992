"""A case is written on its page: sub-questions are added, changed, ordered, taken out and put back, without scripts."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from courses.actions import questions
from courses.actions.question_media import keep_medium
from courses.models import Question, QuestionMedia
from courses.question_files.whole import packed
from courses.rules.question_lines import lettered
from courses.rules.questions import Content

from .question_making import each_kind, whole

MAIN = {"kind": "case", "stem": "某居民区党支部换届在即。", "theme": "案例"}
SINGLE = {"kind": "single", "part_save": "1", "stem": "谁负责？", "text_a": "书记", "text_b": "居民", "right_a": "on"}


@pytest.fixture
def bank(world):
    return questions.create_bank(actor=None, organisation=world.east, title="轮训题库")


@pytest.fixture
def staff(world, client):
    client.force_login(world.people["subdistrict"])
    return world.people["subdistrict"]


class Page:
    """The form as a browser without scripts sends it: hidden fields go along from answer to answer."""

    def __init__(self, client, url):
        self.client, self.url = client, url
        self.response = client.get(url)

    def hidden(self):
        body = self.response.content.decode()
        found = dict(re.findall(r'<input type="hidden" name="(case|removed|part_at|kept_\w+)" value="([^"]*)"', body))
        return {name: value for name, value in found.items() if value}

    def send(self, **fields):
        self.response = self.client.post(self.url, self.hidden() | fields)
        return self.response

    def add(self, part_kind, **fields):
        self.send(**MAIN, part_add="1", part_kind=part_kind)
        return self.send(**fields)

    @property
    def stems(self):
        return [row["part"].stem for row in self.response.context["parts"]]


def png():
    out = io.BytesIO()
    Image.new("RGB", (4, 4), (9, 9, 9)).save(out, "PNG")
    return out.getvalue()


def test_a_case_is_written_from_nothing(client, bank, staff):
    page = Page(client, reverse("courses:question-create", args=[bank.pk]) + "?kind=case")
    page.add("single", **SINGLE)
    page.add("fill_in", kind="fill_in", part_save="1", stem="每月___次", accepted_1="1 ± 0")
    page.add("short", kind="short", part_save="1", stem="为什么？", model_answer="要点")
    assert page.stems == ["谁负责？", "每月___次", "为什么？"]
    assert Question.objects.count() == 0
    assert page.send(**MAIN, save="1").status_code == 302
    content = Question.objects.get().content
    assert [(part.kind, part.stem, part.policy) for part in content.parts] == [
        ("single", "谁负责？", "all"), ("fill_in", "每月___次", "share"), ("short", "为什么？", "all")]
    assert (content.stem, content.theme, content.parts[2].key) == (MAIN["stem"], "案例", ("要点",))


def test_a_case_is_changed_ordered_and_a_sub_question_taken_out_comes_back(client, bank, staff):
    written = each_kind()[-1]
    question = questions.add_question(actor=staff, bank=bank, content=written)
    page = Page(client, reverse("courses:question-edit", args=[question.pk]))
    page.send(**MAIN, part_down="0")
    assert page.stems == ["每月___次", "谁负责？", "为什么？"]
    page.send(**MAIN, part_up="2")
    assert page.stems == ["每月___次", "为什么？", "谁负责？"]
    page.send(**MAIN, part_remove="1")
    assert page.stems == ["每月___次", "谁负责？"]
    page.send(**MAIN, part_restore="1")
    assert page.stems == ["每月___次", "谁负责？", "为什么？"]
    response = page.send(**MAIN, part_edit="1")
    assert response.context["form"]["stem"].value() == "谁负责？"
    page.send(**SINGLE | {"stem": "由谁负责？", "explanation": "书记负责。"})
    assert page.stems == ["每月___次", "由谁负责？", "为什么？"]
    page.send(**MAIN, save="1")
    revised = Question.objects.get(is_latest=True)
    assert (revised.version, [part.stem for part in revised.content.parts]) == (2, ["每月___次", "由谁负责？", "为什么？"])
    assert [part.explanation for part in revised.content.parts] == ["", "书记负责。", ""]
    assert revised.content.tags == ()  # the form of the case was sent with none


def test_a_sub_question_that_cannot_be_asked_says_why_and_stays_open(client, bank, staff):
    page = Page(client, reverse("courses:question-create", args=[bank.pk]) + "?kind=case")
    response = page.add("single", kind="single", part_save="1", stem="谁？", text_a="书记", right_a="on")
    assert response.context["form"].non_field_errors() == [questions.FAULTS["few_options"]()]
    page.send(**SINGLE)
    assert page.stems == ["谁负责？"]


def test_leaving_a_sub_question_leaves_the_case_as_it_was(client, bank, staff):
    page = Page(client, reverse("courses:question-create", args=[bank.pk]) + "?kind=case")
    page.add("single", **SINGLE)
    page.add("essay", kind="essay", stem="不要了", part_cancel="1")
    assert page.stems == ["谁负责？"]
    assert page.response.context["form"]["stem"].value() == MAIN["stem"]


def test_a_case_without_sub_questions_is_not_saved(client, bank, staff):
    page = Page(client, reverse("courses:question-create", args=[bank.pk]) + "?kind=case")
    response = page.send(**MAIN, save="1")
    assert response.context["form"].non_field_errors() == [questions.FAULTS["no_parts"]()]
    assert Question.objects.count() == 0


def test_pictures_of_a_case_and_of_an_option_of_a_sub_question_are_kept(client, bank, staff):
    page = Page(client, reverse("courses:question-create", args=[bank.pk]) + "?kind=case")
    page.send(**MAIN, part_add="1", part_kind="single", new_media=SimpleUploadedFile("a.png", png()))
    page.send(**SINGLE, media_b=SimpleUploadedFile("a.png", png()))
    page.send(**MAIN, save="1")
    key = QuestionMedia.objects.get().key.hex
    content = Question.objects.get().content
    assert (content.media, content.parts[0].options[1].media) == ((key,), key)


@pytest.mark.parametrize("sent", [
    {"case": "nonsense"}, {"case": packed(whole(kind="essay", stem="x"))}, {"case": "eJw", "part_edit": "0"},
    {"part_edit": "99"}, {"part_up": "x"}, {"part_add": "1", "part_kind": "case"}, {"removed": "%%%", "part_restore": "1"},
    {"part_at": "-1", "kind": "single"}, {"part_at": "7", "kind": "case"},
])
def test_what_a_browser_makes_up_is_not_believed(client, bank, staff, sent):
    response = client.post(reverse("courses:question-create", args=[bank.pk]) + "?kind=case", MAIN | sent)
    assert response.status_code == 200
    assert Question.objects.count() == 0


def test_a_made_up_case_shows_no_picture_of_another_bank(client, world, bank, staff):
    other = questions.create_bank(actor=None, organisation=world.west, title="别的题库")
    key = keep_medium(bank=other, data=png(), name="a.png").key.hex
    part = Content(kind="single", stem="看图", options=lettered(["甲", "乙"], [key]), key=("a",))
    response = client.post(
        reverse("courses:question-create", args=[bank.pk]),
        MAIN | {"case": packed(Content(kind="case", stem="x", parts=(part,))), "save": "1"},
    )
    assert response.context["form"].non_field_errors() == [questions.FAULTS["media"]()]


def test_an_unknown_kind_is_not_found(client, bank, staff):
    assert client.get(reverse("courses:question-create", args=[bank.pk]) + "?kind=nonsense").status_code == 404
