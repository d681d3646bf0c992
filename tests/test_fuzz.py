"""Every form of every page is sent nonsense by somebody who may send it: it answers with a page, never with an error of its own.

A run takes half of the addresses on SQLite and the other half on PostgreSQL, and sends each form ``FUZZ`` times (3);
``FUZZ=200`` takes all of them. What is sent follows from the address, so that a failure comes again.
"""

import os
import random
import zlib

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from tests.access.rows import House
from tests.test_access import ADDRESSES, path_of

TIMES = int(os.environ.get("FUZZ", 3))
WHOLE = TIMES > 3
# In the order in which they are asked whether they may open the page.
OFFICERS = ("district", "school", "subdistrict", "trainer", "liaison", "editor", "auditor", "learner")
TEXTS = [
    "", " ", "0", "-1", "1.5", "1e9", "NaN", "Infinity", str(2**31), str(2**63), "9" * 400, "٣", "true", "null", "None", "[]",
    "{}", "{\"a\": 1", "\x00", "a\x00b", "\ud800", "\ufffe", "﻿", "𠮷㛃䶮", "名" * 5000, "a" * 70_000, "<script>alert(1)</script>",
    "{{ 7*7 }}", "{% debug %}", "%s%n%(x)s", "'; DROP TABLE people_person; --", "=1+1", "../../etc/passwd", "\r\nX: y",
    "2018-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "2018-01-01T25:61", "24:00", "12:00\x00", "+86 138 0000 0000",
    "javascript:alert(1)", "http://127.0.0.1:1/", "2017年5月3日", "-", ",", "1,2,x", "id__gt=0", "person__password",
]
FILES = [
    ("empty.xlsx", b""), ("a.xlsx", b"PK\x03\x04" + b"\x00" * 60), ("a.csv", "姓名,电话\n\x00,'\"".encode()),
    ("a.zip", b"PK\x05\x06" + bytes(18)), ("a.png", b"\x89PNG\r\n\x1a\n" + b"\xff" * 40), ("a.pdf", b"%PDF-1.7\n"),
    ("a.svg", b"<svg onload='x()'/>"), ("../a.txt", b"\xff\xfe\x00"),
    ("a" * 300 + ".docx", b"x"), ("a.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
]
# What stands on every page is tried on its own; signing out ends what is tried.
ASIDE = ("/logout", "http", "/theme/", "/text-size/", "/i18n/", "/language/")
pytestmark = pytest.mark.filterwarnings("ignore")


def taken(name):
    """Tell whether this run sends something to the address ``name``."""
    return WHOLE or zlib.crc32(name.encode()) % 2 == (connection.vendor == "postgresql")


def forms_of(page, path):
    """Return ``[(method, path, {field: [values that the page offers]}, names of files)]``."""
    found = []
    for form in BeautifulSoup(page, "html.parser").find_all("form"):
        offered, files = {}, set()
        for field in form.find_all(["input", "select", "textarea", "button"]):
            name = field.get("name")
            if not name or name == "csrfmiddlewaretoken":
                continue
            if field.get("type") == "file":
                files.add(name)
                continue
            values = [option.get("value", "") for option in field.find_all("option")] or [field.get("value", field.text)]
            offered.setdefault(name, []).extend(values)
        action = form.get("action") or path
        if not action.startswith(ASIDE) or path.startswith(action):
            found.append((form.get("method", "get").lower(), action.split("#")[0], offered, sorted(files)))
    return found


def nonsense(rng, offered, files, *, sent_by_address):
    """Return what is sent: some fields as the page offers them, the others anything, some left out or given twice."""
    data = {}
    for name, values in offered.items():
        how = rng.random()
        if how < 0.1:
            continue
        value = rng.choice(values) if how < 0.45 else rng.choice(TEXTS)
        data[name] = [value, rng.choice(TEXTS)] if how > 0.95 else value.encode("utf-8", "replace").decode()
        if isinstance(data[name], list):
            data[name] = [each.encode("utf-8", "replace").decode() for each in data[name]]
    if not sent_by_address:
        for name in files:
            file, content = rng.choice(FILES)
            data[name] = SimpleUploadedFile(file, content)
    return data


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_nonsense_is_answered_with_a_page(name, world):
    if not taken(name):
        return
    rng, house = random.Random(name), House(world)
    path = path_of(name, house)
    for role in OFFICERS:
        client = Client()
        client.force_login(house.people[role], backend="lms.people.backends.IdentifierBackend")
        with transaction.atomic():
            page = client.get(path)
            transaction.set_rollback(True)
        if page.status_code == 200 and page.headers.get("Content-Type", "").startswith("text/html") and not page.streaming:
            break
    else:
        return
    for method, action, offered, files in forms_of(page.content, path):
        for _ in range(TIMES):
            cache.clear()  # counters of attempts
            sent = nonsense(rng, offered, files, sent_by_address=method == "get")
            with transaction.atomic():
                response = getattr(client, method)(action, sent)
                if not response.streaming:
                    assert b"Traceback" not in response.content
                transaction.set_rollback(True)
            assert response.status_code < 500, (method, action, sent)
