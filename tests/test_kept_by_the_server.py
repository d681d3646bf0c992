"""What the server keeps is not taken from a form: fields that no page offers change nothing when they are sent.

Each address that takes a form is sent what a browser would send, and the same with every field of every model beside it that no
form of that address holds: scores, states, owners, keys. Both have to write the same rows. What differs when the same is sent
twice (random codes, names of files) is not compared; the clock stands still, and everything is undone before the next.

A form holds what its page shows, with its filters set or not, and what its template holds for another state of the row.
"""

import os
import re
import secrets
from collections import defaultdict
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils import timezone

from lms.people.models import Person
from tests.access.matrix import MATRIX
from tests.access.notation import expected
from tests.access.rows import House
from tests.audit.events import EVENTS
from tests.forms import LEAVE, PROPER, filled, names_of, posting
from tests.keeping import all_rows, all_tables, what_changed
from tests.test_access import ADDRESSES, path_of
from tests.test_every_address import undone
from tests.walk import body_of, writes

PARTS = 16
WORDS = {"looked_for": "东一居民区党总支"}
# Most rights first, so that most is written.
ROLES = ("district", "school", "subdistrict", "trainer", "learner", "liaison", "editor", "auditor", "anonymous")
TRIED = 4  # of these, until something is written
FORM = re.compile(r"<form\b(?=[^\n]*\bmethod=\"post\")(.*?)</form>", re.DOTALL)
ADDRESS = re.compile(r"\b(?:action|data-[a-z-]+)=\"{% url [\"']([\w:-]+)[\"']")  # where it is sent, or saved meanwhile
CALLED = re.compile(r"{% url [\"']([\w:-]+)[\"'][^%]* as (\w+) %}")  # and told as {{ make }}
NAME = re.compile(r"\b(?:name=\"|field=\w+\.)([\w-]+)")


def takers(name):
    """Return the roles whose posts the address takes."""
    answers = expected(MATRIX[name][1])
    return [role for role in ROLES if answers[role] not in (403, 404, 405, "login")]


# All of them take some minutes: with EVERY_FORM=1 in the environment all, else every fourth.
FORMS = [name for name in sorted(ADDRESSES) if takers(name)][::1 if os.environ.get("EVERY_FORM") else 4]


# What is sent beside


def sample(field):
    """Return a proper value of ``field`` that it seldom has by itself, as a form would send it."""
    if field.is_relation:
        row = field.related_model._default_manager.order_by("-pk").first()
        return str(row.pk) if row else "1"
    if field.choices:
        return str(field.flatchoices[-1][0])
    for kind, value in (
        (models.BooleanField, "on"), (models.DateTimeField, "2016-05-04T03:02"), (models.DateField, "2016-05-04"),
        (models.TimeField, "03:02"), (models.JSONField, '{"kept": 97}'),
        (models.UUIDField, "00000000-0000-0000-0000-000000000097"),
    ):
        if isinstance(field, kind):
            return value
    return "97"


def kept_fields(app):
    """Return ``{name: value}`` of every field of our models and of the keys behind them; of like names that of ``app``."""
    found = {"pk": "97"}
    for model in sorted(apps.get_models(), key=lambda model: model._meta.app_label == app):
        if not model.__module__.startswith(("django.", "wagtail.", "taggit.", "modelcluster.")):
            for field in model._meta.concrete_fields:
                found |= dict.fromkeys((field.name, field.attname), sample(field))
    return found


def beside(own, app):
    """Return every kept field that is none of the names ``own``, also for each row of a form of many rows."""
    starts = {"", *(name[:name.rindex("-") + 1] for name in own if "-" in name)}
    sent = {f"{start}{name}": value for start in starts for name, value in kept_fields(app).items()}
    return {name: value for name, value in sent.items() if name not in own | LEAVE}


# What is proper


@cache
def of_templates():
    """Return ``{address or template: names}`` that forms hold in any state; by template where a form speaks of its own page."""
    found = defaultdict(set)
    for folder in site.TEMPLATES[0]["DIRS"]:
        for path in Path(folder).rglob("*.html"):
            text = path.read_text()
            called = {f"{{{{ {short} }}}}": f'{{% url "{name}" %}}' for name, short in CALLED.findall(text)}
            for form in FORM.findall(re.sub("|".join(map(re.escape, called)) or "$^", lambda at, by=called: by[at[0]], text)):
                own = [] if "action=" in form else [str(path.relative_to(folder))]
                for key in [*ADDRESS.findall(form), *own]:
                    found[key] |= set(NAME.findall(form))
    return found


def proper(form):
    """Return what a browser would send of ``form``, with a file where one has to be."""
    files = [field["name"] for field in form.find_all("input", type="file") if field.has_attr("required")]
    return filled(form) | {name: [SimpleUploadedFile("proof.pdf", b"%PDF-1.4 %%EOF")] for name in files}


