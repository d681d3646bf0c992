"""The documentation's tables of what is taken from files of questions, made of the samples that the tests read.

``manage.py shell -c "from tests.courses.question_format_tables import write; write()"`` writes docs/question_formats.md anew.
"""

import re
import zipfile
from pathlib import Path

from django.utils import translation

from courses.question_files import aiken, gift_read, moodle_read, qti, sheet_read, word
from courses.question_files.sentences import sentence

from . import features_moodle, features_plain, features_qti
from .test_question_files import document, workbook

PAGE = Path(__file__).resolve().parents[2] / "docs" / "question_formats.md"


def moodle(sample, folder):
    return moodle_read.read(f"<?xml version='1.0' encoding='UTF-8'?><quiz>{sample}</quiz>".encode())


def items(sample, folder):
    """A text is items one after another, a dict the files of a package."""
    if isinstance(sample, str):
        return qti.read(f"<assessmentTest>{sample}</assessmentTest>".encode())
    with zipfile.ZipFile(folder / "package.zip", "w") as archive:
        for name, text in sample.items():
            archive.writestr(name, text)
    return qti.read_package(folder / "package.zip")


FORMATS = {
    "Workbook (.xlsx)": (lambda rows, folder: sheet_read.read(workbook(folder, rows)), features_plain.XLSX),
    "Word (.docx)": (lambda paragraphs, folder: word.read(document(folder, paragraphs)), features_plain.DOCX),
    "GIFT": (lambda text, folder: gift_read.read(text.encode()), features_plain.GIFT),
    "Aiken": (lambda text, folder: aiken.read(text.encode()), features_plain.AIKEN),
    "Moodle XML": (moodle, features_moodle.FEATURES),
    "QTI 2.1 and 2.2": (items, features_qti.FEATURES),
}

def tables():
    """Return the tables as Markdown."""
    return "\n".join(line for form, (_read, features) in FORMATS.items() for line in (
        f"## {form}\n", "| named in the description | here |", "|---|---|", *(_row(one) for one in features), ""))


def _row(feature):
    code = next((code for code, skipped in feature.problems if skipped), None)
    said = feature.how or f"skipped: “{sentence(code, WHAT)}”"
    return f"| {_cell(feature.name)} | {_cell(said)} |"


WHAT = {name: "…" for name in ("what", "text", "reason", "at", "most")}


def _cell(text):
    return re.sub(r"([|*<>\\_`])", r"\\\1", text)


def page():
    """Return what the page must say: its own words, and the tables below them."""
    return PAGE.read_text().partition("## ")[0] + tables()


def write():
    with translation.override("en"):
        PAGE.write_text(page())
