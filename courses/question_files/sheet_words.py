"""The words of question workbooks as Chinese schools write them."""

import re
import unicodedata

from courses.rules.questions import LETTERS

KINDS = {
    "single": ("单选题", "单选", "单项选择题", "单项选择", "选择题"),
    "multiple": ("多选题", "多选", "多项选择题", "多项选择", "不定项选择题", "不定项"),
    "true_false": ("判断题", "判断", "是非题", "对错题"),
    "fill_in": ("填空题", "填空"),
    "matching": ("匹配题", "匹配", "连线题", "配对题", "配伍题"),
    "ordering": ("排序题", "排序"),
    "short": ("简答题", "简答", "问答题", "问答"),
    "essay": ("论述题", "论述", "作文题", "作文", "写作题"),
    "case": ("案例分析题", "案例分析", "案例题", "材料题", "材料分析题"),
}
KIND_OF = {word: kind for kind, words in KINDS.items() for word in words}
PART = "小题·"
COLUMNS = {
    "kind": ("题型", "类型", "题目类型", "试题类型"),
    "stem": ("题干", "题目", "试题", "题目内容", "试题内容", "问题", "题目描述"),
    "answer": ("答案", "正确答案", "参考答案", "标准答案"),
    "explanation": ("解析", "答案解析", "试题解析", "题目解析"),
    "difficulty": ("难度", "难易度", "难易程度", "难度等级"),
    "tags": ("知识点", "考点", "标签"),
    "theme": ("主题", "分类", "章节"),
    "policy": ("评分", "计分方式", "评分方式"),
    "weights": ("权重", "选项权重"),
    "case_matters": ("区分大小写",),
    "author": ("作者", "出题人", "命题人"),
    "source": ("来源", "出处"),
    "licence": ("许可", "版权"),
    "media": ("媒体",),
}
COLUMN_OF = {word: column for column, words in COLUMNS.items() for word in words}
OPTION = re.compile(r"(?:选项|备选项|答案选项)?([A-T])(?:选项|项)?")
TRUE = frozenset({"对", "正确", "是", "√", "✓", "✔", "t", "true", "yes", "y"})
FALSE = frozenset({"错", "错误", "否", "×", "✗", "✘", "x", "f", "false", "no", "n", "不对", "不正确"})
HARDNESS = {"易": 1, "容易": 1, "简单": 1, "较易": 2, "较简单": 2, "中": 3, "中等": 3, "一般": 3, "适中": 3, "较难": 4, "难": 5,
            "困难": 5, **{str(number): number for number in range(1, 6)}}
SHOWN_HARDNESS = {1: "易", 2: "较易", 3: "中", 4: "较难", 5: "难"}
POLICIES = {"all": "全对得分", "half": "少选得一半", "share": "按份得分", "weights": "按权重"}
POLICY_OF = {words: name for name, words in POLICIES.items()}
YES = frozenset({"是", "对", "1", "true", "√"})


def folded(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


def heading(text):
    """Return what a heading names: a column, ``("option", letter)``, or None."""
    text = folded(text).rstrip("*:：").strip("()（）")
    found = OPTION.fullmatch(text.upper())
    return ("option", found[1].lower()) if found else COLUMN_OF.get(text)


def letters_of(text):
    """Return the letters of an answer such as "A、C", None when it holds anything else."""
    text = re.sub(r"[,，、;；/|.]+", "", folded(text).upper())
    return tuple(sign.lower() for sign in text) if text and all(sign.lower() in LETTERS for sign in text) else None


def truth_of(text):
    text = folded(text).lower()
    return "true" if text in TRUE else "false" if text in FALSE else None
