"""The matrix is what the code does: every verb stands in it, and answers as its row says, for every role, in scope and out.

The expectation is read from the cells here, and not by ``lms.people.matrix``, which makes the predicates. What addresses answer
is asked by ``test_access.py``, by a list of its own.
"""

import re
from itertools import groupby
from pathlib import Path

import pytest

from lms.approvals.registry import KINDS
from lms.people import access, actions
from lms.people.matrix import ROWS, WORDS
from lms.people.rules.matrix import ROLES, MatrixError, read
from tests.access.matrix import MATRIX as ADDRESSES
from tests.access.notation import expected as answers
from tests.access.rows import House
from tests.access.subjects import subject
from tests.keeping import kept

BASE = Path(__file__).resolve().parent.parent
STAFF = ROLES[1:]
VERBS = {verb: row for row in ROWS.values() for verb in row.verbs}


@pytest.fixture
def house(world):
    house = House(world)
    house.elsewhere, house.colleague = kept("people of the matrix", lambda: _more_people(world))
    return house


def _more_people(world):
    """Return, by role, a person who holds it on the west; and a trainer of the east who leads and teaches nothing."""
    def person(role, place, name):
        made = actions.create_person(actor=None, name=name, username=f"{role}-{name}")
        actions.grant_role(actor=None, person=made, role=role, organisation=place)
        return made

    west = {role: person(role, world.west_branch if role == "liaison" else world.west, "西某") for role in STAFF}
    return west, person("trainer", world.east, "旁人")


def expected(row, verb, role, *, inside):
    """Read from the cells whether ``role``, held on the east or on the west, may do it to a row of the east."""
    if role not in row.cells:
        return False
    if verb == "hand_out.fetch" and inside:
        return role == "subdistrict"  # who asked for the file of the tests
    asked_where = bool(row.reach) or bool(row.of and role not in row.anywhere)
    return inside or not asked_where


def of_noun(verbs):
    """Return the verbs by their first part: rows are made once for all verbs of a noun."""
    return groupby(sorted(verbs), key=lambda verb: verb.partition(".")[0])


NOUNS = {noun: list(verbs) for noun, verbs in of_noun(VERBS)}


def test_every_verb_stands_in_the_matrix():
    assert sorted(access.POLICY.keys() - VERBS.keys()) == [], "not in the matrix"
    assert sorted(VERBS.keys() - access.POLICY.keys()) == [], "in the matrix, but no verb"


@pytest.mark.parametrize("noun", NOUNS)
def test_a_verb_answers_as_its_row_says(noun, house):
    wrong = []
    for verb in NOUNS[noun]:
        row = VERBS[verb]
        obj = subject(house, verb, row)
        if row.person not in ("", "self") and row.own == "allowed":
            obj = own(obj, row.person, house.people["reserve"])
        for role in STAFF:
            for inside, person in ((True, house.people[role]), (False, house.elsewhere[role])):
                said = expected(row, verb, role, inside=inside)
                if access.allowed(person, verb, obj) is not said:
                    wrong.append(f"{verb} as {role} {'there' if inside else 'elsewhere'} should be {said}")
        if access.allowed(house.people["outsider"], verb, obj):
            wrong.append(f"{verb} as somebody without a role")
    assert wrong == []


def test_a_trainer_of_the_same_place_who_is_not_assigned_may_not(house):
    assigned = [verb for verb, row in VERBS.items() if any(
        cell.scope == "C" and row.organisation_of(role) for role, cell in row.cells.items()
    )]
    assert len(assigned) > 20
    assert [verb for verb in assigned if access.allowed(house.colleague, verb, subject(house, verb, VERBS[verb]))] == []


def own(obj, chain, person):
    """Let the row be about ``person``, in memory; return the row to ask of."""
    if chain == "self":
        return person
    *before, last = chain.split(".")
    holder = obj
    for name in before:
        holder = getattr(holder, name)
    setattr(holder, f"{last}_id", person.pk)
    return obj


