"""Pages of assignments: lists at one row and at many, drafts without a script, hidden names, files that run nothing."""

import pytest
from django.urls import reverse

from courses.actions import work_marks, works
from courses.actions.work_files import add_file
from courses.models import MarkDraft, Work
from lms.people import actions
from lms.people.enums import Position

from .essays import TEXT, hand_in, make_assignment, make_rubric, mark, picture, write


def url(name, *args):
    return reverse(f"courses:{name}", args=args)


def people(world, count):
    made = [actions.create_person(actor=None, name=f"学员{number}", username=f"writer-{number}") for number in range(count)]
    for person in made:
        actions.appoint(actor=None, person=person, organisation=world.east_branch, position=Position.MEMBER)
    return made


def _mine(world, count):
    rubric = make_rubric(world)
    for number in range(count):
        mark(world.p_subdistrict, hand_in(world.p_learner, make_assignment(world, title=f"心得{number}", rubric=rubric)))
    return "learner", url("assignments-mine")


def _desk(world, count):
    rubric = make_rubric(world)
    for number in range(count):
        hand_in(world.p_learner, make_assignment(world, title=f"心得{number}", rubric=rubric))
    return "subdistrict", url("assignments")


def _works(world, count):
    writers = people(world, count)
    asked = make_assignment(world, people=writers)
    for person in writers:
        mark(world.p_subdistrict, hand_in(person, asked))
    return "subdistrict", url("assignment-desk", asked.pk)


def _missing(world, count):
    return "subdistrict", url("assignment-desk", make_assignment(world, people=people(world, count)).pk) + "?show=missing"


def _gallery(world, count):
    asked = make_assignment(world, activity="photo", kinds=["picture"], for_everyone=True, people=[])
    for number, person in enumerate(people(world, count), start=1):
        add_file(person=person, assignment=asked, kind="picture", upload=picture((number, 4)))
        work = hand_in(person, asked, "")
        mark(world.p_subdistrict, work)
        work_marks.choose_work(actor=None, work=work)
        work_marks.show_work(actor=None, work=work)
        works.set_consent(person=person, work=work, consent="named")
    return "outsider", url("gallery")


def _rubrics(world, count):
    for number in range(count):
        make_rubric(world, title=f"评分{number}")
    return "subdistrict", url("rubrics")


SIGNED_IN = 4  # the session, the person, the roles, the notices


@pytest.mark.parametrize(("make", "queries"), [
    (_mine, 4), (_desk, 2), (_works, 5), (_missing, 4), (_gallery, 3), (_rubrics, 2),
], ids=lambda value: getattr(value, "__name__", value))
@pytest.mark.parametrize("count", [1, 5])
def test_a_list_costs_the_same_however_long(world, client, django_assert_num_queries, make, queries, count):
    who, address = make(world, count)
    client.force_login(world.people[who])
    with django_assert_num_queries(SIGNED_IN + queries):
        assert client.get(address).status_code == 200


def test_empty_lists_say_so(world, client):
    client.force_login(world.p_subdistrict)
    for name, title in [("assignments-mine", "没有作业"), ("gallery", "还没有展出的作品"), ("assignments", "还没有作业"),
                        ("rubrics", "还没有评分标准")]:
        assert client.get(url(name)).content.decode().count(title) == 1


def test_without_a_script_a_failed_upload_keeps_the_text(world, client):
    asked = make_assignment(world, kinds=["text", "picture"])
    client.force_login(world.p_learner)
    wrong = picture(name="a.jpg")
    wrong.file.seek(0)
    wrong.file.write(b"<svg></svg>")
    answer = client.post(url("assignment", asked.pk), {
        "text": TEXT, "writer": "a", "number": "1", "base": "0", "do": "review", "picture": wrong,
    }, follow=True)
    work = Work.objects.get()
    assert (work.draft, work.files.count()) == (TEXT, 0)
    assert answer.redirect_chain[-1][0] == url("assignment", asked.pk)
    assert answer.content.decode().count(TEXT) == 1


