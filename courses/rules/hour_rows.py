"""Workbooks of hours as they come: what the columns mean, and what a row says.

Works on plain values and answers with :class:`Problem` codes, as the rules of rosters do.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, Decimal, InvalidOperation

from lms.people.rules.roster.dates import partial_date
from lms.people.rules.roster.facts import Problem
from lms.people.rules.roster.text import heading_key, organisation_key, person_name, plain, tight

from .hours import HOUR

NAME, PHONE, STAFF_NO, ORGANISATION = "name", "phone", "staff_no", "organisation"
FIRST, LAST, KIND, TITLE, HOURS, MINUTES = "first", "last", "kind", "title", "hours", "minutes"
FIELDS = (NAME, PHONE, STAFF_NO, ORGANISATION, FIRST, LAST, KIND, TITLE, HOURS, MINUTES)
NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
STATES = (NEW, CHANGED, SAME, REFUSED)
MOST_MINUTES = 200 * HOUR

ALIASES = {
    NAME: "姓名 名字 学员姓名 人员姓名 党员姓名",
    PHONE: "联系电话 手机 手机号 手机号码 电话 移动电话 联系方式",
    STAFF_NO: "工号 人员编号 职工号 员工号 学工号",
    ORGANISATION: "党组织 党组织名称 所在党组织 所属党组织 党支部 支部 所在支部 居民区 单位 所在单位 工作单位",
    FIRST: "日期 学习日期 培训日期 学习时间 培训时间 开始日期 开始时间 起始日期 上课日期",
    LAST: "结束日期 结束时间 截止日期 完成日期 结业日期",
    KIND: "类型 形式 学习形式 培训形式 学习方式 培训方式 类别",
    TITLE: "内容 学习内容 培训内容 课程 课程名称 培训名称 培训班 班次 主题 题目 名称 项目",
    HOURS: "学时 学时数 课时 课时数 认定学时 获得学时",
    MINUTES: "分钟 分钟数 时长 学习时长 时长分钟",
}
_FIELD_OF = {heading_key(alias): name for name, aliases in ALIASES.items() for alias in aliases.split()}
KIND_WORDS = {
    "lecture": "集中授课 集中培训 集中轮训 讲座 专题讲座 授课听讲 脱产 脱产培训",
    "breakout": "分类培训", "field": "基地实训 实践 主题实践 现场教学 实地", "discussion": "研讨 讨论 交流",
    "study": "组织学习 集体学习 三会一课 主题党日 中心组学习", "online": "网络 在线 网上 网络学习 在线学习 远程教育",
    "micro": "微党课 微课", "exam": "考试 测试 测验", "teaching": "授课 讲课 上党课 讲党课", "make_up": "补课",
    "recognised": "外部 校外 外出培训 区外 其他 认定",
}
_KIND_OF = {word: kind for kind, words in KIND_WORDS.items() for word in words.split()}
_TOTAL = re.compile(r"(合计|总计|小计|共计)")


def guess(texts):
    """Return the field of each heading, "" for what is not known; a field goes to the first column that claims it."""
    fields, taken = [], set()
    for text in texts:
        name = _FIELD_OF.get(heading_key(text), "")
        name = "" if name in taken else name
        taken.add(name)
        fields.append(name)
    return fields


def find_headings(rows):
    """Return ``(row, texts, fields)`` of the row among the first thirty that names most fields; None when none names two."""
    best = None
    for at, row in enumerate(rows[:30]):
        texts = [plain(value) for value in row[:60]]
        fields = guess(texts)
        known = sum(bool(name) for name in fields)
        if known >= 2 and (best is None or known > best[0]):
            best = (known, at, texts, fields)
    return best and best[1:]


def missing(fields):
    """Return which fields are needed and were given no column; either hours or minutes will do, and any way to know people."""
    lacks = [name for name in (NAME, FIRST, TITLE) if name not in fields]
    return lacks if HOURS in fields or MINUTES in fields else [*lacks, HOURS]


@dataclass(frozen=True)
class Row:
    """A row after its cells were read. ``columns`` and ``raw`` are headings and texts by field, for the reasons."""

    sheet: str
    number: int
    name: str = ""
    phone: str = ""
    staff_no: str = ""
    organisation: str = ""
    first: date | None = None
    last: date | None = None
    kind: str = ""
    title: str = ""
    minutes: int = 0
    columns: dict = field(default_factory=dict, compare=False)
    raw: dict = field(default_factory=dict, compare=False)
    problems: tuple = ()

    def problem(self, code, name="", /, **params):
        return Problem(code, self.columns.get(name, ""), self.raw.get(name, ""), params)


def is_row(cells, columns):
    """Tell whether the line is a row: not blank, and no line of totals."""
    first = next((tight(value) for value in cells if tight(value)), "")
    return bool(first) and not _TOTAL.match(first) and any(
        tight(cells[at]) for at in columns.values() if at < len(cells)
    )


def read_row(sheet, number, cells, texts, columns, today):
    """Return the :class:`Row` of ``cells``; ``columns`` maps fields to columns (from 0)."""
    raw = {name: plain(cells[at]) if at < len(cells) else "" for name, at in columns.items()}
    value = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
    row = Row(sheet, number, columns={name: texts[at] for name, at in columns.items()}, raw=raw)
    problems = []
    name, title = person_name(value.get(NAME, "")), plain(value.get(TITLE, ""))
    if not name:
        problems.append(row.problem("no_name", NAME))
    if not title:
        problems.append(row.problem("no_title", TITLE))
    first = _day(row, value, FIRST, problems)
    last = _day(row, value, LAST, problems) or first
    if first is None and FIRST in columns and not raw[FIRST]:
        problems.append(row.problem("no_date", FIRST))
    if first and last and last < first:
        problems.append(row.problem("ends_before", LAST))
    elif last and last > today:
        problems.append(row.problem("future", LAST if raw.get(LAST) else FIRST))
    kind = _kind(row, raw, problems)
    minutes = _minutes(row, raw, problems)
    return Row(
        sheet, number, name, re.sub(r"\D", "", raw.get(PHONE, "")), tight(raw.get(STAFF_NO, "")),
        organisation_key(raw.get(ORGANISATION, "")), first, last, kind, title[:200], minutes, row.columns, raw, tuple(problems),
    )


def _day(row, value, name, problems):
    if value.get(name) in (None, ""):
        return None
    try:
        text = partial_date(value[name])
    except ValueError:
        text = None
    if text == "":
        return None
    if text is None or len(text) < 10:
        problems.append(row.problem("bad_date", name))
        return None
    return date.fromisoformat(text)


def _kind(row, raw, problems):
    word = tight(raw.get(KIND, ""))
    if not word:
        return "recognised"
    kind = _KIND_OF.get(word) or (word if word in KIND_WORDS else None)
    if kind is None:
        problems.append(row.problem("bad_kind", KIND))
    return kind or ""


def _minutes(row, raw, problems):
    name = MINUTES if raw.get(MINUTES) else HOURS
    text = re.sub(r"(学时|课时|分钟|分)$", "", tight(raw.get(name, "")))
    try:
        number = Decimal(text)
    except InvalidOperation:
        problems.append(row.problem("bad_number" if text else "no_hours", name))
        return 0
    minutes = int((number if name == MINUTES else number * HOUR).to_integral_value(ROUND_DOWN)) if number.is_finite() else 0
    if not 0 < minutes <= MOST_MINUTES:
        problems.append(row.problem("hours_range", name))
        return 0
    return minutes


@dataclass(frozen=True)
class Known:
    """A person who may be meant; ``places`` are the keys of the names of their organisations."""

    id: int
    name: str
    phone: str = ""
    staff_no: str = ""
    places: frozenset = frozenset()
    own: bool = False


def match(row, people):
    """Return ``(person, problem)`` of the row: by staff number, telephone, or name and organisation. One of them is None.

    ``people`` are all whom the importing user administers and who bear one of the row's names or numbers.
    """
    for name in (STAFF_NO, PHONE):
        number = getattr(row, name)
        if number:
            found = [person for person in people if getattr(person, name) == number]
            if found:
                person = found[0]
                if person.name != row.name:
                    return None, row.problem("another_name", name)
                return _not_self(row, person)
            if name == STAFF_NO:
                return None, row.problem("unknown_number", name)
    named = [person for person in people if person.name == row.name]
    if row.organisation:
        named = [person for person in named if row.organisation in person.places]
    if not named:
        return None, row.problem("unknown_person", NAME)
    if len(named) > 1:
        return None, row.problem("several_people", NAME)
    return _not_self(row, named[0])


def _not_self(row, person):
    return (None, row.problem("own", NAME)) if person.own else (person, None)


def twice(rows):
    """Map the positions of rows that say the same as an earlier one to the number of that one; keys are ``same_key``."""
    first, found = {}, {}
    for at, (key, number) in enumerate(rows):
        if key is None:
            continue
        if key in first:
            found[at] = first[key]
        else:
            first[key] = number
    return found
