"""Notes and bookmarks are their writer's alone."""

import uuid

import pytest
from django.utils import timezone

from courses.actions.notes import add_note, change_note, delete_note, set_bookmark
from courses.models import Bookmark, Course, Lesson, Note
from lms.audit.models import AuditEntry

EVERYONE_ELSE = ["reserve", "outsider", "liaison", "trainer", "school", "subdistrict", "district", "editor", "auditor"]


@pytest.fixture
def lesson(db):
    course = Course.objects.create(title="组织生活", published_at=timezone.now(), url="/courses/1/")
    return Lesson.objects.create(title="第一课", course=course, minutes=10, published_at=timezone.now(), url="/courses/1/1/")


@pytest.fixture
def learner(client, world):
    client.force_login(world.p_learner)
    return client


@pytest.mark.parametrize(("second", "moment"), [(None, ""), (0, "0:00"), (187, "3:07"), (3787, "1:03:07")])
def test_a_note_keeps_its_moment(world, lesson, second, moment):
    note = add_note(person=world.p_learner, lesson=lesson, text=" 记住三步 ", medium="m1", second=second)
    assert (note.text, note.moment) == ("记住三步", moment)


def test_changing_a_note_keeps_the_moment(world, lesson):
    note = change_note(note=add_note(person=world.p_learner, lesson=lesson, text="旧", second=9), text="新")
    note.refresh_from_db()
    assert (note.text, note.second, note.changed_at is None) == ("新", 9, False)


def test_a_deleted_note_is_gone(world, lesson):
    delete_note(note=add_note(person=world.p_learner, lesson=lesson, text="旧"))
    assert Note.objects.count() == 0


def test_a_bookmark_is_there_once(world, lesson):
    for wanted, count in [(True, 1), (True, 1), (False, 0), (False, 0)]:
        set_bookmark(person=world.p_learner, lesson=lesson, wanted=wanted)
        assert Bookmark.objects.count() == count


def test_the_trail_says_nothing_of_them(world, lesson):
    before = AuditEntry.objects.count()
    note = add_note(person=world.p_learner, lesson=lesson, text="私下的话")
    change_note(note=note, text="别的话")
    set_bookmark(person=world.p_learner, lesson=lesson, wanted=True)
    delete_note(note=note)
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("role", EVERYONE_ELSE)
def test_nobody_else_reads_changes_or_deletes_a_note(client, world, lesson, role):
    note = add_note(person=world.p_learner, lesson=lesson, text="私下的话")
    client.force_login(world.people[role])
    answers = [
        client.get(f"/my/notes/{note.pk}/"), client.post(f"/my/notes/{note.pk}/", {"text": "改"}),
        client.post(f"/my/notes/{note.pk}/delete/"),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert "私下的话" not in client.get("/my/bookmarks/").content.decode()
    assert Note.objects.get().text == "私下的话"


def test_no_page_of_the_desk_holds_a_note(client, world, lesson):
    add_note(person=world.p_learner, lesson=lesson, text="私下的话")
    client.force_login(world.p_district)
    for path in (f"/desk/people/{world.p_learner.pk}/", "/desk/lesson-questions/?all=1", "/desk/audit/"):
        page = client.get(path)
        assert (page.status_code, "私下的话" in page.content.decode()) == (200, False)


def test_a_note_is_sent_from_the_page_and_found_again(learner, lesson):
    response = learner.post(
        f"/learn/lessons/{lesson.key}/notes/", {"text": "先列题目", "second": "187", "medium": "abc"}
    )
    note = Note.objects.get()
    assert (response.status_code, response.url) == (302, f"/courses/1/1/#note-{note.pk}")
    assert (note.text, note.second, note.medium) == ("先列题目", 187, "abc")
    page = learner.get("/my/bookmarks/").content.decode()
    assert ("先列题目" in page, "3:07" in page) == (True, True)


@pytest.mark.parametrize("sent", [
    {"text": "  "}, {"text": "长" * 2001}, {"text": "好", "second": "-1"}, {"text": "好", "second": "1e9"}, {},
])
def test_what_is_no_note_is_not_kept(learner, lesson, sent):
    response = learner.post(f"/learn/lessons/{lesson.key}/notes/", sent)
    assert (response.status_code, response.url) == (302, "/courses/1/1/#notes")
    assert Note.objects.count() == 0


def test_a_note_is_changed_and_deleted_on_its_own_page(learner, world, lesson):
    note = add_note(person=world.p_learner, lesson=lesson, text="旧")
    assert learner.post(f"/my/notes/{note.pk}/", {"text": "新"}).url == f"/courses/1/1/#note-{note.pk}"
    assert Note.objects.get().text == "新"
    assert learner.post(f"/my/notes/{note.pk}/", {"text": ""}).status_code == 200
    assert learner.post(f"/my/notes/{note.pk}/delete/").url == "/courses/1/1/#notes"
    assert Note.objects.count() == 0


def test_notes_outlive_a_lesson_that_is_taken_down(learner, world, lesson):
    note = add_note(person=world.p_learner, lesson=lesson, text="还记得")
    set_bookmark(person=world.p_learner, lesson=lesson, wanted=True)
    Lesson.objects.update(retired_at=timezone.now())
    page = learner.get("/my/bookmarks/").content.decode()
    assert ("还记得" in page, 'href="/courses/1/1/' in page) == (True, False)
    assert learner.post(f"/my/notes/{note.pk}/", {"text": "新"}).url == "/my/bookmarks/"
    assert learner.post(f"/learn/lessons/{lesson.key}/notes/", {"text": "晚了"}).status_code == 404
    learner.post(f"/learn/lessons/{lesson.key}/bookmark/", {"wanted": "no", "list": "1"})
    assert Bookmark.objects.count() == 0


def test_a_lesson_that_never_was_has_no_bookmark(learner):
    assert learner.post(f"/learn/lessons/{uuid.uuid4()}/bookmark/").status_code == 404


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_the_same_however_long(learner, world, lesson, django_assert_num_queries, count):
    for number in range(count):
        other = Lesson.objects.create(title=f"课{number}", course=lesson.course, published_at=timezone.now(), url="/x/")
        add_note(person=world.p_learner, lesson=other, text="记")
        set_bookmark(person=world.p_learner, lesson=other, wanted=True)
    with django_assert_num_queries(7):  # session, person, bookmarks, count of notes, notes, grants, unread notices
        learner.get("/my/bookmarks/")


def test_more_bookmarks_than_a_page_holds_are_one_touch_away(learner, world, lesson):
    for number in range(41):
        other = Lesson.objects.create(title=f"课{number}", course=lesson.course, published_at=timezone.now(), url="/x/")
        set_bookmark(person=world.p_learner, lesson=other, wanted=True)
    page = learner.get("/my/bookmarks/").content.decode()
    assert (page.count('class="keep"'), 'href="?all=1"' in page) == (40, True)
    page = learner.get("/my/bookmarks/?all=1").content.decode()
    assert (page.count('class="keep"'), 'href="?all=1"' in page) == (41, False)
