"""Every feature that the published descriptions name: taken as the documentation's table says, or skipped with a sentence."""

from dataclasses import replace

import pytest
from django.utils import translation

from courses.rules.questions import media_of

from .question_format_tables import FORMATS, PAGE, page

EACH = [(form, one) for form, (_read, features) in FORMATS.items() for one in features]


@pytest.mark.parametrize(("form", "feature"), EACH, ids=[f"{form}: {one.name}"[:80] for form, one in EACH])
def test_a_feature_is_taken_as_the_table_says(form, feature, tmp_path):
    reading = FORMATS[form][0](feature.sample, tmp_path)
    found = tuple(one.content for one in reading.found)
    if feature.files:
        assert tuple(reading.files) == feature.files
        assert {key for one in found for key in media_of(one)} == set(feature.files)
        expected = tuple(replace(one, options=tuple(
            replace(mine, media=theirs.media) for mine, theirs in zip(one.options, got.options, strict=True)
        )) for one, got in zip(feature.found, found, strict=True))
    else:
        expected = feature.found
    assert found == expected
    assert tuple((one.code, one.skipped) for one in reading.problems) == feature.problems


def test_the_documentation_lists_what_is_read():
    with translation.override("en"):
        assert PAGE.read_text() == page()
