"""Calls for filing in the demo district: plans on file, late, returned and waiting, some of them executed."""

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
from cohorts.enums import FileWanted
from cohorts.models import FilingCall
from lms.people.models import Category, Organisation

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
