"""What stands in a drawn file: every field, rare characters, fonts; and that it stays the same."""

import io
import shutil
import subprocess
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image, ImageChops

from certificates.pdf import Renderer, render_pdf
from certificates.pdf.pictures import png_of
from certificates.pdf.render import Sample
from certificates.rules.builtin import BUILTIN
from certificates.rules.designs import CLASSIC, DESIGNS, HONOUR, MODERN
from certificates.rules.layout import Picture, Text
from certificates.samples import FACTS, TEST_PEOPLE
from lms.printing import fonts

from .test_certificates import text_of

NAMES = [name for _label, name in TEST_PEOPLE.values()]
EVERY_FIELD = Text("|".join(f"{{{field}}}" for field in (
    "name", "address", "organisation", "programme", "class", "cohort", "host", "period", "starts_on", "ends_on", "hours",
    "number", "issuer", "issued_on", "site",
)), x=10, y=10, width=270, size=9, lines=8)


def sample(layout=BUILTIN, number=1, **facts):
    return Sample(f"徐委党训〔2018〕{number:04d}号", f"{number:022d}", {**FACTS, "name": "张三", **facts}, layout)


def drawn(*certificates, **more):
    return [content for _certificate, content in Renderer(certificates, **more).render_many()]


def joined(content):
    """The text of a file without the spaces and lines that its layout makes."""
    return "".join(text_of(content).split())


def fonts_of(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for font in pdf.pages[0].Resources.Font.values():
            inside = font.DescendantFonts[0]
            program = inside.FontDescriptor.get("/FontFile3") or inside.FontDescriptor.get("/FontFile2")
            yield str(font.BaseFont), program.read_bytes(), font.ToUnicode.read_bytes()


@pytest.mark.parametrize("layout", [BUILTIN, CLASSIC, MODERN, HONOUR])
@pytest.mark.parametrize("name", NAMES)
def test_name_number_and_issuer_come_out_of_the_file_again(layout, name):
    text = joined(render_pdf(sample(layout, name=name)))
    wanted = ["".join(name.split()), "徐委党训〔2018〕0001号", FACTS["issuer"], "/verify/"]
    assert [part for part in wanted if part not in text] == []


def test_every_field_comes_out_of_the_file_again():
    text = joined(render_pdf(sample(replace(BUILTIN, texts=(EVERY_FIELD,)), name="𠮷㛃䶮")))
    assert text.split("|")[:14] == [
        "𠮷㛃䶮", "同志", "示范街道东一居民区党总支", "2018年居民区党组织书记轮训", "2018年居民区党组织书记轮训",
        "2018年居民区党组织书记轮训（第一期）", "示范街道社区党校", "2018年3月5日至3月7日", "2018年3月5日", "2018年3月7日", "24",
        "徐委党训〔2018〕0001号", "中共示范区委组织部", "2018年3月8日",
    ]


def test_the_text_comes_out_in_the_order_of_the_layout():
    raw = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=render_pdf(sample()), capture_output=True, check=True
    ).stdout.decode()
    order = ["结业证书", "编号：徐委党训〔2018〕0001号", "张三", "中共示范区委组织部", "二〇一八年三月八日"]
    text = "".join(raw.split())
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_fonts_are_embedded_named_and_cut_to_what_is_shown():
    found = list(fonts_of(render_pdf(sample(name="𠮷㛃䶮"))))
    assert [name.partition("+")[2] for name, _program, _map in found] == ["F0", "F1"]
    assert all(name[1:7].isalpha() and name[1:7].isupper() for name, _program, _map in found)
    assert sum(len(program) for _name, program, _map in found) < 60_000
    assert "d842dfb7" in found[1][2].decode()  # 𠮷 as UTF-16, from the font that has it


def test_a_name_shows_in_its_own_file_only():
    first, second = drawn(sample(name="张㛃"), sample(number=2, name="李䶮"))
    maps = ["".join(map_.decode() for _name, _program, map_ in fonts_of(content)) for content in (first, second)]
    assert [("<36c3>" in text, "<4dae>" in text) for text in maps] == [(True, False), (False, True)]


