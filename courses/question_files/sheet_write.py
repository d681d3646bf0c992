"""Questions as a workbook that ``sheet_read`` takes back, and the empty template with its examples."""

import re

from courses.rules.question_lines import accepted_line, letter
from courses.rules.questions import plain
from lms.spreadsheets import Column, Sheet, write_workbook

from . import sheet_words as words

LEAST_OPTIONS = 8
BEFORE = (("题型", 14), ("题干", 50))
AFTER = (("答案", 20), ("解析", 36), ("难度", 8), ("知识点", 20), ("主题", 16), ("评分", 14), ("权重", 18), ("区分大小写", 12),
         ("作者", 12), ("来源", 18), ("许可", 14), ("媒体", 18))
NOTES = (
    "题型：单选题、多选题、判断题、填空题、匹配题、排序题、简答题、论述题、案例分析题。案例分析题的小题写在其后各行，题型前加“小题·”，如“小题·单选题”。",
    "答案：选择题写字母，如 B 或 AC；判断题写 对 或 错；排序题按正确顺序写字母；匹配题在选项中写“左＝右”，答案留空。",
    "填空题：题干中用三个以上下划线 ___ 表示空；各空的答案用；隔开，同一空的几种写法用 | 隔开；数值可写误差，如 3.14 ± 0.01；部分得分写 [50%] 答案。",
    "难度写 1 至 5，或 易、较易、中、较难、难；知识点用、隔开。评分可写：全对得分、少选得一半、按份得分。不需要的列可以留空或删去。",
)
EXAMPLES = (
    ("单选题", "居民区党组织书记培训注重什么？", ("强能力、重基础", "强实务、重规范", "强促进、重结合", "强覆盖、重引领"), "A", "", "易", "轮训"),
    ("多选题", "哪些属于组织生活？", ("支部党员大会", "党课", "商业演出"), "AB", "", "中", "组织生活"),
    ("判断题", "后备队伍也应当纳入换届前的培训安排。", (), "对", "", "易", "换届"),
    ("填空题", "“三会一课”的“一课”是___。", (), "党课|上党课", "", "易", "组织生活"),
    ("匹配题", "请为各类支部选择培训侧重。", ("居民区＝强能力、重基础", "国企＝强促进、重结合"), "", "", "中", "轮训"),
    ("排序题", "请按先后排列发展党员的步骤。", ("申请入党", "确定积极分子", "接收预备党员", "转正"), "ABCD", "", "中", "发展党员"),
    ("简答题", "如何开好主题党日？", (), "有主题、有准备、有实效。", "", "较难", "主题党日"),
)


def write(path, contents, *, title="题库", author=""):
    """Write ``contents`` to the workbook at ``path``; return how many rows it has."""
    contents = list(contents)
    most = max([LEAST_OPTIONS, *(len(_options(one)) for content in contents for one in (content, *content.parts))])
    rows = (row for content in contents for row in _rows(content, most))
    return write_workbook(path, [_sheet(title, rows, most, NOTES)], author=author)[0]


def write_template(path):
    """Write the template with an example of each kind."""
    rows = [
        (kind, stem, *options, *[""] * (LEAST_OPTIONS - len(options)), answer, explanation, hardness, tags, *[""] * 8)
        for kind, stem, options, answer, explanation, hardness, tags in EXAMPLES
    ]
    write_workbook(path, [_sheet("试题模板", rows, LEAST_OPTIONS, NOTES)])


def _sheet(title, rows, most, notes):
    columns = [*BEFORE, *((f"选项{chr(65 + at)}", 18) for at in range(most)), *AFTER]
    return Sheet(name="试题", title=title, columns=tuple(Column(name, width) for name, width in columns), rows=rows, notes=notes)


def _rows(content, most):
    yield _row(content, most, words.KINDS[content.kind][0])
    for part in content.parts:
        yield _row(part, most, words.PART + words.KINDS[part.kind][0])


def _row(content, most, kind):
    options = _options(content)
    policy = words.POLICIES[content.policy] if content.kind in ("single", "multiple", "fill_in", "matching", "ordering") else ""
    return (
        kind, content.stem, *options, *[""] * (most - len(options)), _answer(content), content.explanation,
        words.SHOWN_HARDNESS.get(content.difficulty, ""), "、".join(content.tags), content.theme, policy,
        " ".join(f"{one.upper()}:{plain(weight)}" for one, weight in content.weights), "是" if content.case_matters else "",
        content.author, content.source, content.licence, _media(content),
    )


def _hide(text):
    return re.sub(r"([\\；;|=＝])", r"\\\1", text)


def _options(content):
    if content.kind == "matching":
        return [f"{_hide(left)}＝{_hide(right.text)}" for left, right in _pairs(content)]
    return [option.text for option in content.options]


def _pairs(content):
    """Return ``[(left text, right option)]``, what only misleads at the end with an empty left side."""
    rights, given = {one.id: one for one in content.rights}, dict(content.key)
    return [(one.text, rights[given[one.id]]) for one in content.options] + [
        ("", one) for one in content.rights if one.id not in given.values()]


def _answer(content):
    if content.kind == "true_false":
        return "对" if content.key[0] == "true" else "错"
    if content.kind == "fill_in":
        return "；".join("|".join(_line(one) for one in blank) for blank in content.key)
    if content.kind == "matching":
        return ""
    if content.kind in ("single", "multiple", "ordering"):
        return "".join(one.upper() for one in content.key)
    return content.key[0] if content.key else ""


def _line(accepted):
    """Backslashes of the accepted answer itself are written twice, for both who take them off."""
    return _hide(accepted_line(accepted))


def _media(content):
    """Keys of what is shown: below the question, by option as "A:key", and of the partner in a pair as "=A:key"."""
    keys = [*content.media, *(f"{one.id.upper()}:{one.media}" for one in content.options if one.media)]
    if content.kind == "matching":
        keys += [f"={letter(at).upper()}:{right.media}" for at, (_left, right) in enumerate(_pairs(content)) if right.media]
    return " ".join(keys)
