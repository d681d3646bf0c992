"""An exam that sixty people have sat, good questions and bad ones on its paper, so that its item analysis teaches something."""

import math
import random
from dataclasses import dataclass
from datetime import timedelta

from courses.actions.candidates import admit_candidates
from courses.actions.exam_setup import close_exam, create_exam, open_exam, set_paper
from courses.actions.questions import add_question, create_bank
from courses.enums import EndedBy
from courses.models import Attempt, AttemptAnswer, Exam
from courses.rules import marking, paper
from lms.people.enums import Role
from lms.people.models import Person, RoleGrant

TITLE = "党员学习教育知识测试"
BANK = "党员学习教育题库"
PEOPLE, POINTS = 60, 5


@dataclass(frozen=True)
class Planned:
    """A question and how people answer it.

    ``hard`` and ``sharp`` are its difficulty and discrimination on the scale of abilities. ``truth`` is what those who know
    would answer, where the key says something else; ``lures`` weigh the wrong options; ``torn`` gives those who know two
    answers; ``skips`` is the share who leave it empty.
    """

    kind: str
    stem: str
    options: tuple[str, ...]
    key: tuple[str, ...]
    hard: float = 0.0
    sharp: float = 2.0
    seconds: int = 28
    truth: tuple[str, ...] = ()
    lures: tuple[int, ...] = ()
    torn: str = ""
    skips: float = 0.0


PLAN = [
    # So easy that it tells nobody apart.
    Planned("single", "“两学一做”学习教育中的“两学”是学党章党规、学什么？",
            ("系列讲话", "文件汇编", "报刊社论", "外语"), ("a",), hard=-5, seconds=14),
    Planned("single", "党支部委员会每届任期一般由什么决定？",
            ("支部书记个人意见", "党章和有关规定", "上届支委习惯", "党员年龄结构"), ("b",), hard=-0.8, lures=(2, 0, 3, 1)),
    Planned("true_false", "党小组会一般每月召开一次。", (), ("true",), hard=-0.6, seconds=16),
    Planned("single", "“三会一课”中的“一课”指什么？",
            ("党课", "职工夜校", "技能培训课", "形势报告课"), ("a",), hard=-1.2, lures=(0, 1, 2, 3), seconds=18),
    # The key was entered wrongly: those who know answer b.
    Planned("single", "组织生活会一般多久召开一次？",
            ("每月一次", "每年一次", "每三年一次", "换届时才召开"), ("a",), truth=("b",), hard=-0.5, lures=(4, 0, 2, 1)),
    Planned("multiple", "发展党员必须经过哪些环节？（多选）",
            ("递交入党申请书", "确定入党积极分子", "缴纳保证金", "预备党员接收和转正"), ("a", "b", "d"), hard=0.6, seconds=52),
    # Two answers that can both be defended.
    Planned("single", "支部开展主题党日，最重要的是什么？",
            ("主题鲜明", "联系实际", "场地宽敞", "拍照留痕"), ("a",), hard=-0.5, torn="b", lures=(4, 5, 1, 1), seconds=41),
    Planned("true_false", "预备党员有表决权。", (), ("false",), hard=-0.2, seconds=15),
    # A wrong option that nobody takes.
    Planned("single", "党费的使用应当坚持什么原则？",
            ("统筹安排、量入为出、收支平衡、略有结余", "当年收当年用完", "由书记一人审批", "用于购买彩票"), ("a",), hard=0.1,
            lures=(0, 5, 4, 0), seconds=36),
    Planned("multiple", "民主评议党员一般包括哪些步骤？（多选）",
            ("学习教育", "自我评价", "民主评议", "公开竞价"), ("a", "b", "c"), hard=0.2, seconds=47),
    # Hard for nearly everybody.
    Planned("single", "预备党员的预备期从哪一天算起？",
            ("递交申请书之日", "上级党委批准之日", "支部大会通过其为预备党员之日", "转正之日"), ("c",), hard=2.2, sharp=1.6, lures=(1, 5, 0, 1)),
    # Long, and at the end: it takes time, and some never come to it.
    Planned("single", "某居民区党总支换届，应到会有选举权的党员五十名，实到四十一名，某候选人得赞成票二十四张。按照有关规定，下列说法正确的是哪一项？",
            ("到会人数不足，选举无效", "得票不足实到会的半数，未当选", "得票未超过应到会有选举权人数的半数，未当选", "该候选人当选"), ("c",),
            hard=1.0, sharp=1.6, lures=(1, 2, 0, 4), seconds=118, skips=0.18),
    Planned("true_false", "党员之间的组织生活可以用微信群聊天完全代替。", (), ("false",), hard=-1.4, seconds=13),
    Planned("single", "流动党员应当持什么凭证参加流入地的组织生活？",
            ("流动党员活动证", "居住证", "工作证", "介绍人名片"), ("a",), hard=-0.3, lures=(0, 3, 2, 1)),
]


