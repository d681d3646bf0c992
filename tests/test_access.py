"""Every address of the site, asked as every role by GET and by POST, answers what ``tests.access.matrix`` says.

An address that the matrix does not name fails. ``stranger`` and ``outsider`` are refused exactly as if the row did not exist.
"""

import re
import uuid

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.access.matrix import EDITOR_DOORS, FOR_EVERYONE, MATRIX
from tests.access.notation import expected, notation
from tests.access.rows import OBJECTS, ROLES, House


def addresses():
    """Map the name of each of our own addresses (its route where it has no name) to its route; Wagtail's stand apart."""
    found = {}

    def walk(patterns, spaces, before):
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                found[":".join([*spaces, pattern.name]) if pattern.name else route] = route
            elif not getattr(pattern.urlconf_module, "__name__", "").startswith("wagtail"):
                walk(pattern.url_patterns, [*spaces, *filter(None, [pattern.namespace])], route)

    walk(get_resolver().url_patterns, [], "")
    return found


ADDRESSES = addresses()
OF_ROWS = sorted(name for name, route in ADDRESSES.items() if re.search(r"<(int|uuid):", route))


@pytest.fixture
def house(world):
    return House(world)


def path_of(name, house, **others):
    route = ADDRESSES[name]
    if "<" not in route:
        return f"/{route}"
    assert name in OBJECTS, f"tests.access.rows does not say which row {name} ({route}) speaks of"
    values = {**OBJECTS[name](house), **others}
    if "<" in name:  # an address without a name
        return "/" + re.sub(r"<\w+:(\w+)>", lambda part: str(values[part[1]]), route)
    return reverse(name, kwargs=values)


def answer(house, role, method, path):
    """Return what ``role`` gets: a status, or ``"login"`` for the way to the sign-in page. Whatever it wrote is undone."""
    client = Client()
    cache.clear()  # counters of attempts
    with transaction.atomic():
        if role != "anonymous":
            client.force_login(house.people[role], backend="lms.people.backends.IdentifierBackend")
        response = getattr(client, method)(path)
        status = response.status_code
        if status == 302 and response.headers["Location"].startswith("/login/"):
            status = "login"
        if getattr(response, "file_to_stream", None):
            response.file_to_stream.close()
        transaction.set_rollback(True)
    for person in house.people.values():  # what a person remembers of their grants and posts
        for remembered in ("scope", "own_organisation_ids"):
            person.__dict__.pop(remembered, None)
    return status


def test_the_matrix_names_every_address_and_no_other():
    assert sorted(ADDRESSES.keys() - MATRIX.keys()) == [], "not in the matrix"
    assert sorted(MATRIX.keys() - ADDRESSES.keys()) == [], "in the matrix, but no address"


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_every_role_gets_what_the_matrix_says(name, house):
    path = path_of(name, house)
    seen = tuple(notation({role: answer(house, role, method, path) for role in ROLES}) for method in ("get", "post"))
    assert name in MATRIX, f"{name} is not in the matrix; it answers {seen}"
    assert seen == tuple(notation(expected(text)) for text in MATRIX[name])


def nobodys(value):
    """Return a key like ``value`` that no row has."""
    return uuid.UUID(int=0) if isinstance(value, uuid.UUID) else 987654321


@pytest.mark.parametrize("name", [name for name in OF_ROWS if name not in FOR_EVERYONE])
def test_a_row_out_of_reach_is_like_no_row(name, house):
    there = path_of(name, house)
    nowhere = path_of(name, house, **{key: nobodys(value) for key, value in OBJECTS[name](house).items()})
    for method in ("get", "post"):
        for role in ("outsider", "stranger"):
            seen = answer(house, role, method, there)
            assert seen == answer(house, role, method, nowhere), f"{method} as {role}"
            assert seen in {403, 404, 405}, f"{method} as {role}"


@pytest.mark.parametrize("path", sorted(EDITOR_DOORS))
def test_the_editor_opens_to_editors_only(path, house):
    house.pages()
    assert notation({role: answer(house, role, "get", path) for role in ROLES}) == notation(expected(EDITOR_DOORS[path]))


def test_the_notation_reads_back():
    seen = dict.fromkeys(ROLES, 403) | {"anonymous": "login", "district": 200, "school": 200, "stranger": 404}
    assert expected(notation(seen)) == seen