def whole(form):
    """Return what a browser would send of ``form`` when somebody filled in all that was empty, later days, and other titles."""
    data, days = proper(form), count(7)
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type", "text") if field.name == "input" else field.name
        if not name or name in LEAVE or kind in ("submit", "button", "file", "hidden"):
            continue
        if kind.startswith("date"):
            data[name] = [PROPER[kind].replace("2017-06-06", f"2027-06-{next(days):02}")]
        elif name in ("title", "name") and data[name] != [""]:
            data[name] = [f"{data[name][0]}改"]
        elif data.get(name, [""]) == [""]:
            if kind == "select":
                data[name] = [option["value"] for option in field.find_all("option") if option.get("value")][:1]
            elif kind in ("checkbox", "radio"):
                data[name] = [field.get("value", "on")]
            else:
                data[name] = [WORDS.get(name, PROPER.get(kind, "填写的一段话"))]
    return data


def asked(form):
    """Return the query of a filter in which the last of everything is chosen."""
    inputs = [(field.get("name"), field.get("value", "")) for field in form.find_all("input")]
    lists = [(field.get("name"), field.find_all("option")[-1].get("value", "")) for field in form.find_all("select")]
    return urlencode({name: value for name, value in inputs + lists if name})


def offered(client, name, path):
    """Return ``(what may be sent to path, all names in forms for it)``, from its page or from one above it."""
    own, data, at = set(), None, path
    while True:
        pages = [at]
        for page in pages:
            response = client.get(page)
            body = body_of(response)
            if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
                continue
            for form in posting(body.decode()):
                saved = [value for key, value in form.attrs.items() if key.startswith("data-") and value]
                doors = [form.get("action", ""), *saved]
                if path in {urlsplit(urljoin(at, door)).path for door in doors}:
                    own |= names_of(form)
                    data = data or (proper(form), whole(form))
            if at == path:
                own |= set().union(*(of_templates()[each.name] for each in response.templates if each.name))
            if len(pages) == 1:
                asking = BeautifulSoup(body, "html.parser").find_all("form", method=lambda method: (method or "get") == "get")
                here = [form for form in asking if form.get("action", "") in ("", at)]
                pages += [f"{at}?{asked(form)}" for form in here]
                if at == path:  # the first of two steps
                    own |= set().union(*map(names_of, here))
        if data is not None or at == "/":
            return data or ({},), own | of_templates()[name]
        at = at.rstrip("/").rpartition("/")[0] + "/"


# What is written


def send(client, path, data):
    """Post ``data``, its files from their beginning, and return the tables that were written to."""
    for file in (each for values in data.values() if isinstance(values, list) for each in values if hasattr(each, "seek")):
        file.seek(0)
    with writes() as written:
        body_of(client.post(path, data))
    return set(written)


def rows_of(house, role, path, data):
    """Return ``{(table, column): values}`` of the rows that came, changed or went when ``data`` was sent."""
    with undone(house, role) as client:
        before = all_rows()
        send(client, path, data)
        changed = what_changed(before, all_rows())
    cells = defaultdict(list)
    for table, (gone, new) in changed.items():
        cells[table, "gone"] = gone
        for row in new:
            for column, value in zip(all_tables()[table], row, strict=True):
                cells[table, column].append(value)
    return {key: sorted(map(repr, values)) for key, values in cells.items()}


def best(name, path, house):
    """Return ``(role, what is sent, names of the forms, tables)``: the first that writes something, else the first of all."""
    events = [event for event in EVENTS if event.at == name]
    for row in (row for event in events for row in event.rows):
        getattr(house, row)
    found, names = [], set()
    for role, sent in [*((event.by, event.sent) for event in events), *((role, {}) for role in takers(name)[:TRIED])]:
        with undone(house, role) as client:
            held, own = offered(client, name, path)
        names |= own | sent.keys()
        for data in held:
            with undone(house, role) as client:
                tables = send(client, path, data | sent)
            found.append((role, data | sent, names, tables))
            if tables:
                return found[-1]
    return found[0]


@pytest.mark.parametrize("names", [FORMS[part::PARTS] for part in range(PARTS)], ids=[f"part{part}" for part in range(PARTS)])
def test_what_no_form_offers_changes_nothing(names, world, settings, monkeypatch):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = None
    monkeypatch.setattr(secrets, "randbelow", lambda most: most // 2)  # two papers shuffled alike
    found, silent = {}, []
    with time_machine.travel(timezone.now(), tick=False):
        house = House(world)
        Person.objects.filter(pk=house.learner.pk).update(phone="13800138000")  # there is something to show
        paths = {name: path_of(name, house) for name in names}
        settings.SECOND_PERSON = ["none"]
        for name, path in paths.items():
            role, data, own, tables = best(name, path, house)
            extra = beside(own, name.partition(":")[0])
            once, again, more = [rows_of(house, role, path, each) for each in (data, data, data | extra)]
            by_itself = {key for key in once.keys() | again.keys() if once.get(key) != again.get(key)}
            differs = {key: (once.get(key), more.get(key)) for key in (once.keys() | more.keys()) - by_itself
                       if once.get(key) != more.get(key)}
            if differs:
                found[name] = role, differs
            if not tables:
                silent.append(name)
    print(f"\n{len(names) - len(silent)} of {len(names)} wrote something; not {' '.join(silent)}")
    assert found == {}
    assert len(silent) < len(names) * 0.7
