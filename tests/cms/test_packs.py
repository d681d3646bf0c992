"""A course as one file: out of one tree and into another with every block, and nothing of an evil file is written."""

import io
import json
import stat
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms.actions.packs import export_course, import_course
from cms.blocks import table_value
from cms.models import (
    CourseLecturer,
    CourseMaterial,
    CoursePage,
    CoursePrerequisite,
    Lecturer,
    LessonPage,
    MediaFile,
    ScormLessonPage,
)
from cms.packs.reading import PackRefused, read_pack
from cms.rules.pack import MANIFEST
from courses.actions.scorm import Folder, store_package
from courses.models import Course, Lesson, ScormPackage
from lms.audit.models import AuditEntry
from tests import scorm_samples
from tests.cms.conftest import publish
from tests.cms.files import sample, sound

CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\n\xe5\xa4\xa7\xe5\xae\xb6\xe5\xa5\xbd\n"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage",
                    "OPTIONS": {"location": tmp_path / "media"}},
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage",
                    "OPTIONS": {"location": tmp_path / "private", "base_url": None}},
    }
    return tmp_path


def stored(folders):
    return sorted(path.relative_to(folders).as_posix() for path in folders.rglob("*") if path.is_file())


@pytest.fixture
def course(site, world):
    """A course with a lesson that has every kind of block, one that plays a package, and everything around them."""
    image = get_image_model().objects.create(
        title="楼道", file=get_test_image_file("楼道.png"), focal_point_x=5, focal_point_y=5, focal_point_width=4,
        focal_point_height=4,
    )
    paper = get_document_model()(title="表格")
    paper.file.save("表格.pdf", ContentFile(b"%PDF-1.4 x"))
    film = MediaFile(title="走访", type="video", duration=3, width=32, height=32)
    film.file.save("a.mp4", ContentFile(sample("mp4")), save=False)
    film.captions.save("a.vtt", ContentFile(CAPTIONS), save=False)
    film.thumbnail.save("a.png", get_test_image_file("p.png"), save=False)
    film.save()
    tape = MediaFile(title="录音", type="audio", duration=2)
    tape.file.save("a.wav", ContentFile(sound(2).read()), save=True)
    first = publish(site.category, CoursePage, "入门", slug="rumen")
    card = Lecturer.objects.create(name="陈老师", title="副教授", biography="讲了二十年。", photo=image, school=world.east)
    page = CoursePage(
        title="居民区工作法", slug="gongzuofa", summary="怎么走访。", objectives="<ul><li>会走访</li></ul>", theme="走访",
        cover=image, hours="2.5", self_enrolment=True, positions=["secretary"], categories=[site.category.category],
        course_lecturers=[CourseLecturer(lecturer=card)], course_prerequisites=[CoursePrerequisite(course=first)],
        course_materials=[CourseMaterial(document=paper, title="走访表")],
    )
    site.east.add_child(instance=page)
    page.save_revision().publish()
    body = [
        {"type": "prose", "value": (
            f'<p>先看<a linktype="document" id="{paper.pk}">表格</a>，再读<a linktype="page" id="{first.pk}">入门</a>，'
            'Tom &amp; Jerry，<a href="https://example.org/">外面</a>。</p>')},
        {"type": "heading", "value": "会前"},
        {"type": "quotation", "value": {"text": "走到楼道里", "source": "一位书记"}},
        {"type": "table", "value": table_value("一年", ["季度", "事"], [["一", "计划"], ["二", "党课"]])},
        {"type": "key_points", "value": {"title": "要点", "points": ["一", "二"]}},
        {"type": "timeline", "value": {"title": "", "steps": [{"when": "周一", "title": "通知", "text": ""}]}},
        {"type": "case_study", "value": {"title": "车位", "situation": "<p>八十个</p>", "question": "先做什么？",
                                         "analysis": f'<p>见<a linktype="document" id="{paper.pk}">表</a></p>'}},
        {"type": "discussion", "value": {"question": "谁？", "hint": ""}},
        {"type": "picture", "value": {"image": image.pk, "alt": "楼道里的公告栏", "caption": ""}},
        {"type": "gallery", "value": {"title": "", "pictures": [
            {"image": image.pk, "alt": "一", "caption": ""}, {"image": image.pk, "alt": "二", "caption": "二楼"}]}},
        {"type": "video", "value": {"video": film.pk, "hls": "", "caption": "走访", "transcript": "<p>大家好</p>"}},
        {"type": "video", "value": {
            "video": None, "hls": "https://media.example.org/f.m3u8", "caption": "", "transcript": "<p>好</p>"}},
        {"type": "audio", "value": {"audio": tape.pk, "caption": "", "transcript": "<p>好</p>"}},
        {"type": "pdf", "value": {"document": paper.pk, "title": "表格"}},
        {"type": "download", "value": {"document": paper.pk, "title": "表格"}},
        {"type": "link_card", "value": {"page": first.pk, "url": "", "title": "入门", "text": ""}},
        {"type": "self_check", "value": self_check()},
    ]
    publish(page, LessonPage, "第一课", slug="l1", minutes=20, summary="第一", body=body)
    package = store_package(actor=None, file=scorm_samples.archive(scorm_samples.multi_12()))
    publish(page, ScormLessonPage, "第二课", slug="l2", minutes=30, required=False, package=package)
    draft = LessonPage(title="第三课", slug="l3", live=False, body=[{"type": "heading", "value": "还没写完"}])
    page.add_child(instance=draft)
    draft.save_revision()
    return CoursePage.objects.get(pk=page.pk)


