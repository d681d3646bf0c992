"""The site as an application: manifest, service worker, what may be kept on a phone; text size; the one stylesheet."""

import json
import os
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image

from lms.bundles import PAPER, SCREEN, SOURCES, BundleFinder
from lms.people.models import Person
from lms.readers import reader_of


def test_the_manifest_names_the_application_and_its_icons(client, db):
    response = client.get("/manifest.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    assert (manifest["name"], manifest["display"], manifest["scope"]) == ("轮训在线", "standalone", "/")
    assert sorted((icon["sizes"], icon["purpose"]) for icon in manifest["icons"]) == [
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")
    ]
    for icon in manifest["icons"]:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as picture:
            assert "x".join(map(str, picture.size)) == icon["sizes"]


def test_every_page_names_the_manifest(client, db):
    assert re.findall(r'<link rel="manifest" href="([^"]+)"', client.get("/design/").content.decode()) == [
        "/manifest.webmanifest"
    ]


def test_the_service_worker_stands_at_the_root_and_is_asked_for_anew(client, db):
    response = client.get("/sw.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    addresses = json.loads(re.match(r"const ADDRESSES = (\{.*\});\n", response.content.decode())[1])
    assert addresses["signOut"] == reverse("logout")
    for name in addresses["shell"]:
        assert finders.find(name.removeprefix("/static/")), name


def test_the_service_worker_is_the_same_for_everyone(client, world):
    visitor = client.get("/sw.js").content
    client.force_login(world.p_learner)
    signed_in = client.get("/sw.js")
    assert signed_in.content == visitor
    assert signed_in.headers["Cache-Control"] == "no-cache"


def test_the_page_for_no_network_holds_nothing_personal(client, world):
    client.force_login(world.p_learner)
    page = client.get("/offline/")
    assert (page.status_code, world.p_learner.name in page.content.decode()) == (200, False)
    assert "X-Offline" not in page.headers


def test_a_page_says_for_whom_it_was_made(client, world):
    assert client.get("/design/").headers["X-Reader"] == "visitor"
    seen = set()
    for person in (world.p_learner, world.p_outsider):
        client.force_login(person)
        for path in ("/design/", "/my/", "/no-such-page/"):
            seen.add(client.get(path).headers["X-Reader"])
        client.logout()
    assert seen == {reader_of(world.p_learner), reader_of(world.p_outsider)}


@pytest.mark.parametrize("path", ["/my/", "/my/hours/", "/account/", "/my/notices/", "/my/bookmarks/", "/design/"])
def test_personal_pages_are_not_for_keeping(client, world, path):
    client.force_login(world.p_learner)
    response = client.get(path)
    assert (response.status_code, "X-Offline" in response.headers) == (200, False)


def test_signing_out_clears_what_the_phone_kept(client, world):
    client.force_login(world.p_learner)
    assert client.post("/logout/").headers["Clear-Site-Data"] == '"cache", "storage"'


# Text size -----------------------------------------------------------------------------------------------------------


def shown(client, path="/design/"):
    found = re.search(r'<html[^>]* data-text="([^"]*)"', client.get(path).content.decode())
    return found and found[1]


def test_a_visitors_text_size_is_kept_in_a_cookie(client, db):
    assert shown(client) is None
    response = client.post("/text-size/", {"size": "larger", "next": "/design/"})
    assert (response.url, response.cookies["text_size"].value) == ("/design/", "larger")
    assert shown(client) == "larger"
    client.post("/text-size/", {"size": "usual", "next": "/design/"})
    assert shown(client) is None


def test_a_trainees_text_size_is_kept_in_the_account(client, world):
    client.force_login(world.p_learner)
    response = client.post("/text-size/", {"size": "large", "next": "/my/"})
    assert (response.url, "text_size" in response.cookies) == ("/my/", False)
    assert Person.objects.get(pk=world.p_learner.pk).text_size == "large"
    assert shown(client, "/my/") == "large"
    client.logout()
    assert shown(client) is None  # the next person on the same phone reads as usual
    client.force_login(world.p_learner)
    assert shown(client, "/my/") == "large"


def test_a_trainees_colours_are_kept_in_the_account(client, world):
    def colours(path="/design/"):
        found = re.search(r'<html[^>]* data-theme="([^"]*)"', client.get(path).content.decode())
        return found and found[1]

    client.force_login(world.p_learner)
    response = client.post("/theme/", {"theme": "contrast", "next": "/my/"})
    assert (response.url, "theme" in response.cookies) == ("/my/", False)
    assert (Person.objects.get(pk=world.p_learner.pk).theme, colours("/my/")) == ("contrast", "contrast")
    client.logout()
    assert colours() is None  # the next person on the same phone
    client.post("/theme/", {"theme": "contrast"})
    client.force_login(world.p_reserve)
    assert colours("/my/") == "contrast"  # chosen on this phone before signing in
    client.post("/theme/", {"theme": "standard"})
    assert colours("/my/") == "standard"
    client.post("/theme/", {"theme": '"><b>'})
    assert Person.objects.get(pk=world.p_reserve.pk).theme == "standard"


@pytest.mark.parametrize("size", ["", "huge", '"><b>'])
def test_an_unknown_size_changes_nothing(client, world, size):
    client.force_login(world.p_learner)
    client.post("/text-size/", {"size": size, "next": "/my/"})
    assert Person.objects.get(pk=world.p_learner.pk).text_size == ""
    client.logout()
    client.cookies["text_size"] = size
    assert shown(client) is None


def test_the_size_leads_to_no_other_site(client, db):
    assert client.post("/text-size/", {"size": "large", "next": "//evil.example"}).url == "/"


# The one stylesheet --------------------------------------------------------------------------------------------------


def test_the_stylesheet_holds_all_parts_in_order():
    text = Path(finders.find("css/house.css")).read_text()
    starts = [text.index((SOURCES / name).read_text().strip()) for name in SCREEN]
    assert starts == sorted(starts)
    paper = text.index("@media print {\n/* On paper")
    assert paper > starts[-1]
    assert text.index("html, html[data-text] { font-size: 11pt; }") > paper
    assert (SOURCES / PAPER).read_text().count("@page") == text.count("@page")
    assert text.count("{") == text.count("}")


def test_a_younger_part_makes_it_anew(tmp_path, settings, monkeypatch):
    settings.DATA_DIR = tmp_path
    parts = tmp_path / "parts"
    parts.mkdir()
    for name in (*SCREEN, PAPER):
        (parts / name).write_text(f"/* {name} */")
    monkeypatch.setattr("lms.bundles.SOURCES", parts)
    finder = BundleFinder()
    built = finder.find("css/house.css")
    assert "tokens.css" in Path(built).read_text()
    (parts / "tokens.css").write_text("/* other */")
    later = (parts / "tokens.css").stat().st_mtime + 5
    os.utime(parts / "tokens.css", (later, later))
    assert "/* other */" in Path(finder.find("css/house.css")).read_text()
    assert finder.find("css/other.css") == []
    assert [name for name, storage in finder.list([])] == ["css/house.css"]


def test_no_page_may_carry_scripts_or_styles_of_its_own(client, world):
    def policy(path):
        return dict(part.strip().partition(" ")[::2] for part in client.get(path).headers["Content-Security-Policy"].split(";"))

    visitor = policy("/login/")
    client.force_login(world.p_learner)
    for directives in (visitor, policy("/my/"), policy("/account/"), policy("/nowhere/")):
        assert directives["default-src"] == "'self'"  # it speaks for scripts and styles, which are not named
        assert directives.keys() & {"script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem",
                                    "style-src-attr"} == set()
        assert (directives["object-src"], directives["frame-ancestors"]) == ("'none'", "'none'")
