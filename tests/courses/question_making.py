"""Questions of every kind for tests of their files: by hand, and drawn by hypothesis."""

from decimal import Decimal

from hypothesis import assume
from hypothesis import strategies as st

from courses.rules.question_faults import faults, tidied
from courses.rules.question_lines import lettered, matched
from courses.rules.questions import KINDS, Accepted, Content

ABOUT = {"theme": "党史/百年", "tags": ("轮训", "组织生活"), "difficulty": 3, "author": "张老师", "source": "《简史》第三章",
         "licence": "CC BY 4.0", "explanation": "第一行\n第二行 {不} = 转义 # ~ : \\"}


def whole(**fields):
    """Return the tidied question of ``fields``, which must be one that can be asked."""
    content = tidied(Content(**fields))
    assert faults(content) == (), (faults(content), content)
    return content


def each_kind():
    """One question of each kind and policy, with every field that a question has."""
    pairs, more = matched([("居民区", "强能力、重基础"), ("国企", "强促进、重结合"), ("", "只是干扰")]), matched([("a", "1"), ("b", "1"), ("c", "2")])
    return [
        whole(kind="single", stem="1921 = ?\n第二行：{x} #~", options=lettered(["甲", "乙: 50%", "%丙%", "[html] 丁"]), key=("c",), **ABOUT),
        whole(kind="single", stem="带权重", options=lettered(["甲", "乙"]), key=("a",), policy="weights",
              weights=(("a", Decimal(100)), ("b", Decimal("33.33333")))),
        *[whole(kind="multiple", stem=f"多选 {policy}", options=lettered(["甲", "乙", "丙", "丁"]), key=("a", "c", "d"), policy=policy)
          for policy in ("all", "half", "share")],
        whole(kind="multiple", stem="多选 权重", options=lettered(["甲", "乙", "丙"]), key=("a", "b"), policy="weights",
              weights=(("a", Decimal(50)), ("b", Decimal(50)), ("c", Decimal(-100)))),
        whole(kind="true_false", stem="微党课须一小时以上。", key=("false",), **ABOUT),
        whole(kind="fill_in", stem="“三会一课”的“一课”是___。", key=((Accepted("党课"), Accepted("上 党课*"), Accepted("课|程；=", Decimal(50))),),
              case_matters=True, **ABOUT),
        whole(kind="fill_in", stem="圆周率约为", key=((Accepted("3.14", tolerance=Decimal("0.01")), Accepted(
            "3", Decimal(50), Decimal("0.5"))),)),
        whole(kind="fill_in", stem="___ 与 ___", key=((Accepted("北京"), Accepted("Beijing", Decimal(60))), (Accepted("上海"),)), policy="all"),
        whole(kind="matching", stem="请配对", options=pairs[0], rights=pairs[1], key=pairs[2], **ABOUT),
        whole(kind="matching", stem="两个同一", options=more[0], rights=more[1], key=more[2], policy="all"),
        whole(kind="ordering", stem="请排序", options=lettered(["一", "二", "三"]), key=("a", "b", "c")),
        whole(kind="ordering", stem="请再排序", options=lettered(["申请", "转正"]), key=("a", "b"), policy="share", **ABOUT),
        whole(kind="short", stem="如何开好主题党日？", key=("有主题\n有准备",), **ABOUT),
        whole(kind="essay", stem="谈谈你的体会。", difficulty=5),
        whole(kind="case", stem="某居民区……", parts=(
            Content(kind="single", stem="谁负责？", options=lettered(["书记", "居民"]), key=("a",), explanation="书记负责。"),
            Content(kind="fill_in", stem="每月___次", key=((Accepted("1", tolerance=Decimal(0)),),)),
            Content(kind="short", stem="为什么？"),
        ), theme="案例", tags=("居民区",)),
    ]


# Drawn -----------------------------------------------------------------------------------------------------------------

SIGNS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"), include_characters="\n=~#{}:\\%[]()<>&\"'*|；;_-/→")
TEXTS = st.text(SIGNS, min_size=1, max_size=30).filter(lambda text: text.strip() and "___" not in text)
LINES = st.text(SIGNS.filter(lambda sign: sign != "\n"), min_size=1, max_size=12).filter(lambda text: text.strip())
NUMBERS = st.decimals(min_value=-10_000, max_value=10_000, places=2)


