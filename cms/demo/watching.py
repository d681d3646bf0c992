"""What the demo trainee watched: one film to its end, with the reading beside it, and the beginning of another."""

from datetime import timedelta

from courses.actions.learning import finish_lesson, open_lesson
from courses.actions.watching import begin_watching, note_beats
from courses.models import LessonMedium, PlaybackSession
from courses.rules.watching import Beat

WHOLE, BEGUN = "一堂微党课怎样准备", "一分钟微党课：楼道的灯"
STOPPED = 26_000  # ms


def build_watching(accounts, *, now):
    learner = accounts["learner"]
    if PlaybackSession.objects.filter(person=learner).exists():
        return
    films = LessonMedium.objects.visible_to(learner).filter(lesson__title__in=(WHOLE, BEGUN)).select_related("lesson")
    for film in films:
        whole = film.lesson.title == WHOLE
        began = now - timedelta(days=1 if whole else 2)
        open_lesson(person=learner, lesson=film.lesson, now=began)
        _watch(learner, film, film.duration_ms if whole else STOPPED, began)
        if whole:
            finish_lesson(person=learner, lesson=film.lesson, now=began + timedelta(minutes=film.lesson.minutes))


def _watch(learner, film, length, began):
    """Play the first ``length`` of the film at its usual speed, from ``began`` on."""
    session = begin_watching(person=learner, medium=film, now=began)
    note_beats(
        session=session, beats=[Beat(1, 0, length, length)], position=length, now=began + timedelta(milliseconds=length),
    )
