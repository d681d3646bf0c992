"""A thousand files that were damaged by chance: none raises, none executes, each answers with questions or a sentence."""

import builtins
import io
import os
import subprocess
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.question_files import formats, gift_write, moodle_write, sheet_write
from courses.question_files.result import Unreadable
from courses.question_files.sentences import sentence
from courses.rules.question_faults import faults

from . import features_moodle, features_qti
from .question_making import each_kind
from .test_question_files import SAMPLES, WORD, document, qti_package

SPLICES = [b"<", b"&lt;", b"]]>", b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;", b"{", b"}", b"%", b"-1e99", b"\\",
           b"\x00", b"\xff\xfe", b"::", b"->", b"=cmd|'/c calc'!A0", b"{{7*7}}", b"__import__('os')", b"\xf0\x9f\x98\x80",
           b"9" * 400, b"[whole:eJw]", b"<script>", b"\n\n", b"answer", b"____"]


def samples(module):
    return "".join(one.sample for one in module.FEATURES if isinstance(one.sample, str))


def originals():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheet_write.write(folder / "bank.xlsx", each_kind())
        files = {
            "gift": ("a.gift", (SAMPLES / "sample.gift").read_bytes() + "".join(gift_write.write(each_kind())).encode()),
            "moodle": ("a.xml", (SAMPLES / "moodle.xml").read_bytes()),
            "own": ("a.xml", "".join(moodle_write.write(each_kind())).encode()),
            "gaps": ("a.xml", f"<?xml version='1.0'?><quiz>{samples(features_moodle)}</quiz>".encode()),
            "items": ("a.xml", f"<?xml version='1.0'?><assessmentTest>{samples(features_qti)}</assessmentTest>".encode()),
            "aiken": ("a.aiken", (SAMPLES / "aiken.txt").read_bytes()),
            "qti": ("a.xml", (SAMPLES / "qti" / "multiple.xml").read_bytes()),
            "entry": ("a.xml", (SAMPLES / "qti" / "number.xml").read_bytes()),
            "package": ("a.zip", qti_package(folder).read_bytes()),
            "xlsx": ("a.xlsx", (folder / "bank.xlsx").read_bytes()),
            "docx": ("a.docx", document(folder, WORD).read_bytes()),
        }
    # Zips are damaged as a whole, and in one of their parts alone.
    return files | {f"{kind}, inside": files[kind] for kind in ("package", "xlsx", "docx")}


ORIGINALS = originals()
EACH = 100
CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.one_of(st.sampled_from(SPLICES), st.binary(max_size=8))),
    min_size=1, max_size=5,
)


def mutated(data, changes):
    for where, length, piece in changes:
        at = int(where * len(data))
        data = data[:at] + piece + data[at + length:]
    return data


def mutated_inside(data, changes):
    """Damage one part of a zip, and leave the zip whole."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        names = before.namelist()
        chosen = names[min(int(changes[0][0] * len(names)), len(names) - 1)]
        for name in names:
            part = before.read(name)
            after.writestr(name, mutated(part, changes[1:] or changes) if name == chosen else part)
    return out.getvalue()


@pytest.fixture(autouse=True)
def nothing_runs(monkeypatch):
    """Whatever would execute fails the test."""
    def refused(*args, **kwargs):
        raise AssertionError("a file of questions was executed")

    for owner, name in [(builtins, "eval"), (os, "system"), (subprocess, "Popen"), (subprocess, "run")]:
        monkeypatch.setattr(owner, name, refused)


@pytest.mark.parametrize("kind", ORIGINALS)
@settings(max_examples=EACH, deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=CHANGES)
def test_damaged_files_answer_with_questions_or_a_sentence(kind, changes):
    name, data = ORIGINALS[kind]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes((mutated_inside if "inside" in kind else mutated)(data, changes))
        try:
            _form, reading = formats.read_here(path, name)
        except Unreadable as refused:
            said = sentence(refused.code, refused.params)
            reading = None
    if reading is None:
        assert said
        return
    for problem in reading.problems:
        assert sentence(problem.code, problem.params)
    for one in reading.found:
        assert faults(one.content) == ()


def test_there_are_a_thousand():
    assert len(ORIGINALS) * EACH >= 1000
