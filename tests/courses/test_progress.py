"""What is done, owed, excused, and what comes next."""

from courses.rules.progress import LessonState, next_lesson, progress_of


def test_counts_only_required_lessons():
    progress = progress_of([LessonState(1, done=True), LessonState(2), LessonState(3, required=False)])
    assert (progress.done, progress.required, progress.missing, progress.complete) == (1, 2, (2,), False)


def test_a_retired_lesson_is_excused_unless_done():
    progress = progress_of([LessonState(1, retired=True), LessonState(2, retired=True, done=True), LessonState(3, done=True)])
    assert (progress.done, progress.required, progress.excused, progress.complete) == (2, 2, (1,), True)


def test_whoever_owed_only_retired_lessons_owes_nothing():
    assert progress_of([LessonState(1, retired=True)]).complete


def test_a_course_without_lessons_is_not_complete():
    assert not progress_of([]).complete


def test_next_is_the_first_open_one_after_the_last_then_the_first_of_all():
    lessons = [LessonState(1), LessonState(2, done=True), LessonState(3, retired=True), LessonState(4)]
    assert next_lesson(lessons) == 1
    assert next_lesson(lessons, after=2) == 4
    assert next_lesson(lessons, after=4) == 1
    assert next_lesson([LessonState(1, done=True)]) is None
