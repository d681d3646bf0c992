"""What no visitor can make the site do: act without the form's token, believe a foreign name, lead away, run what is sent."""

import ast
import hashlib
import pickle
import re
import uuid
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import URLPattern, get_resolver

from lms.cache_values import SealedSerializer
from tests.test_access import ADDRESSES

BASE = Path(__file__).resolve().parent.parent
APPS = ("lms", "certificates", "courses", "cohorts", "cms")
VALUES = {"int": "1", "uuid": str(uuid.UUID(int=1)), "str": "x", "slug": "x", "path": "x"}


def filled(route):
    """Return an address of ``route``: whose row it names does not matter to what comes before every view."""
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: VALUES[part[1] or "int"], route)


# Requests that another site makes a browser send


def test_a_post_without_the_token_is_refused_at_every_address(db):
    client = Client(enforce_csrf_checks=True)
    answered = {name: client.post(filled(route)).status_code for name, route in ADDRESSES.items()}
    assert len(answered) > 400
    # Other systems read by their own token, and only with GET.
    assert {name for name, status in answered.items() if status != 403} == {name for name in ADDRESSES if name.startswith("api:")
        and not name.startswith(("api:token", "api:docs"))}
    assert {status for name, status in answered.items() if status != 403} == {405}


def exempt(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if getattr(pattern.callback, "csrf_exempt", False):
                yield route
        else:
            yield from exempt(pattern.url_patterns, route)


def test_nothing_else_is_exempt_but_what_the_editor_asks_of_itself():
    """See ``tests/cms/test_editors.py`` for the latter."""
    found = list(exempt(get_resolver().url_patterns))
    assert [route for route in found if not route.startswith(("api/", "cms/api/main/"))] == []


# Names of the site


@pytest.mark.parametrize("host", [
    "evil.example", "training.example.org.evil.example", "training.example.org@evil.example", "a b",
])
def test_a_foreign_name_of_the_site_is_answered_with_nothing(client, db, settings, host):
    settings.ALLOWED_HOSTS = ["training.example.org"]
    assert client.get("/login/", HTTP_HOST=host).status_code == 400
    assert client.get("/login/", HTTP_HOST="training.example.org").status_code == 200


@pytest.mark.parametrize("header", [
    "X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Server",
])
def test_no_header_gives_the_site_another_name_or_address(client, world, header):
    client.force_login(world.p_learner)
    answer = client.get("/my/", headers={header: "evil.example"})
    assert (answer.status_code, "evil.example" in answer.content.decode()) == (200, False)


def test_a_made_up_address_of_the_visitor_is_no_way_round_the_throttle(client, db, settings):
    settings.TRUSTED_PROXIES = 1
    statuses = [
        client.get("/verify/guess/", headers={"X-Forwarded-For": f"198.51.{number}.9, 203.0.113.7"}).status_code
        for number in range(25)
    ]
    assert statuses == [404] * 20 + [429] * 5


# Ways out


ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "///evil.example/", "/\\evil.example/", "\\\\evil.example/", "http:evil.example",
    "https:/evil.example", "/\t/evil.example/", "\t//evil.example/", "javascript:alert(1)", "data:text/html,x", "[[[[",
]
DOORS = {
    "sign-in": lambda client, to: client.post("/login/", {"username": "learner", "password": "correct-horse-9", "next": to}),
    "sign-in, address": lambda client, to: client.post("/login/", {"username": "learner", "password": "correct-horse-9"},
                                                       query_params={"next": to}),
    "editor's sign-in": lambda client, to: client.get("/cms/login/", {"next": to}),
    "signing out": lambda client, to: client.post("/logout/", {"next": to}),
    "language": lambda client, to: client.post("/language/", {"language": "en", "next": to}),
    "language, referrer": lambda client, to: client.post("/language/", {"language": "en"}, headers={"Referer": to.strip()}),
    "colours": lambda client, to: client.post("/theme/", {"theme": "dark", "next": to}),
    "text size": lambda client, to: client.post("/text-size/", {"size": "large", "next": to}),
}


