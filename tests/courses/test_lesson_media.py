"""The films of a lesson: registered from its page, and all of them asked for."""

from datetime import timedelta

import pytest

from courses.actions.watching import Medium, begin_watching, note_beats, register_media
from courses.models import LessonMedium, LessonProgress, WatchedInterval
from courses.queries import observed_minutes
from courses.rules.watching import Beat
from lms.audit.models import AuditEntry

from .watching import NOON, Phone, make_lesson, policy


def test_registering_the_same_media_writes_nothing(world):
    lesson, _ = make_lesson(60, 90)
    before = AuditEntry.objects.count()
    media = [Medium(f"block-{n}", f"第{n}段", "video", s, f"/media/media/{n}.mp4") for n, s in ((1, 60), (2, 90))]
    assert register_media(lesson=lesson, media=media) is False
    assert AuditEntry.objects.count() == before


def test_a_medium_moved_renamed_or_back_again_is_the_same(world):
    lesson, (first, second) = make_lesson(60, 90)
    register_media(lesson=lesson, media=[Medium("block-2", "改名", "video", 95)])
    assert list(LessonMedium.objects.active().values_list("pk", "title", "duration_ms")) == [(second.pk, "改名", 95_000)]
    register_media(lesson=lesson, media=[Medium("block-2", "改名", "video", 95), Medium("block-1", "第1段", "video", 60)])
    assert list(LessonMedium.objects.active().values_list("pk", flat=True)) == [second.pk, first.pk]


def test_all_films_of_a_lesson_are_asked_for(world, client, clock):
    lesson, (first, second) = make_lesson(60, 60, minutes=2)
    assert Phone(client, world.p_learner, first, clock).play(0, 60)["ready"] is False
    assert Phone(client, None, second, clock).play(0, 60)["code"] == "finished"
    assert observed_minutes(world.p_learner, lesson) == 2


def test_two_films_at_their_end_do_not_finish_a_lesson_of_which_one_was_skipped(world, client, clock):
    lesson, (first, second) = make_lesson(60, 600, minutes=11)
    Phone(client, world.p_learner, second, clock).send([1, 590, 600, 10], position=600)
    Phone(client, None, first, clock).play(0, 60)
    assert LessonProgress.objects.done().count() == 0


@pytest.mark.parametrize("parts", [1, 40])
def test_a_report_costs_the_same_however_much_was_watched_before(world, film, clock, django_assert_num_queries, parts):
    policy(seek_forward=True)
    session = begin_watching(person=world.p_learner, medium=film, now=NOON)
    for number in range(parts):
        WatchedInterval.objects.create(
            person=world.p_learner, medium=film, start_ms=number * 20_000 + 5_000, end_ms=number * 20_000 + 9_000
        )
    with django_assert_num_queries(7):
        note_beats(session=session, beats=[Beat(1, 9_000, 12_000, 3_000)], now=NOON + timedelta(seconds=12))
