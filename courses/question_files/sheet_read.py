"""Questions from a workbook: one a row below a line of headings (``sheet_words``)."""

import datetime
import re
from dataclasses import replace

from courses.rules.question_lines import accepted_of, matched, split_tags
from courses.rules.questions import Content, Option, number_of
from lms.people.rosters.reading import read_here
from lms.people.rosters.safety import Unreadable as NoSheet

from . import sheet_words as words
from .result import NoCounterpart, Reading, Unreadable

HEADINGS_WITHIN = 15
HIDDEN = {sign: chr(0xF0200 + at) for at, sign in enumerate("\\；;|=＝")}
SHOWN = {stand: sign for sign, stand in HIDDEN.items()}


def read(path):
    """Return the :class:`Reading` of the workbook at ``path``."""
    try:
        sheets = read_here(path, "questions.xlsx")
    except NoSheet as error:
        raise Unreadable("workbook", reason=str(error)) from error
    reading, known = Reading(), False
    for sheet in sheets:
        at, columns = _headings(sheet.rows)
        if columns is None:
            continue
        known = True
        _Sheet(reading, sheet, columns, several=len(sheets) > 1).take(at + 1)
    if not known:
        raise Unreadable("headings")
    return reading


def _headings(rows):
    for at, row in enumerate(rows[:HEADINGS_WITHIN]):
        columns = {}
        for place, cell in enumerate(row):
            name = words.heading(cell) if isinstance(cell, str) else None
            if name is not None and name not in columns:
                columns[name] = place
        if "stem" in columns and "answer" in columns:
            return at, columns
    return 0, None


def text_of(cell):
    """Return a cell as text; raises :class:`NoCounterpart` for what a spreadsheet made of it on its own."""
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "对" if cell else "错"
    if isinstance(cell, int | float):
        if cell != cell or cell in (float("inf"), float("-inf")):
            raise NoCounterpart("cell")
        return str(int(cell)) if cell == int(cell) else repr(cell)
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        raise NoCounterpart("date_cell")
    raise NoCounterpart("cell")


class _Sheet:
    def __init__(self, reading, sheet, columns, several):
        self.reading, self.sheet, self.columns, self.several = reading, sheet, columns, several
        self.case = None

    def take(self, first):
        for at in range(first, len(self.sheet.rows)):
            row = self.sheet.rows[at]
            if not any(cell not in (None, "") for cell in row):
                continue
            line = f"{self.sheet.name}:{at + 1}" if self.several else at + 1
            try:
                self._take_row(row, line, self.sheet.formulas.get(at, {}))
            except NoCounterpart as error:
                self.reading.skip(line, error.code, **error.params)
                if self.case is not None and words.folded(self._raw(row, "kind")).startswith(words.PART):
                    self.case = (*self.case[:2], True)
        self._end_case()

    def _raw(self, row, column):
        place = self.columns.get(column)
        cell = row[place] if place is not None and place < len(row) else ""
        return cell if isinstance(cell, str) else ""

    def _take_row(self, row, line, formulas):
        used = set(self.columns.values())
        is_part = words.folded(self._raw(row, "kind")).startswith(words.PART)
        if not is_part:
            self._end_case()
        if used & set(formulas):
            raise NoCounterpart("formula_cell")
        cells = {name: text_of(row[place]) if place < len(row) else "" for name, place in self.columns.items()}
        if not cells["stem"] and not cells["answer"]:
            return
        kind, content = self._content(cells, line)
        if is_part and self.case is not None:
            self.case = (self.case[0], (*self.case[1], content), self.case[2])
        elif is_part:
            raise NoCounterpart("part_alone")
        elif kind == "case":
            self.case = ((content, line), (), False)
        else:
            self.reading.take(content, line)

    def _end_case(self):
        if self.case is not None:
            (content, line), parts, broken = self.case
            self.case = None
            if broken:
                self.reading.skip(line, "fault:faulty_part")
            else:
                self.reading.take(replace(content, parts=parts), line)

    def _content(self, cells, line):
        said = words.folded(cells.get("kind", "")).removeprefix(words.PART)
        kind = words.KIND_OF.get(said)
        if kind is None:
            raise NoCounterpart("kind" if said else "no_kind", what=said[:40])
        options = {name[1]: text for name, text in cells.items() if isinstance(name, tuple) and text}
        media, shown = _media(cells.get("media", ""))
        difficulty = words.HARDNESS.get(words.folded(cells.get("difficulty", "")))
        if cells.get("difficulty") and difficulty is None:
            self.reading.note(line, "difficulty", text=cells["difficulty"][:40])
        content = Content(
            kind=kind, stem=cells["stem"], explanation=cells.get("explanation", ""), theme=cells.get("theme", ""),
            tags=split_tags(cells.get("tags", "")), difficulty=difficulty, media=media,
            **{name: cells.get(name, "") for name in ("author", "source", "licence")},
        )
        if cells.get("policy") and words.folded(cells["policy"]) not in words.POLICY_OF:
            raise NoCounterpart("policy", text=cells["policy"][:40])
        policy = words.POLICY_OF.get(words.folded(cells.get("policy", "")), "")
        return kind, replace(_answered(content, cells["answer"], options, shown, cells), policy=policy)


