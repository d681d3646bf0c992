"""Moodle XML and its Cloze texts, by the page "Moodle XML format" and "Embedded Answers (Cloze)" of Moodle's documentation."""

from decimal import Decimal

from courses.rules.questions import Accepted

from .question_features import FULL, HALF, PICTURE, asked, case, filled, near, paired, skipped, taken

THIRD = Decimal("33.33333")


def question(kind, text, rest="", form="html"):
    return (f'<question type="{kind}"><name><text>名</text></name><questiontext format="{form}"><text>{text}</text></questiontext>'
            f"{rest}</question>")


def answers(*some, tag="answer"):
    return "".join(f'<{tag} fraction="{percent}"><text>{text}</text></{tag}>' for percent, text in some)


def choice(rest="", text="哪一天建党？", form="html"):
    return question("multichoice", text, f"<single>true</single>{answers((100, '七月一日'), (0, '八月一日'))}{rest}", form)


def cloze(text, rest=""):
    return question("cloze", f"<![CDATA[{text}]]>", rest)


RIGHT = asked("single", "哪一天建党？", ["七月一日", "八月一日"], ("a",))
TRUE = asked("true_false", "后备也要培训。", key=("true",))
BOTH = answers((100, "true"), (0, "false"))


def truth(text, form):
    return question("truefalse", text, BOTH, form)


def category(path):
    return f'<question type="category"><category><text>{path}</text></category></question>'


def with_file(name):
    return f'<file name="{name}" path="/" encoding="base64">{PICTURE}</file>'


