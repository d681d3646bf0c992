"""A course of everything, and the ways of packing, changing and taking it in that the tests share."""

import io
import json
import zipfile

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms.actions.editors import sync_editors
from cms.actions.packs import export_course, import_course
from cms.blocks import CONTENT, table_value
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
from cms.packs.reading import read_pack
from cms.rules.pack import MANIFEST
from courses.actions.scorm import store_package
from tests import scorm_samples
from tests.cms.conftest import publish
from tests.cms.files import sample, sound

CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\n\xe5\xa4\xa7\xe5\xae\xb6\xe5\xa5\xbd\n"


def stored(folders):
    return sorted(path.relative_to(folders).as_posix() for path in folders.rglob("*") if path.is_file())


def build_course(site, world):
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
    return dict(CONTENT)["self_check"].meta.preview_value


def pack_of(course, actor):
    made = io.BytesIO()
    contents = export_course(actor=actor, page=course, target=made)
    return made, contents


def editor(world):
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
