"""The verbs of courses, lessons and exams in words."""

from django.utils.translation import gettext_lazy as _

from courses.enums import Consent
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
    "exam.admit": _("admitted candidates"),
    "exam.start": _("began an exam"),
    "exam.submit": _("handed in an exam"),
})
register(_("Assignments"), {
    "rubric.create": _("wrote a rubric"),
    "rubric.edit": _("changed a rubric"),
    "assignment.create": _("set an assignment"),
    "assignment.edit": _("changed an assignment"),
    "assignment.open": _("opened an assignment"),
    "assignment.close": _("closed an assignment"),
    "assignment.admit": _("admitted people to an assignment"),
    "work.submit": _("handed in a work"),
    "work.mark": _("marked a work"),
    "work.return": _("returned a work"),
    "work.choose": _("chose a work as excellent"),
    "work.unchoose": _("took back that a work is excellent"),
    "work.recommend": _("recommended a work to the district"),
    "work.unrecommend": _("took back the recommendation of a work"),
    "work.show": _("hung a work in the gallery"),
    "work.hide": _("took a work out of the gallery"),
    "work.consent": _("consented to their work being shown"),
    "work.unconsent": _("took back the consent to their work being shown"),
})
register_details({
    "assignment": _("assignment"), "criteria": _("criteria"), "late": _("late"), "consent": _("may be shown"),
    "points": _("points"),
    "version": _("version"), "lesson": _("lesson"), "lessons": _("lessons"), "course": _("course"), "exam": _("exam"),
    "questions": _("questions"), "answered": _("answered"), "candidates": _("candidates"), "retired": _("retired"),
    "package": _("package"), "result": _("result"), "format": _("format"),
}, {"consent": Consent})
