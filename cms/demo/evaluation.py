"""The district's questionnaires, surveys that are closed, one that runs with too few answers, and a weighted final result."""

import random
from datetime import timedelta

from cohorts.actions.participation import Given, enter_participation
from cohorts.actions.programme_results import set_demand
from cohorts.actions.programmes import update_programme
from cohorts.actions.survey_templates import create_template
from cohorts.actions.surveys import answer_survey, ask_people, begin_survey
from cohorts.enums import ATTENDED, SEATED, SurveyAbout
from cohorts.models import (
    AttendanceMark,
    Cohort,
    ParticipationEntry,
    Survey,
    SurveyAnswer,
    SurveyTemplate,
    SurveyTicket,
)
from cohorts.queries.surveys import Due
from cohorts.rules.results import Demand
from cohorts.rules.surveys import CHOICE, SCALE, TEXT, Question, questions_of

SESSION_TITLE, COHORT_TITLE = "课后评价（全区通用）", "结班评价（全区通用）"
LENGTHS = ("太短", "正好", "太长")
AFTER_SESSION = [
    Question("q1", SCALE, "授课内容对工作的帮助"), Question("q2", SCALE, "教师的讲授"), Question("q3", CHOICE, "时间长短", LENGTHS),
    Question("q4", TEXT, "还想对教师说的话"),
]
AFTER_COHORT = [
    Question("q1", SCALE, "课程安排"), Question("q2", SCALE, "教学质量"), Question("q3", SCALE, "班级管理与服务"),
    Question("q4", SCALE, "场地与就餐"),
    Question("q5", CHOICE, "收获最大的一种形式", ("集中授课", "分类研讨", "基地实训", "微党课")),
    Question("q6", TEXT, "最有用的一点"), Question("q7", TEXT, "建议改进"),
]
WORDS = {
    "q4": ["案例讲得很实在，回去就能用。", "希望多留一点提问时间。", "声音再大一点就更好了。", "老师讲得清楚，听得懂。", "能不能把讲义发一份？"],
    "q6": ["加装电梯那堂课，流程一下子清楚了。", "和别的居民区书记交流，办法很多。", "主题党日怎么办，有了样子。", "基地实训印象最深。",
           "换届程序讲得细，心里有底了。", "微党课短，空下来就能看。", "三会一课的记录以后知道怎么写了。"],
    "q7": ["上午的课排得太满。", "希望多安排一次基地实训。", "停车不方便，能否提前告知。", "讲义的字再大一些。", "分组讨论时间可以长一点。", "下次想听物业纠纷的案例。"],
}
WEIGHTS = {"attendance": 20, "exam": 50, "assignment": 20, "participation": 10}
TAKING_PART = [
    (95, "分组研讨任组长，发言有准备"), (90, "课堂发言积极，案例贴近实际"), (88, "小组汇报条理清楚"), (85, "到课准时，参与讨论"),
    (80, "按要求参加各项活动"), (75, "发言较少，已个别鼓励"),
]
NOT_ENTERED, FEW = 6, 3
SHARE_ANSWERING = 0.8
WEEK = timedelta(days=7)


def build_templates(root, accounts):
    """The district's two questionnaires; those that stand are returned as they are."""
    found = []
    for title, about, questions in [
        (SESSION_TITLE, SurveyAbout.SESSION, AFTER_SESSION), (COHORT_TITLE, SurveyAbout.COHORT, AFTER_COHORT),
    ]:
        standing = SurveyTemplate.objects.filter(organisation=root, title=title).first()
        found.append(standing or create_template(
            actor=accounts["district"], organisation=root, title=title, about=about, questions=questions))
    return found