def self_check():
    from cms.blocks.stream import CONTENT

    return dict(CONTENT)["self_check"].meta.preview_value


def pack_of(course, actor):
    made = io.BytesIO()
    contents = export_course(actor=actor, page=course, target=made)
    return made, contents


def editor(world):
    from cms.actions.editors import sync_editors

    sync_editors(person=world.p_district)
    return type(world.p_district).objects.get(pk=world.p_district.pk)


def take(made, actor, parent, **options):
    made.seek(0)
    with read_pack(made) as pack:
        return import_course(actor=actor, pack=pack, parent=parent, **options)


def alike(contents, **others):
    """Return a list of contents without what differs between two exports of the same course."""
    text = json.loads(json.dumps({**contents, "exported_at": "", **others}))
    for block in walk(text["lessons"]):
        block.pop("id", None)
    for row in text["documents"].values():  # two files of one name in one folder: the second gets letters of its own
        row["name"] = row["name"][:2]
    return text


def differences(one, other, at=""):
    if type(one) is not type(other):
        return [(at, one, other)]
    if isinstance(one, dict):
        return [d for key in {*one, *other} for d in differences(one.get(key), other.get(key), f"{at}.{key}")]
    if isinstance(one, list) and len(one) == len(other):
        return [d for n, pair in enumerate(zip(one, other, strict=True)) for d in differences(*pair, f"{at}[{n}]")]
    return [] if one == other else [(at, one, other)]


def walk(value):
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from walk(each)
    elif isinstance(value, list):
        for each in value:
            yield from walk(each)


def forget(course):
    """Remove everything of the course, as on another installation: pages, files, rows."""
    course.delete()
    for model in (get_image_model(), get_document_model(), MediaFile):
        for row in model.objects.all():
            Lecturer.objects.filter(photo=row.pk if model is get_image_model() else None).delete()
            row.delete()


def test_every_block_is_in_the_course_that_travels(course):
    from cms.blocks.stream import CONTENT

    used = {block.block_type for page in LessonPage.objects.child_of(course) for block in page.body}
    assert used == {name for name, _ in CONTENT}


def test_round_trip_into_a_tree_that_knows_nothing_of_it(course, site, world, folders):
    actor = editor(world)
    made, before = pack_of(course, actor)
    files = {name: row["sha256"] for name, row in before["files"].items()}
    forget(course)
    assert Lecturer.objects.count() == 0
    taken = take(made, actor, site.west)
    assert (taken.created, taken.lessons, taken.files, taken.notes) == (True, 3, len(files), [])
    page = CoursePage.objects.get(pk=taken.page.pk)
    again, after = pack_of(page, actor)
    assert differences(alike(before), alike(after)) == []
    assert {name: row["sha256"] for name, row in after["files"].items()} == files
    assert (page.get_parent().specific, page.live) == (site.west, True)
    assert [lesson.live for lesson in LessonPage.objects.child_of(page).order_by("path")] == [True, True, False]
    # The record of the course is the one it had: its key travelled with it.
    assert Course.objects.active().get(key=course.translation_key).school == world.west
    assert Lesson.objects.active().filter(course__key=course.translation_key).count() == 2
    assert Lecturer.objects.get().school == world.west
    assert MediaFile.objects.get(type="video").captions.read() == CAPTIONS
    assert [entry.verb for entry in AuditEntry.objects.filter(verb__endswith="port").order_by("pk")] == [
        "content.export", "content.import", "content.export"]


