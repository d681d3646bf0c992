"""Results of surveys: of one with all its questions, of a list, and averages by trainer, module, school and month.

Everything here is of surveys that are closed; ``cohorts.rules.surveys`` says what of them may be shown.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils import timezone

from cohorts.enums import SurveyAbout
from cohorts.models import CohortGroup, Survey, SurveyAnswer
from cohorts.rules.surveys import (
    SCALE,
    STEPS,
    TEXT,
    Average,
    Cell,
    Question,
    Split,
    Tally,
    cell_of,
    enough,
    missing,
    pool,
    pool_by,
    questions_of,
    split,
)


def listed(user, *, about="", state="", year=None, cohort=None):
    """Surveys that ``user`` may see, with what their rows name, how many were asked and how many answered."""
    rows = Survey.objects.visible_to(user)
    if about:
        rows = rows.filter(session__isnull=about == SurveyAbout.COHORT)
    if state:
        rows = rows.filter(closed_at__isnull=state == "running")
    if year:
        rows = rows.filter(opens_at__year=year)
    if cohort:
        rows = rows.filter(cohort=cohort)
    return rows.select_related("cohort__organiser", "cohort__programme", "session__trainer", "session__module").annotate(
        asked=Count("tickets"), answered=Count("tickets", filter=Q(tickets__answered=True))
    ).order_by("-opens_at", "-pk")


def cells_of(surveys):
    """Return ``{survey id: Cell}`` of rows of :func:`listed`. One query. A running survey has no marks."""
    closed = {survey.pk: survey for survey in surveys if survey.closed_at is not None}
    tallies = defaultdict(list)
    counts = defaultdict(list)
    rows = (
        SurveyAnswer.objects.filter(survey__in=closed, value__isnull=False).order_by()
        .values_list("survey_id", "question", "value").annotate(n=Count("pk"))
    )
    for survey, key, value, n in rows:
        counts[survey, key].append((value, n))
    for survey in closed.values():
        for question in questions_of(survey.questions):
            if question.kind == SCALE:
                tallies[survey.pk].append(Tally(tuple(counts[survey.pk, question.key])))
    return {survey.pk: cell_of(survey.asked, survey.answered, tallies[survey.pk]) for survey in surveys}


@dataclass
class Asked:
    """One question with its answers. ``tally`` is None, and ``texts`` are empty, when too few answered it: ``missing`` says
    how many more it takes. ``bars`` are the values with their words' place and count, ``groups`` how it was by group."""

    question: Question
    n: int
    tally: Tally | None = None
    bars: list = field(default_factory=list)
    texts: list = field(default_factory=list)
    groups: Split | None = None

    @property
    def missing(self):
        return missing(self.n)

    @property
    def average(self):
        return self.tally.total / self.tally.n if self.tally and self.question.kind == SCALE else None


@dataclass(frozen=True)
class Results:
    """``asked`` questions of a survey; empty while it runs, or while fewer than five people answered."""

    cell: Cell
    questions: list
    groups: dict


def results_of(survey):
    """Return the :class:`Results` of a row of :func:`listed`. At most three queries."""
    if survey.closed_at is None or not enough(survey.answered):
        return Results(Cell(survey.asked, survey.answered), [], {})
    by_question, by_group = defaultdict(lambda: defaultdict(int)), defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    rows = (
        survey.answers.filter(value__isnull=False).order_by().values_list("question", "group_id", "value").annotate(n=Count("pk"))
    )
    for key, group, value, n in rows:
        by_question[key][value] += n
        by_group[key][group][value] += n
    words = defaultdict(list)
    for key, text in survey.answers.filter(value=None).order_by("pk").values_list("question", "text"):  # keys are random
        words[key].append(text)
    questions = [
        _asked(one, by_question[one.key], by_group[one.key], words[one.key]) for one in questions_of(survey.questions)
    ]
    scales = [Tally(tuple(by_question[one.question.key].items())) for one in questions if one.question.kind == SCALE]
    return Results(cell_of(survey.asked, survey.answered, scales), questions, _groups(survey))


def _asked(question, counts, groups, texts):
    if question.kind == TEXT:
        return Asked(question, len(texts), texts=texts if enough(len(texts)) else [])
    tally = Tally(tuple(sorted(counts.items())))
    if not enough(tally.n):
        return Asked(question, tally.n)
    values = reversed(STEPS) if question.kind == SCALE else range(len(question.options))
    parts = {group: Tally(tuple(sorted(held.items()))) for group, held in groups.items()}
    return Asked(
        question, tally.n, tally, bars=[(value, tally.of(value)) for value in values],
        groups=split(parts) if question.kind == SCALE else None,
    )


def _groups(survey):
    return dict(CohortGroup.objects.filter(cohort=survey.cohort_id).values_list("pk", "name"))


@dataclass(frozen=True)
class Averages:
    """``whole`` of everything, and tables of ``(label, Average)``: by trainer or programme, by module, by school, by month."""

    whole: Average
    trainers: list
    modules: list
    programmes: list
    schools: list
    months: list


def averages(user, *, about, year):
    """Return the :class:`Averages` of the surveys of a year that are closed and that ``user`` may see. Two queries."""
    surveys = list(listed(user, about=about, state="closed", year=year).order_by("opens_at", "pk"))
    cells = cells_of(surveys)

    def by(label):
        named = [(label(survey), cells[survey.pk]) for survey in surveys if label(survey)]
        return sorted(pool_by(named).items(), key=lambda pair: (pair[1].value is None, -(pair[1].value or 0), str(pair[0])))

    in_session = about == SurveyAbout.SESSION
    months = pool_by((f"{timezone.localtime(survey.opens_at):%Y-%m}", cells[survey.pk]) for survey in surveys)
    return Averages(
        whole=pool(cells.values()),
        trainers=[(person.name, average) for person, average in by(lambda one: one.session.trainer)] if in_session else [],
        modules=by(lambda one: one.session.module and one.session.module.title) if in_session else [],
        programmes=by(lambda one: one.cohort.programme and one.cohort.programme.title),
        schools=by(lambda one: one.cohort.organiser.name), months=list(months.items()),
    )


def years_of(user, today):
    """Return the years that have surveys which ``user`` may see, this one among them, the newest first. One query."""
    years = Survey.objects.visible_to(user).datetimes("opens_at", "year")
    return sorted({today.year, *(day.year for day in years)}, reverse=True)

