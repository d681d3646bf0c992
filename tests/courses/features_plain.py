"""Aiken and GIFT by Moodle's documentation, workbooks and numbered Word documents as Chinese schools write them."""

from courses.rules.questions import Accepted

from .question_features import FULL, HALF, asked, case, filled, near, paired, skipped, taken
from .test_question_files import PICTURE, SUPER, paragraph

ONE = asked("single", "哪一天建党？", ["七月一日", "八月一日"], ("a",))
TRUE = asked("true_false", "后备也要培训。", key=("true",))
AIKEN_OPTIONS = "A. 七月一日\nB. 八月一日\nANSWER: A\n"

AIKEN = [
    taken("the question, options “A.” or “A)”, “ANSWER:” and a letter", "single choice",
          f"哪一天建党？\n{AIKEN_OPTIONS}\n哪一天建党？\nA) 七月一日\nB) 八月一日\nANSWER: A", ONE, ONE),
    taken("no empty line between questions, empty lines within one", "passed over",
          f"哪一天建党？\n\n{AIKEN_OPTIONS}哪一天建党？\n{AIKEN_OPTIONS}", ONE, ONE),
    taken("a question of several lines", "its lines", f"读下文：\n哪一天建党？\n{AIKEN_OPTIONS}",
          asked("single", "读下文：\n哪一天建党？", ["七月一日", "八月一日"], ("a",))),
    taken("UTF-8 with its mark, UTF-16, GB 18030, line ends of every system", "read", f"\ufeff哪一天建党？\r\n{AIKEN_OPTIONS}", ONE),
    skipped("small letters (“answer: a”, “a.”)", "answers", "哪一天建党？\nA. 七月一日\nB. 八月一日\nanswer: a"),
    skipped("a letter that is no option", "answers", "问\nA. 甲\nB. 乙\nANSWER: C"),
    skipped("letters that are left out", "letters", "问\nA. 甲\nC. 乙\nANSWER: A"),
    skipped("no “ANSWER:”", "no_answer", "问\nA. 甲\nB. 乙"),
    skipped("several letters", "answers", "问\nA. 甲\nB. 乙\nANSWER: A,B"),
    skipped("one option", "fault:few_options", "问\nA. 甲\nANSWER: A"),
]

GIFT = [
    taken("choice {=right ~wrong}", "single choice", "哪一天建党？ {=七月一日 ~八月一日}", ONE),
    taken("missing word", "single choice, a gap in its text", "建党于{=上海 ~北京}。", asked("single", "建党于 _____ 。", ["上海", "北京"], ("a",))),
    taken("weights {~%50%a ~%50%b ~%-100%c}", "multiple choice by weights", "选 {~%50%甲 ~%50%乙 ~%-100%丙}",
          asked("multiple", "选", ["甲", "乙", "丙"], ("a", "b"), policy="weights",
                weights=(("a", HALF), ("b", HALF), ("c", -FULL)))),
    taken("true or false {T} {FALSE}", "true or false", "后备也要培训。{T}\n\n后备也要培训。{TRUE}", TRUE, TRUE),
    taken("short answer {=a =%50%b}", "fill-in", "首都是？{=北京 =%50%京}", filled("首都是？", ("北京", Accepted("京", HALF)))),
    taken("matching {=a -> b}", "matching", "配对 {=居民区 -> 强能力 =国企 -> 强促进 = -> 干扰}",
          paired("配对", [("居民区", "强能力"), ("国企", "强促进"), ("", "干扰")])),
    taken("numbers {#3.14:0.01} {#1..5} {#=1921 =%50%1921:2}", "fill-in with numbers and tolerances",
          "圆周率{#3.14:0.01}\n\n从一到五{#1..5}\n\n年份{#=1921 =%50%1921:2}",
          filled("圆周率", (near("3.14", "0.01"),)), filled("从一到五", (near("3", 2),)),
          filled("年份", (near("1921", 0), near("1921", 2, HALF)))),
    taken("essay {}", "essay", "谈谈体会 {}", asked("essay", "谈谈体会")),
    skipped("description", "description", "说明，没有括号"),
    taken("comments //, names ::name::, $CATEGORY:", "left out; the category is the theme",
          "// 注\n$CATEGORY: $course$/top/党史\n\n::名::哪一天建党？ {=七月一日 ~八月一日}",
          asked("single", "哪一天建党？", ["七月一日", "八月一日"], ("a",), theme="党史")),
    taken("[tag:...] in a comment", "tags", "// [id:1] [tag:党史] [tag:轮训]\n后备也要培训。{T}",
          asked("true_false", "后备也要培训。", key=("true",), tags=("党史", "轮训"))),
    taken("feedback #, general feedback ####", "the explanation", "哪一天建党？ {=七月一日#对 ~八月一日#是建军节 ####见党章}",
          asked("single", "哪一天建党？", ["七月一日", "八月一日"], ("a",), explanation="见党章\n“七月一日”：对\n“八月一日”：是建军节")),
    taken("escapes \\= \\~ \\# \\{ \\} \\: and \\n", "the signs, a line", "a\\=b\\~c\\#d\\{e\\}f\\:g\\n二 {T}",
          asked("true_false", "a=b~c#d{e}f:g\n二", key=("true",))),
    taken("[html] [moodle] [plain] [markdown]", "plain text; looks left out and said", "[html]后备<b>也</b>要培训。{T}", TRUE, notes=("looks",)),
    skipped("“*” within an accepted answer", "wildcard", "问 {=上*}"),
    skipped("two right ones marked “=” among wrong ones", "several_right", "问 {=甲 =乙 ~丙}"),
    skipped("braces that do not close", "braces", "问 {=甲 ~乙"),
]