def test_a_second_import_changes_nothing(course, site, world):
    actor = editor(world)
    made, _ = pack_of(course, actor)
    counts = [model.objects.count() for model in (CoursePage, LessonPage, get_image_model(), MediaFile, AuditEntry)]
    taken = take(made, actor, site.west)
    assert (taken.created, taken.page.pk) == (False, course.pk)
    assert [model.objects.count() for model in (CoursePage, LessonPage, get_image_model(), MediaFile, AuditEntry)] == counts


def test_a_copy_is_another_course_with_records_of_its_own(course, site, world):
    actor = editor(world)
    Lecturer.objects.update(photo=None)  # the card stays one; its picture is not copied
    made, before = pack_of(course, actor)
    taken = take(made, actor, site.east, copy=True)
    page = CoursePage.objects.get(pk=taken.page.pk)
    assert (page.slug, page.translation_key != course.translation_key) == ("gongzuofa-2", True)
    assert Course.objects.active().filter(title="居民区工作法").count() == 2
    _, after = pack_of(page, actor)
    for contents in (before, after):
        for each in [contents["course"], *contents["lessons"]]:
            each["key"] = ""
        contents["course"]["slug"] = ""
    assert differences(alike(before), alike(after)) == []
    assert ScormPackage.objects.count() == 1  # the same files


def test_a_dry_run_writes_nothing(course, site, world, folders):
    actor = editor(world)
    made, _ = pack_of(course, actor)
    forget(course)
    before = stored(folders)
    assert take(made, actor, site.west, dry_run=True).created is True
    assert (CoursePage.objects.filter(slug="gongzuofa").count(), stored(folders)) == (0, before)


def test_what_does_not_stand_here_is_left_out_and_said(course, site, world):
    actor = editor(world)
    made, _ = pack_of(course, actor)
    forget(course)
    CoursePage.objects.get(slug="rumen").delete()
    with pytest.raises(PackRefused):  # its own block asks for a page or an address
        take(made, actor, site.west)
    changed = edited(made, lambda pack: pack["lessons"][0]["body"].pop(15))
    taken = take(changed, actor, site.west)
    assert len(taken.notes) == 2
    html = LessonPage.objects.child_of(taken.page).order_by("path").first().body[0].value.source
    assert "linktype=\"page\"" not in html
    assert "入门" in html


