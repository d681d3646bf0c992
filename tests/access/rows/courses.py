"""What can be learned, and hours: the rows that their addresses speak of."""

import datetime
from functools import cached_property

from django.core.files.base import ContentFile
from django.utils import timezone

from courses.actions import (
    lesson_questions,
    notes,
)
from courses.actions.hour_rules import draft_rules
from courses.actions.recognition import apply_for_recognition
from courses.enums import HourImportState
from courses.models import (
    Course,
    CourseEnrolment,
    HourEntry,
    HourImport,
    HourRequirement,
    Lesson,
    LessonMedium,
    Series,
)
from courses.rules.hour_presets import UNIT_2018

from .base import pk_of


class CourseRows:
    @cached_property
    def course(self):
        return Course.objects.create(title="党支部书记工作实务", published_at=timezone.now(), url="/courses/1/")

    @cached_property
    def series(self):
        return Series.objects.create(title="学市党代会精神", school=self.east, published_at=timezone.now())

    @cached_property
    def joined_course(self):
        CourseEnrolment.objects.create(person=self.learner, course=self.course)
        return self.course

    @cached_property
    def lesson(self):
        return Lesson.objects.create(
            title="第一课", course=self.course, kind="lesson", minutes=20, published_at=timezone.now(), url="/courses/1/1/"
        )

    @cached_property
    def medium(self):
        return LessonMedium.objects.create(lesson=self.lesson, key="film", title="视频", kind="video", duration_ms=60_000)

    @cached_property
    def hours(self):
        return HourEntry.objects.create(
            person=self.learner, on_date=timezone.localdate(), kind="online", minutes=20, title="第一课",
            source=f"lesson:{self.lesson.pk}:person:{self.learner.pk}",
            source_root=f"lesson:{self.lesson.pk}:person:{self.learner.pk}",
        )

    @cached_property
    def hour_rules(self):
        return draft_rules(
            actor=None, organisation=self.east, title="学时办法", valid_from=datetime.date(2018, 1, 1), data=UNIT_2018)

    @cached_property
    def requirement(self):
        return HourRequirement.objects.order_by("pk")[0]

    @cached_property
    def recognition(self):
        day = datetime.date(2018, 3, 1)
        return apply_for_recognition(person=self.learner, proof=ContentFile(b"%PDF-1.4 %%EOF", name="a.pdf"), values={
            "title": "社区治理", "organiser": "市委党校", "first_day": day, "last_day": day, "minutes": 360,
            "concentrated": False,
        })

    def _hour_import(self, state):
        return HourImport.objects.create(
            uploaded_by=self.world.p_subdistrict, organisation=self.east, file_name="学时.xlsx", state=state,
            layouts=[{"sheet": "学时", "row": 0, "texts": ["姓名"], "fields": ["name"], "samples": [["张三"]]}],
        )

    @cached_property
    def hour_import(self):
        return self._hour_import(HourImportState.READY)

    @cached_property
    def applied_hour_import(self):
        return self._hour_import(HourImportState.APPLIED)

    @cached_property
    def note(self):
        return notes.add_note(person=self.learner, lesson=self.lesson, text="问问楼组长")

    @cached_property
    def lesson_question(self):
        return lesson_questions.ask(person=self.learner, lesson=self.lesson, text="人手不够怎么办？")


# Address by name -> the row it speaks of, as ``house -> keyword arguments``.
OBJECTS = {
    "courses:series": pk_of("series"),
    "courses:bookmark": lambda house: {"key": house.lesson.key},
    "courses:lesson-ask": lambda house: {"key": house.lesson.key},
    "courses:note-add": lambda house: {"key": house.lesson.key},
    "courses:note": pk_of("note"),
    "courses:note-delete": pk_of("note"),
    "courses:lesson-question": pk_of("lesson_question"),
    "courses:lesson-question-publish": pk_of("lesson_question"),
    "courses:media-start": pk_of("medium"),
    "courses:media-beats": pk_of("medium"),
    "courses:hours-line": pk_of("hours"),
    "courses:hour-rule": pk_of("hour_rules"),
    "courses:hour-rule-edit": pk_of("hour_rules"),
    "courses:hour-rule-kind": lambda house: {"pk": house.hour_rules.pk, "kind": "online"},
    "courses:hour-rule-year": pk_of("hour_rules"),
    "courses:hour-rule-preview": pk_of("hour_rules"),
    "courses:hour-rule-force": pk_of("hour_rules"),
    "courses:hour-rule-discard": pk_of("hour_rules"),
    "courses:hour-requirement": pk_of("requirement"),
    "courses:hour-requirement-remove": pk_of("requirement"),
    "courses:recognition-mend": pk_of("recognition"),
    "courses:recognition-take-back": pk_of("recognition"),
    "courses:recognition": pk_of("recognition"),
    "courses:recognition-proof": pk_of("recognition"),
    "courses:hour-import": pk_of("hour_import"),
    "courses:hour-import-columns": pk_of("hour_import"),
    "courses:hour-import-apply": pk_of("hour_import"),
    "courses:hour-import-undo": pk_of("applied_hour_import"),
    "courses:hour-import-discard": pk_of("hour_import"),
    "courses:hour-import-errors": pk_of("hour_import"),
    "courses:course-join": lambda house: {"key": house.course.key},
    "courses:course-leave": lambda house: {"key": house.joined_course.key},
    "courses:lesson-done": lambda house: {"key": house.lesson.key},
    "courses:scorm-save": lambda house: {"key": house.lesson.key},
    "courses:lesson-share": lambda house: {"key": house.lesson.key},
}
