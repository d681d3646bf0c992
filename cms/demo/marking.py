"""An exam with essays, half marked: two markers, one answer that wants a third opinion, and a question that was regraded."""

from datetime import timedelta

from courses.actions.answer_marks import claim_next, save_mark
from courses.actions.candidates import admit_candidates, name_invigilators
from courses.actions.exam_setup import close_exam, create_exam, open_exam, set_paper
from courses.actions.exams import start_attempt, submit_attempt
from courses.actions.questions import add_question, create_bank
from courses.actions.regrading import apply_regrade, prepare_regrade
from courses.models import AttemptAnswer, Exam
from lms.people.enums import Role
from lms.people.models import Person, RoleGrant

EXAM = "支部书记论述考试"
ESSAY = "结合本支部实际，谈谈怎样把居民组织起来，共同解决小区里的一件难事。"
MODEL = ["摸清情况、听取意见；支部牵头，居委会、业委会、物业共同商量；党员带头、分工落实；结果公开，长效管理。"]
RUBRIC = [
    {"title": "联系实际", "points": 10, "hint": "说的是本支部的人和事，不是空话。"},
    {"title": "方法步骤", "points": 12, "hint": "谁牵头、怎么商量、怎么落实。"},
    {"title": "条理与文字", "points": 8},
]
CASE = "某小区有二百个车位，却有三百多辆车。有居民在绿地上停车，楼道里已经吵过几次。"
OPTIONS = [{"id": "a", "text": "居民区党组织"}, {"id": "b", "text": "某一位业主"}, {"id": "c", "text": "外面的停车公司"}]
SINGLE = "党员组织生活现场开放点向谁开放？"
SINGLE_OPTIONS = [{"id": "a", "text": "全区各基层党组织"}, {"id": "b", "text": "所有需要活动场地的支部"}, {"id": "c", "text": "仅本单位"}]
ESSAYS = [
    "我们小区老人多，最难的是加装电梯。支部先把每幢楼的党员找来，一户一户听意见，一楼的顾虑记了满满两页。"
    "后来请居委会、业委会坐到一起，商量出分摊办法，党员户带头签字，三个月装好了第一台。",
    "小区停车一直是难事。支部开了三次会，定了分时停车的办法，由楼组长负责。现在好多了。",
    "组织居民要靠活动。我们每月办一次邻里日，先从包饺子开始，熟了以后再谈垃圾分类，大家就愿意听。",
    "要提高认识，加强领导，落实责任，统筹推进，确保取得实效。",
    "去年汛期地下车库进水，支部连夜把党员和志愿者分成三组，一组排水，一组挪车，一组安抚老人。事后我们建了应急名单。",
    "我是新任的书记，还在熟悉情况。我想先把楼道走一遍，记下每户的困难，再请老书记一起排个先后。",
    "我们把“楼组微议事”定在每月第二个星期六，谁家有事谁先说，说完当场定人定时间，下个月先报结果。",
    "居民最关心的是物业费和维修基金的账。支部请审计出身的党员帮忙看账，结果贴在每个门洞，吵架的人少了一半。",
]
FIRST_STEPS = [
    "先分楼组听意见，把车和车位的数目弄清楚。", "马上请执法部门来拖车。", "开党员会，再开居民代表会。", "登记车辆，分出自有和外来的车。",
    "先劝绿地上的车主挪车，讲清道理。", "走访吵架的两家，先把气消了。", "贴通知。", "请物业把监控和停车记录拿出来，一起看。",
]


def build_marking(accounts, *, now):
    """Make the exam, its attempts and marks, through the actions that people use; made once."""
    school = RoleGrant.objects.get(person=accounts["school"], role=Role.SCHOOL).organisation
    if Exam.objects.filter(organisation=school, title=EXAM).exists():
        return
    people = Person.objects.active().in_subtrees(school.path).filter(is_demo=False).order_by("name_key", "pk")
    people = list(people[:len(ESSAYS) - 1])
    made = _exam(accounts, school)
    _sit(made, [*people, accounts["learner"]], now - timedelta(days=2))
    close_exam(actor=accounts["school"], exam=made["exam"])
    _mark(made, accounts, now)
    regrade = prepare_regrade(
        actor=accounts["subdistrict"], exam=made["exam"], question=made["single"], remedy="full",
        reason="两个选项意思相近，都可以算对，教研会上讨论决定全体给分。",
    )
    apply_regrade(actor=accounts["subdistrict"], regrade=regrade)