def test_two_windows_are_shown_both_texts(world, client):
    asked = make_assignment(world)
    write(world.p_learner, asked, "电脑上写的", writer="desk")
    client.force_login(world.p_learner)
    answer = client.post(url("assignment", asked.pk), {"text": "手机上写的", "writer": "b", "number": "1", "base": "0"})
    html = answer.content.decode()
    assert (answer.status_code, html.count("电脑上写的"), html.count("手机上写的")) == (409, 1, 1)
    assert Work.objects.get().draft == "电脑上写的"
    saved = client.post(url("assignment-save", asked.pk), {"text": "又一句", "writer": "c", "number": "1", "base": "0"})
    assert (saved.status_code, saved.json()["saved"], saved.json()["verdict"]) == (409, False, "conflict")


def test_after_the_end_the_page_says_what_to_do_and_keeps_the_text(world, client):
    asked = make_assignment(world)
    write(world.p_learner, asked)
    asked.is_open = False
    asked.save()
    client.force_login(world.p_learner)
    answer = client.post(url("assignment-review", asked.pk), {"revision": Work.objects.get().draft_revision})
    assert (answer.status_code, answer.content.decode().count("作业已关闭")) == (409, 1)
    assert client.get(url("assignment", asked.pk)).content.decode().count(TEXT) == 1


def test_files_are_sent_as_attachments_that_run_nothing(world, client):
    asked = make_assignment(world, kinds=["picture"])
    row = add_file(person=world.p_learner, assignment=asked, kind="picture", upload=picture(name="张学员.jpg"))
    client.force_login(world.p_learner)
    for name in ("work-file", "work-thumbnail"):
        answer = client.get(url(name, row.key))
        assert answer.headers["Content-Disposition"] == f'attachment; filename="work-{row.work_id}-{row.pk}.jpg"'
        assert (answer.headers["X-Content-Type-Options"], answer.headers["Content-Type"]) == ("nosniff", "image/jpeg")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")


def test_names_are_hidden_until_a_work_is_marked(world, client):
    asked = make_assignment(world, anonymous=True)
    work = hand_in(world.p_learner, asked)
    client.force_login(world.p_subdistrict)
    pages = [url("assignment-desk", asked.pk), url("work-desk", work.pk)]
    hidden = [world.p_learner.name in client.get(page).content.decode() for page in pages]
    mark(world.p_subdistrict, work)
    shown = [world.p_learner.name in client.get(page).content.decode() for page in pages]
    assert (hidden, shown) == ([False, False], [True, True])


def test_the_desk_keeps_what_a_refused_marker_typed(world, client):
    asked = make_assignment(world)
    work = hand_in(world.p_learner, asked)
    client.force_login(world.p_subdistrict)
    form = client.get(url("work-desk", work.pk)).context["form"].initial
    data = {name: form[name] or "" for name in ("submission", "criteria", "seen")}
    data |= {"points_0": "55", "points_1": "35", "comment": "很好"}
    assert client.post(url("work-mark-draft", work.pk), data).json() == {"saved": True}
    assert list(MarkDraft.objects.values_list("scores", "comment")) == [([55, 35], "很好")]
    mark(world.p_district, work, [1, 1])
    answer = client.post(url("work-mark", work.pk), data)
    again = answer.context["form"].initial
    assert (answer.status_code, again["points_0"], again["comment"]) == (409, 55, "很好")
    done = client.post(url("work-mark", work.pk), data | {"seen": again["seen"], "do": "next"})
    assert done.url == f"{url('assignment-next', asked.pk)}?after={work.pk}"
    assert MarkDraft.objects.count() == 0


def test_an_assignment_is_set_and_opened_through_its_screens(world, client):
    client.force_login(world.p_subdistrict)
    assert client.get(url("assignment-create")).url == url("rubric-create")
    made = client.post(url("rubric-create"), {
        "organisation": world.east.pk, "title": "评分", "title_0": "内容", "points_0": "100",
    })
    assert made.url == url("rubrics")
    data = {
        "organisation": world.east.pk, "title": "心得", "brief": "写一写", "kinds": ["text"], "due_at": "2030-01-01T17:00",
        "late": "until", "rubric": "", "activity": "",
    }
    rubric = client.get(url("assignment-create")).context["form"].fields["rubric"].queryset.get()
    refused = client.post(url("assignment-create"), data | {"rubric": rubric.pk})
    assert list(refused.context["form"].errors) == ["late_until"]
    client.post(url("assignment-create"), data | {"rubric": rubric.pk, "late": "refuse"})
    pk = rubric.assignments.get().pk
    client.post(url("assignment-open", pk))
    assert (rubric.assignments.get().is_open, rubric.assignments.get().least_characters) == (True, 0)
