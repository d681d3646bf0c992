"""Files written by hand from the published descriptions of their formats, with every feature they name."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from courses.question_files import aiken, formats, gift_read, moodle_read, qti, sheet_read, word
from courses.question_files.result import Unreadable
from courses.question_files.sentences import TEXTS, sentence
from courses.rules.question_faults import tidied
from courses.rules.question_lines import lettered, matched
from courses.rules.questions import Accepted, Content

SAMPLES = Path(__file__).parent / "question_samples"
HALF, FULL = Decimal(50), Decimal(100)


def asked(kind, stem, texts=(), key=(), **fields):
    return tidied(Content(kind=kind, stem=stem, options=lettered(texts), key=key, **fields))


def paired(stem, pairs, **fields):
    options, rights, key = matched(pairs)
    return tidied(Content(kind="matching", stem=stem, options=options, rights=rights, key=key, **fields))


def filled(stem, *accepted, **fields):
    return tidied(Content(kind="fill_in", stem=stem, key=(accepted,), **fields))


def found(reading):
    return [one.content for one in reading.found]


def left_out(reading):
    return [(one.line, one.code) for one in reading.problems if one.skipped]


def noted(reading):
    return [(one.line, one.code) for one in reading.problems if not one.skipped]


def test_gift():
    reading = gift_read.read((SAMPLES / "sample.gift").read_bytes())
    rules = {"theme": "组织生活/制度"}
    assert found(reading) == [
        asked("single", "中国共产党成立于哪一年？", ["1921", "1927", "1920"], ("a",), policy="weights",
              weights=(("a", FULL), ("c", HALF)), tags=("党史", "含]括号"),
              explanation="见《简史》第一章\n“1921”：对，七月\n“1927”：那是南昌起义\n“1920”：早期组织"),
        filled("“三会一课”的一课是 _____ 。", Accepted("党课"), Accepted("上党课"), Accepted("课", HALF), **rules),
        asked("multiple", "Pick both", ["a = b", "c {d}", "e ~ f: g#"], ("a", "b"), policy="weights",
              weights=(("a", HALF), ("b", HALF), ("c", -FULL)), **rules),
        asked("true_false", "水的化学式是 H₂O 吗?", key=("true",), explanation="错了\n对了", **rules),
        asked("single", "哪一项不属于 组织生活？\nSecond line", ["商业演出", "党课", "*原样*"], ("a",), **rules),
        asked("true_false", "<b>原样</b>", key=("false",), **rules),
        filled("圆周率", Accepted("3.14", tolerance=Decimal("0.005")), explanation="“3.14”：不错", **rules),
        filled("从一到五", Accepted("3", tolerance=Decimal(2)), **rules),
        filled("年份", Accepted("1921", tolerance=Decimal(0)), Accepted("1921", HALF, Decimal(2)),
               explanation="“1921”：差一点\n都不是", **rules),
        paired("配对", [("居民区", "强能力、重基础"), ("国企", "强促进、重结合"), ("", "只是干扰")], **rules),
        asked("essay", "谈谈体会", **rules),
        asked("true_false", "反斜杠 C:\\temp\nsecond", key=("true",), **rules),
    ]
    assert left_out(reading) == [
        (45, "description"), (47, "braces"), (49, "several_right"), (51, "wildcard"), (53, "markup"), (55, "markup"),
        (57, "raised"), (59, "remote"),
    ]
    assert noted(reading) == [(19, "looks"), (21, "looks")]


def test_moodle_xml():
    reading = moodle_read.read((SAMPLES / "moodle.xml").read_bytes())
    rules = {"theme": "党史"}
    assert found(reading) == [
        asked("single", "哪一幅是会徽？", ["甲", "乙 <b>"], ("a",), media=("1-a b.png",), tags=("会徽", "图"),
              explanation="见第一章\n“甲”：对", **rules),
        asked("multiple", "哪两项？", ["一", "二", "三"], ("a", "b"), policy="weights",
              weights=(("a", HALF), ("b", HALF), ("c", -HALF)), **rules),
        asked("true_false", "后备也要培训。", key=("true",), **rules),
        filled("首都是？\n写一个词。", Accepted("Beijing"), Accepted("Peking", Decimal(80)), case_matters=True,
               explanation="再想想", **rules),
        filled("3 的平方根", Accepted("1.732", tolerance=Decimal("0.001")), **rules),
        paired("配对", [("居民区", "强能力"), ("国企", "强促进"), ("", "干扰")], **rules),
        asked("essay", "谈谈体会", key=("看联系实际",), **rules),
        asked("ordering", "排序", ["申请", "转正"], ("a", "b"), policy="all", **rules),
        filled("_____", Accepted("a"), **rules),
    ]
    assert left_out(reading) == [
        (55, "description"), (57, "kind"), (58, "wildcard"), (59, "file_missing"),
    ]
    assert noted(reading) == [(5, "looks"), (16, "left_out"), (16, "left_out"), (24, "looks"), (45, "left_out")]
    assert reading.files["1-a b.png"].startswith(b"\x89PNG")


def test_aiken():
    reading = aiken.read((SAMPLES / "aiken.txt").read_bytes())
    assert found(reading) == [
        asked("single", "居民区党组织书记培训注重什么？", ["强能力、重基础", "强实务、重规范"], ("a",)),
        asked("single", "What is the correct answer to this question?",
              ["Is it this one?", "Maybe this answer?", "Possibly this one?"], ("c",)),
    ]
    assert left_out(reading) == [(11, "answers"), (16, "letters"), (21, "no_answer")]


def qti_package(folder, **more):
    path = folder / "package.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted((SAMPLES / "qti").glob("*.xml")):
            archive.write(file, file.name if file.name == "imsmanifest.xml" else f"items/{file.name}")
        archive.writestr("items/images/a.png", b"a picture")
        for name, data in more.items():
            archive.writestr(name, data)
    return path


QTI = [
    asked("single", "看图：\n这是什么？", ["旗", "会徽"], ("b",), explanation="不是旗\n会徽见第一章", tags=("会徽",), difficulty=4,
          media=("items/images/a.png",)),
    asked("multiple", "水由哪些元素组成？", ["氢", "氧", "氯"], ("a", "b"), policy="weights",
          weights=(("a", HALF), ("b", HALF), ("c", -HALF))),
    asked("ordering", "排序", ["申请", "积极分子", "转正"], ("a", "b", "c")),
    paired("配对", [("居民区", "强能力"), ("国企", "强促进"), ("", "干扰")], policy="all"),
    filled("Now is the winter made summer by this sun of _____ ;", Accepted("York"), Accepted("york", HALF), case_matters=True),
    filled("圆周率 _____", Accepted("3.14", tolerance=Decimal("0.01"))),
    asked("essay", "谈谈体会", key=("看联系实际",)),
]


def test_a_qti_package(tmp_path):
    reading = qti.read_package(qti_package(tmp_path))
    assert found(reading) == QTI
    assert left_out(reading) == [
        ("items/hotspot.xml:2", "kind"), ("items/custom.xml:2", "processing"), ("items/old.xml", "version"),
        ("../outside.xml", "file_missing"),
    ]
    assert reading.files == {"items/images/a.png": b"a picture"}


def test_one_qti_item():
    reading = qti.read((SAMPLES / "qti" / "multiple.xml").read_bytes())
    assert (found(reading), reading.problems) == ([QTI[1]], [])


SHEET = [
    ["某街道题库"],
    ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析", "难度", "知识点"],
    ["单选题", "居民区书记培训注重什么？", "强能力、重基础", "强实务、重规范", "", "", "a", "见通知", "易", "轮训，书记"],
    ["多选", "哪些属于组织生活？", "党课", "演出", "支部大会", "", "A、C", "", 3, ""],
    ["判断题", "后备也要培训。", "", "", "", "", "√", "", "难", ""],
    ["判断题", "微党课要一小时。", "正确", "错误", "", "", "B", "", "", ""],
    ["填空题", "党成立于___年，___大。", "", "", "", "", "1921|一九二一；一", "", "", ""],
    ["填空题", "圆周率约为", "", "", "", "", "3.14 ± 0.01|[50%] 3", "", "", ""],
    ["匹配题", "配对", "居民区＝强能力", "国企=强促进", "＝干扰", "", "", "", "", ""],
    ["排序题", "排序", "转正", "申请", "", "", "BA", "", "", ""],
    ["简答题", "如何开好主题党日？", "", "", "", "", "有主题", "", "较难", ""],
    ["案例分析题", "某居民区……", "", "", "", "", "", "", "", ""],
    ["小题·单选题", "谁负责？", "书记", "居民", "", "", "A", "", "", ""],
    ["小题·判断题", "应当公开。", "", "", "", "", "对", "", "", ""],
    ["听力题", "听一听", "甲", "乙", "", "", "A", "", "", ""],
    ["单选题", "没有答案", "甲", "乙", "", "", "", "", "", ""],
    ["单选题", "答案不在选项中", "甲", "乙", "", "", "D", "", "", ""],
    ["单选题", "奇怪的难度", "甲", "乙", "", "", "A", "", "0.85", ""],
    ["单选题", "公式", "甲", "=1+1", "", "", "A", "", "", ""],
    ["", "没有题型", "甲", "乙", "", "", "A", "", "", ""],
]


def workbook(folder, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "bank.xlsx")
    return folder / "bank.xlsx"


def test_a_workbook(tmp_path):
    reading = sheet_read.read(workbook(tmp_path, SHEET))
    blanks = ((Accepted("1921"), Accepted("一九二一")), (Accepted("一"),))
    assert found(reading) == [
        asked("single", "居民区书记培训注重什么？", ["强能力、重基础", "强实务、重规范"], ("a",), explanation="见通知", difficulty=1,
              tags=("轮训", "书记")),
        asked("multiple", "哪些属于组织生活？", ["党课", "演出", "支部大会"], ("a", "c"), difficulty=3),
        asked("true_false", "后备也要培训。", key=("true",), difficulty=5),
        asked("true_false", "微党课要一小时。", key=("false",)),
        tidied(Content(kind="fill_in", stem="党成立于___年，___大。", key=blanks)),
        filled("圆周率约为", Accepted("3.14", tolerance=Decimal("0.01")), Accepted("3", HALF)),
        paired("配对", [("居民区", "强能力"), ("国企", "强促进"), ("", "干扰")]),
        asked("ordering", "排序", ["申请", "转正"], ("a", "b")),
        asked("short", "如何开好主题党日？", key=("有主题",), difficulty=4),
        asked("case", "某居民区……", parts=(
            Content(kind="single", stem="谁负责？", options=lettered(["书记", "居民"]), key=("a",)),
            Content(kind="true_false", stem="应当公开。", key=("true",)),
        )),
        asked("single", "奇怪的难度", ["甲", "乙"], ("a",)),
    ]
    assert left_out(reading) == [
        (15, "kind"), (16, "no_answer"), (17, "fault:no_key"), (19, "formula_cell"), (20, "no_kind"),
    ]
    assert noted(reading) == [(18, "difficulty")]


def paragraph(text, *, numbered="", looks=""):
    number = f'<w:pPr><w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr></w:pPr>' if numbered else ""
    return f"<w:p>{number}<w:r>{looks}<w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>"


PICTURE = '<w:p><w:r><w:drawing><a:blip xmlns:a="a" r:embed="rId5"/></w:drawing></w:r></w:p>'
SUPER = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
WORD = [
    paragraph("二〇一七年轮训试题"),
    paragraph("一、单选题（每题 2 分）"),
    paragraph("1. 居民区书记培训注重什么？"),
    paragraph("A. 强能力、重基础    B. 强实务、重规范"),
    paragraph("C．强促进、重结合"),
    paragraph("答案：A"), paragraph("解析：见通知"), paragraph("难度：易"), paragraph("知识点：轮训、书记"),
    paragraph("这是什么？", numbered="10"), PICTURE, paragraph("旗", numbered="11"), paragraph("会徽", numbered="11"),
    paragraph("【答案】B"),
    paragraph("二、判断题"),
    paragraph("3、后备也要培训。"), paragraph("答案：正确"),
    paragraph("三、填空题"),
    "<w:p><w:r><w:t>4. 10</w:t></w:r><w:r>" + SUPER + "<w:t>3</w:t></w:r><w:r><w:t>等于___。</w:t></w:r></w:p>",
    paragraph("答案：1000|一千"),
    paragraph("四、简答题"),
    paragraph("5. 如何开好主题党日？"), paragraph("参考答案：有主题"), paragraph("有准备"),
    paragraph("五、多项选择题"),
    paragraph("6. 没有答案的题"), paragraph("A. 甲"), paragraph("B. 乙"),
    paragraph("7. 有表格的题"), "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>", paragraph("A. 甲"), paragraph("B. 乙"),
    paragraph("答案：AB"),
]
NUMBERING = (
    '<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="decimal"/>'
    '</w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
RELATIONS = '<Relationships xmlns="r"><Relationship Id="rId5" Type="image" Target="media/image1.png"/></Relationships>'


def document(folder, paragraphs):
    path = folder / "paper.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", '<w:document xmlns:w="w" xmlns:r="r"><w:body>' + "".join(paragraphs)
                         + "</w:body></w:document>")
        archive.writestr("word/numbering.xml", NUMBERING)
        archive.writestr("word/_rels/document.xml.rels", RELATIONS)
        archive.writestr("word/media/image1.png", b"a picture")
    return path


def test_a_word_document(tmp_path):
    reading = word.read(document(tmp_path, WORD))
    assert found(reading) == [
        asked("single", "居民区书记培训注重什么？", ["强能力、重基础", "强实务、重规范", "强促进、重结合"], ("a",), explanation="见通知",
              difficulty=1, tags=("轮训", "书记")),
        asked("single", "这是什么？", ["旗", "会徽"], ("b",), media=("word/media/image1.png",)),
        asked("true_false", "后备也要培训。", key=("true",)),
        filled("10³等于___。", Accepted("1000"), Accepted("一千")),
        asked("short", "如何开好主题党日？", key=("有主题\n有准备",)),
    ]
    assert left_out(reading) == [(26, "no_answer"), (29, "markup")]
    assert noted(reading) == [(1, "outside")]


# Hostile files -----------------------------------------------------------------------------------------------------------

ENTITIES = '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><quiz>&b;</quiz>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz/>'


@pytest.mark.parametrize(("name", "data", "code"), [
    ("a.xml", ENTITIES.encode(), "doctype"),
    ("a.xml", OUTSIDE.encode(), "doctype"),
    ("a.xml", b"<?xml version='1.0'?><quiz><question type='essay'>", "broken_xml"),
    ("a.xml", b"<?xml version='1.0'?><html/>", "not_this"),
    ("a.xml", b"<quiz>" + b"<question>" * 100 + b"</question>" * 100 + b"</quiz>", "too_deep"),
    ("a.gift", b"", "empty"),
    ("a.gift", b"\x00\x01\x02", "not_text"),
    ("a.gift", b"PK\x03\x04....", "not_this"),
    ("a.gift", b"   \n\n", "nothing"),
    ("a.xlsx", b"not a workbook", "not_this"),
    ("a.xlsx", b"PK\x03\x04 broken", "workbook"),
    ("a.docx", b"PK\x03\x04 broken", "archive"),
    ("a.zip", b"PK\x03\x04 broken", "archive"),
    ("a.doc", b"\xd0\xcf\x11\xe0", "old_kind"),
    ("a.docm", b"PK\x03\x04", "macros"),
    ("a.exe", b"MZ", "kind_of_file"),
])
def test_hostile_and_broken_files_are_refused_with_a_sentence(tmp_path, name, data, code):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Unreadable) as caught:
        formats.read(path, name)
    assert caught.value.code == code
    assert sentence(caught.value.code, caught.value.params)[-1] in ".。"


def test_a_bomb_in_a_package_is_not_opened(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", b"<manifest/>" + b" " * (300 * 1024 * 1024))
    with pytest.raises(Unreadable) as caught:
        formats.read(path, "bomb.zip")
    assert caught.value.code == "archive"


def test_a_link_in_a_package_is_refused(tmp_path):
    path = qti_package(tmp_path)
    entry = zipfile.ZipInfo("items/link.xml")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(Unreadable) as caught:
        formats.read(path, "package.zip")
    assert caught.value.code == "archive"


@pytest.mark.parametrize(("name", "told"), [
    ("sample.gift", "gift"), ("moodle.xml", "moodle"), ("aiken.txt", "aiken"), ("qti/choice.xml", "qti"),
])
def test_the_format_is_told_by_the_file(name, told):
    path = SAMPLES / name
    if told != "qti":
        assert formats.read(path, path.name)[0] == told
    with path.open("rb") as file:
        assert formats.told_by(path.name, file.read(4096)) == told


def test_every_problem_has_a_sentence():
    used = {
        piece.split('"')[1] for file in Path(formats.__file__).parent.glob("*.py")
        for line in file.read_text().splitlines()
        for piece in [after for start in ("NoCounterpart(", "Unreadable(") for after in line.split(start)[1:] if after[:1] == '"']
    }
    assert {code for code in used if not code.startswith("fault:")} - TEXTS.keys() == set()


def test_text_of_older_windows_is_read():
    reading = gift_read.read("后备也要培训。{T}".encode("gb18030"))
    assert found(reading) == [asked("true_false", "后备也要培训。", key=("true",))]


def test_a_stream_of_no_xml_is_told(tmp_path):
    with pytest.raises(Unreadable):
        qti.read(io.BytesIO(b"nothing").getvalue())
