"""The questions on the page of a lesson, as each reader sees them."""

from django.db.models import BooleanField, Case, Prefetch, Q, Value, When

from courses.models import LessonAnswer, LessonQuestion
from courses.models.lesson_question import ANSWERERS, TOLD
from courses.rules.answering import answers_in, whom_to_tell
from lms.people.models import RoleGrant

MOST = 30


def questions_on(lesson, user):
    """Return the questions that ``user`` reads under ``lesson``: their own first, then the newest, ``MOST`` at most.

    Each has ``mine``, ``mine_to_answer``, ``shown`` (its text, or the published wording for whoever is neither asker nor
    answers) and ``replies``. Two queries however many there are, one where there are none.
    """
    rows = LessonQuestion.objects.read_by(user).filter(lesson=lesson).select_related("asker", "organisation")
    if user.is_authenticated:
        mine = Case(When(asker=user, then=Value(True)), default=Value(False), output_field=BooleanField())
        rows = rows.annotate(mine=mine).order_by("-mine", "-asked_at", "-pk")
    replies = Prefetch("answers", LessonAnswer.objects.select_related("author"), to_attr="replies")
    found = list(rows.prefetch_related(replies)[:MOST])
    paths = user.scope.paths(*ANSWERERS) if user.is_authenticated else []
    school = lesson.course.school if lesson.course else None
    for question in found:
        question.mine = getattr(question, "mine", False)
        places = [school and school.path, question.organisation and question.organisation.path]
        question.mine_to_answer = not question.mine and answers_in(paths, places)
        open_to_user = question.mine or question.mine_to_answer
        question.shown = question.text if open_to_user else question.public_text
    return found


def people_to_tell(question):
    """Return the ids of those who are told of a new question, never its asker's; two queries at most."""
    lesson = question.lesson
    places = [place for place in (lesson.course and lesson.course.school, question.organisation) if place]
    above = Q(organisation__in={pk for place in places for pk in place.ancestor_ids}) if places else Q(organisation__parent=None)
    grants = RoleGrant.objects.active().filter(above, role__in=ANSWERERS, person__is_active=True)
    return whom_to_tell(grants.exclude(person=question.asker_id).values_list("person_id", "role"), TOLD)