FEATURES = [
    taken("category", "the theme; of several categories the one above the question",
          category("$course$/top/党史/百年") + choice() + category("甲//乙") + choice(),
          asked("single", "哪一天建党？", ["七月一日", "八月一日"], ("a",), theme="党史/百年"),
          asked("single", "哪一天建党？", ["七月一日", "八月一日"], ("a",), theme="甲／乙")),
    taken("XML comments, CDATA, characters written by number", "read as XML says",
          "<!-- 注 -->" + choice(text="<![CDATA[<p>哪一天&#24314;党？</p>]]>"), RIGHT),
    taken("name, idnumber, defaultgrade, penalty, hidden, shuffleanswers, answernumbering, showstandardinstruction",
          "not kept: points, order and numbering are the paper's",
          choice("<defaultgrade>2.0</defaultgrade><penalty>0.33</penalty><hidden>0</hidden><idnumber>m1</idnumber>"
                 "<shuffleanswers>1</shuffleanswers><answernumbering>ABCD</answernumbering>"
                 "<showstandardinstruction>0</showstandardinstruction>"), RIGHT),
    taken("tags", "tags", choice("<tags><tag><text>党史</text></tag><tag><text>轮训</text></tag></tags>"),
          asked("single", "哪一天建党？", ["七月一日", "八月一日"], ("a",), tags=("党史", "轮训"))),
    taken("format html", "plain text with its lines; what only looks different is left out and said",
          truth("<![CDATA[<p>后备<b>也</b>要培训。</p>]]>", "html"), TRUE, notes=("looks",)),
    taken("format moodle_auto_format", "plain text, its own line breaks kept",
          truth("后备\n也要培训。", "moodle_auto_format"), asked("true_false", "后备\n也要培训。", key=("true",))),
    taken("format plain_text", "as it stands", truth("后备&lt;b&gt;也*要*培训。", "plain_text"),
          asked("true_false", "后备<b>也*要*培训。", key=("true",))),
    taken("format markdown", "plain text without its signs", truth("后备**也**要培训。", "markdown"), TRUE, notes=("looks",)),
    taken("embedded files (@@PLUGINFILE@@, base64)", "pictures and sounds of the question or of an option",
          '<question type="multichoice"><questiontext format="html"><text><![CDATA[看图<img src="@@PLUGINFILE@@/a%20b.png">]]></text>'
          + with_file("a b.png") + '</questiontext><single>true</single><answer fraction="100" format="html"><text>'
          '<![CDATA[甲<img src="@@PLUGINFILE@@/c.png">]]></text>' + with_file("c.png") + '</answer>'
          '<answer fraction="0"><text>乙</text></answer></question>',
          asked("single", "看图", ["甲", "乙"], ("a",), media=("1-a b.png",)), files=("1-a b.png", "2-c.png")),
    taken("image, image_base64 (before 2.0)", "a picture of the question",
          choice(f"<image>a/b.png</image><image_base64>{PICTURE}</image_base64>"),
          asked("single", "哪一天建党？", ["七月一日", "八月一日"], ("a",), media=("1-a_b.png",)), files=("1-a_b.png",)),
    skipped("a file that did not come along", "file_missing", choice(text='<![CDATA[<img src="@@PLUGINFILE@@/x.png">]]>')),
    skipped("a picture of another site", "remote", choice(text='<![CDATA[<img src="https://example.org/x.png">]]>')),
    taken("generalfeedback, feedback of an answer", "the explanation",
          question("multichoice", "哪一天建党？", '<generalfeedback format="html"><text>见党章</text></generalfeedback><single>true</single>'
                   '<answer fraction="100"><text>七月一日</text><feedback><text>对</text></feedback></answer>'
                   '<answer fraction="0"><text>八月一日</text></answer>'),
          asked("single", "哪一天建党？", ["七月一日", "八月一日"], ("a",), explanation="见党章\n“七月一日”：对")),
    taken("correctfeedback, partiallycorrectfeedback, incorrectfeedback, hint", "left out and said",
          choice("<correctfeedback><text>好</text></correctfeedback><hint><text>想想</text></hint>"), RIGHT,
          notes=("left_out", "left_out")),
    taken("multichoice, one answer, with fractions", "single choice by weights",
          question("multichoice", "选", "<single>true</single>" + answers((100, "甲"), (50, "乙"), (-25, "丙"))),
          asked("single", "选", ["甲", "乙", "丙"], ("a",), policy="weights",
                weights=(("a", FULL), ("b", HALF), ("c", Decimal(-25))))),
    taken("multichoice, several answers", "multiple choice by weights",
          question("multichoice", "选", "<single>false</single>" + answers(("33.33333", "甲"), ("33.33333", "乙"), ("33.33333", "丙"),
                                                                         (-100, "丁"))),
          asked("multiple", "选", ["甲", "乙", "丙", "丁"], ("a", "b", "c"), policy="weights",
                weights=(("a", THIRD), ("b", THIRD), ("c", THIRD), ("d", -FULL)))),
    taken("multichoiceset", "multiple choice, all or nothing",
          question("multichoiceset", "选", answers((100, "甲"), (100, "乙"), (0, "丙"))),
          asked("multiple", "选", ["甲", "乙", "丙"], ("a", "b"), policy="all")),
    skipped("multichoice, one answer, two of them wholly right", "several_right",
            question("multichoice", "选", "<single>true</single>" + answers((100, "甲"), (100, "乙")))),
    taken("truefalse", "true or false", truth("后备也要培训。", "html"), TRUE),
    skipped("truefalse in the words of a language (before 1.5)", "answers",
            question("truefalse", "后备也要培训。", answers((100, "真"), (0, "假")))),
    taken("shortanswer, usecase", "fill-in; fractions of less accepted answers",
          question("shortanswer", "首都是？", "<usecase>1</usecase>" + answers((100, "Beijing"), (80, "Peking"))),
          filled("首都是？", (Accepted("Beijing"), Accepted("Peking", Decimal(80))), case_matters=True)),
    taken("shortanswer, “*” for any other answer", "its feedback is explanation; it earns nothing",
          question("shortanswer", "首都是？", answers((100, "北京"))
                   + '<answer fraction="0"><text>*</text><feedback><text>再想想</text></feedback></answer>'),
          filled("首都是？", "北京", explanation="再想想")),
    skipped("shortanswer, “*” within an answer", "wildcard", question("shortanswer", "问", answers((100, "上*")))),
    taken("shortanswer, “\\*” for the sign itself", "the sign", question("shortanswer", "乘号是？", answers((100, "\\*"))),
          filled("乘号是？", "*")),
    taken("shortanswer, an answer of no worth", "left out and said", question("shortanswer", "问", answers((100, "甲"), (0, "乙"))),
          filled("问", "甲"), notes=("wrong_answer",)),
    taken("numerical, tolerance", "fill-in with a number and its tolerance",
          question("numerical", "圆周率", '<answer fraction="100"><text>3.14</text><tolerance>0.01</tolerance></answer>'
                   '<answer fraction="50">3<tolerance>0.2</tolerance></answer>'),
          filled("圆周率", (near("3.14", "0.01"), near("3", "0.2", HALF)))),
    skipped("numerical, units", "units",
            question("numerical", "长", "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>"
                     + answers((100, "5")))),
    taken("matching; a partner without a question", "matching; it misleads",
          question("matching", "配对", "<subquestion><text>居民区</text><answer><text>强能力</text></answer></subquestion>"
                   "<subquestion><text>国企</text><answer><text>强促进</text></answer></subquestion>"
                   "<subquestion><text></text><answer><text>干扰</text></answer></subquestion>"),
          paired("配对", [("居民区", "强能力"), ("国企", "强促进"), ("", "干扰")])),
    taken("ddmatch", "matching, pictures on both sides",
          question("ddmatch", "配对", '<subquestion format="html"><text>居民区</text><answer format="html"><text>&lt;p&gt;强能力&lt;/p&gt;</text>'
                   '</answer></subquestion><subquestion format="html"><text>国企</text><answer format="html"><text>'
                   '&lt;img src="@@PLUGINFILE@@/a.png"&gt;</text>' + with_file("a.png") + "</answer></subquestion>"),
          paired("配对", [("居民区", "强能力"), ("国企", "")], [("", ""), ("", "1-a.png")]), files=("1-a.png",)),
    taken("ordering, gradingtype -1 and 0", "ordering, all or nothing or by place",
          question("ordering", "排序", "<gradingtype>-1</gradingtype><selecttype>0</selecttype>" + answers((1, "申请"), (2, "转正")))
          + question("ordering", "排序", "<gradingtype>0</gradingtype>" + answers((1, "申请"), (2, "转正"))),
          asked("ordering", "排序", ["申请", "转正"], ("a", "b"), policy="all"),
          asked("ordering", "排序", ["申请", "转正"], ("a", "b"), policy="share")),
    skipped("ordering, other ways to grade", "kind",
            question("ordering", "排序", "<gradingtype>3</gradingtype>" + answers((1, "申请"), (2, "转正")))),
    taken("essay, graderinfo", "essay, the model answer; its length, template and attachments are left out and said",
          question("essay", "谈谈", "<responseformat>editor</responseformat><responsefieldlines>15</responsefieldlines>"
                   '<minwordlimit>100</minwordlimit><attachments>1</attachments><graderinfo format="html"><text>看实际</text></graderinfo>'
                   '<responsetemplate format="html"><text>提纲</text></responsetemplate>'),
          asked("essay", "谈谈", key=("看实际",)), notes=("left_out",) * 3),
    skipped("description", "description", question("description", "说明")),
    *[skipped(kind, "kind", question(kind, "问")) for kind in
      ("calculated", "calculatedmulti", "calculatedsimple", "randomsamatch", "random", "ddimageortext", "ddmarker")],
    taken("ddwtos, gapselect", "matching of gaps and words; one gap is a single choice",
          question("ddwtos", "[[1]]负责，[[3]]监督。", "".join(
              f"<dragbox><text>{word}</text><group>1</group></dragbox>" for word in ("书记", "居民", "纪检")))
          + question("gapselect", "[[2]]负责。", "".join(
              f"<selectoption><text>{word}</text><group>1</group></selectoption>" for word in ("居民", "书记"))),
          paired("（1）_____ 负责， （2）_____ 监督。", [("（1）", "书记"), ("（2）", "纪检"), ("", "居民")]),
          asked("single", "_____ 负责。", ["居民", "书记"], ("b",))),
    taken("ddwtos, gapselect with groups", "a case with a single choice for each gap",
          question("gapselect", "[[1]]于[[3]]年。", "".join(
              f"<selectoption><text>{word}</text><group>{group}</group></selectoption>"
              for word, group in (("建党", 1), ("建军", 1), ("1921", 2), ("1927", 2)))),
          case("（1）_____ 于 （2）_____ 年。", asked("single", "（1）", ["建党", "建军"], ("a",)),
               asked("single", "（2）", ["1921", "1927"], ("a",)))),
    taken("Cloze: SHORTANSWER, SA, MW; %percent%, feedback", "fill-in, a blank for each",
          cloze("<p>党成立于{1:SHORTANSWER:=上海#对~%50%嘉兴}，{:SA:=一大}，{:MW:%100%七月}。</p>"),
          filled("党成立于 _____ ， _____ ， _____ 。", (Accepted("上海"), Accepted("嘉兴", HALF)), "一大", "七月", explanation="“上海”：对")),
    taken("Cloze: SHORTANSWER_C, SAC, MWC", "fill-in in which capitals matter",
          cloze("{1:SHORTANSWER_C:=CPC}与{1:SAC:=PRC}与{1:MWC:=NPC}"),
          filled("_____ 与 _____ 与 _____", "CPC", "PRC", "NPC", case_matters=True)),
    taken("Cloze: NUMERICAL, NM with tolerance", "numbers with their tolerance",
          cloze("{1:NUMERICAL:=3.14:0.01~%50%3:0.5#粗略}，{1:NM:=1921}"),
          filled("_____ ， _____", (near("3.14", "0.01"), near("3", "0.5", HALF)), (near("1921", 0),), explanation="“3”：粗略")),
    taken("Cloze: one MULTICHOICE, MC, MCV, MCH, MCS, MCVS, MCHS", "a single choice", cloze("{1:MC:居民~=书记~%50%委员}负责。"),
          asked("single", "_____ 负责。", ["居民", "书记", "委员"], ("b",), policy="weights", weights=(("b", FULL), ("c", HALF)))),
    taken("Cloze: choices and blanks together", "a case with a sub-question for each",
          cloze("{1:MULTICHOICE_V:=书记~居民}每月上{1:SHORTANSWER:=党课}，{1:MULTIRESPONSE:=会议~=学习~%-50%演出}。"),
          case("（1）_____ 每月上 （2）_____ ， （3）_____ 。", asked("single", "（1）", ["书记", "居民"], ("a",)),
               filled("（2）", "党课", policy="share"),
               asked("multiple", "（3）", ["会议", "学习", "演出"], ("a", "b"), policy="weights",
                     weights=(("a", HALF), ("b", HALF), ("c", -HALF))))),
    taken("Cloze: MULTIRESPONSE, MR, MRH, MRS, MRHS with percents", "a multiple choice by weights",
          cloze("选{1:MRH:%50%甲~%50%乙~%-100%丙}"),
          asked("multiple", "选 _____", ["甲", "乙", "丙"], ("a", "b"), policy="weights",
                weights=(("a", HALF), ("b", HALF), ("c", -FULL)))),
    taken("Cloze: weights of the parts", "left out and said when they differ", cloze("{1:SA:=甲}{3:SA:=乙}"), filled("_____  _____", "甲", "乙"),
          notes=("uneven",)),
    taken("Cloze: escapes \\} \\~ \\# \\\\, characters by number", "the signs themselves", cloze("{1:SA:=a\\}b\\~c\\#d&#39;}"),
          filled("_____", "a}b~c#d'")),
    skipped("Cloze: “*” with a worth", "wildcard", cloze("{1:SA:=*}")),
    skipped("Cloze: a kind that is not known", "kind", cloze("{1:DRAWING:=a}")),
    skipped("Cloze: braces that are not closed", "braces", cloze("{1:SA:=a")),
    *[skipped(f"{what} in a text", "markup", choice(text=f"<![CDATA[{text}]]>")) for what, text in (
        ("a table", "<table><tr><td>1</td></tr></table>"), ("a formula", "$$x^2$$"), ("a script", "<script>alert(1)</script>"))],
]
