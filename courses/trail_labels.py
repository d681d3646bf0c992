"""The verbs of courses, lessons and exams in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register

register(_("Courses and lessons"), {
    "course.register": _("published a course"),
    "course.update": _("changed a course"),
    "course.retire": _("retired a course"),
    "course.revive": _("published a course again"),
    "lesson.register": _("published a lesson"),
    "lesson.update": _("changed a lesson"),
    "lesson.retire": _("retired a lesson"),
    "lesson.revive": _("published a lesson again"),
    "lesson.open": _("opened a lesson"),
    "lesson.finish": _("finished a lesson"),
    "syllabus.freeze": _("froze a syllabus"),
})
register(_("Exams"), {
    "bank.create": _("created a question bank"),
    "question.add": _("added a question"),
    "question.revise": _("revised a question"),
    "exam.create": _("created an exam"),
    "exam.edit": _("changed an exam"),
    "exam.paper": _("set an exam's paper"),
    "exam.open": _("opened an exam"),
    "exam.close": _("closed an exam"),
    "exam.admit": _("admitted candidates"),
    "exam.start": _("began an exam"),
    "exam.submit": _("handed in an exam"),
})
