"""The interface is complete in Chinese: nothing is missing, empty, fuzzy, or loses a placeholder."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

BASE = Path(__file__).resolve().parent.parent
CATALOGUE = BASE / "lms" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")


def texts(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_nothing_is_empty_or_fuzzy():
    catalogue = polib.pofile(str(CATALOGUE))
    wrong = [entry.msgid for entry in catalogue if entry.fuzzy or not all(texts(entry))]
    assert wrong == []


def test_placeholders_survive_translation():
    wrong = [
        entry.msgid for entry in polib.pofile(str(CATALOGUE)) for text in texts(entry)
        if not set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
        or (not entry.msgid_plural and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid)))
    ]
    assert wrong == []


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed, so texts cannot be collected")
def test_every_text_of_the_interface_is_in_the_catalogue(tmp_path):
    copy = tmp_path / "house"
    leave = shutil.ignore_patterns(".git", ".venv", "var", "node_modules", "tests", "__pycache__", "benchmarks", "docs")
    shutil.copytree(BASE, copy, ignore=leave)
    (copy / "lms" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po").unlink()
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "zh_Hans", "--no-location", "-v0"],
        cwd=copy, check=True, env={"PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
                                   "DATA_DIR": str(tmp_path / "var")},
    )
    collected = polib.pofile(str(copy / "lms" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    known = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(CATALOGUE))}
    assert sorted(entry.msgid for entry in collected if (entry.msgctxt, entry.msgid) not in known) == []
