"""What the demo trainee wrote while learning: there once, of lessons that are there, whoever builds it again."""

import pytest
from django.utils import timezone

from cms.demo.reading import MEETING, NOTES, OPINIONS, QUESTIONS, TALK, build_reading
from cms.demo_content.micro import MICRO_LESSONS
from courses.models import Bookmark, Lesson, LessonMedium, LessonQuestion, Note


@pytest.fixture
def accounts(world):
    for title in (MEETING, TALK):
        Lesson.objects.create(title=title, minutes=10, published_at=timezone.now(), url="/x/")
    LessonMedium.objects.create(lesson=Lesson.objects.get(title=TALK), key="block", title="片", kind="video", duration_ms=60_000)
    return {"learner": world.p_learner, "trainer": world.p_trainer}


def written():
    return (
        list(Note.objects.values_list("lesson__title", "medium", "second", "text")),
        list(Bookmark.objects.values_list("lesson__title", flat=True)),
        list(LessonQuestion.objects.order_by("pk").values_list("text", "public_text", "answers__text")),
    )


def test_its_lessons_are_those_of_the_demo():
    assert {MEETING, TALK, OPINIONS} <= {title for title, *_ in MICRO_LESSONS}


def test_building_twice_writes_once(accounts):
    build_reading(accounts)
    notes, bookmarks, questions = written()
    assert notes == [(title, "block" if second else "", second, text) for title, second, text in NOTES]
    assert bookmarks == [TALK]
    assert questions == [(text, public, reply or None) for title, text, reply, public in QUESTIONS if title in (MEETING, TALK)]
    build_reading(accounts)
    assert written() == (notes, bookmarks, questions)
