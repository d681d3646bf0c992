"""Every block renders by its own template, without a style or script of its own."""

import pytest
from django.core.files.base import ContentFile
from wagtail.blocks import StructBlockValidationError
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtailmedia.models import Media

from cms.blocks import CONTENT, table_value
from cms.demo_content import government, residential, series, soe, two_new
from cms.demo_content.writing import blocks
from cms.models import LessonPage

from .conftest import add_lesson

BLOCKS = dict(CONTENT)


@pytest.fixture
def files(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return {
        "image": Image.objects.create(title="图", file=get_test_image_file()),
        "document": Document.objects.create(title="表", file=ContentFile(b"%PDF-1.4", "form.pdf")),
        "video": Media.objects.create(title="片", type="video", duration=3, file=ContentFile(b"0", "film.mp4")),
        "audio": Media.objects.create(title="音", type="audio", duration=3, file=ContentFile(b"0", "sound.mp3")),
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
    for needle in ("style=", "<script", "<style", "onclick"):
        assert needle not in article
    for words in (
        "重点", "小标题", "原话", "乙一", "第二", "七天", "分析在此", "讨论什么", 'alt="一张图"', "片中的话", "录音的话",
        "登记表", "外面",
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
    yield from series.MICRO_LESSONS


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
