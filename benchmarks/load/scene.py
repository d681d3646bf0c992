"""What the people of the load find on the site: courses, a film, a class that begins, an exam, desks; and their sign-ins."""

import json
import random
from uuid import uuid4

from benchmarks.harness import cookie_of

DESK_ROLES = ("liaison", "trainer", "school", "subdistrict", "district")
QUESTIONS = 20
LESSON_PAGES = 40


def arrange(path, *, learners, arrivals, candidates, desk):
    """Add to the district what ``users`` needs and write it to ``path`` as JSON. Numbers are people of each kind."""
    from benchmarks import check_in, exam_day
    from courses.models import Course, Lesson

    exam, sitting = exam_day.arrange(candidates, QUESTIONS)
    session, arriving = check_in.arrange(arrivals, title="负载测量班")
    rng = random.Random(2017)
    lessons = Lesson.objects.filter(retired_at=None).exclude(url="").order_by("pk")[:LESSON_PAGES]
    courses = Course.objects.filter(retired_at=None).exclude(url="").order_by("pk")[:LESSON_PAGES]
    scene = {
        "learners": _learners(learners, rng), "arrivals": arriving, "candidates": sitting, "desk": _officers(desk),
        "exam": exam.pk, "session": session.pk, "secret": session.secret, "film": _film(),
        "lessons": [lesson.url for lesson in lessons], "courses": [course.url for course in courses],
        "cohorts": _cohorts(),
    }
    path.write_text(json.dumps(scene))
    return scene


def compare(scene, journal):
    """Return what was acknowledged and is not there: ``{"answers": n, "check_ins": n}``.

    ``journal``: ``{"answers": [[attempt, question, option]], "check_ins": n}`` as the people of the load were told.
    """
    from benchmarks.exam_day import option_of
    from cohorts.models import AttendanceMark
    from courses.models import Attempt, AttemptAnswer

    attempts = Attempt.objects.select_related("exam").in_bulk({attempt for attempt, _question, _place in journal["answers"]})
    kept = {
        (row.attempt_id, row.question_id): row.chosen for row in AttemptAnswer.objects.filter(attempt__exam_id=scene["exam"])
    }
    lost = [
        row for row in journal["answers"] if kept.get((row[0], row[1])) != [option_of(attempts[row[0]], row[1], row[2])]
    ]
    marks = AttendanceMark.objects.filter(session_id=scene["session"]).count()
    return {"answers": len(lost), "check_ins": max(0, journal["check_ins"] - marks)}


def _learners(count, rng):
    """People with a post, who were on no roster's desk: half of them in classes, if there are as many."""
    from cohorts.models import Enrolment
    from lms.people.models import Appointment, Person, RoleGrant

    staff = RoleGrant.objects.values("person_id")
    enrolled = list(Enrolment.objects.exclude(person__in=staff).order_by("pk").values_list("person_id", flat=True)
                    .distinct()[:count * 4])
    others = list(Appointment.objects.current().exclude(person__in=staff).exclude(person__in=enrolled)
                  .order_by("pk").values_list("person_id", flat=True)[:count * 4])
    chosen = rng.sample(enrolled, min(count // 2, len(enrolled)))
    chosen += rng.sample(others, min(count - len(chosen), len(others)))
    people = Person.objects.in_bulk(chosen)
    return [cookie_of(people[pk]) for pk in chosen]


def _officers(count):
    """Staff of all desks, in turn."""
    from lms.people.models import Person, RoleGrant

    by_role = [
        list(RoleGrant.objects.active().filter(role=role).order_by("pk").values_list("person_id", flat=True)[:count])
        for role in DESK_ROLES
    ]
    chosen = list(dict.fromkeys(pk for place in range(count) for row in by_role for pk in row[place:place + 1]))[:count]
    people = Person.objects.in_bulk(chosen)
    return [cookie_of(people[pk]) for pk in chosen]


def _film():
    from django.utils import timezone

    from courses.actions.catalogue import register_lesson
    from courses.actions.watching import Medium, register_media

    lesson = register_lesson(key=uuid4(), title="一小时的课", summary="", url="/hour/", published_at=timezone.now(),
                             kind="lesson", minutes=60)
    register_media(lesson=lesson, media=[Medium("film", "一小时的课", "video", 3600, "/media/film.mp4")])
    return lesson.media.get().pk


def _cohorts():
    from cohorts.models import Cohort

    return list(Cohort.objects.order_by("-pk").values_list("pk", flat=True)[:20])
