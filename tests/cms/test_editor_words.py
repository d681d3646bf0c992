"""The editor speaks Chinese: what its library leaves in English on our editors' screens stands in a catalogue of our own."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest

BASE = Path(__file__).resolve().parents[2] / "lms" / "locale_wagtail" / "zh_Hans" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%s|\{[a-z_]+\}")
ENGLISH = re.compile(r"[A-Za-z]{3,}")


# A user name, a host, a hidden counter without a number, and what the main catalogue translates.
NAMES = {"editor", "localhost", "None", "SCORM lesson page"}


class Lines(HTMLParser):
    """Collects the texts of a page, and leaves out what scripts and icons carry."""

    silent = ("script", "style", "svg", "template")

    def __init__(self):
        super().__init__()
        self.lines, self.inside = set(), 0

    def handle_starttag(self, tag, attrs):
        self.inside += tag in self.silent

    def handle_endtag(self, tag):
        self.inside -= tag in self.silent

    def handle_data(self, data):
        if not self.inside:
            self.lines.add(data.strip())


def entries(name):
    return [(entry, entry.msgstr_plural.get(0, "") or entry.msgstr) for entry in polib.pofile(str(BASE / name))]


@pytest.mark.parametrize("name", ["django.po", "djangojs.po"])
def test_every_text_is_translated_and_names_nothing_that_is_not_there(name):
    found = entries(name)
    assert len(found) > 15
    wrong = [
        entry.msgid for entry, text in found
        if not text or entry.fuzzy or set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    ]
    assert wrong == []


def test_every_tag_that_is_opened_is_closed():
    wrong = [
        entry.msgid for entry, text in entries("django.po")
        if sorted(re.findall(r"<(a|b|strong|span)\b", text)) != sorted(re.findall(r"</(a|b|strong|span)>", text))
    ]
    assert wrong == []


@pytest.fixture
def editor(site, client, world):
    client.force_login(world.p_editor)
    client.get("/cms/")
    return client


@pytest.mark.parametrize("address", [
    "/cms/", "/cms/pages/{east}/", "/cms/pages/{east}/edit/", "/cms/pages/{east}/history/",
    "/cms/pages/add/cms/coursepage/{east}/",
    "/cms/pages/{east}/add_subpage/", "/cms/images/", "/cms/documents/", "/cms/media/", "/cms/media/video/add/",
    "/cms/snippets/cms/lecturer/", "/cms/snippets/cms/lecturer/add/", "/cms/reports/workflow/", "/cms/pages/search/?q=党",
])
def test_no_sentence_of_a_screen_is_english(editor, site, address):
    page = editor.get(address.format(east=site.east.pk))
    assert page.status_code == 200
    reader = Lines()
    reader.feed(page.content.decode())
    assert {line for line in reader.lines if ENGLISH.search(line) and not re.search(r"[一-鿿]", line)} <= NAMES


def test_the_editors_scripts_speak_chinese(editor):
    words = editor.get("/cms/jsi18n/").content.decode()
    catalogue = json.loads(re.search(r"const newcatalog = (\{.*?\});", words, re.DOTALL)[1])
    assert catalogue["Insert a block"] == "插入内容块"
    assert catalogue["Changes have been autosaved."] == "已自动保存。"


def test_help_that_is_a_foreign_site_is_not_offered(editor):
    assert "guide.wagtail.org" not in re.sub(r"<main.*", "", editor.get("/cms/").content.decode(), flags=re.DOTALL)


def framing(response):
    return [part.strip() for part in response.headers["Content-Security-Policy"].split(";") if "frame-ancestors" in part]


def test_the_editors_previews_are_framed_by_the_editor_only(editor, site):
    assert framing(editor.get(f"/cms/pages/{site.east.pk}/edit/")) == ["frame-ancestors 'self'"]


def test_a_page_that_is_previewed_is_framed_by_the_editor_and_by_nobody_when_it_is_read(editor, site):
    form = {"title": "东街道社区党校", "slug": "east", "summary": "预览里的话", "introduction": "null"}
    form["school"] = site.east.school_id
    assert editor.post(f"/cms/pages/{site.east.pk}/edit/preview/", form).json()["is_valid"] is True
    shown = editor.get(f"/cms/pages/{site.east.pk}/edit/preview/?in_preview_panel=true")
    assert "预览里的话" in shown.content.decode()
    assert (framing(shown), shown.headers["X-Frame-Options"]) == (["frame-ancestors 'self'"], "SAMEORIGIN")
    read = editor.get("/schools/east/")
    assert (framing(read), read.headers["X-Frame-Options"]) == (["frame-ancestors 'none'"], "DENY")