def build_analysis(accounts, seed, *, now):
    """Set the exam of the demo sub-district, and let sixty of its people have sat it last month; made once."""
    actor = accounts["subdistrict"]
    street = RoleGrant.objects.filter(person=actor, role=Role.SUBDISTRICT).select_related("organisation").get().organisation
    if Exam.objects.filter(organisation=street, title=TITLE).exists():
        return
    bank = create_bank(actor=actor, organisation=street, title=BANK)
    questions = [
        add_question(
            actor=actor, bank=bank, kind=one.kind, stem=one.stem, key=list(one.key), explanation="",
            options=[{"id": letter, "text": text} for letter, text in zip("abcd", one.options, strict=False)],
        ) for one in PLAN
    ]
    ended = now - timedelta(days=20)
    exam = create_exam(
        actor=actor, organisation=street, title=TITLE, minutes=30, attempts_allowed=1, opens_at=ended - timedelta(days=2),
        closes_at=ended,
    )
    set_paper(actor=actor, exam=exam, items=[(question, POINTS) for question in questions])
    open_exam(actor=actor, exam=exam, now=exam.opens_at)
    people = _people(street)
    admit_candidates(actor=actor, exam=exam, person_ids=people)
    _sit(exam, questions, people, random.Random(f"{seed}/analysis"), ended)  # noqa: S311
    close_exam(actor=actor, exam=exam)


def _people(street):
    """People of the sub-district, and as many guests from elsewhere as are missing."""
    everyone = Person.objects.filter(is_demo=False, appointments__isnull=False).order_by("pk").distinct()
    own = list(everyone.filter(appointments__organisation__path__startswith=street.path).values_list("pk", flat=True)[:PEOPLE])
    return own + list(everyone.exclude(pk__in=own).values_list("pk", flat=True)[:PEOPLE - len(own)])


def _sit(exam, questions, people, rng, ended):
    """Write the attempts and their answers in bulk, marked by the rules that mark every attempt."""
    contents = {question.pk: question.content for question in questions}
    attempts, answers = [], []
    for number, person in enumerate(people):
        drawn = [
            {"question": pk, "points": POINTS, **paper.draw(content, number + pk)} for pk, content in contents.items()
        ]
        ability = rng.gauss(0.3, 1.0)
        chosen = {question.pk: _answer(plan, ability, rng) for plan, question in zip(PLAN, questions, strict=True)}
        on_paper = [
            marking.paper_question(contents[item["question"]], id=item["question"], points=POINTS, options=item["options"])
            for item in drawn
        ]
        result = marking.mark_paper(on_paper, chosen)
        began = ended - timedelta(hours=rng.randint(2, 40), minutes=rng.randint(0, 59))
        times = {
            question.pk: round(plan.seconds * math.exp(rng.gauss(-0.1 * ability, 0.35)))
            for plan, question in zip(PLAN, questions, strict=True)
        }
        handed_in = began + timedelta(seconds=sum(times.values()))
        attempt = Attempt(
            exam=exam, person_id=person, number=1, paper=drawn, seed=number, started_at=began, seen_at=handed_in,
            deadline=began + timedelta(minutes=exam.minutes), submitted_at=handed_in, ended_by=EndedBy.CANDIDATE,
            marked_at=handed_in, points=result.points, points_possible=result.possible,
            passed=marking.is_pass(result.points, result.possible, exam.pass_percent),
        )
        attempts.append(attempt)
        answers += [
            AttemptAnswer(
                attempt=attempt, question_id=pk, chosen=answer, seconds=times[pk], points=result.by_question[pk],
                made_at=handed_in, saved_at=handed_in,
            ) for pk, answer in chosen.items()
        ]
    Attempt.objects.bulk_create(attempts)
    for answer in answers:
        answer.attempt_id = answer.attempt.pk
    AttemptAnswer.objects.bulk_create(answers, batch_size=500)


def _answer(plan, ability, rng):
    """Return what a person of this ability answers, as it is kept."""
    if rng.random() < plan.skips:
        return []
    knows = rng.random() < 1 / (1 + math.exp(-plan.sharp * (ability - plan.hard)))
    if knows:
        return [plan.torn] if plan.torn and rng.random() < 0.5 else list(plan.truth or plan.key)
    if plan.kind == "true_false":
        return [rng.choice(["true", "false"])]
    if plan.kind == "multiple":
        right, wrong = list(plan.key), [one for one in "abcd" if one not in plan.key]
        return sorted(rng.choice([right[:-1], right[1:], [*right, *wrong], right[:1]]))
    lures = plan.lures or tuple(int(one not in plan.key) for one in "abcd")
    return rng.choices("abcd", weights=lures)
