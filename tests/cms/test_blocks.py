"""Every block renders by its own template, without a style or script of its own."""

import re

import pytest
from django.core.files.base import ContentFile
from wagtail.blocks import CharBlock, StructBlockValidationError
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from cms.blocks import CONTENT, table_value
from cms.demo_content import government, micro, residential, series, soe, two_new
from cms.demo_content.writing import blocks
from cms.fields import ContentField
from cms.models import LessonPage, MediaFile

from .conftest import add_lesson

BLOCKS = dict(CONTENT)


@pytest.fixture
def files(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return {
        "image": Image.objects.create(title="图", file=get_test_image_file()),
        "document": Document.objects.create(title="表", file=ContentFile(b"%PDF-1.4", "form.pdf")),
        "video": MediaFile.objects.create(title="片", type="video", duration=3, file=ContentFile(b"0", "film.mp4")),
        "audio": MediaFile.objects.create(title="音", type="audio", duration=3, file=ContentFile(b"0", "sound.mp3")),
    }


def every_block(files):
    return [
        {"type": "prose", "value": "<p>段落<b>重点</b></p>"},
        {"type": "heading", "value": "小标题"},
        {"type": "quotation", "value": {"text": "原话", "source": "某人"}},
        {"type": "table", "value": table_value("表题", ["列甲", "列乙"], [["甲一", "乙一"]])},
        {"type": "key_points", "value": {"title": "要点", "points": ["第一", "第二"]}},
        {"type": "timeline", "value": {"title": "步骤", "steps": [{"when": "会前", "title": "通知", "text": "七天"}]}},
        {"type": "case_study", "value": {"title": "案例", "situation": "<p>情形</p>", "question": "怎么办",
                                         "analysis": "<p>分析在此</p>"}},
        {"type": "discussion", "value": {"question": "讨论什么", "hint": "怎样讨论"}},
        {"type": "self_check", "value": {"question": "哪一个对", "explanation": "<p>为什么对</p>", "choices": [
            {"text": "甲说", "right": False}, {"text": "乙说", "right": True}]}},
        {"type": "gallery", "value": {"title": "图集", "pictures": [
            {"image": files["image"].pk, "alt": "第一张", "caption": "图一"},
            {"image": files["image"].pk, "alt": "第二张", "caption": ""}]}},
        {"type": "pdf", "value": {"document": files["document"].pk, "title": "一份文件"}},
        {"type": "picture", "value": {"image": files["image"].pk, "alt": "一张图", "caption": "图注"}},
        {"type": "video", "value": {"video": files["video"].pk, "caption": "片名", "transcript": "<p>片中的话</p>"}},
        {"type": "audio", "value": {"audio": files["audio"].pk, "caption": "录音", "transcript": "<p>录音的话</p>"}},
        {"type": "download", "value": {"document": files["document"].pk, "title": "登记表"}},
        {"type": "link_card", "value": {"page": None, "url": "https://example.org/", "title": "外面", "text": "一行"}},
    ]


def test_a_lesson_of_every_block_renders_without_inline_style_or_script(site, files, client):
    body = every_block(files)
    assert {block["type"] for block in body} == set(BLOCKS)
    add_lesson(site.course, "全部", slug="all", body=body)
    page = client.get("/courses/residential/shuji/all/").content.decode()
    article = page[page.index("<article"):page.index("</article>")]
    for needle in ("style=", "<style", "onclick"):
        assert needle not in article
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", article) == []
    for words in (
        "重点", "小标题", "原话", "乙一", "第二", "七天", "分析在此", "讨论什么", 'alt="一张图"', "片中的话", "录音的话",
        "登记表", "外面", "哪一个对", "乙说", "为什么对", 'alt="第一张"', 'alt="第二张"', "图一", "一份文件",
    ):
        assert words in article


def test_the_analysis_of_a_case_is_folded_away(site, files, client):
    add_lesson(site.course, "案例", slug="case", body=[every_block(files)[6]])
    article = client.get("/courses/residential/shuji/case/").content.decode()
    assert article.index("怎么办") < article.index("<details") < article.index("<summary") < article.index("分析在此")


def test_a_picture_needs_its_alternative_text(files):
    block = BLOCKS["picture"]
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"image": files["image"].pk, "alt": "", "caption": ""}))
    assert block.clean(block.to_python({"image": files["image"].pk, "alt": "有", "caption": ""}))["alt"] == "有"


def test_every_picture_of_a_gallery_needs_its_alternative_text(files):
    block = BLOCKS["gallery"]
    pictures = [{"image": files["image"].pk, "alt": alt, "caption": ""} for alt in ("有", "")]
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({"title": "", "pictures": pictures}))
    assert list(refused.value.block_errors) == ["pictures"]
    pictures[1]["alt"] = "也有"
    assert len(block.clean(block.to_python({"title": "", "pictures": pictures}))["pictures"]) == 2