def build_evaluation(root, running, accounts, seed, *, now):
    """Let this year's programmes ask for surveys, and make those of what is over; once."""
    if Survey.objects.exists():
        return
    session_template, cohort_template = build_templates(root, accounts)
    rng = random.Random(f"{seed}/surveys")  # noqa: S311
    programme = running.programme
    update_programme(
        actor=accounts["district"], programme=programme, session_survey=session_template, cohort_survey=cohort_template,
    )
    _few_answers(running, session_template, rng, now)
    over = Cohort.objects.filter(organiser=root, programme__year=programme.year, ends_on__lt=now.date()).order_by("pk")
    few = True  # one survey that stays below five answers
    for cohort in over.select_related("organiser"):
        for session in cohort.sessions.filter(cancelled_at=None).order_by("starts_at"):
            people = AttendanceMark.objects.current().filter(session=session, status__in=ATTENDED).exclude(
                enrolment__person=session.trainer_id).values_list("enrolment__person_id", "enrolment__group_id")
            share, few = 0.05 if few else rng.uniform(0.5, 0.95), False
            _closed(Due(cohort, session, session_template, session.ends_at, session.ends_at + WEEK), people, share, rng)
        people = cohort.enrolments.filter(state__in=SEATED).values_list("person_id", "group_id")
        ended = cohort.sessions.latest("ends_at").ends_at + timedelta(hours=2)
        _closed(Due(cohort, None, cohort_template, ended, ended + WEEK), people, SHARE_ANSWERING, rng)


def _few_answers(cohort, template, rng, now):
    """A survey of yesterday's meeting that has run for some hours: three have answered, the demo trainee has not."""
    session = cohort.sessions.exclude(closed_at=None).order_by("starts_at").first()
    if session is None:
        return
    survey = begin_survey(due=Due(cohort, session, template, session.ends_at, session.ends_at + WEEK))
    ask_people(now=now)
    tickets = survey.tickets.select_related("person").exclude(person__username="learner").order_by("pk")
    for ticket in tickets[:FEW]:
        answer_survey(person=ticket.person, survey=survey, given={
            one.key: str(_value(one, rng)) for one in AFTER_SESSION if one.kind != TEXT
        }, now=now)


def _closed(due, people, share, rng):
    """Write a survey that has closed, with answers of about ``share`` of ``people``, by bulk inserts."""
    survey = Survey.objects.create(
        cohort=due.cohort, session=due.session, template=due.template, title=due.template.title,
        questions=due.template.questions, opens_at=due.opens_at, closes_at=due.closes_at, closed_at=due.closes_at,
    )
    tickets, answers = [], []
    for person, group in people:
        answered = rng.random() < share
        tickets.append(SurveyTicket(survey=survey, person_id=person, answered=answered))
        if answered:
            answers += _answers(survey, group, rng)
    for one in questions_of(survey.questions):
        if one.kind == TEXT:
            answers += [SurveyAnswer(survey=survey, question=one.key, text=text) for text in WORDS[one.key]]
    rng.shuffle(answers)
    SurveyTicket.objects.bulk_create(tickets)
    SurveyAnswer.objects.bulk_create(answers)


def _answers(survey, group, rng):
    return [
        SurveyAnswer(survey=survey, group_id=group, question=one.key, value=_value(one, rng))
        for one in questions_of(survey.questions) if one.kind != TEXT
    ]


def _value(question, rng):
    if question.kind == SCALE:
        return rng.choices((5, 4, 3, 2), (55, 30, 11, 4))[0]
    return rng.choices(range(len(question.options)), (1, 6, 2, 3)[:len(question.options)])[0]


def build_final_result(running, accounts):
    """Weights of this year's programme, and how most people of the running class took part; once."""
    if ParticipationEntry.objects.filter(enrolment__cohort=running).exists():
        return
    demand = Demand(WEIGHTS, {"exam": 50}, 60)
    set_demand(actor=accounts["district"], programme=running.programme, demand=demand)
    seats = running.enrolments.filter(state__in=SEATED).order_by("pk").values_list("pk", flat=True)
    entered = [
        Given(pk, *TAKING_PART[number % len(TAKING_PART)]) for number, pk in enumerate(seats[:max(len(seats) - NOT_ENTERED, 1)])
    ]
    enter_participation(actor=accounts["trainer"], cohort=running, given=entered)
