"""The description keeps what it promises: asked by it, at random but always the same, every answer is as described."""

import re
from contextlib import contextmanager

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from lms.api import conf
from lms.api.registry import RESOURCES

from .district import ALL, ask, make_token

load_all_checks()
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    response_headers_conformance,
]
EXAMPLES = 12
RIGHT, WRONG = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
ADDRESSES = ["token", *ALL, *[f"{name}/{{pk}}" for name in ALL]]


def described(client):
    """Return the description for the site as a WSGI server runs it; the token is given, and no other is to be made up."""
    told = client.get("/api/v1/openapi.json").json()
    del told["components"]["securitySchemes"]
    for operations in told["paths"].values():
        del operations["get"]["security"]
    schema = schemathesis.openapi.from_dict(told)
    schema.app = get_wsgi_application()
    return schema


@contextmanager
def one_connection():
    """Keep the test's own connection from one request to the next, as Django's client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@pytest.mark.parametrize(("address", "mode"), [
    ("token", RIGHT), *((address, mode) for address in ADDRESSES[1:] for mode in (RIGHT, WRONG)),  # /token takes no parameter
])
def test_every_answer_is_as_described(client, world, rows, monkeypatch, address, mode):
    monkeypatch.setattr(conf, "API_A_MINUTE", 10**9)
    _, secret = make_token(world, organisation=world.root)
    operation = described(client)[f"/api/v1/{address}"]["GET"]
    right = mode is RIGHT
    checks = [*CHECKS, positive_data_acceptance if right else negative_data_rejection]
    asked = []

    @seed(2017)
    @settings(max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask_once(case):
        answer = case.call(headers={"Authorization": f"Bearer {secret}"})
        asked.append(answer.status_code)
        case.validate_response(answer, checks=checks)

    with one_connection():
        ask_once()
    assert set(asked) <= {200, 404, 422}
    assert right or 422 in asked or 404 in asked


def test_the_description_speaks_of_all_that_is_registered(client):
    told = client.get("/api/v1/openapi.json").json()
    assert [each["name"] for each in told["tags"]] == ALL
    assert sorted(told["paths"]) == sorted(f"/api/v1/{address}" for address in ADDRESSES)
    assert {method for operations in told["paths"].values() for method in operations} == {"get"}
    assert set(RESOURCES) == set(ALL)


def _lacking(node, where=""):
    """Yield where a field or parameter has no description or no example."""
    if isinstance(node, dict):
        for name, field in node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ():
            if name != "items" and not field.get("description"):
                yield f"{where}.{name} description"
            if name not in ("items", "posts") and not field.get("examples"):
                yield f"{where}.{name} example"
        for name, inner in node.items():
            yield from _lacking(inner, f"{where}.{name}")
    elif isinstance(node, list):
        for inner in node:
            yield from _lacking(inner, where)


def test_every_field_and_parameter_is_described_with_an_example(client):
    told = client.get("/api/v1/openapi.json").json()
    assert list(_lacking(told["components"]["schemas"])) == []
    silent = [(path, each["name"]) for path, operations in told["paths"].items() for each in operations["get"]["parameters"]
              if not each.get("description") or "example" not in each]
    assert silent == []


def test_the_description_is_in_the_reader_s_language_and_of_no_person(client, world, rows):
    chinese = client.get("/api/v1/openapi.json").content.decode()
    client.cookies["django_language"] = "en"
    english = client.get("/api/v1/openapi.json").content.decode()
    assert [bool(re.search(r'"summary": "[A-Z]', told)) for told in (chinese, english)] == [False, True]
    for name in (rows.person.name, world.p_learner.name, world.east.name):
        assert name not in chinese


def test_the_page_tells_every_address_and_loads_nothing_from_elsewhere(client, token):
    page = client.get("/api/v1/docs/")
    told = page.content.decode()
    assert [address for address in ADDRESSES[1:] if f"GET /api/v1/{address}</code>" not in told] == []
    assert [found for found in re.findall(r'(?:src|href)="(https?:)?//[^"]*"', told)] == []
    assert [found for found in re.findall(r"<script(?![^>]*src=)[^>]*>", told)] == []
    assert ask(client, token.secret, "people").status_code == 200