KEYS = st.sampled_from([f"{number:032x}" for number in range(1, 5)])
SHOWN = st.one_of(st.just(""), KEYS)
PERCENTS = st.decimals(min_value=1, max_value=99, places=5)


@st.composite
def contents(draw, kinds=KINDS, shows=True):
    """A question that can be asked, of any of ``kinds``, with whatever a question of its kind can have."""
    kind = draw(st.sampled_from(kinds))
    fields = {"kind": kind, "stem": draw(TEXTS), "explanation": draw(st.one_of(st.just(""), TEXTS))}
    fields["tags"] = tuple(draw(st.lists(st.text("党课abc]\\[:", min_size=1, max_size=5), max_size=2)))
    fields["difficulty"] = draw(st.one_of(st.none(), st.integers(1, 5)))
    fields |= {name: draw(st.one_of(st.just(""), LINES)) for name in ("author", "source", "licence")}
    fields["theme"] = draw(st.sampled_from(["", "党史", "组织生活/制度"]))
    fields["media"] = tuple(draw(st.lists(KEYS, max_size=2, unique=True))) if shows else ()
    _ANSWERS[kind](draw, fields, SHOWN if shows else st.just(""))
    content = tidied(Content(**fields))
    assume(not faults(content))
    return content


def _choice(draw, fields, shown):
    texts = draw(st.lists(TEXTS, min_size=2, max_size=5, unique_by=str.strip))
    fields["options"] = lettered(texts, [draw(shown) for _text in texts])
    ids = [one.id for one in fields["options"]]
    single = fields["kind"] == "single"
    key = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=1 if single else 5, unique=True))
    fields |= {"key": tuple(key), "policy": draw(st.sampled_from(["all", "weights"] if single else ["all", "half", "share", "weights"]))}
    if fields["policy"] == "weights":
        others = {one: draw(PERCENTS if single else PERCENTS.map(lambda value: -value)) for one in ids if one not in key}
        each = (Decimal(100) / len(key)).quantize(Decimal("0.00001"))
        fields["weights"] = tuple(sorted(({one: Decimal(100) if single else each for one in key} | others).items()))


def _truth(draw, fields, shown):
    fields["key"] = (draw(st.sampled_from(["true", "false"])),)


def _blanks(draw, fields, shown):
    fields["case_matters"] = draw(st.booleans())
    fields["policy"] = draw(st.sampled_from(["share", "all"]))
    count = draw(st.sampled_from([1, 1, 2, 3]))
    if count > 1:
        fields["stem"] = " ".join(["___"] * count)
    fields["key"] = tuple(_accepted(draw) for _blank in range(count))


def _accepted(draw):
    if draw(st.booleans()):
        values = [Accepted(f"{draw(NUMBERS)}", tolerance=abs(draw(NUMBERS)))]
    else:
        values = [Accepted(text) for text in draw(st.lists(LINES, min_size=1, max_size=3, unique_by=str.strip))]
    return (values[0], *(Accepted(one.text, draw(st.one_of(st.just(Decimal(100)), PERCENTS))) for one in values[1:]))


def _pairs(draw, fields, shown):
    texts = draw(st.lists(TEXTS, min_size=2, max_size=5, unique_by=str.strip))
    pairs = [(text, f"{at} {text}") for at, text in enumerate(texts)] + [("", "干扰")] * draw(st.integers(0, 1))
    media = [(draw(shown) if left else "", draw(shown)) for left, _right in pairs]
    fields["options"], fields["rights"], fields["key"] = matched(pairs, media)
    fields["policy"] = draw(st.sampled_from(["share", "all"]))


def _order(draw, fields, shown):
    texts = draw(st.lists(TEXTS, min_size=2, max_size=5, unique_by=str.strip))
    fields["options"] = lettered(texts, [draw(shown) for _text in texts])
    fields |= {"key": tuple(one.id for one in fields["options"]), "policy": draw(st.sampled_from(["all", "share"]))}


def _words(draw, fields, shown):
    fields["key"] = tuple(draw(st.lists(TEXTS, max_size=1)))


def _parts(draw, fields, shown):
    some = contents(KINDS[:-1], shows=shown is SHOWN)
    fields["parts"] = tuple(draw(st.lists(some, min_size=1, max_size=3)))


_ANSWERS = {"single": _choice, "multiple": _choice, "true_false": _truth, "fill_in": _blanks, "matching": _pairs, "ordering": _order,
            "short": _words, "essay": _words, "case": _parts}