def test_the_answer_to_a_self_check_is_folded_away_and_needs_no_script(site, files, client):
    body = [each for each in every_block(files) if each["type"] == "self_check"]
    add_lesson(site.course, "自测", slug="check", body=body)
    article = client.get("/courses/residential/shuji/check/").content.decode()
    places = [article.index(words) for words in ("哪一个对", "甲说", "<details class=\"self-check", "<strong>乙说", "为什么对")]
    assert places == sorted(places)


def test_a_self_check_needs_a_right_answer():
    block = BLOCKS["self_check"]
    choices = [{"text": "甲", "right": False}, {"text": "乙", "right": False}]
    value = {"question": "问", "explanation": "<p>因为</p>", "choices": choices}
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python(value))


def test_a_pdf_is_framed_by_our_own_pages_only(site, files, client):
    block = {"type": "pdf", "value": {"document": files["document"].pk, "title": "一份"}}
    add_lesson(site.course, "文件", slug="paper", body=[block])
    page = client.get("/courses/residential/shuji/paper/")
    address = files["document"].url
    assert page.content.decode().count(address) == 2  # in the page, and the way for phones that cannot show it there
    assert "frame-src" not in page.headers["Content-Security-Policy"]  # default-src 'self' speaks for frames
    paper = client.get(address)
    assert paper.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert paper.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'self'"
    assert paper.headers["Content-Type"] == "application/pdf"


def test_other_documents_are_framed_by_nobody(files, client):
    other = Document.objects.create(title="表", file=ContentFile(b"PK", "form.zip"))
    assert client.get(other.url).headers["X-Frame-Options"] == "DENY"


def test_only_a_pdf_is_read_in_the_page(files):
    block = BLOCKS["pdf"]
    other = Document.objects.create(title="表", file=ContentFile(b"PK", "form.docx"))
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"document": other.pk, "title": "表"}))
    assert block.clean(block.to_python({"document": files["document"].pk, "title": "表"}))["title"] == "表"


@pytest.mark.parametrize(("address", "good"), [
    ("https://media.example.org/a/film.m3u8", True), ("https://media.example.org/a/film.m3u8?key=1", True),
    ("http://media.example.org/film.m3u8", False), ("https://media.example.org/film.mp4", False), ("", False),
])
def test_a_film_is_a_file_or_the_address_of_a_stream(address, good):
    block = BLOCKS["video"]
    value = block.to_python({"video": None, "hls": address, "caption": "", "transcript": ""})
    if good:
        assert block.clean(value)["hls"] == address
        return
    with pytest.raises(StructBlockValidationError):
        block.clean(value)


def test_a_film_knows_the_address_of_its_captions(files):
    block, film = BLOCKS["video"], files["video"]
    assert block.to_python({"video": film.pk}).captions == ""
    film.captions.save("zh.vtt", ContentFile(b"WEBVTT"))
    assert block.to_python({"video": film.pk}).captions == f"/media/{film.captions.name}"
    assert block.to_python({"video": None, "hls": "https://a.example/b.m3u8"}).captions == ""


def test_a_block_added_later_is_no_change_of_the_database():
    field = LessonPage._meta.get_field("body")
    more = ContentField([*CONTENT, ("later", CharBlock())], verbose_name=field.verbose_name, blank=True)
    assert field.deconstruct()[1:] == more.deconstruct()[1:]
    assert field.deconstruct()[2] == []
    assert "block_types" not in field.deconstruct()[3]
    assert "block_lookup" not in field.deconstruct()[3]


def test_a_link_card_needs_a_page_or_an_address():
    block = BLOCKS["link_card"]
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"page": None, "url": "", "title": "空", "text": ""}))


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_has_an_icon_a_group_a_template_and_a_preview(name):
    block = BLOCKS[name]
    assert block.meta.icon
    assert block.meta.group
    assert block.meta.template.startswith("cms/blocks/")
    assert block.is_previewable


@pytest.mark.parametrize("name", BLOCKS)
def test_every_preview_opens_in_the_editor(site, client, world, name):
    client.force_login(world.p_district)
    block = LessonPage._meta.get_field("body").stream_block.child_blocks[name]
    response = client.get("/cms/block-preview/", {"id": block.definition_prefix})
    assert response.status_code == 200
    assert "content.css" in response.content.decode()


def texts():
    courses = [*residential.COURSES, *government.COURSES, *soe.COURSES, *two_new.COURSES, *series.SERIES_COURSES]
    yield from (lesson for course in courses for lesson in course["lessons"])
    yield from micro.MICRO_LESSONS


@pytest.mark.parametrize("lesson", list(texts()), ids=lambda lesson: lesson[0])
def test_every_demonstration_text_becomes_whole_blocks(lesson):
    title, minutes, _, text = lesson
    found = blocks(text, title)
    assert blocks(text, title) == found
    for block in found:
        if block["type"] == "table":
            columns = len(block["value"]["table"]["columns"])
            assert [len(row["values"]) for row in block["value"]["table"]["rows"]] == [columns] * len(
                block["value"]["table"]["rows"])
        if block["type"] == "timeline":
            assert all(step["title"] for step in block["value"]["steps"])
    assert len(found) >= 2
    assert 5 <= minutes <= 20