HERE = "https://training.example.org"


def leads_to(address):
    """Return scheme and host of where a browser goes from a page of ours: it leaves out tabs and takes \\ for /."""
    found = urlsplit(urljoin(f"{HERE}/login/", re.sub(r"[\t\r\n]", "", address).strip().replace("\\", "/")))
    return f"{found.scheme}://{found.netloc}"


@pytest.mark.parametrize("door", DOORS)
def test_no_door_leads_to_another_site(world, door):
    from lms.people import actions

    actions.set_password(person=world.p_learner, password="correct-horse-9")
    for to in ELSEWHERE:
        answer = DOORS[door](Client(), to)
        assert (answer.status_code, leads_to(answer.url)) == (302, HERE), f"{to!r} led to {answer.url!r}"


@pytest.mark.parametrize("path", ["//evil.example/login", "//evil.example/desk", "/\\evil.example/desk", "//evil.example/%2e%2e"])
def test_an_address_that_looks_like_a_site_leads_to_none(client, db, path):
    answer = client.get(path)
    assert leads_to(answer.headers.get("Location", "/")) == HERE


# What was sent is never run


FORBIDDEN = {"eval", "exec", "compile", "__import__"}
LOADERS = {"pickle", "marshal", "shelve", "yaml", "dill", "joblib", "jsonpickle", "jinja2", "code", "codeop"}


def calls_and_imports(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN:
            yield node.func.id
        elif isinstance(node, ast.Call) and any(keyword.arg == "shell" for keyword in node.keywords):
            yield "shell"
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"from_string", "system", "popen"}:
            yield node.func.attr
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] in LOADERS)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in LOADERS:
            yield node.module


def test_nothing_of_the_product_runs_a_text_or_loads_objects():
    found = {
        str(file.relative_to(BASE)): names for app in APPS for file in (BASE / app).rglob("*.py")
        if (names := sorted(set(calls_and_imports(file))))
    }
    # The first loads what bears the installation's own seal, and nothing else (see below); the others what a process of ours
    # says to the one that started it.
    assert found == {
        "lms/cache_values.py": ["pickle"], "lms/confined/__init__.py": ["pickle"], "lms/confined/__main__.py": ["pickle"],
    }


def test_no_query_string_is_handed_on_as_arguments():
    wrong = re.compile(r"\*\*\(?\s*(self\.)?request\.(GET|POST|META|headers)|order_by\(\s*\*?(self\.)?request\.")
    files = [file for app in APPS for file in (BASE / app).rglob("*.py")]
    assert len(files) > 500
    assert [str(file.relative_to(BASE)) for file in files if wrong.search(file.read_text())] == []


def test_what_waits_between_processes_is_json():
    assert configured.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"
    assert (configured.CELERY_TASK_SERIALIZER, configured.CELERY_ACCEPT_CONTENT) == ("json", ["json"])
    assert {template["BACKEND"] for template in configured.TEMPLATES} == {"django.template.backends.django.DjangoTemplates"}


def test_a_value_that_somebody_put_into_the_cache_is_not_loaded():
    sealed = SealedSerializer()
    for value in ({"a": [1, "二", None]}, 7, True, "x", ("a", 1)):
        assert sealed.loads(sealed.dumps(value)) == value
    assert sealed.dumps(7) == 7  # what the cache itself counts up
    kept = sealed.dumps({"a": 1})
    for forged in (pickle.dumps(Trap()), kept[:32] + pickle.dumps(Trap()), kept[:-1] + b"x", b"", b"x" * 31,
                   hashlib.sha256(pickle.dumps(Trap())).digest() + pickle.dumps(Trap())):
        assert sealed.loads(forged) is None
    assert Trap.sprung == []


class Trap:
    """Whoever loads it runs what it says."""

    sprung = []

    def __reduce__(self):
        return (Trap.sprung.append, (1,))