def test_a_file_is_the_same_picture_and_text_whoever_else_is_in_the_batch():
    wanted = sample(CLASSIC, 7, name="阿卜杜热西提·阿卜杜拉·麦麦提明")
    others = [sample(CLASSIC if number % 2 else MODERN, number, name=NAMES[number % 5]) for number in range(8, 70)]
    alone = drawn(wanted)[0]
    among = drawn(*others[:55], wanted, *others[55:])[55]
    assert (text_of(alone), pixels(alone)) == (text_of(among), pixels(among))


def test_the_same_batch_is_the_same_bytes():
    assert drawn(sample(), sample(MODERN, 2)) == drawn(sample(), sample(MODERN, 2))


def test_a_file_is_small_and_says_what_it_is():
    content = render_pdf(sample(CLASSIC))
    assert len(content) < 90_000
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert (len(pdf.pages), str(pdf.docinfo["/Title"]), str(pdf.Root.Lang)) == (1, "徐委党训〔2018〕0001号", "zh-Hans")
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["dc:title"]) == ("3", "徐委党训〔2018〕0001号")
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"


def test_pictures_lie_where_they_were_placed_seals_over_the_text():
    red, blue = (colour_png(colour) for colour in ("#ff0000", "#0000ff"))
    layout = replace(BUILTIN, frame="", seal=None, qr=None, pictures=(
        Picture("a" * 64, role="background", x=0, y=0, width=297, height=210),
        Picture("b" * 64, role="seal", x=0, y=20, width=297, height=40),
    ))
    picture = Image.open(io.BytesIO(png_of(drawn(sample(layout), pictures={"a" * 64: red, "b" * 64: blue})[0], width=297)))
    shown = picture.convert("RGB")
    assert (shown.getpixel((5, 5)), shown.getpixel((148, 35)), shown.getpixel((290, 200))) == (
        (255, 0, 0), (0, 0, 255), (255, 0, 0))


def test_a_preview_shows_the_page_as_poppler_does():
    content = render_pdf(sample(CLASSIC))
    ours = Image.open(io.BytesIO(png_of(content, width=600))).convert("L")
    theirs = Image.open(io.BytesIO(subprocess.run(
        ["pdftoppm", "-scale-to-x", "600", "-scale-to-y", str(ours.height), "-png", "-"], input=content, capture_output=True,
        check=True,
    ).stdout)).convert("L")
    spread = ImageChops.difference(ours, theirs).histogram()
    assert sum(spread[128:]) < 0.02 * ours.width * ours.height


def test_no_text_is_set_in_a_font_that_was_not_asked_for(monkeypatch):
    renderer = Renderer([sample()])
    monkeypatch.setattr(renderer.setter, "style", "p { position: absolute }")
    with pytest.raises(RuntimeError):
        renderer.render(renderer.certificates[0])


@pytest.mark.parametrize("character", "𠮷㛃䶮·〇喆堃玥")
def test_characters_of_names_come_with_the_product(character, monkeypatch):
    monkeypatch.setattr(fonts, "system_font_with", lambda character: None)
    assert len(fonts.choose(character)) == 1
    assert len(fonts.choose(character, sans=True)) == 1


def test_the_designs_hold_every_test_person():
    for layout in DESIGNS.values():
        for content in drawn(*(sample(layout, place, name=name) for place, name in enumerate(NAMES))):
            assert content.startswith(b"%PDF-1.7")


def pixels(content):
    assert shutil.which("pdftoppm")
    return subprocess.run(["pdftoppm", "-r", "60", "-png", "-"], input=content, capture_output=True, check=True).stdout


def colour_png(colour):
    out = io.BytesIO()
    Image.new("RGB", (20, 20), colour).save(out, "PNG")
    return out.getvalue()
