"""README and docs stay true: commands, targets, variables and libraries they name are those of the code."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent


def text(name):
    return (BASE / name).read_text()


def test_every_target_that_the_readme_names_exists():
    targets = set(re.findall(r"^([a-z-]+):.*## ", text("Makefile"), re.MULTILINE))
    assert set(re.findall(r"make ([a-z-]+)", text("README.md"))) <= targets


def test_every_command_that_the_readme_names_exists():
    from django.core.management import get_commands

    named = set(re.findall(r"manage\.py ([a-z_]+)", text("README.md")))
    assert named - set(get_commands()) == set()


DOCUMENTS = ["README.md", *sorted(str(file.relative_to(BASE)) for file in BASE.glob("docs/**/*.md"))]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_a_document_links_exists(name):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text(name))
    assert [link for link in links if not link.startswith("http") and not ((BASE / name).parent / link).exists()] == []


def headings(name):
    """The anchors of a document's headings, as its readers make them: without punctuation, spaces as hyphens."""
    found = re.findall(r"^#+ (.+)$", text(name), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_every_heading_that_the_guide_links_exists():
    links = set(re.findall(r"\]\(#([^)]+)\)", text("docs/guide/administrator.md")))
    assert len(links) == 16
    assert links - headings("docs/guide/administrator.md") == set()


def test_every_picture_of_the_guide_is_made_shown_and_small():
    from tests.screenshots import GUIDE

    made = {f"{shot.name}.png" for shot in GUIDE}
    kept = {file.name: file.stat().st_size for file in (BASE / "docs" / "images" / "guide").iterdir()}
    assert set(re.findall(r"images/guide/([a-z-]+\.png)", text("docs/guide/administrator.md"))) == made == set(kept)
    assert max(kept.values()) < 120_000


def test_every_command_that_the_guides_name_exists():
    from django.core.management import get_commands

    named = {name for file in DOCUMENTS for name in re.findall(r"manage\.py ([a-z_]+)", text(file))}
    assert named - set(get_commands()) == set()


def test_every_word_that_the_guide_quotes_stands_on_the_screen():
    """Words in Chinese quotation marks are those of the interface; what is none of them is said so here."""
    said = re.sub(r"^msgid.*$", "", text("lms/locale/zh_Hans/LC_MESSAGES/django.po"), flags=re.MULTILINE).replace('"\n"', "")
    quoted = set(re.findall("“([^”]+)”", text("docs/guide/administrator.md")))
    others = {"引号", "3月1日书面申请", "导入 … 行", "接单 …", "缺考勤", "缺课时", "缺考试", "缺学时"}
    assert {word for word in quoted - others if word not in said} == set()


def test_readme_lists_the_demo_accounts():
    from cms.demo.people import ACCOUNTS

    listed = re.findall(r"^\| `([a-z]+)` \|", text("README.md"), re.MULTILINE)
    assert listed == [username for username, _, _ in ACCOUNTS]


def test_every_variable_is_listed():
    settings = [BASE / "lms" / "settings.py", *BASE.glob("lms/config/*.py"), *BASE.glob("lms/*/conf.py")]
    read = {name for file in settings for name in re.findall(r'read\(\s*"([A-Z_]+)"', file.read_text())}
    listed = set(re.findall(r"^\| `([A-Z_]+)`", text("docs/configuration.md"), re.MULTILINE))
    assert read == listed


def test_every_direct_dependency_is_explained():
    project = tomllib.loads(text("pyproject.toml"))
    asked = project["project"]["dependencies"] + project["dependency-groups"]["dev"] + project["dependency-groups"]["load"]
    names = {re.split(r"[\[<>=]", name)[0] for name in asked}
    explained = set(re.findall(r"`([A-Za-z0-9-]+)`", text("docs/dependencies.md")))
    assert sorted(names - explained) == []


def pins(name):
    return set(re.findall(r"^([a-z0-9-]+==\S+)", text(name), re.MULTILINE))


def test_the_locks_agree_and_suit_the_oldest_python():
    assert pins("requirements.txt") - pins("tests/requirements.txt") == set()
    assert pins("requirements.txt") - pins("benchmarks/requirements.txt") == set()
    # Debian 12 has 3.11.2; packages that want a later 3.11 cannot be installed there.
    for lock in ("requirements.txt", "tests/requirements.txt", "benchmarks/requirements.txt"):
        assert "--python-version 3.11.2 " in text(lock).splitlines()[1]


LOCKS = ("requirements.txt", *sorted(f"{file.parent.name}/{file.name}" for file in BASE.glob("*/*requirements.txt")))


@pytest.mark.parametrize("name", LOCKS)
def test_every_pinned_package_has_its_hashes(name):
    entries = re.findall(r"^(\S+==\S+)(.*(?:\n[ #].*)*)", text(name), re.MULTILINE)
    assert len(entries) == len(re.findall(r"^[a-z0-9]", text(name), re.MULTILINE)) > 0
    assert [package for package, rest in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", rest)] == []


def test_the_lock_stands_at_the_floors_or_above():
    from lms.operations.rules import health

    lock = text("requirements.txt")
    found = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE))
    assert health.FLOORS.keys() <= found.keys()
    assert health.below_floor(found, health.FLOORS) == []
    assert health.below_floor({**found, "wagtail": "7.4.1"}, health.FLOORS) == [("wagtail", "7.4.1", health.FLOORS["wagtail"])]