def _exam(accounts, school):
    actor = accounts["school"]
    bank = create_bank(actor=actor, organisation=school, title="社区党校论述题库")
    essay = add_question(actor=actor, bank=bank, kind="essay", stem=ESSAY, key=MODEL)
    case = add_question(actor=actor, bank=bank, kind="case", stem=CASE, parts=[
        {"kind": "short", "stem": "作为书记，你先做哪一件事？", "key": ["先把情况弄清楚：分楼组听意见，核对车和车位。"]},
        {"kind": "single", "stem": "由谁牵头召集各方商量最合适？", "options": OPTIONS, "key": ["a"]},
    ])
    single = add_question(actor=actor, bank=bank, kind="single", stem=SINGLE, options=SINGLE_OPTIONS, key=["a"])
    exam = create_exam(
        actor=actor, organisation=school, title=EXAM, minutes=60, attempts_allowed=1, two_markers=True, third_from_percent=25,
        scores_after="decided", answers_after="decided", explanations_after="decided",
    )
    set_paper(actor=actor, exam=exam, items=[(essay, 30), (case, 20), (single, 10)], rubrics={essay.pk: RUBRIC})
    open_exam(actor=actor, exam=exam)
    exam.refresh_from_db()
    name_invigilators(actor=actor, exam=exam, people=[accounts["trainer"]])
    return {"exam": exam, "essay": essay, "case": case, "single": single}


def _sit(made, people, began):
    admit_candidates(actor=None, exam=made["exam"], person_ids=[person.pk for person in people])
    for number, person in enumerate(people):
        start = began + timedelta(minutes=number)
        attempt = start_attempt(person=person, exam=made["exam"], now=start)
        submit_attempt(attempt=attempt, now=start + timedelta(minutes=35 + number), answers={
            made["essay"].pk: [ESSAYS[number]], made["case"].pk: [[FIRST_STEPS[number]], ["a" if number % 3 else "b"]],
            made["single"].pk: ["b" if number % 2 else "a"],
        })


def _mark(made, accounts, now):
    """Three attempts are marked to the end; of a fourth the two markers think so differently that a third must decide."""
    school, street, trainer = accounts["school"], accounts["subdistrict"], accounts["trainer"]
    began = now - timedelta(hours=5)
    _give(made, school, made["essay"], 0, [(8, 9, 6), (6, 7, 6), (9, 11, 7), (2, 2, 3), (8, 8, 6), (5, 6, 6)], began)
    _give(made, street, made["essay"], 0, [(8, 10, 6), (7, 7, 5), (7, 9, 6), (6, 8, 6)], began + timedelta(hours=1))
    _give(made, school, made["case"], 1, [(8,), (3,), (7,), (2,)], began + timedelta(hours=2))
    _give(made, trainer, made["case"], 1, [(9,), (3,), (8,)], began + timedelta(hours=3))


def _give(made, marker, question, part, scores, at):
    """Let ``marker`` give ``scores`` to the first answers, one after the other."""
    wanted = {"actor": marker, "exam": made["exam"], "question_id": question.pk, "part": part}
    answers = AttemptAnswer.objects.filter(question=question, attempt__exam=made["exam"]).order_by("pk")
    for answer, points in zip(answers[:len(scores)], scores, strict=True):
        claim = claim_next(**wanted, now=at)
        while claim.answer_id != answer.pk:
            claim = claim_next(**wanted, skipped=claim.answer_id, now=at)
        at += timedelta(minutes=4)
        save_mark(
            actor=marker, claim=claim, points=sum(points), scores=points if len(points) > 1 else [], now=at,
            comment="例子具体，步骤清楚。" if sum(points) > 22 else "请多写写本支部的实际。" if sum(points) < 10 and not part else "",
        )
