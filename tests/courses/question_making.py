"""Questions of every kind for tests of their files: by hand, and drawn by hypothesis."""

from decimal import Decimal

from hypothesis import assume
from hypothesis import strategies as st

from courses.rules.question_faults import faults, tidied
from courses.rules.question_lines import lettered, matched
from courses.rules.questions import Accepted, Content

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


@st.composite
def contents(draw):
    """A question that can be asked, of any kind but a case."""
    kind = draw(st.sampled_from(["single", "multiple", "true_false", "fill_in", "matching", "ordering", "short", "essay"]))
    fields = {"kind": kind, "stem": draw(TEXTS), "explanation": draw(st.one_of(st.just(""), TEXTS))}
    fields["tags"] = tuple(draw(st.lists(st.text("党课abc]\\[:", min_size=1, max_size=5), max_size=2)))
    fields["difficulty"] = draw(st.one_of(st.none(), st.integers(1, 5)))
    fields["author"] = draw(st.one_of(st.just(""), LINES))
    texts = draw(st.lists(TEXTS, min_size=2, max_size=5, unique_by=str.strip))
    if kind in ("single", "multiple"):
        fields["options"] = lettered(texts)
        ids = [one.id for one in fields["options"]]
        fields["key"] = tuple(draw(st.lists(st.sampled_from(ids), min_size=1, max_size=1 if kind == "single" else 5, unique=True)))
        if kind == "multiple":
            fields["policy"] = draw(st.sampled_from(["all", "half", "share"]))
    elif kind == "true_false":
        fields["key"] = (draw(st.sampled_from(["true", "false"])),)
    elif kind == "fill_in":
        if draw(st.booleans()):
            accepted = tuple(Accepted(text) for text in draw(st.lists(LINES, min_size=1, max_size=3, unique_by=str.strip)))
        else:
            accepted = (Accepted(f"{draw(NUMBERS)}", tolerance=abs(draw(NUMBERS))),)
        fields["key"] = (accepted,)
    elif kind == "matching":
        fields["options"], fields["rights"], fields["key"] = matched([(text, f"{at} {text}") for at, text in enumerate(texts)])
    elif kind == "ordering":
        fields["options"] = lettered(texts)
        fields["key"] = tuple(one.id for one in fields["options"])
    else:
        fields["key"] = tuple(draw(st.lists(TEXTS, max_size=1)))
    content = tidied(Content(**fields))
    assume(not faults(content))
    return content