HEAD = ["题型", "题干", "选项A", "选项B", "选项C", "答案", "解析", "难度", "知识点"]


def row(kind, stem, *options, answer="", why="", hard="", tags=""):
    return [kind, stem, *options, *[""] * (3 - len(options)), answer, why, hard, tags]


def sheet(*rows, head=HEAD):
    return [["某街道题库"], head, *rows]


XLSX = [
    taken("题型 单选题, 答案 A", "single choice", sheet(row("单选题", "哪一天建党？", "七月一日", "八月一日", answer="A")), ONE),
    taken("解析, 难度 (易…难 or 1…5), 知识点", "explanation, difficulty, tags",
          sheet(row("单选", "哪一天建党？", "七月一日", "八月一日", answer="a", why="见党章", hard="较难", tags="党史、轮训")),
          asked("single", "哪一天建党？", ["七月一日", "八月一日"], ("a",), explanation="见党章", difficulty=4, tags=("党史", "轮训"))),
    taken("多选题, 答案 “AC”, “A、C”, “A,C”", "multiple choice, all or nothing",
          sheet(*[row("多选题", "选", "甲", "乙", "丙", answer=one) for one in ("AC", "A、C", "A,C")]),
          *[asked("multiple", "选", ["甲", "乙", "丙"], ("a", "c"))] * 3),
    taken("判断题, 答案 对/错, 正确/错误, √/×, T/F, or the letter of an option", "true or false",
          sheet(*[row("判断题", "后备也要培训。", answer=one) for one in ("对", "正确", "√", "T")],
                row("判断题", "后备也要培训。", "正确", "错误", answer="A")), *[TRUE] * 5),
    taken("填空题, blanks “___”, accepted answers between “|”, blanks between “；”", "fill-in",
          sheet(row("填空题", "成立于___年，___大。", answer="1921|一九二一；一")),
          filled("成立于___年，___大。", ("1921", "一九二一"), "一")),
    taken("填空题 with “±” and “[50%]”", "numbers with tolerance, less accepted answers",
          sheet(row("填空题", "圆周率", answer="3.14 ± 0.01|[50%] 3")), filled("圆周率", (near("3.14", "0.01"), Accepted("3", HALF)))),
    taken("匹配题, 连线题: options “左＝右”", "matching", sheet(row("连线题", "配对", "居民区＝强能力", "国企=强促进", "＝干扰")),
          paired("配对", [("居民区", "强能力"), ("国企", "强促进"), ("", "干扰")])),
    taken("排序题, 答案 the letters in order", "ordering", sheet(row("排序题", "排序", "转正", "申请", answer="BA")),
          asked("ordering", "排序", ["申请", "转正"], ("a", "b"))),
    taken("简答题, 论述题", "short answer, essay", sheet(row("简答题", "如何？", answer="有主题"), row("论述题", "谈谈")),
          asked("short", "如何？", key=("有主题",)), asked("essay", "谈谈")),
    taken("案例分析题 and rows 小题·…", "a case with its sub-questions",
          sheet(row("案例分析题", "某居民区……"), row("小题·判断题", "应当公开。", answer="对")),
          case("某居民区……", asked("true_false", "应当公开。", key=("true",)))),
    taken("numbers and truth values as the spreadsheet keeps them", "as they look", sheet(
        row("单选题", "哪一年？", 1921, 1949.0, answer="A"), row("判断题", "后备也要培训。", answer=True)),
          asked("single", "哪一年？", ["1921", "1949"], ("a",)), TRUE),
    taken("other words in the headings, other columns, other order", "the columns that are known by name",
          sheet(["哪一天建党？", "单选", "A", "七月一日", "八月一日", "无关"], head=["题目内容", "试题类型", "正确答案", "A", "B", "备注"]), ONE),
    taken("a difficulty that is not known", "left out and said", sheet(
        row("单选题", "哪一天建党？", "七月一日", "八月一日", answer="A", hard="0.85")), ONE, notes=("difficulty",)),
    skipped("no answer", "no_answer", sheet(row("单选题", "问", "甲", "乙"))),
    skipped("an answer that is no option", "fault:no_key", sheet(row("单选题", "问", "甲", "乙", answer="C"))),
    skipped("no 题型", "no_kind", sheet(row("", "问", "甲", "乙", answer="A"))),
    skipped("another 题型", "kind", sheet(row("听力题", "问", "甲", "乙", answer="A"))),
    skipped("a formula", "formula_cell", sheet(row("单选题", "问", "甲", "=1+1", answer="A"))),
    skipped("a sub-question without its case", "part_alone", sheet(row("小题·判断题", "问", answer="对"))),
]


