"""The verbs of courses, lessons and exams in words."""

from django.utils.translation import gettext_lazy as _

from courses.enums import EndedBy
from lms.audit.labels import register, register_details

register(_("Courses and lessons"), {
    "course.register": _("published a course"),
    "course.update": _("changed a course"),
    "course.retire": _("retired a course"),
    "course.join": _("joined a course"),
    "course.leave": _("left a course"),
    "course.revive": _("published a course again"),
    "lecturer.register": _("added a lecturer"),
    "lecturer.update": _("changed a lecturer"),
    "lecturer.retire": _("removed a lecturer"),
    "lecturer.revive": _("added a lecturer again"),
    "lesson.register": _("published a lesson"),
    "lesson.update": _("changed a lesson"),
    "lesson.retire": _("retired a lesson"),
    "lesson.revive": _("published a lesson again"),
    "lesson.open": _("opened a lesson"),
    "lesson.finish": _("finished a lesson"),
    "lesson.media": _("changed the films and recordings of a lesson"),
    "scorm.store": _("took in a SCORM package"),
    "scorm.play": _("gave a lesson its SCORM package"),
    "scorm.remove": _("removed the files of a SCORM package that nothing plays"),
    "scorm.report": _("got on with a SCORM lesson"),
    "syllabus.freeze": _("froze a syllabus"),
    "lesson_question.ask": _("asked a question on a lesson"),
    "lesson_question.answer": _("answered a question on a lesson"),
    "lesson_question.publish": _("published a question on a lesson"),
    "lesson_question.withdraw": _("withdrew a published question"),
})
register(_("Exams"), {
    "exam.free": _("freed an exam for another device"),
    "exam.extend": _("gave more time in an exam"),
    "exam.end": _("ended an exam for everyone"),
    "exam.other_device": _("tried to go on with an exam on another device"),
    "exam.dismiss": _("took somebody off the list of an exam"),
    "exam.extra_time": _("gave a person extra minutes in an exam"),
    "exam.invigilators": _("named the invigilators of an exam"),
    "exam.rules": _("set the rules of an exam's paper"),
    "exam.release": _("released the results of an exam"),
    "exam.withdraw": _("withdrew released results of an exam"),
    "bank.create": _("created a question bank"),
    "question.add": _("added a question"),
    "question.revise": _("revised a question"),
    "question.upload": _("uploaded a file of questions"),
    "question.import": _("imported questions"),
    "question.discard": _("discarded a file of questions"),
    "bank.export": _("exported a question bank"),
    "exam.create": _("created an exam"),
    "exam.edit": _("changed an exam"),
    "exam.paper": _("set an exam's paper"),
    "exam.open": _("opened an exam"),
    "exam.close": _("closed an exam"),
    "exam.analysis_export": _("exported the item analysis of an exam"),
    "exam.admit": _("admitted candidates"),
    "exam.start": _("began an exam"),
    "exam.submit": _("handed in an exam"),
})
register_details({
    "version": _("version"), "lesson": _("lesson"), "lessons": _("lessons"), "course": _("course"), "exam": _("exam"),
    "questions": _("questions"), "answered": _("answered"), "candidates": _("candidates"), "retired": _("retired"),
    "package": _("package"), "result": _("result"), "format": _("format"), "ended_by": _("ended by"),
    "minutes": _("minutes"), "attempts": _("attempts"), "rules": _("rules"), "keys": _("with keys"),
}, {"ended_by": EndedBy})