def test_nothing_stays_when_it_fails_half_way(course, site, world, folders, monkeypatch):
    actor = editor(world)
    made, _ = pack_of(course, actor)
    forget(course)
    ScormLessonPage.objects.all().delete()
    for package in ScormPackage.objects.all():
        package.lessons.all().delete()
        package.delete()
    before = stored(folders)
    from cms.actions import packs

    def fail(**kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(packs, "record", fail)
    with pytest.raises(OSError, match="disk full"):
        take(made, actor, site.west)
    assert (CoursePage.objects.filter(slug="gongzuofa").count(), get_image_model().objects.count()) == (0, 0)
    assert (MediaFile.objects.count(), Lecturer.objects.count(), ScormPackage.objects.count()) == (0, 0, 0)
    assert stored(folders) == before


def test_only_where_one_may_and_only_where_courses_stand(course, site, world):
    made, _ = pack_of(course, editor(world))
    from cms.actions.editors import sync_editors

    sync_editors(person=world.p_editor)
    own = type(world.p_editor).objects.get(pk=world.p_editor.pk)
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        take(made, own, site.west, copy=True)
    with pytest.raises(PackRefused, match="No course may stand under this page."):
        take(made, own, site.home)
    with pytest.raises(PermissionDenied):
        export_course(actor=world.p_learner, page=course, target=io.BytesIO())
    assert take(made, own, site.east, copy=True).created is True


# Evil files -------------------------------------------------------------------------------------------------------------


def edited(made, change=None, add=(), drop=(), replace=None):
    """Return the pack with its list of contents changed, and files added, dropped or replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == MANIFEST and change:
                pack = json.loads(data)
                change(pack)
                data = json.dumps(pack).encode()
            if entry.filename not in drop:
                new.writestr(entry.filename, (replace or {}).get(entry.filename, data))
        for entry, data in add:
            new.writestr(entry, data)
    return target


def setting(path, value):
    """Return a change that sets what stands at ``path`` (keys from the outside in) to ``value``."""

    def change(pack):
        here = pack
        for key in path[:-1]:
            here = here[key]
        here[path[-1]] = value

    return change


def link():
    entry = zipfile.ZipInfo("images/9.png")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def script(pack):
    pack["lessons"][0]["body"][0]["value"] = (
        '<p onclick="x()">好<script>alert(1)</script><a href="javascript:alert(1)">看</a></p>')


BODY = ["lessons", 0, "body"]
EVIL = {
    "no list": ({"drop": [MANIFEST]}, (MANIFEST, "This file is no course pack.")),
    "broken list": ({"replace": {MANIFEST: b"{"}}, (MANIFEST, "This file is no course pack.")),
    "deep list": ({"replace": {MANIFEST: b"[" * 100_000}}, (MANIFEST, "This file is no course pack.")),
    "another format": ({"change": setting(["format"], "x")}, ("", "This file is no course pack.")),
    "a later version": ({"change": setting(["version"], 2)}, ("2", "The pack is of format 2, which")),
    "no course": ({"change": setting(["course"], [])}, ("course", "The list of contents has no usable part “course”.")),
    "no title": ({"change": setting(["course", "title"], "")}, ("course", "A title is missing.")),
    "minutes": ({"change": setting(["lessons", 1, "minutes"], 1e9)}, ("lesson 2: minutes", "A value is missing")),
    "key": ({"change": setting(["course", "key"], "../x")}, ("course: key", "A value is missing")),
    "path": ({"add": [("../../evil.png", b"x")]}, ("../../evil.png", "The archive names a place outside itself")),
    "absolute": ({"add": [("/etc/evil.png", b"x")]}, ("/etc/evil.png", "The archive names a place outside itself")),
    "symbolic link": ({"add": [(link(), b"/etc/passwd")]}, ("images/9.png", "The archive holds a link")),
    "nested": ({"add": [("documents/9.zip", b"x")]}, ("documents/9.zip", "The archive holds another archive")),
    "nested, disguised": ({"add": [("documents/9.txt", b"PK\x03\x04...")]}, ("documents/9.txt", "The archive holds another")),
    "bomb": ({"add": [("documents/9.txt", bytes(20 * 1024 * 1024))]}, ("documents/9.txt", "The archive would unpack")),
    "unlisted": ({"add": [("documents/9.txt", b"x")]}, ("documents/9.txt", "The file is in the pack and is not listed.")),
    "file missing": ({"drop": ["images/1.png"]}, ("images/1.png", "The file is listed and is not in the pack.")),
    "other contents": ({"replace": {"images/1.png": b"x"}}, ("images/1.png", "The file is not the one that was exported")),
    "wrong hash": ({"change": setting(["files", "documents/1.pdf", "sha256"], "0" * 64)},
                   ("documents/1.pdf", "The file is not the one that was exported")),
    "file elsewhere": ({"change": setting(["images", "image:1", "file"], "media/1.mp4")},
                       ("image:1: media/1.mp4", "Something is named that is not in the pack.")),
    "reference": ({"change": setting(["course", "cover"], {"$ref": "image:7"})}, ("image:7", "Something is named")),
    "lecturer": ({"change": setting(["course", "lecturers"], ["x"])}, ("lecturer x", "Something is named")),
    "package": ({"change": setting(["lessons", 1, "scorm"], "scorm:9")}, ("lesson 2: scorm:9", "Something is named")),
    "unknown block": ({"change": setting([*BODY, 0], {"type": "html", "value": "<b>"})},
                      ("lesson 1: html", "A block is not known")),
    "damaged block": ({"change": setting([*BODY, 2, "value"], "x")}, ("lesson 1: quotation", "A block is not known")),
    "row by number": ({"change": setting([*BODY, 8, "value", "image"], 1)}, ("lesson 1: image", "A block is not known")),
    "reference of another kind": ({"change": setting([*BODY, 8, "value", "image"], {"$ref": "document:1"})},
                                  ("lesson 1: image", "A block is not known")),
    "category": ({"change": setting(["course", "categories"], ["martian"])}, ("martian", "This category of branches does not")),
}


@pytest.mark.parametrize("kind", EVIL)
def test_an_evil_pack_is_refused_with_the_entry_at_fault(kind, packed, site, world, folders):
    options, (entry, sentence) = EVIL[kind]
    before = stored(folders)
    with pytest.raises(PackRefused) as refused:
        take(edited(packed, **options), world.p_district, site.west, copy=True)
    assert (refused.value.lines[0][0], refused.value.lines[0][1][:len(sentence)]) == (entry, sentence)
    assert stored(folders) == before
    assert CoursePage.objects.filter(slug="gongzuofa").count() == 1


@pytest.fixture
def packed(course, world):
    return pack_of(course, editor(world))[0]


def listed(name, data):
    """Return options that put ``data`` under ``name`` with a right size and checksum."""
    import hashlib

    def change(pack):
        pack["files"][name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    return {"change": change, "replace": {name: data}}


@pytest.mark.parametrize(("name", "data", "sentence"), [
    ("images/1.png", b"<svg onload='x'/>", "The file is not what its name says."),
    ("documents/1.pdf", b"<html>", "The file is not what its name says."),
    ("media/1.mp4", b"<html>", "This file holds no film"),
    ("captions/1.vtt", b"<html>", ""),
    ("posters/1.png", b"GIF", "The file is not what its name says."),
    ("scorm/1/imsmanifest.xml", b"<!DOCTYPE m [<!ENTITY a 'b'>]><manifest>&a;</manifest>", "imsmanifest.xml defines entities"),
])
def test_a_file_that_is_not_what_it_says(name, data, sentence, packed, site, world):
    with pytest.raises(PackRefused) as refused:
        take(edited(packed, **listed(name, data)), world.p_district, site.west, copy=True)
    assert refused.value.lines[0][0] in (name, "scorm/1/")
    assert refused.value.lines[0][1].startswith(sentence)


def test_scripts_in_texts_do_not_come_along(packed, site, world):
    taken = take(edited(packed, change=script), editor(world), site.west, copy=True)
    html = LessonPage.objects.child_of(taken.page).order_by("path").first().body[0].value.source
    assert (html.count("onclick"), html.count("<script"), html.count("javascript:")) == (0, 0, 0)
    assert "好" in html


# Commands ---------------------------------------------------------------------------------------------------------------


def test_out_and_in_at_the_prompt(course, site, world, tmp_path, capsys):
    file = tmp_path / "course.zip"
    call_command("export_course", "gongzuofa", "--output", str(file), "--as", "district")
    assert "3 lessons" in capsys.readouterr().out
    call_command("import_course", str(file), "--under", "west", "--as", "district", "--json")
    assert json.loads(capsys.readouterr().out)["created"] is False
    call_command("import_course", str(file), "--under", "schools/west", "--as", "district", "--json", "--copy", "--dry-run")
    assert json.loads(capsys.readouterr().out)["lessons"] == 3
    call_command("import_course", str(file), "--under", str(site.west.pk), "--as", "district", "--json", "--copy")
    said = json.loads(capsys.readouterr().out)
    assert (said["created"], CoursePage.objects.get(pk=said["page"]).get_parent().pk) == (True, site.west.pk)
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["import_course", "{bad}", "--under", "west", "--as", "district"], "The archive is damaged"),
    (["import_course", "{none}", "--under", "west", "--as", "district"], "No such file or directory"),
    (["import_course", "{bad}", "--under", "nowhere", "--as", "district"], "There is no such page: nowhere"),
    (["import_course", "{bad}", "--under", "west", "--as", "learner"], "may not do this"),
    (["export_course", "nothing", "--output", "{none}", "--as", "district"], "There is no such page: nothing"),
    (["export_course", "gongzuofa", "--output", "{none}/x.zip", "--as", "district"], "No such file or directory"),
    (["export_course", "shuji", "--output", "{none}", "--as", "editor"], "You may not edit this course"),
])
def test_what_goes_wrong_at_the_prompt(arguments, sentence, course, world, tmp_path):
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"not a zip")
    names = {"bad": bad, "none": tmp_path / "none.zip"}
    with pytest.raises(CommandError, match=sentence):
        call_command(*[argument.format(**names) for argument in arguments])
    assert not Path(names["none"]).exists()


def test_the_files_of_a_package_travel_whole(course, site, world):
    taken = take(pack_of(course, editor(world))[0], editor(world), site.west, copy=True)
    lesson = ScormLessonPage.objects.child_of(taken.page).get()
    folder = Folder.of_package(lesson.package)
    assert {name: opened().read().decode() for name, opened in folder.files.items()} == scorm_samples.multi_12()