STATES = ("held", "partly", "not yet")


def promises():
    """Return ``[(number, state, section)]`` of the document, in its order."""
    parts = re.split(r"^### (\d+)\. .+ · (.+)$", text("docs/promises.md"), flags=re.MULTILINE)
    return [(int(number), state, section) for number, state, section in zip(parts[1::3], parts[2::3], parts[3::3], strict=True)]


def named_tests(section):
    return re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", section)


def test_every_promise_stands_once_with_its_state():
    found = promises()
    assert sorted(number for number, _state, _section in found) == list(range(1, 51))
    assert len(re.findall(r"^### ", text("docs/promises.md"), re.MULTILINE)) == 50
    assert {state for _number, state, _section in found} <= set(STATES)


def test_every_test_that_a_promise_names_exists():
    defined, missing = {}, []
    for number, _state, section in promises():
        assert section.count("::") == len(named_tests(section)), f"{number} names a test in a way that is not read"
        for file, name in named_tests(section):
            if file not in defined:
                path = BASE / file
                defined[file] = set(re.findall(r"^def (test_\w+)\(", path.read_text(), re.MULTILINE)) if path.exists() else set()
            if name not in defined[file]:
                missing.append((number, f"{file}::{name}"))
    assert missing == []


def test_what_is_held_names_its_tests_and_what_is_not_says_what_is_lacking():
    wrong = [
        number for number, state, section in promises()
        if (state == "held" and not named_tests(section)) or (state != "held") != ("\n- Lacking: " in section)
    ]
    assert wrong == []


@pytest.mark.parametrize(("name", "value"), [
    ("DEBUG", "perhaps"), ("HTTPS", "2"), ("DATABASE_URL", "nonsense"), ("CACHE_URL", "nowhere://x"),
    ("CELERY_BROKER_URL", "banana"), ("SITE_URL", "training.example.org"), ("DATA_DIR", "/proc/nowhere"),
])
def test_a_wrong_value_stops_the_start_with_a_sentence_that_names_the_variable(name, value, tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=BASE, capture_output=True, text=True,
        env={"PATH": "/usr/bin:/bin", "DATA_DIR": str(tmp_path), **{name: value}},
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"The environment variable {name} has a value that cannot be used")
    assert "Traceback" not in done.stderr


def test_the_matrix_of_the_documentation_is_that_of_the_code():
    from lms.people.management.commands.access_matrix import page_with_matrix

    page = text("docs/access.md")
    assert page == page_with_matrix(page), "run manage.py access_matrix --write"
