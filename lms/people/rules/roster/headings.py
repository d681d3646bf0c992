"""Find the headings of a sheet, wherever they stand, one row high or two."""

from dataclasses import dataclass

from .text import heading_key, plain

SUPERIOR, ORGANISATION, CATEGORY, NAME, GENDER, BORN = "superior", "organisation", "category", "name", "gender", "born"
POSITION, SINCE, EDUCATION, PHONE, STAFF_NO = "position", "since", "education", "phone", "staff_no"
IGNORED = "ignored"
FIELDS = (SUPERIOR, ORGANISATION, CATEGORY, NAME, GENDER, BORN, POSITION, SINCE, EDUCATION, PHONE, STAFF_NO)
REQUIRED = (NAME, ORGANISATION, POSITION)
# Fields that say something of the person; a line without any of them is not a row.
PERSONAL = (NAME, GENDER, BORN, POSITION, SINCE, EDUCATION, PHONE, STAFF_NO)

ALIASES = {
    SUPERIOR: "单位 所在单位 所属单位 单位名称 工作单位 街道 街镇 镇 街道镇 街道/镇 街道、镇 所属街道 所属街镇 所在街道 所在街镇 大口 "
              "委办大口 直属单位 区直属单位 直属党组织 上级党组织 上级单位 主管单位 隶属单位 党工委 所属党工委 所属党委 上级党委",
    ORGANISATION: "党组织 党组织名称 党组织全称 所在党组织 所属党组织 党支部 党支部名称 支部 支部名称 所在支部 所在党支部 所属支部 "
                  "所属党支部 党总支 党总支名称 基层党组织 基层党组织名称 居民区 居民区名称 居民区党组织 居委 居委会 组织名称 组织",
    CATEGORY: "类别 党组织类别 支部类别 党支部类别 单位类别 领域 所属领域 行业类别 分类 类型 党组织类型",
    NAME: "姓名 名字 书记姓名 学员姓名 人员姓名 党员姓名 姓氏名字",
    GENDER: "性别 男女 男/女",
    BORN: "出生年月 出生日期 出生年月日 出生时间 生日 出生 生年月",
    POSITION: "职务 党内职务 现任职务 身份 人员身份 人员类别 党内身份 任职职务 担任职务 岗位 职位 党组织职务 现任党内职务",
    SINCE: "任职时间 任职日期 任现职时间 任职年月 任职起始时间 任职起始 任现职日期 现职时间 担任时间 任职开始时间",
    EDUCATION: "学历 文化程度 最高学历 学历层次 教育程度 学历学位",
    PHONE: "联系电话 手机 移动电话 手机号 手机号码 电话 电话号码 联系方式 联系手机 本人手机 移动电话号码 手机/电话 电话/手机",
    STAFF_NO: "工号 人员编号 职工号 员工号 工作证号 职工编号 员工编号 人员工号 学工号",
    IGNORED: "序号 编号 序 备注 说明 是否新任 新任 是否新任职 是否后备 食宿 民族 籍贯 政治面貌 入党时间 入党年月 年龄 邮箱 电子邮箱 "
             "家庭住址 住址 地址 身份证号 身份证号码 No ID",
}
_FIELD_OF = {heading_key(alias): name for name, aliases in ALIASES.items() for alias in aliases.split()}
# Where no column is named as the organisation's, these may be it.
_UNIT_HEADINGS = frozenset(heading_key(text) for text in ("单位", "所在单位", "所属单位", "单位名称", "工作单位"))

LOOK_AT_ROWS = 60
MAX_COLUMNS = 100


@dataclass(frozen=True)
class Headings:
    """``row`` counts from 0, ``height`` is 1 or 2; ``texts`` has one heading a column, ``fields`` the guess for each
    (one of ``FIELDS``, ``IGNORED`` for columns known to be of no use, "" for unknown ones)."""

    row: int
    height: int
    texts: tuple
    fields: tuple

    @property
    def known(self):
        return len({name for name in self.fields if name and name != IGNORED})

    @property
    def missing(self):
        """The required fields that no column was found for."""
        return tuple(name for name in REQUIRED if name not in self.fields)


def guess(texts, remembered=None):
    """Return the field of each heading: as someone corrected it before (``{heading key: field}``), else by its aliases.

    A field goes to the first column that claims it.
    """
    remembered, fields, taken = remembered or {}, [], set()
    keys = [heading_key(text.rsplit("/", 1)[-1]) if "/" in text else heading_key(text) for text in texts]
    whole = [heading_key(text) for text in texts]
    for key, full in zip(keys, whole, strict=True):
        name = remembered.get(full) or remembered.get(key) or _FIELD_OF.get(full) or _FIELD_OF.get(key) or ""
        if name != IGNORED and name in taken:
            name = ""
        taken.add(name)
        fields.append(name)
    if ORGANISATION not in taken and SUPERIOR in taken:
        at = fields.index(SUPERIOR)
        if whole[at] in _UNIT_HEADINGS:
            fields[at] = ORGANISATION
    return tuple(fields)


def _texts(row):
    return [plain(value) if value not in (None, "") else "" for value in row[:MAX_COLUMNS]]


def _joined(upper, lower):
    """Headings over two rows: the lower text counts; the upper one, which may span several columns, stands before it."""
    width = max(len(upper), len(lower))
    upper, lower = upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower))
    texts, group = [], ""
    for above, below in zip(upper, lower, strict=True):
        group = above or (group if below else "")
        texts.append(f"{group}/{below}" if group and below and group != below else below or above)
    return texts


def find(rows, remembered=None):
    """Return the :class:`Headings` among the first rows of a sheet, or None when no row looks like headings.

    ``rows`` are lists of cell values. Rows without any known heading are offered (the first with three texts or more) so that
    someone can say what their columns are.
    """
    rows = [_texts(row) for row in rows[:LOOK_AT_ROWS]]
    best, fallback = None, None
    for index, upper in enumerate(rows):
        filled = sum(1 for text in upper if text)
        if filled == 0:
            continue
        single = Headings(index, 1, tuple(upper), guess(upper, remembered))
        if fallback is None and filled >= 3:
            fallback = single
        candidates = [single]
        if index + 1 < len(rows) and any(rows[index + 1]):
            lower = rows[index + 1]
            both = _joined(upper, lower)
            names = guess(both, remembered)
            # Data below one-row headings names no heading; a second row of headings names at least one of its own.
            if any(_FIELD_OF.get(heading_key(text)) or (remembered or {}).get(heading_key(text))
                   for text in lower if text) and _stands_clear(upper, lower):
                candidates.append(Headings(index, 2, tuple(both), names))
        for candidate in candidates:
            if candidate.known >= 2 and (best is None or candidate.known > best.known):
                best = candidate
    return best or fallback


def _stands_clear(upper, lower):
    """A second row of headings stands where the first has a gap or a span, not below every one of its texts."""
    known_above = [at for at, text in enumerate(upper) if _FIELD_OF.get(heading_key(text))] if any(upper) else []
    below = [at for at in known_above if at < len(lower) and lower[at] and heading_key(lower[at]) not in _FIELD_OF]
    return not below
