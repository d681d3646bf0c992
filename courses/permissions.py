"""Who may do what with exams, question banks, assignments and works: ``matrix.toml``, and what its rows name."""

from django.utils.translation import gettext_lazy as _

from courses.enums import QuestionState
from courses.models import ExamInvigilator, Question
from courses.models.lesson_question import ANSWERERS
from courses.models.rubric import SETTERS
from courses.rules.answering import answers_in
from lms import navigation
from lms.people import access, matrix
from lms.people.access import POLICY
from lms.people.enums import Role
from lms.people.reach import reaches

# Who finds marking in the menu; others who are named for an exam get there from the exam itself.
MARKERS = (*SETTERS, Role.TRAINER)


def _paths_of_bank(row):
    return [(row.bank if isinstance(row, Question) else row).organisation.path]


def _open(user, bank, *rows):
    """Tell whether none of ``rows`` is locked, or the user is of those who lock."""
    return not any(row.locked_at for row in rows) or POLICY["bank.lock"](user, bank)


def _question_is_theirs(user, question):
    """An open question of a bank that the user keeps; a draft for whoever only writes in the bank."""
    bank = question.bank
    theirs = question.state == QuestionState.DRAFT or POLICY["bank.export"](user, bank)
    return theirs and _open(user, bank, bank, question)


def _named(user, exam):
    """Tell whether the user is named for the exam: see ``courses.models.ExamInvigilator``."""
    return exam.invigilators.filter(person=user).exists()


def _posts_of_person(row):
    return row.person.appointments.current().values_list("organisation__path", flat=True)


def _answers(user, question, roles):
    """Whoever answers for the lesson's school, or for the organisation of who asks."""
    course = question.lesson.course
    places = [course.school.path if course and course.school else None, question.organisation and question.organisation.path]
    return answers_in(user.scope.paths(*ANSWERERS), places)


access.register(matrix.table(
    __package__,
    bank_of=_paths_of_bank,
    bank_is_open=lambda user, bank: _open(user, bank, bank),
    question_is_theirs=_question_is_theirs,
    question_is_open=lambda user, question: _open(user, question.bank, question.bank, question),
    is_no_candidate=lambda user, exam: not exam.candidates.filter(person=user).exists(),
    is_named=_named,
    # One's own paper is refused by the action.
    is_named_to_key_in=lambda user, exam: exam.invigilators_key_in and _named(user, exam),
    is_named_for_attempt=lambda user, attempt: _named(user, attempt.exam),
    is_named_anywhere=lambda user, obj: ExamInvigilator.objects.filter(person=user).exists(),
    works_with=lambda user, work: reaches(user, work.person_id),
    is_asked_everywhere=lambda user, row: row.organisation is None and user.scope.holds(Role.DISTRICT),
    posts_of_person=_posts_of_person,
    is_of_no_school=lambda user, series: series.school is None and user.scope.holds(Role.DISTRICT),
    answers=_answers,
))

navigation.register(
    navigation.NavItem(13, _("Assignments"), "courses:assignments", "notebook-pen", "assignment.browse"),
    navigation.NavItem(14, _("Exams"), "courses:exams", "file-question-mark", "exam.browse"),
    navigation.NavItem(15, _("Marking"), "courses:marking", "pen-line", "marking.menu"),
    navigation.NavItem(
        15, _("Answer questions"), "courses:lesson-questions", "message-circle-question-mark", "lesson_question.browse"
    ),
    navigation.NavItem(46, _("Series"), "courses:series-list", "library", "series.browse"),
)
