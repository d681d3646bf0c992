"""Every verb that the code writes into the trail has words for it."""

import re
from pathlib import Path

import pytest

from lms.audit import labels
from lms.people.models import Person

BASE = Path(__file__).resolve().parents[2]
KEYS = re.compile(r"detail=\{([^}]*)\}")
WRITTEN = re.compile(r'record\([^)]*?verb="([a-z_.]+)"', re.DOTALL)


def verbs():
    for app in ("lms", "certificates", "courses", "cohorts", "cms"):
        for file in (BASE / app).rglob("*.py"):
            yield from WRITTEN.findall(file.read_text())


def test_every_verb_has_words():
    found = set(verbs())
    assert len(found) > 40
    assert sorted(verb for verb in found if labels.label_of(verb) == verb) == []


def test_a_verb_is_named_once():
    with pytest.raises(ValueError, match="person.edit"):
        labels.register("Again", {"person.edit": "edited"})


def test_every_detail_has_words():
    found = set()
    for app in ("lms", "certificates", "courses", "cohorts", "cms"):
        for file in (BASE / app).rglob("*.py"):
            for keys in KEYS.findall(file.read_text()):
                found |= set(re.findall(r'"([a-z_]+)":', keys))
    assert len(found) > 25
    assert sorted(found - labels.DETAILS.keys()) == []


@pytest.mark.parametrize(("detail", "words"), [
    ({"rows": 3}, ["3"]), ({"status": "late"}, ["迟到"]), ({"status": "no such"}, ["no such"]),
    ({"fields": ["name", "phone"], "left_open": []}, ["名称、手机"]), ({}, []), ({"closed": True}, ["是"]),
    ({"closed": False}, ["否"]), ({"changed": ["no such"]}, ["no such"]), ({"changed": 2}, ["2"]),
    ({"kind": "venue"}, ["场地"]),
])
def test_details_are_told_in_words(detail, words):
    assert [text for _label, text in labels.details_of(detail, Person)] == words
