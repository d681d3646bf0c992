"""The cards to hand out: a page each, with fonts in the file and the address of the installation."""

import io
import re
import subprocess

import pytest
from django.core.management import call_command
from django.utils import translation

from cohorts.reports.guide_cards import CARDS

ADDRESS = "https://training-and-learning.district.example.gov.cn"  # long enough for two lines


def said(program, file, *arguments):
    return subprocess.run([program, *arguments, str(file), *(["-"] if program == "pdftotext" else [])],
                          capture_output=True, check=True, text=True).stdout


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_card_is_one_page_with_its_fonts_and_the_address(tmp_path, settings, language):
    settings.SITE_URL = ADDRESS
    call_command("print_cards", str(tmp_path / "cards"), language=language, stdout=io.StringIO())
    assert sorted(file.name for file in (tmp_path / "cards").iterdir()) == ["trainee-card.pdf", "trainer-card.pdf"]
    for name, card in CARDS.items():
        file = tmp_path / "cards" / f"{name}-card.pdf"
        assert "Pages:           1\n" in said("pdfinfo", file)
        assert "(A4)" in said("pdfinfo", file)
        fonts = [line.split() for line in said("pdffonts", file).splitlines()[2:]]
        assert fonts
        assert {line[-5] for line in fonts} == {"yes"}
        text = "".join(said("pdftotext", file).split())
        assert f"{ADDRESS}/login/" in text
        with translation.override(language):
            assert "".join(str(card.ending).split())[-8:] in text  # nothing is cut at the foot
            assert all("".join(str(step.title).split()) in text for step in card.steps)


def test_words_of_the_trainees_card_are_at_least_sixteen_points(tmp_path):
    call_command("print_cards", str(tmp_path), stdout=io.StringIO())
    drawn = said("pdftohtml", tmp_path / "trainee-card.pdf", "-xml", "-stdout", "-zoom", "1", "-i")
    sizes = [int(size) for size in re.findall(r'<fontspec id="\d+" size="(\d+)"', drawn)]
    assert sizes
    assert min(sizes) >= 16
