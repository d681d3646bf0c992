"""What is exported is read back as the same questions, whatever stands in them."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.question_files import gift_read, gift_write, moodle_read, moodle_write, sheet_read, sheet_write
from courses.question_files.result import Found, with_media

from .question_making import contents, each_kind

CALM = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def through_gift(some):
    return gift_read.read("".join(gift_write.write(some)).encode())


def through_moodle(some):
    """Pictures and sounds go with the file; each is told by its bytes, which are here the key that it had."""
    reading = moodle_read.read("".join(moodle_write.write(some, lambda key: ("a.png", key.encode()))).encode())
    names = {name: data.decode() for name, data in reading.files.items()}
    reading.found = [Found(with_media(one.content, names), one.line) for one in reading.found]
    return reading


def through_sheet(some):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bank.xlsx"
        sheet_write.write(path, some)
        return sheet_read.read(path)


WAYS = {"gift": through_gift, "moodle": through_moodle, "xlsx": through_sheet}


@pytest.mark.parametrize("way", WAYS)
def test_every_kind_comes_back_as_it_was(way):
    reading = WAYS[way](each_kind())
    assert reading.problems == []
    assert [one.content for one in reading.found] == each_kind()


@pytest.mark.parametrize("way", ["gift", "moodle"])
@CALM
@given(st.lists(contents(), min_size=1, max_size=4))
def test_any_question_comes_back_as_it_was(way, some):
    reading = WAYS[way](some)
    assert (reading.problems, [one.content for one in reading.found]) == ([], some)


@settings(CALM, max_examples=40)
@given(st.lists(contents(), min_size=1, max_size=4))
def test_any_question_comes_back_from_a_workbook(some):
    reading = through_sheet(some)
    assert (reading.problems, [one.content for one in reading.found]) == ([], some)


def test_the_template_can_be_imported_as_it_is():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        sheet_write.write_template(path)
        reading = sheet_read.read(path)
    assert reading.problems == []
    assert [one.content.kind for one in reading.found] == [
        "single", "multiple", "true_false", "fill_in", "matching", "ordering", "short",
    ]
