"""Supervision in the demo district: plans on file, late, returned and waiting; nudges and what came of them; findings."""

from datetime import timedelta

from django.utils import timezone

from cohorts.actions.filing_calls import create_call
from cohorts.actions.filings import (
    begin_version,
    file_version,
    mark_executed,
    return_version,
    save_draft,
    submit_version,
)
from cohorts.actions.nudges import create_template, send_nudge
from cohorts.actions.points import appeal, enter_points, post_points
from cohorts.actions.rectifications import check_again, open_rectification, report_done
from cohorts.enums import FileWanted, NudgeAbout, NudgeTo, PointSource
from cohorts.models import FilingCall, Nudge, PointRule, Rectification
from cohorts.nudge_forms import usual_text
from cohorts.queries.nudge_gaps import subject_of
from courses.actions.ledger import HourLine, post_hours
from courses.enums import HourKind
from lms.people.actions import grant_role
from lms.people.enums import Role
from lms.people.models import Appointment, Category, Organisation

ASKED = (
    "每个党支部制定一份年度“三会一课”计划，写明学习教育的时间、内容和具体安排；确定每月固定一天作为“主题党日”。"
    "由街镇党（工）委指导、督促并汇总备案。"
)
# kind, title, month, day, hours, audience
PLAN = [
    ("general", "党员大会：学习贯彻市第十一次党代会精神", 2, None, 2, "全体党员"),
    ("committee", "支委会：研究发展党员和党费收缴", 3, None, 0, "支部委员"),
    ("group", "党小组会：“合格党员”党性体检", 4, None, 1, "各党小组"),
    ("theme", "主题党日：参观区党员组织生活现场开放点", 5, 15, 2, "全体党员"),
    ("lesson", "书记讲党课：做合格党员、建规范支部", 6, 28, 2, "全体党员"),
    ("training", "支部书记和后备干部参加区集中轮训", 9, None, 16, "书记、后备"),
    ("general", "党员大会：民主评议党员", 12, None, 2, "全体党员"),
]
HELD = ["在居委会活动室召开，应到三十一人，实到二十八人", "按计划召开，会议记录已存档", "三个党小组分别开会，问题清单已汇总"]
ANSWERS = ["“党小组会”只写了一次，请补上半年的安排。", "主题党日定在双休日，请与支部党员商量后再报。"]


def build_filings(root, accounts, *, now):
    """Let the district ask for plans that were due three weeks ago, and a sub-district for one that is due in five days."""
    if FilingCall.objects.exists():
        return
    today = timezone.localdate(now)
    residential = Category.objects.get(code="residential")
    street = Organisation.objects.get(parent=root, name__startswith="天平")
    call = create_call(
        actor=accounts["district"], organisation=root, title=f"{today.year}年党支部“三会一课”计划和“主题党日”备案", text=ASKED,
        year=today.year, due_on=today - timedelta(days=21), kinds=["general_branch"], categories=[residential],
        asks_meetings=True, asks_theme_day=True, file_wanted=FileWanted.MAY,
    )
    create_call(
        actor=accounts["subdistrict"], organisation=street, title="第四季度书记和后备干部培训安排", year=today.year,
        text="请报本季度支部书记、后备干部参加培训的安排，便于街道统筹换届前的轮训。", due_on=today + timedelta(days=5),
        kinds=["general_branch"], asks_meetings=False,
    )
    branches = Organisation.objects.active().filter(parent__parent=root, category=residential).order_by("path")
    own, others = [], []
    for branch in branches:
        (own if branch.parent_id == street.pk else others).append(branch)
    for number, branch in enumerate([*own, *others[::6]]):
        _file(call, branch, number, accounts, now, today)


def _file(call, branch, number, accounts, now, today):
    """The first branch, whose liaison is the demo's, was filed on time and half executed; then one late in six, and so on."""
    turn = number % 6
    if turn == 4:
        return
    days = 18 if turn == 3 else 24 + number % 9
    author = accounts["liaison"] if number == 0 else None
    version = begin_version(actor=author, call=call, organisation=branch)
    save_draft(actor=author, version=version, theme_day=5 + number % 20, items=[
        {"key": None, "kind": kind, "title": title, "month": month, "day": day, "hours": hours, "audience": audience}
        for kind, title, month, day, hours, audience in PLAN
    ])
    submit_version(actor=author, version=version, now=now - timedelta(days=days))
    if turn == 5:
        return
    if turn == 2:
        return_version(actor=accounts["subdistrict"], version=version, reason=ANSWERS[number % len(ANSWERS)])
        return
    filing = file_version(actor=accounts["subdistrict"], version=version).filing
    for item in list(version.items.order_by("month", "day"))[: (number * 2 + 3) % 6]:
        held = today.replace(month=min(item.month, today.month), day=min(item.day or 20, today.day))
        mark_executed(actor=author, filing=filing, key=item.key, on_date=held, note=HELD[item.key % len(HELD)])


