"""Import of 10,000 questions in each format: the preview (reading, and comparing with the bank), and taking them."""

import os
import random
import sys
import zipfile
from pathlib import Path

from benchmarks.harness import emit, fresh_database, measure

QUESTIONS = 10_000
SIGNS = "强能力重基础实务规范促进结合覆盖引领支部党课组织生活居民社区楼宇机关国企培训轮训换届书记委员后备党员会议制度主题讨论评议学习教育管理监督"
NUMBERED = "{at}. {stem}\nA. {a}\nB. {b}\nC. {c}\n答案：B\n解析：{why}"


def texts(at):
    """Return words of one question, unlike those of the others."""
    word = "".join(random.Random(at).choices(SIGNS, k=24))
    return {"at": at + 1, "stem": f"{word}是什么？", "a": word[:6], "b": word[6:13], "c": word[13:21], "why": word[::-1]}


def write_docx(path, rows):
    paragraphs = "".join(
        f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for row in rows for line in NUMBERED.format(**row).split("\n")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="w"><w:body>{paragraphs}</w:body></w:document>')


def write_qti(path, rows):
    item = (
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"><responseDeclaration identifier="R" cardinality="single" '
        'baseType="identifier"><correctResponse><value>B</value></correctResponse></responseDeclaration><itemBody>'
        '<choiceInteraction responseIdentifier="R" maxChoices="1"><prompt>{stem}</prompt><simpleChoice identifier="A">{a}'
        '</simpleChoice><simpleChoice identifier="B">{b}</simpleChoice><simpleChoice identifier="C">{c}</simpleChoice>'
        "</choiceInteraction></itemBody></assessmentItem>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        resources = []
        for row in rows:
            archive.writestr(f"items/{row['at']}.xml", item.format(**row))
            resources.append(f'<resource type="imsqti_item_xmlv2p1" href="items/{row["at"]}.xml"/>')
        archive.writestr("imsmanifest.xml", f"<manifest><resources>{''.join(resources)}</resources></manifest>")


def write_files(folder, count):
    """Write the same questions in every format; return ``{format: path}``."""
    from courses.question_files import gift_write, moodle_write, sheet_write
    from courses.rules.question_faults import tidied
    from courses.rules.question_lines import lettered
    from courses.rules.questions import Content

    rows = [texts(at) for at in range(count)]
    contents = [
        tidied(Content(kind="single", stem=row["stem"], options=lettered([row["a"], row["b"], row["c"]]), key=("b",),
                       explanation=row["why"])) for row in rows
    ]
    paths = {name: folder / f"questions.{ending}" for name, ending in (
        ("gift", "gift"), ("aiken", "aiken"), ("moodle", "xml"), ("qti", "zip"), ("xlsx", "xlsx"), ("docx", "docx"))}
    paths["gift"].write_text("".join(gift_write.write(contents)))
    paths["moodle"].write_text("".join(moodle_write.write(contents)))
    paths["aiken"].write_text("".join("{stem}\nA. {a}\nB. {b}\nC. {c}\nANSWER: B\n\n".format(**row) for row in rows))
    sheet_write.write(paths["xlsx"], contents)
    write_qti(paths["qti"], rows)
    write_docx(paths["docx"], rows)
    return paths


def main(count=QUESTIONS):
    with fresh_database() as folder:
        from courses.actions.question_import import import_now
        from courses.actions.questions import create_bank
        from lms.people import actions

        root = actions.create_organisation(actor=None, parent=None, name="区委", kind="district")
        small = Path(folder) / "small"
        small.mkdir()
        warm = create_bank(actor=None, organisation=root, title="warm")
        for path in write_files(small, 20).values():
            import_now(actor=None, bank=warm, path=path, name=path.name, dry_run=True)
        for name, path in write_files(Path(folder), count).items():
            bank = create_bank(actor=None, organisation=root, title=name)
            for label, dry_run in (("preview", True), ("import", False)):
                with measure() as taken:
                    _form, rows, problems, written = import_now(
                        actor=None, bank=bank, path=path, name=path.name, form=name, dry_run=dry_run)
                if (len(rows), len(problems), written) != (count, 0, 0 if dry_run else count):
                    sys.exit(f"{name}, {label}: {len(rows)} read, {len(problems)} problems, {written} taken")
                emit(f"{label} of {name}", questions=count, load=round(os.getloadavg()[0], 1), **taken.figures)


if __name__ == "__main__":
    main()
