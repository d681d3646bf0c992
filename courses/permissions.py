"""Who may do what with exams, question banks, assignments and works."""

from django.utils.translation import gettext_lazy as _

from courses.enums import QuestionState
from courses.models import ExamInvigilator
from courses.models.hour_rules import READERS
from courses.models.lesson_question import ANSWERERS
from courses.models.recognition import DECIDERS
from courses.models.rubric import SETTERS
from courses.rules.answering import answers_in
from lms import navigation
from lms.people.access import covers, holds, register
from lms.people.enums import Role
from lms.people.reach import reaches

# Who finds marking in the menu; others who are named for an exam get there from the exam itself.
MARKERS = (*SETTERS, Role.TRAINER)
ISSUERS = (Role.SUBDISTRICT, Role.DISTRICT)


def _school_path(lesson):
    return lesson.course.school.path if lesson.course and lesson.course.school else None


def _marks(user, work):
    """Someone else's work, of a subtree where the user sets assignments or of someone they work with."""
    if work.person_id == user.pk:
        return False
    return user.scope.covers(work.organisation.path, *SETTERS) or reaches(user, work.person_id)


def _others(path_of, *roles):
    """Predicate: the work is not one's own, and one of ``roles`` is held on the organisation at ``path_of(work)``."""
    return lambda user, work: work.person_id != user.pk and user.scope.covers(path_of(work), *roles)


_sets = covers(lambda exam: exam.organisation.path, *SETTERS)


def _watches(user, exam):
    """Whoever sets the exam, and who is named for it: see ``courses.models.ExamInvigilator``."""
    return _sets(user, exam) or exam.invigilators.filter(person=user).exists()


def _keys_in(user, exam):
    """Whoever sets the exam, and who is named for it where its settings say so; one's own paper is refused by the action."""
    return _sets(user, exam) or (exam.invigilators_key_in and exam.invigilators.filter(person=user).exists())


def _keeps_keys(user, exam):
    """Whoever sets the exam and is no candidate of it."""
    return _sets(user, exam) and not exam.candidates.filter(person=user).exists()


def _decides_hours(user, row):
    """Somebody else's application, whose post lies in a subtree where the user decides."""
    if row.person_id == user.pk:
        return False
    posts = row.person.appointments.current().values_list("organisation__path", flat=True)
    return any(user.scope.covers(path, *DECIDERS) for path in posts)


def _asks(user, row):
    """What is asked everywhere is the district's; what is asked in a place is that of whoever makes its rules."""
    return user.scope.covers(row.organisation.path, Role.DISTRICT) if row.organisation else user.scope.holds(Role.DISTRICT)


def _issues_series(user, series):
    """Whoever administers the sub-district of its school; the district, for a series of no school."""
    if series.school is None:
        return user.scope.holds(Role.DISTRICT)
    return user.scope.covers(series.school.path, *ISSUERS)


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
    "exam.keys": _keeps_keys,
    "exam.export": covers(lambda exam: exam.organisation.path, *SETTERS, Role.AUDITOR),
    "exam.invigilate": _watches,
    "exam.mark": _watches,
    "exam.key_in": _keys_in,
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
    "assignment.browse": holds(Role.TRAINER, *SETTERS, Role.AUDITOR),
    "assignment.create": holds(*SETTERS),
    "assignment.edit": covers(lambda assignment: assignment.organisation.path, *SETTERS),
    "rubric.browse": holds(*SETTERS, Role.AUDITOR),
    "rubric.create": holds(*SETTERS),
    "rubric.edit": covers(lambda rubric: rubric.organisation.path, *SETTERS),
    "work.browse": holds(Role.TRAINER, *SETTERS),
    "work.mark": _marks,
    "work.recommend": _others(lambda work: work.organisation.path, Role.SUBDISTRICT),
    "work.show": _others(lambda work: work.assignment.organisation.path, *SETTERS),
    "hour_rules.browse": holds(*READERS),
    "hour_rules.create": holds(Role.DISTRICT),
    "hour_rules.edit": covers(lambda version: version.organisation.path, Role.DISTRICT),
    "requirement.edit": _asks,
    "hours.import": holds(*DECIDERS),
    "hours.log": holds(*DECIDERS, Role.AUDITOR),
    "recognition.browse": holds(*DECIDERS, Role.AUDITOR),
    "recognition.decide": _decides_hours,
    "series.browse": holds(*ISSUERS, Role.AUDITOR),
    "series.issue": _issues_series,
    "lesson_question.browse": holds(*ANSWERERS),
    "lesson_question.answer": lambda user, question: question.asker_id != user.pk and answers_in(
        user.scope.paths(*ANSWERERS), [_school_path(question.lesson), question.organisation and question.organisation.path]
    ),
})

navigation.register(
    navigation.NavItem(13, _("Assignments"), "courses:assignments", "notebook-pen", "assignment.browse"),
    navigation.NavItem(14, _("Exams"), "courses:exams", "file-question-mark", "exam.browse"),
    navigation.NavItem(15, _("Marking"), "courses:marking", "pen-line", "marking.menu"),
    navigation.NavItem(
        15, _("Answer questions"), "courses:lesson-questions", "message-circle-question-mark", "lesson_question.browse"
    ),
    navigation.NavItem(46, _("Series"), "courses:series-list", "library", "series.browse"),
)