def build_nudges(root, accounts, *, now):
    """Nudges with an after-effect: branches that were late and have filed since, people who lack hours; things to put right."""
    if Nudge.objects.exists():
        return
    create_template(
        actor=accounts["district"], organisation=root, about=NudgeAbout.HOURS, title="年底催学时",
        text="{name}同志：{what}还没有完成。{missing}可到“我的学时”查看可参加的课程。{organisation}，{sender}",
    )
    call = FilingCall.objects.filter(organisation=root).order_by("pk").first()
    street = accounts["subdistrict"]
    liaison = (
        Appointment.objects.current().filter(organisation__parent=_street(root), position="secretary")
        .exclude(person__in=accounts.values()).order_by("organisation__path").last()
    )
    grant_role(actor=None, person=liaison.person, role=Role.LIAISON, organisation=_street(root))
    late = Organisation.objects.filter(parent=_street(root), filings=None).order_by("path")
    organisations = list(late.values_list("pk", flat=True)[:5])
    send_nudge(
        actor=street, subject=subject_of(street, NudgeAbout.FILING, str(call.pk)), people=[], organisations=organisations,
        to=NudgeTo.LIAISON, text=usual_text(NudgeAbout.FILING), now=now - timedelta(days=9),
    )
    for pk in organisations[:2]:  # these two filed after it
        _file(call, Organisation.objects.get(pk=pk), 6, accounts, now + timedelta(days=25), timezone.localdate(now))
    people = list(Appointment.objects.current().filter(organisation__parent=_street(root), position="secretary")
                  .order_by("organisation__path").values_list("person", flat=True)[:6])
    nudge = send_nudge(
        actor=street, subject=subject_of(street, NudgeAbout.HOURS, ""), people=[accounts["learner"].pk, *people],
        organisations=[], to=NudgeTo.PERSON, text=usual_text(NudgeAbout.HOURS), now=now - timedelta(days=6),
    ).nudge
    if nudge is not None and (line := nudge.lines.filter(left_out="").exclude(person=accounts["learner"]).first()):
        post_hours(actor=street, lines=[HourLine(
            line.person_id, timezone.localdate(now), HourKind.LECTURE, 60 * 45, f"demo:nudged:person:{line.person_id}",
            "基层党组织书记集中轮训（补训）", concentrated=True,
        )])


def _street(root):
    return Organisation.objects.get(parent=root, name__startswith="天平")


def build_rectifications(root, accounts, *, now):
    """One thing to put right of every state; one of them is past its day."""
    if Rectification.objects.exists():
        return
    branch = Organisation.objects.get(parent=_street(root), name="天平路第1居民区党总支")
    today = timezone.localdate(now)
    rows = [
        open_rectification(
            actor=accounts["subdistrict"], organisation=branch, finding=finding, measure=measure, responsible=accounts["liaison"],
            due_on=today + timedelta(days=days),
        )
        for finding, measure, days in [
            ("三月支委会没有会议记录", "补记会议记录，今后会后三日内归档", 0),
            ("主题党日连续两月未按固定日期开展", "按备案日期开展，确需调整的提前报街道", 12),
            ("两名新任支部委员半年内未参加集中培训", "安排参加区第四期轮训班", 20),
            ("党费收缴登记不全", "补齐登记并公示", 8),
        ]
    ]
    Rectification.objects.filter(pk=rows[0].pk).update(due_on=today - timedelta(days=5))
    for row, done in ((rows[2], None), (rows[3], True)):
        row = report_done(actor=accounts["liaison"], row=row, words="已按要求整改，材料存档备查。")
        if done:
            check_again(actor=accounts["subdistrict"], row=row, done=True, words="已现场查看，登记和公示齐全。")


def build_points(root, accounts, *, now):
    """Rules of points of the district, what they give for the records of the demo, and an appeal that waits."""
    if PointRule.objects.exists():
        return
    # In January what was done in December still gives points.
    year = (timezone.localdate(now) - timedelta(days=60)).replace(month=1, day=1)
    for source, points, limits in [
        (PointSource.SESSION, 2, {"cap_month": 10, "cap_year": 60}), (PointSource.COHORT, 10, {}),
        (PointSource.LESSON, 1, {"cap_month": 5}), (PointSource.EXAM, 5, {"cap_year": 20}), (PointSource.TEACHING, 5, {"cap_year": 50}),
        (PointSource.EXCELLENT, 10, {}), (PointSource.FILING, 5, {"cap_year": 20}), (PointSource.HAND, 10, {"cap_year": 40}),
    ]:
        PointRule.objects.create(
            organisation=root, source=source, points=points, valid_from=year, created_by=accounts["district"], **limits,
        )
    post_points(now=now, since=year)
    learner = accounts["learner"]
    entry = enter_points(
        actor=accounts["subdistrict"], person=learner, points=4, on_date=timezone.localdate(now) - timedelta(days=15),
        reason="参加“党员汇公益”社区志愿服务两次",
    )
    appeal(person=learner, entry=entry, words="当月实际参加三次志愿服务，少记了一次，签到表在居委会。")
