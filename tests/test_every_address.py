"""What holds at every address: headers and markup, a GET changes nothing, a POST leaves a line, and nonsense does no harm.

The addresses and their rows are those of ``tests.test_access``, so that an address cannot be forgotten here. Everything that a
request wrote is undone before the next. With ``FUZZ_ROUNDS=10`` every address is asked as often with other nonsense, some ten
thousand requests; with ``-s`` it is told how long they took.
"""

import os
import random
import re
import time
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.access.rows import House
from tests.test_access import ADDRESSES, path_of
from tests.walk import body_of, faults_of, writes

ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "1"))
PARTS = 16
NAMES = [sorted(ADDRESSES)[part::PARTS] for part in range(PARTS)]
IN_PARTS = pytest.mark.parametrize("names", NAMES, ids=[f"part{part}" for part in range(PARTS)])


@pytest.fixture
def house(world):
    return House(world)


@contextmanager
def undone(house, role):
    """Yield a client that is signed in as ``role``; whatever is written meanwhile is undone."""
    client = Client()
    cache.clear()
    with transaction.atomic():
        if role != "anonymous":
            client.force_login(house.people[role], backend="lms.people.backends.IdentifierBackend")
        yield client
        transaction.set_rollback(True)
    for person in house.people.values():
        for remembered in ("scope", "own_organisation_ids"):
            person.__dict__.pop(remembered, None)


def ask(house, role, method, path, data=None, query=""):
    """Return ``(response, body, tables written, seconds)``; whatever was written is undone."""
    with undone(house, role) as client:
        begun = time.perf_counter()
        with writes() as written:
            response = client.generic("GET", path, QUERY_STRING=query) if method == "get" else client.post(path, data or {})
            body = body_of(response)
        seconds = time.perf_counter() - begun
    return response, body, written, seconds


# Answers that a browser may keep though somebody is signed in: the same for everyone, or pictures of nobody.
KEPT = {
    "api:openapi", "apple_icon", "certificates:badge-issuer", "certificates:badge-key", "certificates:badge-keys",
    "certificates:badge-revocations", "certificates:image", "certificates:version-picture", "manifest", "offline",
    "service_worker",
}
# What a GET writes: a file is drawn when it is fetched first; an attempt remembers the device on which it is looked at.
BY_GET = {
    "certificates:download": {"certificates_certificate"},
    "courses:attempt": {"courses_attempt"}, "courses:attempt-review": {"courses_attempt"},
}
# Acts on one's own things that change nobody's record. Answers of an exam and drafts stand with their time in rows of their own.
NO_LINE = {
    "courses:assignment", "courses:assignment-save", "courses:attempt", "courses:attempt-save", "courses:bookmark",
    "courses:marking-answer", "courses:note-delete", "courses:work-file-remove", "notices:open", "notices:read-all",
}


@IN_PARTS
def test_every_answer_has_the_headers_of_the_house_and_a_get_changes_nothing(names, house):
    found, written_by_get = {}, {}
    for name in names:
        path = path_of(name, house)
        for role in ("district", "learner", "anonymous"):
            response, _body, written, _seconds = ask(house, role, "get", path)
            faults = faults_of(response, signed_in=role != "anonymous" and name not in KEPT, editor=path.startswith("/cms/"))
            if faults:
                found[name, role] = faults
            if set(written) - BY_GET.get(name, set()):
                written_by_get[name, role] = dict(written)
    assert found == {}
    assert written_by_get == {}


@IN_PARTS
def test_every_act_leaves_a_line(names, house):
    found = {}
    for name in names:
        path = path_of(name, house)
        for role in ("district", "learner"):
            response, _body, written, _seconds = ask(house, role, "post", path)
            if faults := faults_of(response, signed_in=True, editor=path.startswith("/cms/")):
                found[name, role] = faults
            if written and "audit_auditentry" not in written and name not in NO_LINE:
                found[name, role] = dict(written)
    assert found == {}


# Nonsense


VALUES = [
    "", "\x00", "a\x00b", "'\"><script>alert(1)</script>", "' OR 1=1 --", "1; DROP TABLE people_person", "9" * 40, "-1", "0",
    "1e309", "NaN", "٣", "２０１７", "2017-02-30", "0001-01-01", "9999-12-31T23:59", "2017-06-06", "{{ 7|add:7 }}${7*7}",
    "../../etc/passwd", "𠮷" * 300, "a" * 20_000, "[]", "[[[[", "{", '{"a": {"b": []}}', "true", "None", "__import__('os')",
    "password", "-password",
    "person__password", "pk__gt", "?", "%", "_", "\\", "(a+)+$", "\u202e\ufeff", "x\r\nSet-Cookie: a=1", "09:00", "25:61", "on",
    "e\u0301" * 50, "1,2,3", "1" * 5000, "00000000-0000-0000-0000-000000000000", "-9223372036854775809", "12.345678901234567890",
]
ASKED = [
    "page", "q", "sort", "order", "state", "show", "year", "who", "of", "kind", "initial", "group", "from", "until", "place",
    "count", "wish", "trainer", "take", "status", "standing", "small", "session", "seed", "saved", "retired", "person", "part",
    "list", "lacks", "for", "cohort", "category", "back", "area", "answer", "after", "activity", "about", "next", "month", "week",
    "day", "as_of", "position", "scope", "filter",
]
FIELD = re.compile(r"<(input|select|textarea|button)\b[^>]*?\sname=\"([^\"]+)\"[^>]*>", re.IGNORECASE)
LEAVE = {"csrfmiddlewaretoken", "django_language"}


def nonsense(dice):
    return dice.choice(VALUES)


def asked(dice):
    """A query string of names that pages ask for, and of some that none does."""
    pairs = urlencode([(name, nonsense(dice)) for name in ASKED if dice.random() < 0.7])
    unknown = f"&{quote(nonsense(dice)[:200])}={quote(nonsense(dice)[:200])}"
    return pairs + dice.choice(["", "&q=%ed%a0%80%ff", unknown, "&page=1&page=-1"])


def filled(dice, page):
    """What to send to the forms of ``page``: each field with nonsense, now and then twice or not at all."""
    data = {}
    for _tag, name in FIELD.findall(page):
        if name not in LEAVE and dice.random() < 0.9:
            data[name] = [nonsense(dice) for _time in range(2 if dice.random() < 0.1 else 1)]
    return data or {name: nonsense(dice) for name in dice.sample(ASKED, 9)}


@IN_PARTS
def test_no_nonsense_brings_an_address_down(names, house):
    broken, times = {}, []
    for name in names:
        path, page = path_of(name, house), ""
        for number in range(ROUNDS):
            dice = random.Random(f"{name} {number}")
            for method in ("get", "post"):
                data, query = (None, asked(dice)) if method == "get" else (filled(dice, page), "")
                try:
                    response, body, _written, seconds = ask(house, "district", method, path, data, query)
                except Exception as error:  # told below, with what was sent
                    broken[name, method, number] = f"{type(error).__name__}: {error}"[:200], query or data
                    continue
                times.append((seconds, name, method))
                if response.status_code >= 500 or b"Traceback" in body:
                    broken[name, method, number] = response.status_code, query or data
                if method == "get":
                    page = body.decode("utf-8", "replace")
    if ROUNDS > 1:
        times.sort(reverse=True)
        print(f"\n{len(times)} requests, p99 {times[len(times) // 100][0]:.2f} s, slowest {times[:3]}")
    assert {key: sent[0] for key, sent in broken.items()} == {}, broken
