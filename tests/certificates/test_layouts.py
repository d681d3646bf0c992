"""Layouts as values: what is read, refused, compared, filled and made to fit."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from certificates.rules import wording
from certificates.rules.builtin import BUILTIN
from certificates.rules.designs import CLASSIC, DESIGNS, HONOUR, MODERN, without_ink
from certificates.rules.fit import fitting_size
from certificates.rules.layout import FRAMES, SHEETS, Layout, Picture, Square, Text, changes, problems

from .test_rules import FACTS

HASH = "a" * 64
SAID = wording.values(FACTS, number="徐委党训〔2018〕0123号", address="同志", site="http://x")


@pytest.mark.parametrize("layout", [BUILTIN, *DESIGNS.values()])
def test_what_comes_with_the_product_can_be_drawn_and_is_read_back_as_it_was(layout):
    assert problems(layout) == []
    assert Layout.from_row(layout.to_row()) == layout


def test_a_value_kept_before_something_was_thought_of_is_read_with_its_beginning():
    assert Layout.from_row({"texts": [{"text": "{name}"}]}) == Layout(texts=(Text("{name}"),))


@pytest.mark.parametrize("row", [None, [], {"strange": 1}, {"texts": ["x"]}, {"qr": {"x": 1, "deep": 2}}])
def test_what_is_no_layout_is_refused(row):
    with pytest.raises((ValueError, TypeError)):
        Layout.from_row(row)


@pytest.mark.parametrize(("change", "expected"), [
    ({"orientation": "diagonal"}, [("orientation", "choice")]),
    ({"paper": "red; background: url(x)"}, [("paper", "form")]),
    ({"frame": "../../etc/passwd"}, [("frame", "choice")]),
    ({"address": "尊" * 21}, [("address", "length")]),
    ({"qr": Square(x=1000, y=0, side=1)}, [("qr.x", "range"), ("qr.side", "range")]),
    ({"seal": Square(x="1", y=True, side=30)}, [("seal.x", "range"), ("seal.y", "range")]),
    ({"pictures": (Picture("../x", role="stamp"),)}, [("pictures.0.image", "form"), ("pictures.0.role", "choice")]),
    ({"pictures": (Picture(HASH),) * 11}, [("pictures", "many")]),
    ({"texts": ()}, [("texts", "no_name"), ("texts", "no_number")]),
    ({"texts": (Text("{name}{number}{salary}"),)}, [("texts.0.text", "field:salary")]),
    ({"texts": (Text("{name}{number}", size=4, lines=1.5, colour="red", align="middle"),)}, [
        ("texts.0.size", "range"), ("texts.0.lines", "range"), ("texts.0.align", "choice"), ("texts.0.colour", "form"),
    ]),
    ({"texts": (Text("{name}{number}"), Text(""))}, [("texts.1.text", "length")]),
])
def test_what_cannot_be_drawn_is_named_by_its_place(change, expected):
    assert problems(replace(BUILTIN, **change)) == expected


def test_changes_name_parts_and_texts():
    after = replace(
        CLASSIC, paper="#ffffff", seal=None, pictures=(Picture(HASH),),
        texts=(*CLASSIC.texts[:2], replace(CLASSIC.texts[2], size=13), *CLASSIC.texts[4:], Text("新的一句")),
    )
    assert changes(CLASSIC, after) == [
        ("paper", "changed", ""), ("seal", "removed", ""), ("pictures", "added", ""), ("texts", "changed", "编号：{number}"),
        ("texts", "added", "新的一句"), ("texts", "removed", CLASSIC.texts[3].text),
    ]
    assert (changes(None, CLASSIC), changes(CLASSIC, CLASSIC)) == ([], [])


def test_ink_is_seals_and_signatures_only():
    layout = replace(HONOUR, pictures=(Picture(HASH, role="signature"), Picture(HASH, role="logo")))
    assert layout.ink == {("signature", HASH), ("seal", "")}
    assert without_ink(layout).ink == set()
    assert [row.role for row in without_ink(layout).pictures] == ["logo"]


@pytest.mark.parametrize(("style", "text"), [
    ("arabic", "2018年3月5日"), ("chinese", "二〇一八年三月五日"), ("western", "5 March 2018"),
])
def test_a_day_in_three_styles(style, text):
    assert wording.dated(date(2018, 3, 5), style) == text


@pytest.mark.parametrize(("last", "style", "text"), [
    (date(2018, 3, 7), "chinese", "二〇一八年三月五日至三月七日"), (date(2018, 3, 7), "western", "5 – 7 March 2018"),
    (date(2018, 4, 7), "western", "5 March – 7 April 2018"), (date(2019, 1, 2), "western", "5 March 2018 – 2 January 2019"),
    (date(2019, 1, 2), "chinese", "二〇一八年三月五日至二〇一九年一月二日"), (date(2018, 3, 5), "western", "5 March 2018"),
])
def test_a_period_in_other_styles(last, style, text):
    assert wording.period_in(date(2018, 3, 5), last, style) == text


def test_a_text_is_filled_and_what_is_not_known_is_left_out_with_its_brackets():
    text = "{name}{address}参加[{host}举办的]{class}。[共计{hours}学时。]"
    assert wording.pieces(text, SAID) == (
        ("张三", True), ("同志", False), ("参加", False), ("甲学校", False), ("举办的", False), ("居民区党组织书记培训班", False),
        ("。共计", False), ("8", False), ("学时。", False),
    )
    bare = wording.values({**FACTS, "host": "", "minutes": 0}, number="x")
    assert "".join(piece for piece, _name in wording.pieces(text, bare)) == "张三参加居民区党组织书记培训班。"


def test_a_name_that_looks_like_a_field_stays_a_name():
    said = wording.values({**FACTS, "name": "{number}[x]<b>"}, number="N")
    assert wording.pieces("{name}：{number}", said) == (("{number}[x]<b>", True), ("：", False), ("N", False))


@pytest.mark.parametrize(("text", "lines", "size"), [
    ("张三", 1, 20), ("阿卜杜热西提·阿卜杜拉·麦麦提明", 1, 8.5), ("字" * 30, 2, 9), ("字" * 500, 1, 8),
])
def test_what_does_not_fit_is_set_smaller_down_to_four_tenths(text, lines, size):
    assert fitting_size(text, size=20, width=50, lines=lines) == size


# A released frame is what issued certificates pin: a better drawing gets another name.
DRAWN = {
    "guilloche-landscape": "7503640a6a87287b",
    "guilloche-portrait": "b057de7a821a6f42",
    "meander-landscape": "07d7aacbe4bda186",
    "meander-portrait": "9d56f647ce547f1b",
    "plain-landscape": "da70706ddaad4b66",
    "plain-portrait": "6c47f5efdeae2cab",
    "ribbon-landscape": "b684547a4f389bf5",
    "ribbon-portrait": "881aaed3916edef9",
}


def test_frames_are_never_changed():
    folder = Path(wording.__file__).resolve().parent.parent / "assets" / "frames"
    assert sorted(DRAWN) == sorted(f"{frame}-{way}" for frame in FRAMES for way in SHEETS)
    assert {file.stem: sha256(file.read_bytes()).hexdigest()[:16] for file in folder.iterdir()} == DRAWN


def test_the_designs_are_of_both_orientations():
    assert {layout.orientation for layout in (CLASSIC, MODERN, HONOUR)} == {"landscape", "portrait"}