def lines(*texts):
    return [text if text.startswith("<") else paragraph(text) for text in texts]


DOCX = [
    taken("“1.” “1、” “1)”, options “A.” “A、” “A．” in lines or in one, “答案：”", "single or multiple choice by its answer",
          lines("1. 哪一天建党？", "A. 七月一日    B. 八月一日", "答案：A", "2)选", "A、甲", "B．乙", "C) 丙", "答案：AC"),
          ONE, asked("multiple", "选", ["甲", "乙", "丙"], ("a", "c"))),
    taken("numbers and letters that Word makes (numPr)", "made again",
          [paragraph("哪一天建党？", numbered="10"), paragraph("七月一日", numbered="11"), paragraph("八月一日", numbered="11"),
           paragraph("答案：A")], ONE),
    taken("headings 一、单选题, and 【判断题】 or （多选题） in the question", "the kind",
          lines("一、判断题（每题 1 分）", "1. 后备也要培训。", "答案：√", "2. 【单选题】哪一天建党？", "A. 七月一日", "B. 八月一日", "答案：A"),
          TRUE, ONE),
    taken("解析： 难度： 知识点： 【答案】 来源： 作者：", "explanation, difficulty, tags, source, author",
          lines("1. 哪一天建党？", "A. 七月一日", "B. 八月一日", "【答案】A", "【解析】见党章", "难度：易", "知识点：党史、轮训", "来源：《简史》",
                "作者：张老师"),
          asked("single", "哪一天建党？", ["七月一日", "八月一日"], ("a",), explanation="见党章", difficulty=1, tags=("党史", "轮训"),
                source="《简史》", author="张老师")),
    taken("填空题 with “___”, 简答题 with a 参考答案 of several lines", "fill-in, short answer",
          lines("1. 成立于___年。", "答案：1921|一九二一", "二、简答题", "2. 如何？", "参考答案：有主题", "有准备"),
          filled("成立于___年。", ("1921", "一九二一")), asked("short", "如何？", key=("有主题\n有准备",))),
    taken("a question of several paragraphs", "its lines", lines("1. 读下文：", "后备也要培训。", "答案：对"),
          asked("true_false", "读下文：\n后备也要培训。", key=("true",))),
    taken("pictures", "of the question, or of the option they follow", lines("1. 哪一幅？", PICTURE, "A. 甲", "B. 乙", "答案：A"),
          asked("single", "哪一幅？", ["甲", "乙"], ("a",), media=("word/media/image1.png",)), files=("word/media/image1.png",)),
    taken("raised and lowered digits", "as such signs",
          lines("<w:p><w:r><w:t>1. 10</w:t></w:r><w:r>" + SUPER + "<w:t>3</w:t></w:r><w:r><w:t>等于1000。</w:t></w:r></w:p>", "答案：对"),
          asked("true_false", "10³等于1000。", key=("true",))),
    taken("a line before the first question", "left out and said", lines("二〇一七年轮训试题", "1. 后备也要培训。", "答案：对"), TRUE, notes=("outside",)),
    taken("deleted text, comments, field codes", "left out as Word hides them",
          lines("<w:p><w:r><w:t>1. 后备</w:t></w:r><w:del><w:r><w:delText>不</w:delText></w:r></w:del><w:r><w:t>也要培训。</w:t></w:r></w:p>",
                "答案：对"), TRUE),
    skipped("no answer", "no_answer", lines("1. 问", "A. 甲", "B. 乙")),
    skipped("tables", "markup", lines("1. 问", "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>", "A. 甲", "B. 乙", "答案：A")),
    skipped("formulas", "markup", lines("<w:p><w:r><w:t>1. 问</w:t></w:r><m:oMath xmlns:m=\"m\"/></w:p>", "A. 甲", "B. 乙", "答案：A")),
    skipped("letters that are left out", "letters", lines("1. 问", "A. 甲", "C. 乙", "答案：A")),
    skipped("matching, cases", "kind_here", lines("1. 问", "题型：匹配题", "答案：A")),
]