def test_nobody_acts_on_their_own_record(house):
    refused = [verb for verb, row in VERBS.items() if row.own == "refused"]
    assert len(refused) > 20
    done = []
    for verb in refused:
        for role in STAFF:
            person = house.people[role]
            if access.allowed(person, verb, own(subject(house, verb, VERBS[verb]), VERBS[verb].person, person)):
                done.append((verb, role))
    assert done == []


def test_ones_own_record_is_ones_own(house):
    learner, other = house.people["learner"], house.people["outsider"]
    seen = {
        verb: [access.allowed(who, verb, own(subject(house, verb, row), row.person, learner)) for who in (learner, other)]
        for verb, row in VERBS.items() if row.own == "allowed"
    }
    assert seen == dict.fromkeys(seen, [True, False])


def test_addresses_without_a_verb_answer_those_whom_the_matrix_names():
    wrong = []
    for row in ROWS.values():
        for name in row.pages:
            by_get, by_post = (answers(text) for text in ADDRESSES[name])
            wrong += [
                (name, role) for role in row.cells if not {by_get[role], by_post[role]} & {200, 302}
            ]
            if "anonymous" not in row.cells and 200 in (by_get["anonymous"], by_post["anonymous"]):
                wrong.append((name, "anonymous"))
    assert wrong == []


def test_what_the_code_asks_for_is_a_verb_and_every_verb_is_asked_for():
    files = [
        file for app in ("lms", "certificates", "courses", "cohorts", "cms", "templates") for file in (BASE / app).rglob("*")
        if file.suffix in (".py", ".html") and "migrations" not in file.parts
    ]
    texts = "\n".join(file.read_text() for file in files)
    asked = set(re.findall(r"""(?:require|allowed)\(\s*[\w.]+, "([a-z_]+\.[a-z_]+)\"""", texts))
    assert sorted(asked - VERBS.keys()) == []
    assert [verb for verb in sorted(VERBS) if not re.search(rf"""["']{re.escape(verb)}["']""", texts)] == []


@pytest.mark.parametrize(("values", "named"), [
    ({"verbs": ["a.b"], "liaison": "T"}, "liaison"),
    ({"verbs": ["a.b"], "district": "D x"}, "district"),
    ({"verbs": ["a.b"], "district": "D a"}, "second"),
    ({"verbs": ["a.b"], "district": "D", "own": "refused"}, "person"),
    ({"verbs": ["a.b"], "learner": "S"}, "learner"),
    ({"verbs": ["a.b"]}, "somebody"),
    ({"verbs": ["a.b"], "distrikt": "D"}, "distrikt"),
])
def test_a_row_without_meaning_is_refused_by_name(values, named):
    with pytest.raises(MatrixError, match=named):
        read({"some-row": values})


def test_a_verb_stands_in_one_row():
    with pytest.raises(MatrixError, match="two rows"):
        read({"one": {"verbs": ["a.b"], "district": "D"}, "two": {"verbs": ["a.b"], "auditor": "D"}})


def test_every_row_is_named_once():
    named = [key for _heading, labels in WORDS for key in labels]
    assert sorted(named) == sorted(ROWS)


def test_the_desk_shows_a_role_in_words_and_all_by_letters(client, house):
    client.force_login(house.people["auditor"])
    one = client.get("/desk/grants/matrix/?role=auditor").content.decode()
    assert "导出操作记录" in one
    assert "导入名册" not in one
    everyone = client.get("/desk/grants/matrix/?role=all").content.decode()
    assert everyone.count("<th scope=\"row\"") == len(ROWS)


def test_every_second_person_is_one_that_the_code_asks():
    """``second`` names a kind of approval, a verb by which another decides, or the workflow of pages."""
    named = {row.second for row in ROWS.values() if row.second}
    assert sorted(named - KINDS.keys() - VERBS.keys()) == ["page workflow"]
    assert sorted(KINDS.keys() - named) == []
    decided_by_verb = [VERBS[name] for name in named & VERBS.keys() - KINDS.keys()]
    own_refused = [row.key for row in decided_by_verb if row.own != "refused"]
    assert own_refused == ["excellence-decide"]  # of a class: the action leaves out whom one proposed
    assert [kind.key for kind in KINDS.values() if VERBS[kind.decide].own != "refused"] == []
