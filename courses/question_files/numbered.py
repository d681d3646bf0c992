"""Questions from lines in the usual numbered form: ``1. ...``, ``A. ...``, ``答案：B``."""

import re
from dataclasses import dataclass, field

from courses.rules.question_lines import letter, lettered, split_tags
from courses.rules.questions import BLANK, Content

from . import sheet_words as words
from .result import NoCounterpart
from .sheet_read import blanks_of, letters_or_raise

SECTION = re.compile(r"(?:第?[一二三四五六七八九十]{1,3}(?:部分)?[、.．]?\s*)(\S{2,8}?题)(?:\s*[（(：:，,。].*)?")
QUESTION = re.compile(r"(\d{1,5})\s*[.．、)）]\s*(.*)", re.DOTALL)
OPTION = re.compile(r"([A-T])\s*[.．、)）:：]\s*(.*)", re.DOTALL)
NEXT_OPTION = re.compile(r"\s+(?=[B-T]\s*[.．、)）:：]\s*\S)")
FIELD = re.compile(
    r"[【\[]?\s*(题型|正确答案|参考答案|标准答案|答案解析|答案|试题解析|解析|难度|知识点|考点|来源|出处|作者|主题)"
    r"\s*[】\]]?\s*[:：]?\s*(.*)", re.DOTALL)
MARKED = re.compile(r"[（(\[【](单选题?|多选题?|判断题?|填空题?|简答题?|论述题?)[）)\]】]")
LONGEST_LINE = 20_000
FIELDS = {
    "题型": "kind", "难度": "difficulty", "知识点": "tags", "考点": "tags", "来源": "source", "出处": "source", "作者": "author",
    "主题": "theme",
}


@dataclass(frozen=True)
class Line:
    """A paragraph: ``media`` are the names of its pictures, ``fault`` why it cannot be said in plain text."""

    number: int
    text: str
    media: tuple[str, ...] = ()
    fault: NoCounterpart | None = None


@dataclass
class _Draft:
    line: int
    kind: str
    stem: list = field(default_factory=list)
    options: list = field(default_factory=list)
    media: list = field(default_factory=list)
    option_media: dict = field(default_factory=dict)
    answer: list = field(default_factory=list)
    explanation: list = field(default_factory=list)
    about: dict = field(default_factory=dict)
    last: list | None = None
    fault: NoCounterpart | None = None


def read_lines(reading, lines):
    """Take the questions of ``lines`` (:class:`Line`) into ``reading``."""
    section, draft = "", None
    for line in lines:
        text, fault = line.text.strip(), line.fault
        if len(text) > LONGEST_LINE:
            text, fault = text[:100], NoCounterpart("too_long")
        if not text and not line.media and fault is None:
            continue
        heading = SECTION.fullmatch(text)
        if heading and words.KIND_OF.get(heading[1]):
            _finish(reading, draft)
            section, draft = words.KIND_OF[heading[1]], None
            continue
        begins = QUESTION.fullmatch(text)
        if begins:
            _finish(reading, draft)
            draft = _Draft(line.number, section)
            draft.stem.append(begins[2])
            draft.last = draft.stem
        elif draft is not None:
            _go_on(draft, text)
        elif fault is None and text:
            reading.note(line.number, "outside", text=text[:40])
            continue
        if draft is not None:
            draft.fault = draft.fault or fault
            _add_media(draft, line.media)
    _finish(reading, draft)


def _add_media(draft, names):
    if not names:
        return
    if draft.last is draft.options and draft.options:
        draft.option_media.setdefault(len(draft.options) - 1, []).extend(names)
    else:
        draft.media.extend(names)