def _media(text):
    """Return the keys of what is shown below the question, and by option."""
    own, by_option = [], {}
    for word in text.split():
        letter, sign, key = word.rpartition(":")
        if sign:
            by_option[letter.lower()] = key
        else:
            own.append(key)
    return tuple(own), by_option


def _answered(content, answer, options, media, cells):
    kind = content.kind
    if kind in ("single", "multiple"):
        letters = letters_or_raise(answer)
        offered = tuple(Option(one, options.get(one, ""), media.get(one, "")) for one in sorted({*options, *media}))
        return replace(content, options=offered, key=letters, weights=_weights(cells.get("weights", "")))
    if kind == "true_false":
        letters = words.letters_of(answer) if options else None
        truth = words.truth_of(options.get(letters[0], "") if letters and len(letters) == 1 else answer)
        if truth is None:
            raise NoCounterpart("answers", text=answer[:40])
        return replace(content, key=(truth,))
    if kind == "fill_in":
        case = words.folded(cells.get("case_matters", "")).lower() in words.YES
        return replace(content, key=blanks_of(answer), case_matters=case)
    if kind == "matching":
        pairs = []
        for _letter, text in sorted(options.items()):
            left, sign, right = _hide(text).replace("＝", "=").partition("=")
            if not sign:
                raise NoCounterpart("pair", text=text[:40])
            pairs.append((_show(left), _show(right)))
        lefts, rights, key = matched(pairs, [(media.get(one, ""), media.get(f"={one}", "")) for one in sorted(options)])
        return replace(content, options=lefts, rights=rights, key=key)
    if kind == "ordering":
        lines = tuple(Option(one, options.get(one, ""), media.get(one, "")) for one in sorted({*options, *media}))
        return replace(content, options=lines, key=letters_or_raise(answer))
    return replace(content, key=(answer,) if answer and kind != "case" else ())


def blanks_of(answer):
    """Return the accepted answers of each blank: blanks stand between "；", the answers of one between "|"."""
    blanks = []
    for blank in re.split("[；;]", _hide(answer)):
        try:
            blanks.append(tuple(accepted_of(_show(one)) for one in blank.split("|") if one.strip()))
        except ValueError as error:
            raise NoCounterpart("number", text=_show(blank)[:40]) from error
    return tuple(blanks)


def letters_or_raise(answer):
    letters = words.letters_of(answer)
    if letters is None:
        raise NoCounterpart("answers" if answer else "no_answer", text=answer[:40])
    return letters


def _weights(text):
    weights = []
    for word in text.split():
        one, sign, value = word.partition(":")
        if not sign or number_of(value) is None:
            raise NoCounterpart("number", text=text[:40])
        weights.append((one.lower(), number_of(value)))
    return tuple(weights)


def _hide(text):
    return re.sub(r"\\([\\；;|=＝])", lambda found: HIDDEN[found[1]], text)


def _show(text):
    return "".join(SHOWN.get(sign, sign) for sign in text).strip()
