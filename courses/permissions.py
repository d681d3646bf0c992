"""Who may do what with exams, question banks and the ledger."""

from django.utils.translation import gettext_lazy as _

from courses.enums import QuestionState
from courses.models import ExamInvigilator
from courses.models.lesson_question import ANSWERERS
from courses.rules.answering import answers_in
from lms import navigation
from lms.people.access import covers, holds, register
from lms.people.enums import Role

SETTERS = (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT)
# Who finds marking in the menu; others who are named for an exam get there from the exam itself.
MARKERS = (*SETTERS, Role.TRAINER)


def _school_path(lesson):
    return lesson.course.school.path if lesson.course and lesson.course.school else None


_sets = covers(lambda exam: exam.organisation.path, *SETTERS)


def _watches(user, exam):
    """Whoever sets the exam, and who is named for it: see ``courses.models.ExamInvigilator``."""
    return _sets(user, exam) or exam.invigilators.filter(person=user).exists()


_keeps = covers(lambda bank: bank.organisation.path, *SETTERS)
_teaches = covers(lambda bank: bank.organisation.path, *SETTERS, Role.TRAINER)
_reviews = covers(lambda bank: bank.organisation.path, Role.DISTRICT)


def _open(user, bank, *rows):
    """Tell whether none of ``rows`` is locked, or the user is of those who lock."""
    return not any(row.locked_at for row in rows) or _reviews(user, bank)


register({
    "exam.browse": holds(*SETTERS, Role.TRAINER, Role.AUDITOR),
    "exam.create": holds(*SETTERS),
    "exam.edit": _sets,
    "exam.invigilate": _watches,
    "exam.mark": _watches,
    "attempt.invigilate": lambda user, attempt: attempt.person_id != user.pk and _watches(user, attempt.exam),
    "attempt.mark": lambda user, attempt: attempt.person_id != user.pk and _watches(user, attempt.exam),
    "exam.regrade": _sets,
    "marking.browse": lambda user, obj: user.scope.holds(*MARKERS) or ExamInvigilator.objects.filter(person=user).exists(),
    "marking.menu": holds(*MARKERS),
    "bank.browse": holds(*SETTERS, Role.TRAINER),
    "bank.create": holds(*SETTERS),
    "bank.view": _teaches,
    "bank.export": _keeps,
    "bank.edit": lambda user, bank: _keeps(user, bank) and _open(user, bank, bank),
    "bank.lock": _reviews,
    # A trainer writes drafts, and changes their own until one is accepted: what a trainer sees of a bank is their own.
    "question.add": lambda user, bank: _teaches(user, bank) and _open(user, bank, bank),
    "question.view": lambda user, question: _teaches(user, question.bank),
    "question.edit": lambda user, question: _open(user, question.bank, question.bank, question) and (
        _keeps(user, question.bank) or (_teaches(user, question.bank) and question.state == QuestionState.DRAFT)),
    "question.keep": lambda user, question: _keeps(user, question.bank) and _open(user, question.bank, question.bank, question),
    "question.lock": lambda user, question: _reviews(user, question.bank),
    "lesson_question.browse": holds(*ANSWERERS),
    "lesson_question.answer": lambda user, question: question.asker_id != user.pk and answers_in(
        user.scope.paths(*ANSWERERS), [_school_path(question.lesson), question.organisation and question.organisation.path]
    ),
})

navigation.register(
    navigation.NavItem(14, _("Exams"), "courses:exams", "file-question-mark", "exam.browse"),
    navigation.NavItem(15, _("Marking"), "courses:marking", "pen-line", "marking.menu"),
    navigation.NavItem(
        15, _("Answer questions"), "courses:lesson-questions", "message-circle-question-mark", "lesson_question.browse"
    ),
)
