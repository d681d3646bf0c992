"""How far someone is with a course, or with a syllabus: what is done, what is owed, what is excused, what comes next."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LessonState:
    """A lesson as one person has it. ``retired``: it was taken down, so that whoever owes it cannot learn it any more."""

    lesson_id: int
    required: bool = True
    retired: bool = False
    done: bool = False


@dataclass(frozen=True)
class Progress:
    """Counts of required lessons: ``done`` of ``required`` owed; ``missing`` and ``excused`` are ids, in order."""

    done: int
    required: int
    missing: tuple[int, ...] = ()
    excused: tuple[int, ...] = ()

    @property
    def complete(self):
        """Nothing is owed any more. A course without a single lesson is never complete."""
        return not self.missing and bool(self.required or self.excused)


def progress_of(lessons):
    """Return the :class:`Progress` over ``lessons`` (:class:`LessonState`, in the order of learning).

    A required lesson that was taken down counts for whoever did it, and is excused for whoever did not.
    """
    owed = [lesson for lesson in lessons if lesson.required]
    excused = tuple(lesson.lesson_id for lesson in owed if lesson.retired and not lesson.done)
    done = sum(lesson.done for lesson in owed)
    missing = tuple(lesson.lesson_id for lesson in owed if not lesson.done and not lesson.retired)
    return Progress(done=done, required=len(owed) - len(excused), missing=missing, excused=excused)


def next_lesson(lessons, after=None):
    """Return the id of the lesson to learn next: the first not done after ``after``, else the first not done at all.

    None when everything that stands was done.
    """
    open_ids = [lesson.lesson_id for lesson in lessons if not lesson.done and not lesson.retired]
    order = [lesson.lesson_id for lesson in lessons]
    if after in order:
        later = order[order.index(after) + 1:]
        open_ids.sort(key=lambda lesson_id: lesson_id not in later)
    return open_ids[0] if open_ids else None
