"""Who keeps a bank, what becomes of its questions, what is like them in other banks, and what nobody shows any more."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from courses.actions import question_import, question_media, question_states, questions
from courses.models import Question, QuestionMedia, QuestionUpload
from courses.queries.questions import resembling
from courses.rules.changes import changes
from courses.rules.question_lines import lettered
from courses.rules.questions import Content, to_row
from courses.tasks import tidy_question_media
from lms.audit.models import AuditEntry

from .question_making import each_kind, whole

STEM = "居民区党组织书记轮训的重点是什么内容？"
NEAR = "居民区党组织书记轮训的重点是什么？"


def png(color):
    out = io.BytesIO()
    Image.new("RGB", (4, 4), (color, 0, 0)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def bank(world):
    return questions.create_bank(actor=None, organisation=world.east, title="东街道题库")


@pytest.fixture
def elsewhere(world):
    """Banks of the west: the district sees it, the eastern sub-district does not."""
    return questions.create_bank(actor=None, organisation=world.west, title="西街道题库")


def essay(bank, stem=STEM, actor=None, **more):
    return questions.add_question(actor=actor, bank=bank, content=Content(kind="essay", stem=stem), **more)


def post(client, name, *args, **sent):
    return client.post(reverse(f"courses:{name}", args=args), sent)


# What becomes of a question ---------------------------------------------------------------------------------------------

def test_a_question_is_retired_and_taken_back(client, world, bank):
    question = essay(bank)
    client.force_login(world.people["subdistrict"])
    page = reverse("courses:bank", args=[bank.pk])
    post(client, "question-move", question.pk, "retire")
    assert (list(Question.objects.for_papers()), client.get(page).context["page"].paginator.count) == ([], 0)
    assert client.get(page, {"state": "retired"}).context["page"].paginator.count == 1
    post(client, "question-move", question.pk, "revive")
    post(client, "question-move", question.pk, "revive")
    assert list(Question.objects.for_papers()) == [question]
    assert [*AuditEntry.objects.filter(verb__startswith="question.re").order_by("pk").values_list("verb", flat=True)] == [
        "question.retire", "question.revive"]


def test_a_locked_question_is_changed_by_the_district_alone(client, world, bank):
    question = essay(bank)
    client.force_login(world.people["district"])
    post(client, "question-move", question.pk, "lock")
    edit = reverse("courses:question-edit", args=[question.pk])
    client.force_login(world.people["subdistrict"])
    seen = [client.get(edit), *(post(client, "question-move", question.pk, verb) for verb in ("retire", "unlock"))]
    assert [one.status_code for one in seen] == [403, 403, 403]
    client.force_login(world.people["district"])
    assert client.post(edit, {"kind": "essay", "stem": "改过的题目"}).status_code == 302
    newest = Question.objects.get(is_latest=True)
    assert (newest.version, newest.locked_by) == (2, world.people["district"])
    post(client, "question-move", newest.pk, "unlock")
    client.force_login(world.people["subdistrict"])
    assert client.get(reverse("courses:question-edit", args=[newest.pk])).status_code == 200


def test_a_locked_bank_is_read_by_all_and_written_by_the_district(client, world, bank):
    question = essay(bank)
    client.force_login(world.people["district"])
    post(client, "bank-lock", bank.pk, "lock")
    new = reverse("courses:question-create", args=[bank.pk])
    files = reverse("courses:question-files", args=[bank.pk])
    edit = reverse("courses:question-edit", args=[question.pk])
    page = reverse("courses:bank", args=[bank.pk])
    assert [client.get(one).status_code for one in (page, new, files, edit)] == [200, 200, 200, 200]
    for name in ("subdistrict", "school"):
        client.force_login(world.people[name])
        assert [client.get(one).status_code for one in (page, new, files, edit)] == [200, 403, 403, 403]
    client.force_login(world.people["trainer"])
    assert [client.get(one).status_code for one in (page, new)] == [200, 403]


# Drafts of trainers -----------------------------------------------------------------------------------------------------

def test_a_trainer_writes_drafts_and_sees_nothing_else(client, world, bank):
    other = essay(bank, "别人的题目与答案")
    client.force_login(world.people["trainer"])
    assert post(client, "question-create", bank.pk, kind="essay", stem="教师的题目").status_code == 302
    draft = Question.objects.get(stem="教师的题目")
    assert (draft.state, list(Question.objects.for_papers())) == ("draft", [other])
    body = client.get(reverse("courses:bank", args=[bank.pk])).content.decode()
    assert ("教师的题目" in body, "别人的题目" in body) == (True, False)
    assert client.get(reverse("courses:question-preview", args=[other.pk])).status_code == 404
    assert client.get(reverse("courses:question-history", args=[draft.pk])).status_code == 200
    post(client, "question-edit", draft.pk, kind="essay", stem="教师改过的题目")
    draft = Question.objects.get(lineage=draft.lineage, is_latest=True)
    assert (draft.version, draft.state) == (2, "draft")
    assert post(client, "question-move", draft.pk, "accept").status_code == 403
    client.force_login(world.people["school"])
    post(client, "question-move", draft.pk, "accept")
    assert set(Question.objects.for_papers()) == {other, draft}
    client.force_login(world.people["trainer"])
    assert client.get(reverse("courses:question-edit", args=[draft.pk])).status_code == 403
    assert post(client, "bank-export", bank.pk, "gift").status_code == 403


def test_a_trainer_sees_the_picture_that_they_brought(client, world, bank):
    trainer = world.people["trainer"]
    own = question_media.keep_medium(actor=trainer, bank=bank, data=png(1), name="a.png")
    other = question_media.keep_medium(bank=bank, data=png(2), name="b.png")
    assert list(QuestionMedia.objects.visible_to(trainer)) == [own]
    assert set(QuestionMedia.objects.visible_to(world.people["school"])) == {own, other}


# Versions ---------------------------------------------------------------------------------------------------------------

def test_versions_are_shown_with_what_each_changed(client, world, bank):
    one = questions.add_question(actor=world.people["school"], bank=bank, content=whole(
        kind="single", stem="党课多久一次？", options=lettered(["每月", "每季"]), key=("b",), difficulty=1))
    two = questions.revise_question(actor=world.people["district"], question=one, content=whole(
        kind="single", stem="党课多久上一次？", options=lettered(["每月", "每季"]), key=("a",), difficulty=3))
    assert [(change.field, change.pieces) for change in changes(one.content, two.content)] == [
        ("stem", (("same", "党课多久"), ("new", "上"), ("same", "一次？"))), ("key", (("gone", "B"), ("new", "A"))),
        ("difficulty", (("gone", "1"), ("new", "3"))),
    ]
    client.force_login(world.people["subdistrict"])
    rows = client.get(reverse("courses:question-history", args=[two.pk])).context["rows"]
    assert [(row["version"].version, row["changes"] is None) for row in rows] == [(2, False), (1, True)]
    assert len(rows[0]["changes"]) == 3


@pytest.mark.parametrize("content", each_kind(), ids=lambda content: f"{content.kind}-{content.policy}-{len(content.key)}")
def test_every_kind_has_a_history(client, world, bank, content):
    question = questions.add_question(actor=None, bank=bank, content=content)
    revised = questions.revise_question(actor=None, question=question, content=Content(kind="case", stem="案例", parts=(
        Content(kind="essay", stem="谈谈"),), media=()))
    client.force_login(world.people["subdistrict"])
    assert client.get(reverse("courses:question-history", args=[revised.pk])).status_code == 200
    assert changes(content, content) == []


# Likeness ---------------------------------------------------------------------------------------------------------------

def test_what_is_alike_is_looked_for_in_every_bank_that_one_sees(world, bank, elsewhere, django_assert_num_queries):
    same = essay(elsewhere)
    content = Content(kind="essay", stem=STEM)
    assert resembling(world.people["subdistrict"], bank, content) == []
    district = world.people["district"]
    district.scope  # noqa: B018 -- read once a request
    with django_assert_num_queries(2):
        assert resembling(district, bank, content) == [(same, True)]
    near = essay(bank, NEAR)
    assert resembling(district, bank, content) == [(same, True), (near, False)]
    question_states.retire_question(actor=None, question=near)
    assert resembling(district, bank, content) == [(same, True)]


def test_what_is_alike_is_told_while_typing(client, world, bank, elsewhere):
    question = essay(elsewhere, NEAR)
    client.force_login(world.people["district"])
    body = post(client, "questions-alike", bank.pk, stem=STEM).content.decode()
    assert (reverse("courses:question-preview", args=[question.pk]) in body, "西街道题库" in body) == (True, True)
    assert post(client, "questions-alike", bank.pk, stem=NEAR, besides=str(question.pk)).content.decode().strip() == ""
    assert post(client, "questions-alike", bank.pk, stem="完全不相干的另一道题目").content.decode().strip() == ""
    client.force_login(world.people["subdistrict"])
    assert post(client, "questions-alike", bank.pk, stem=STEM).content.decode().strip() == ""


def test_the_form_asks_for_likeness_and_saving_without_scripts_shows_it(client, world, bank, elsewhere):
    essay(elsewhere)
    client.force_login(world.people["district"])
    new = reverse("courses:question-create", args=[bank.pk])
    alike = reverse("courses:questions-alike", args=[bank.pk])
    pages = [client.get(new + f"?kind={kind}").content.decode() for kind in ("essay", "case")]
    assert [f'hx-post="{alike}"' in body for body in pages] == [True, True]
    response = client.post(new, {"kind": "essay", "stem": STEM})
    assert [(other.bank, same) for other, same in response.context["alike"]] == [(elsewhere, True)]


def test_an_import_names_the_bank_that_has_the_same(client, world, bank, elsewhere):
    question = essay(elsewhere)
    near = essay(elsewhere, "后备队伍也应当纳入换届前的培训安排之中。")
    file = io.BytesIO(f"{STEM} {{}}\n\n后备队伍也应当纳入换届前的培训安排。 {{}}\n".encode())
    file.name, file.size = "a.gift", len(file.getvalue())
    district = world.people["district"]
    upload = question_import.upload_file(actor=district, bank=bank, file=file)
    upload.refresh_from_db()
    assert [(row["same"], row["elsewhere"]) for row in upload.draft] == [("", question.pk), ("", "")]
    client.force_login(district)
    cards = client.get(reverse("courses:question-file", args=[upload.pk])).context["cards"]
    assert [(card["bank"], [one["bank"] for one in card["near"]]) for card in cards] == [
        ("西街道题库", []), ("", ["西街道题库"])]
    client.force_login(world.people["subdistrict"])
    cards = client.get(reverse("courses:question-file", args=[upload.pk])).context["cards"]
    assert [(card["bank"], card["near"]) for card in cards] == [("", []), ("", [])]
    assert near.pk != question.pk


# What nobody shows ------------------------------------------------------------------------------------------------------

@pytest.fixture
def shown(bank):
    """Pictures by name: on a question, on its older version, in an option of a case, in a preview, and nowhere."""
    media = {name: question_media.keep_medium(bank=bank, data=png(at), name=f"{name}.png")
             for at, name in enumerate(("new", "old", "option", "preview", "nowhere", "today"), start=1)}
    keys = {name: medium.key.hex for name, medium in media.items()}
    question = questions.add_question(actor=None, bank=bank, content=Content(kind="essay", stem="甲", media=(keys["old"],)))
    questions.revise_question(actor=None, question=question, content=Content(kind="essay", stem="甲", media=(keys["new"],)))
    part = Content(kind="single", stem="看图", options=lettered(["甲", "乙"], [keys["option"]]), key=("a",))
    questions.add_question(actor=None, bank=bank, content=Content(kind="case", stem="案例", parts=(part,)))
    return media


def test_what_was_brought_and_never_saved_goes_a_day_later(
    world, bank, shown, django_capture_on_commit_callbacks,
):
    row = to_row(Content(kind="essay", stem="乙", media=(shown["preview"].key.hex,)))
    QuestionUpload.objects.create(
        bank=bank, uploaded_by=world.people["district"], file_name="a", file_format="gift", state="ready",
        draft=[{"row": row, "line": 1, "same": "", "near": []}],
    )
    old = timezone.now() - timedelta(days=1, minutes=1)
    QuestionMedia.objects.exclude(pk=shown["today"].pk).update(created_at=old)
    file = shown["nowhere"].file
    with django_capture_on_commit_callbacks(execute=True):
        tidy_question_media()
        tidy_question_media()
    assert set(QuestionMedia.objects.all()) == {medium for name, medium in shown.items() if name != "nowhere"}
    assert [medium.file.storage.exists(medium.file.name) for medium in QuestionMedia.objects.all()] == [True] * 5
    assert file.storage.exists(file.name) is False


def test_what_is_brought_once_more_has_its_day_anew(bank, shown):
    QuestionMedia.objects.update(created_at=timezone.now() - timedelta(days=2))
    question_media.keep_medium(bank=bank, data=png(5), name="again.png")
    assert question_media.drop_forgotten(now=timezone.now()) == 2
    assert QuestionMedia.objects.filter(pk=shown["nowhere"].pk).exists()


# Many rows --------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("query", "count"), [
    ({"q": "乙项 ＰＡＲＴＹ"}, 1), ({"q": "小题里"}, 1), ({"q": "解析，里"}, 1), ({"author": "me"}, 1), ({"state": "draft"}, 1),
    ({}, 3),
])
def test_a_bank_is_searched_in_all_its_words_and_by_who_wrote(client, world, bank, query, count):
    me = world.people["subdistrict"]
    questions.add_question(actor=me, bank=bank, content=whole(
        kind="single", stem="选一项", options=lettered(["甲项", "乙项 party"]), key=("a",)))
    essay(bank, "草稿", draft=True)
    questions.add_question(actor=None, bank=bank, content=Content(kind="case", stem="案例", parts=(
        Content(kind="essay", stem="小题里的字", explanation="解析里的字"),)))
    client.force_login(me)
    sent = {name: str(me.pk) if value == "me" else value for name, value in query.items()}
    assert client.get(reverse("courses:bank", args=[bank.pk]), sent).context["page"].paginator.count == count


def test_the_list_of_banks_asks_as_much_for_one_as_for_many(client, world, bank, django_assert_num_queries):
    client.force_login(world.people["district"])
    essay(bank)
    with django_assert_num_queries(BANKS):
        client.get(reverse("courses:banks"))
    for at in range(5):
        essay(questions.create_bank(actor=None, organisation=world.east, title=f"题库{at}"), draft=True)
    with django_assert_num_queries(BANKS):
        client.get(reverse("courses:banks"))


BANKS = 9
