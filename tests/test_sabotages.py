"""The sabotages fit the code as it is now; ``python -m tests.sabotages`` does them, which takes minutes."""

import ast
import re
from pathlib import Path

import pytest

from tests.sabotage_list import SABOTAGES

BASE = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda sabotage: sabotage.name)
def test_what_is_changed_stands_once(sabotage):
    texts = {change.file: (BASE / change.file).read_text() for change in sabotage.changes}
    assert [texts[change.file].count(change.old) for change in sabotage.changes] == [1] * len(sabotage.changes)
    assert all(change.old != change.new for change in sabotage.changes)


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda sabotage: sabotage.name)
def test_the_named_test_exists(sabotage):
    file, _colons, name = sabotage.test.partition("::")
    functions = [node.name for node in ast.parse((BASE / file).read_text()).body if isinstance(node, ast.FunctionDef)]
    assert functions.count(name) == 1


def test_each_is_named_once():
    names = [sabotage.name for sabotage in SABOTAGES]
    assert sorted(set(names)) == sorted(names)


def test_the_document_lists_the_same():
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| `(tests/[^|`]+)` \|", (BASE / "docs/sabotages.md").read_text(), re.MULTILINE)
    assert rows == [
        (sabotage.name, ", ".join(dict.fromkeys(f"`{change.file}`" for change in sabotage.changes)), sabotage.test)
        for sabotage in SABOTAGES
    ]