def _go_on(draft, text):
    named = FIELD.fullmatch(text)
    if named and (named[2] or text.endswith((":", "：", "】"))) and _ends_name(text, named[1]):
        name = named[1]
        if name in FIELDS:
            draft.about[FIELDS[name]] = named[2].strip()
            draft.last = None
        else:
            draft.last = draft.explanation if "解析" in name else draft.answer
            draft.last.append(named[2].strip())
    elif OPTION.fullmatch(text) and draft.last is not draft.explanation and not draft.answer:
        for piece in NEXT_OPTION.split(text):
            found = OPTION.fullmatch(piece.strip())
            draft.options.append((found[1], found[2].strip()))
        draft.last = draft.options
    elif draft.last is draft.options and draft.options:
        mark, before = draft.options[-1]
        draft.options[-1] = (mark, f"{before}\n{text}")
    elif draft.last is not None:
        draft.last.append(text)
    elif text:
        draft.fault = draft.fault or NoCounterpart("outside_question", text=text[:40])


def _ends_name(text, name):
    """Tell whether the name of a field is followed as one is: by a colon or a bracket, not by more words."""
    return bool(re.match(rf"[【\[]\s*{name}\s*[】\]]|{name}\s*[:：]", text))


def _finish(reading, draft):
    if draft is None:
        return
    try:
        if draft.fault is not None:
            raise draft.fault
        reading.take(_content(reading, draft), draft.line)
    except NoCounterpart as error:
        reading.skip(draft.line, error.code, **error.params)


def _content(reading, draft):
    stem = "\n".join(draft.stem).strip()
    answer = "\n".join(draft.answer).strip()
    kind = words.KIND_OF.get(words.folded(draft.about.get("kind", ""))) or draft.kind
    if draft.about.get("kind") and not words.KIND_OF.get(words.folded(draft.about["kind"])):
        raise NoCounterpart("kind", what=draft.about["kind"][:40])
    if marked := MARKED.search(stem):
        kind = words.KIND_OF[marked[1]]
        stem = (stem[:marked.start()] + stem[marked.end():]).strip()
    if not answer:
        raise NoCounterpart("no_answer")
    kind = kind or _kind_by_form(draft, stem, answer)
    difficulty = words.HARDNESS.get(words.folded(draft.about.get("difficulty", "")))
    if draft.about.get("difficulty") and difficulty is None:
        reading.note(draft.line, "difficulty", text=draft.about["difficulty"][:40])
    about = {name: draft.about.get(name, "") for name in ("source", "author", "theme")}
    return Content(
        kind=kind, stem=stem, explanation="\n".join(draft.explanation), difficulty=difficulty,
        tags=split_tags(draft.about.get("tags", "")), media=tuple(draft.media), **about, **_answered(kind, draft, answer),
    )


def _kind_by_form(draft, stem, answer):
    """Tell the kind where the form leaves no doubt; raises where it does."""
    letters = words.letters_of(answer)
    if draft.options and letters:
        return "single" if len(letters) == 1 else "multiple"
    if not draft.options and words.truth_of(answer):
        return "true_false"
    if not draft.options and BLANK.search(stem):
        return "fill_in"
    raise NoCounterpart("no_kind")


def _answered(kind, draft, answer):
    names = [mark for mark, _text in draft.options]
    if names != [letter(at).upper() for at in range(len(names))]:
        raise NoCounterpart("letters", text="".join(names)[:40])
    if any(len(shown) > 1 for shown in draft.option_media.values()):
        raise NoCounterpart("media_many")
    options = lettered([text for _mark, text in draft.options],
                       [draft.option_media.get(at, [""])[0] for at in range(len(draft.options))])
    if kind in ("single", "multiple", "ordering"):
        return {"options": options, "key": letters_or_raise(answer)}
    if kind == "true_false":
        letters = words.letters_of(answer) if options else None
        at = ord(letters[0]) - 97 if letters and len(letters) == 1 else len(options)
        truth = words.truth_of(options[at].text if at < len(options) else answer)
        if truth is None:
            raise NoCounterpart("answers", text=answer[:40])
        return {"key": (truth,)}
    if kind == "fill_in":
        return {"key": blanks_of(answer)}
    if kind in ("short", "essay"):
        return {"key": (answer,)}
    raise NoCounterpart("kind_here")
