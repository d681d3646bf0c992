"""An exam on paper as PDF: the sheet that is written on, without a byte of its key, and the key sheet beside it."""

import io
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from PIL import Image

from courses.models import ExamQuestion, Question, QuestionMedia
from courses.question_pages import asked, keyed
from courses.rules.keyed import letter
from courses.rules.paper import draw
from courses.rules.questions import BY_PEOPLE, CHOICES, media_of
from lms.printing import Paper

ASSETS = Path(__file__).resolve().parent / "assets"
WIDEST = 1000  # pixels of a picture: enough for the width of a page
LINES = {"short": 5, "essay": 16}


def paper_pdf(printed):
    """Return the PDF that candidates write on. Raises ``lms.printing.CharacterMissing``."""
    contents = contents_of(printed)
    media, assets = _pictures(contents.values())
    items = [
        {**_sheet_item(contents[item["question"]], item, media, name=f"q{number}"), "number": number, "points": item["points"]}
        for number, item in enumerate(printed.paper, start=1)
    ]
    return _draw("courses/print/exam_paper_pdf.html", {"printed": printed, "exam": printed.exam, "items": items}, assets)


def key_pdf(printed):
    """Return the PDF of the right answers by the letters of this version, with explanations and rubrics."""
    contents = contents_of(printed)
    rubrics = dict(ExamQuestion.objects.filter(exam=printed.exam).values_list("question_id", "rubric"))
    items = [
        {"number": number, "points": item["points"], **key_item(contents[item["question"]], item),
         "rubric": rubrics.get(item["question"], [])}
        for number, item in enumerate(printed.paper, start=1)
    ]
    return _draw("courses/print/exam_key_pdf.html", {"printed": printed, "exam": printed.exam, "items": items}, {})


def contents_of(printed):
    """Return ``{question id: rules.questions.Content}`` of a version. One query."""
    wanted = [item["question"] for item in printed.paper]
    return {row.pk: row.content for row in Question.objects.filter(pk__in=wanted)}


def _sheet_item(content, drawn, media, *, name):
    """Return what the sheet shows of a question: ``question_pages.asked``, with letters before options and room to write."""
    item = asked(content, name=name, drawn=drawn, media=media)
    for row in item.get("options", ()):
        row["letter"] = letter(row["value"])
    for place, row in enumerate(item.get("lines", ()), start=1):
        row["letter"] = letter(place)
    if "lefts" in item:
        item["choices"] = [
            {"letter": letter(choice["value"]), "text": choice["text"]} for choice in item["lefts"][0]["choices"]
        ] if item["lefts"] else []
    item["lines_to_write"] = range(LINES.get(content.kind, 0))
    orders = drawn.get("parts") or [draw(part, 0) for part in content.parts]
    if content.parts:
        item["parts"] = [
            _sheet_item(part, orders[at], media, name=f"{name}p{at}") for at, part in enumerate(content.parts)
        ]
    return item


def key_item(content, drawn):
    """Return ``{"stem", "short", "lines", "explanation", "parts"}``: the key by the letters of this draw, then in words."""
    item = {"stem": content.stem, "kind": content.kind, "short": "", "explanation": content.explanation, "parts": []}
    item["lines"] = keyed(content) if content.kind != "case" else []
    options, rights = drawn["options"], drawn.get("rights", [])
    if content.kind in CHOICES:
        item["short"] = "".join(sorted(letter(options.index(key) + 1) for key in content.key if key in options))
    elif content.kind == "true_false":
        item["short"] = "√" if content.key == ("true",) else "×"
    elif content.kind == "ordering":
        item["short"] = "".join(letter(options.index(key) + 1) for key in content.key)
    elif content.kind == "matching":
        partner = dict(content.key)
        item["short"] = " ".join(
            f"{at}{letter(rights.index(partner[left]) + 1)}" for at, left in enumerate(options, start=1) if left in partner
        )
    elif content.kind in BY_PEOPLE:
        item["by_people"] = True
    orders = drawn.get("parts") or [draw(part, 0) for part in content.parts]
    item["parts"] = [key_item(part, orders[at]) for at, part in enumerate(content.parts)]
    return item


def _pictures(contents):
    """Return ``({key: what ``asked`` shows}, {asset name: PNG})``: pictures to print, and marks for sounds and films."""
    keys = {key for content in contents for key in media_of(content) if len(key) == 32}
    media, assets = {}, {}
    for row in QuestionMedia.objects.filter(key__in=keys) if keys else ():
        media[row.key.hex] = {"kind": row.kind, "url": ""}
        if row.kind == "image":
            name = f"{row.key.hex}.png"
            assets[name] = _png(row)
            media[row.key.hex]["url"] = f"asset:{name}"
    return media, assets


def _png(row):
    out = io.BytesIO()
    with row.file.open("rb") as file, Image.open(file) as picture:
        picture.thumbnail((WIDEST, WIDEST))
        picture.convert("RGB").save(out, format="PNG")
    return out.getvalue()


def _draw(template, context, assets):
    page = render_to_string(template, context)
    style = (ASSETS / "exam_paper.css").read_text(encoding="utf-8")
    return Paper(strip_tags(page) + "0123456789/ .ABCDEFGHIJKLMNOPQRST", style, assets=assets, sans=False).pdf(page)
