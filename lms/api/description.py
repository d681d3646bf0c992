"""The OpenAPI description in the reader's language, and the same as a page has it."""

import json

from django.utils.encoding import force_str
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from lms.api import conf, registry
from lms.api.fields import CHOICES
from lms.api.problems import MEDIA_TYPE, TITLES
from lms.api.site import PREFIX

WORDS = ("description", "summary")
INTRODUCTION = (
    _("People, organisations, classes and what was learned, to be read by the district's other systems. Nothing can be "
      "written here."),
    _("Every request carries a token that the district made: “Authorization: Bearer …”. Cookies are never looked at."),
    _("Lists come by the page: pass “next” as “cursor” until it is null. Rows are in the order in which they were entered."),
    _("Moments are ISO 8601 with their offset, days are those of the district. Minutes and learning hours are decimal texts, "
      "exact to the hundredth; a learning hour is 45 minutes."),
    _("Answers carry an ETag: with If-None-Match an unchanged answer is 304, without its content. It counts as a request."),
)


def description(api):
    """Return the OpenAPI description of ``api`` as a dictionary of plain values; it speaks of no person."""
    schema = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX), default=force_str))
    schema["info"]["title"] = gettext("Data for the district's other systems")
    schema["info"]["description"] = "\n\n".join([
        *(gettext(part) for part in INTRODUCTION),
        gettext("A token may ask %(number)s times a minute; then the answer is 429 with Retry-After in seconds.") % {
            "number": conf.API_A_MINUTE},
    ])
    schema["tags"] = [{"name": each.key, "description": str(each.label)} for each in registry.listed()]
    schema["servers"] = [{"url": "/"}]
    for operations in schema["paths"].values():
        for operation in operations.values():
            _tidy(operation)
    _in_words(schema["paths"])
    _in_words(schema["components"])
    return schema


def _tidy(operation):
    """Say what ninja cannot: problems have a type of their own, and a parameter is left out rather than null."""
    for parameter in operation["parameters"]:
        found = parameter["schema"]
        kinds = [kind for kind in found.pop("anyOf", []) if kind != {"type": "null"}]
        if kinds:
            found.update(kinds[0])
        if found.get("default", 0) is None:
            del found["default"]
        found.pop("description", None)
        found.pop("examples", None)
        parameter["example"] = parameter.pop("examples")[0]
    for status, answer in operation["responses"].items():
        if int(status) >= 400:
            answer["content"] = {MEDIA_TYPE: next(iter(answer["content"].values()))}
            answer["description"] = str(TITLES[int(status)])
        if status == "429":
            answer["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": _("Seconds to wait.")}}
        if status == "200":
            answer["headers"] = {"ETag": {"schema": {"type": "string"}, "description": _("Changes with the content.")}}


def _in_words(node):
    """Translate what is for people, and tell the labels of values, all through ``node``."""
    if isinstance(node, list):
        for each in node:
            _in_words(each)
    if not isinstance(node, dict):
        return
    kinds = CHOICES.get(tuple(node["enum"])) if isinstance(node.get("enum"), list) else None
    if kinds is not None:
        node["x-labels"] = {value: str(label) for value, label in kinds.choices if value in node["enum"]}
    node.pop("title", None) if isinstance(node.get("title"), str) else None
    for key, value in node.items():
        if key in WORDS and isinstance(value, str):
            node[key] = gettext(value) if value else value
        else:
            _in_words(value)


def chapters(schema):
    """Return ``schema`` as a page tells it: a list of ``{"key", "label", "addresses", "fields", "example"}`` by tag."""
    found = {each["name"]: {"key": each["name"], "label": each["description"], "addresses": [], "fields": []}
             for each in schema["tags"]}
    for address, operations in schema["paths"].items():
        operation = operations["get"]
        chapter = found.get(operation["tags"][0])
        if chapter is None:
            continue
        chapter["addresses"].append({
            "path": address, "summary": operation["summary"], "description": operation.get("description", ""),
            "parameters": [_field(each["name"], each["schema"], each.get("description", "")) for each in operation["parameters"]
                           if each["in"] == "query"],
        })
        if not chapter["fields"]:
            row = _row_of(schema, operation)
            chapter["fields"] = [_field(name, each, each.get("description", ""), schema) for name, each in row.items()]
            example = {"items": [_example(row, schema)], "next": None}
            chapter["example"] = json.dumps(example, ensure_ascii=False, indent=2)
    return list(found.values())


def _resolved(node, schema):
    while "$ref" in node:
        node = {**schema["components"]["schemas"][node["$ref"].rsplit("/", 1)[1]],
                **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def _row_of(schema, operation):
    page = _resolved(operation["responses"]["200"]["content"]["application/json"]["schema"], schema)
    return _resolved(page["properties"]["items"]["items"], schema)["properties"]


def _example(properties, schema):
    told = {}
    for name, node in properties.items():
        items = _resolved(node.get("items", {}), schema)
        told[name] = [_example(items["properties"], schema)] if "properties" in items else node["examples"][0]
    return told


def _field(name, node, text, schema=None):
    """Return ``{"name", "kind", "text", "labels", "inside"}``; ``inside`` are the fields of the rows of a list."""
    kinds = [kind for kind in node.get("anyOf", [node]) if kind != {"type": "null"}]
    kind = kinds[0]
    items = _resolved(node.get("items", {}), schema) if schema else {}
    return {
        "name": name, "kind": kind.get("format") or kind.get("type", "string"), "text": text,
        "empty": len(kinds) < len(node.get("anyOf", [node])), "labels": kind.get("x-labels", {}),
        "inside": [_field(key, each, each.get("description", ""), schema) for key, each in items.get("properties", {}).items()],
    }
