"""The check list before publishing: what it finds, where it says so, and that nothing is published without it."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from cms.checking import facts_of, what_stops
from cms.models import CoursePage, CoursePrerequisite, LessonPage, MediaFile
from cms.rules.checklist import BlockFacts, goes_in_circles, of_course, of_lesson

from .files import PDF, film, sound
from .test_editors import EMPTY_LISTS


def failing(findings):
    return {each.code: [(place.number, place.fault) for place in each.places] for each in findings if not each.passed}


@pytest.mark.parametrize(("block", "expected"), [
    (BlockFacts(1, "文字"), {}),
    (BlockFacts(2, "图", pictures=3, described=2, files=("", "", "")), {"alt": [(2, "alt")]}),
    (BlockFacts(2, "图", pictures=1, described=1, files=("missing",)), {"file": [(2, "missing")]}),
    (BlockFacts(3, "片", spoken=True, files=("",), seconds=60), {"words": [(3, "words")]}),
    (BlockFacts(3, "片", spoken=True, words=True, files=("broken",), seconds=60), {"file": [(3, "broken")]}),
    (BlockFacts(3, "片", spoken=True, words=True, files=("",), seconds=601), {"length": []}),
    (BlockFacts(3, "片", spoken=True, words=True, files=("",), seconds=600), {}),
])
def test_what_the_rules_find_in_a_block(block, expected):
    assert failing(of_lesson([block], minutes=10, summary="一句")) == expected


def test_what_the_rules_find_in_a_lesson_and_in_a_course():
    assert failing(of_lesson([], minutes=0, summary=" ")) == {"content": [], "minutes": [], "summary": []}
    found = of_course(audience=False, objectives=False, lessons=0, materials=["", "missing"], summary="", circle=True)
    assert failing(found) == {
        "audience": [], "objectives": [], "lessons": [], "summary": [], "prerequisites": [], "materials": [(2, "missing")],
    }
    assert {each.code for each in found if each.stops} == {"prerequisites", "materials"}


@pytest.mark.parametrize(("start", "asked", "wanted", "circle"), [
    (1, {}, [2], False), (1, {2: [3], 3: [4]}, [2], False), (1, {}, [1], True), (1, {2: [3], 3: [1]}, [2], True),
    (1, {2: [3], 3: [2]}, [2], False), (1, {1: [2]}, [], False),
])
def test_a_course_that_asks_for_itself_goes_in_circles(start, asked, wanted, circle):
    assert goes_in_circles(start, asked, wanted) is circle


@pytest.fixture
def files(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return {
        "image": Image.objects.create(title="图", file=get_test_image_file()),
        "pdf": Document.objects.create(title="表", file=ContentFile(PDF, "form.pdf")),
        "video": MediaFile.objects.create(title="片", type="video", duration=3, file=film()),
        "audio": MediaFile.objects.create(title="音", type="audio", duration=2, file=sound()),
    }


def bodies(files):
    return [
        {"type": "picture", "value": {"image": files["image"].pk, "alt": "图", "caption": "大门"}},
        {"type": "gallery", "value": {"title": "", "pictures": [{"image": files["image"].pk, "alt": "图", "caption": ""}]}},
        {"type": "video", "value": {"video": files["video"].pk, "hls": "", "caption": "开场", "transcript": "<p>话</p>"}},
        {"type": "audio", "value": {"audio": files["audio"].pk, "caption": "", "transcript": "<p>话</p>"}},
        {"type": "pdf", "value": {"document": files["pdf"].pk, "title": "文件"}},
        {"type": "download", "value": {"document": files["pdf"].pk, "title": "登记表"}},
    ]


def stopping(body):
    return {point.code: point.lines for point in LessonPage(title="课", minutes=10, body=body).checklist() if point.stops}


def test_a_lesson_that_has_everything_is_not_stopped(files):
    page = LessonPage(title="课", minutes=10, summary="一句", body=bodies(files))
    assert [point.code for point in page.checklist() if not point.passed] == []
    assert {point.code for point in page.checklist()} == {"content", "minutes", "alt", "words", "file", "length", "summary"}


@pytest.mark.parametrize(("number", "kind"), [(1, "image"), (2, "image"), (3, "video"), (4, "audio"), (5, "pdf"), (6, "pdf")])
def test_a_missing_file_is_named_with_its_block(files, number, kind):
    files[kind].file.storage.delete(files[kind].file.name)
    lines = stopping([bodies(files)[number - 1]])["file"]
    assert len(lines) == 1
    assert lines[0].startswith("第 1 块")
    assert lines[0].endswith("文件找不到了")


@pytest.mark.parametrize(("number", "kind"), [(3, "video"), (4, "audio"), (5, "pdf")])
def test_a_damaged_file_is_found_again_before_publishing(files, number, kind):
    file = files[kind].file
    with file.storage.open(file.name, "wb") as handle:
        handle.write(b"damaged")
    assert stopping([bodies(files)[number - 1]])["file"][0].endswith("文件已损坏，打不开")


def test_a_film_needs_captions_or_a_transcript(files):
    value = {"video": files["video"].pk, "hls": "", "caption": "开场", "transcript": ""}
    assert list(stopping([{"type": "video", "value": value}])) == ["words"]
    files["video"].captions.save("zh.vtt", ContentFile(b"WEBVTT"))
    assert stopping([{"type": "video", "value": value}]) == {}
    stream = {"video": None, "hls": "https://a.example/b.m3u8", "caption": "", "transcript": ""}
    assert list(stopping([{"type": "video", "value": stream}])) == ["words"]
    assert stopping([{"type": "video", "value": stream | {"transcript": "<p>话</p>"}}]) == {}
    assert list(stopping([{"type": "video", "value": stream | {"hls": "", "transcript": "<p>话</p>"}}])) == ["file"]


def test_the_facts_of_blocks_count_from_one_and_name_them(files):
    page = LessonPage(title="课", body=bodies(files))
    assert [(fact.number, fact.name) for fact in facts_of(page.body)][:3] == [(1, "图片 · 大门"), (2, "图集"), (3, "视频 · 开场")]


def lesson_form(**more):
    return {
        "title": "新课", "slug": "new", "summary": "", "minutes": "10", "required": "on", "body-count": "1",
        "body-0-deleted": "", "body-0-order": "0", "body-0-id": "", **more,
    }


def video_block(media):
    return {"body-0-type": "video", "body-0-value-video": media.pk, "body-0-value-hls": "", "body-0-value-caption": "开场",
            "body-0-value-transcript": "null"}


def test_publishing_is_refused_with_the_list_and_a_draft_is_saved(site, files, client, world):
    client.force_login(world.p_district)
    address = f"/cms/pages/add/cms/lessonpage/{site.course.pk}/"
    form = lesson_form(**video_block(files["video"]))
    refused = client.post(address, {**form, "action-publish": "1"})
    assert refused.status_code == 200
    text = refused.content.decode()
    assert "还不能发布" in text
    assert "第 1 块（视频 · 开场）：缺少字幕或文字稿" in text
    assert not LessonPage.objects.filter(slug="new").exists()
    assert client.post(address, form).status_code == 302
    page = LessonPage.objects.get(slug="new")
    assert page.live is False
    assert client.post(f"/cms/pages/{page.pk}/edit/", {**form, "action-publish": "1"}).status_code == 200
    page.refresh_from_db()
    assert page.live is False
    assert "第 1 块（视频 · 开场）：缺少字幕或文字稿" in client.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    files["video"].captions.save("zh.vtt", ContentFile(b"WEBVTT"))
    assert client.post(f"/cms/pages/{page.pk}/edit/", {**form, "action-publish": "1"}).status_code == 302
    page.refresh_from_db()
    assert page.live is True


def test_submitting_for_approval_is_refused_like_publishing(site, files, client, world):
    client.force_login(world.p_editor)
    address = f"/cms/pages/add/cms/micropage/{site.east.pk}/".replace("micropage", "microlessonpage")
    files["video"].file.storage.delete(files["video"].file.name)
    form = lesson_form(**video_block(files["video"]))
    text = client.post(address, {**form, "action-submit": "1"}).content.decode()
    assert "第 1 块（视频 · 开场）：文件找不到了" in text


def test_pages_published_together_are_checked_too(site, files, client, world):
    client.force_login(world.p_district)
    draft = LessonPage(title="空课", slug="empty", live=False)
    CoursePage.objects.get(pk=site.course.pk).add_child(instance=draft)
    draft.save_revision()
    client.post(f"/cms/bulk/wagtailcore/page/publish/?id={draft.pk}&next=/cms/", {"next": "/cms/"})
    draft.refresh_from_db()
    assert draft.live is False
    draft.body = [{"type": "heading", "value": "开头"}]
    draft.save_revision()
    client.post(f"/cms/bulk/wagtailcore/page/publish/?id={draft.pk}&next=/cms/", {"next": "/cms/"})
    draft.refresh_from_db()
    assert draft.live is True


def test_copies_that_are_published_at_once_are_checked_too(site, client, world):
    client.force_login(world.p_district)
    LessonPage.objects.filter(pk=site.lessons[0].pk).update(body="[]")
    data = {"new_title": "复制", "new_slug": "copy", "new_parent_page": site.course.get_parent().pk, "copy_subpages": "on"}
    client.post(f"/cms/pages/{site.course.pk}/copy/", {**data, "publish_copies": "on"})
    assert not CoursePage.objects.filter(slug="copy").exists()
    client.post(f"/cms/pages/{site.course.pk}/copy/", data)
    assert CoursePage.objects.get(slug="copy").live is False


def test_a_course_cannot_be_published_when_it_asks_for_itself(site, client, world):
    other = CoursePage(title="另一门", slug="other", live=False)
    site.course.get_parent().add_child(instance=other)
    other.course_prerequisites = [CoursePrerequisite(course=site.course)]
    other.save()
    client.force_login(world.p_district)
    form = {
        "title": "居民区书记培训", "slug": "shuji", "summary": "", "objectives": "null", **EMPTY_LISTS, "action-publish": "1",
        "course_prerequisites-TOTAL_FORMS": "1", "course_prerequisites-0-course": other.pk,
        "course_prerequisites-0-ORDER": "1", "course_prerequisites-0-id": "",
    }
    refused = client.post(f"/cms/pages/{site.course.pk}/edit/", form)
    assert refused.status_code == 200
    assert "还不能发布" in refused.content.decode()


def test_what_stops_names_the_page(site):
    LessonPage.objects.filter(pk=site.lessons[0].pk).update(body="[]", minutes=0)
    lines = what_stops([LessonPage.objects.get(pk=site.lessons[0].pk), site.home])
    assert [line.split("：")[0] for line in lines] == ["第1课", "第1课"]
