"""Questions from a GIFT file: text with the answers in braces, blocks divided by empty lines."""

import re
from decimal import Decimal

from courses.rules.question_lines import letter, matched
from courses.rules.questions import FULL, Accepted, Content, Option, number_of, plain

from .result import NoCounterpart, Reading
from .text import decoded, from_format, media_name
from .whole import unpacked

# Escaped signs stand for themselves; while a block is taken apart they are signs that no text holds.
ESCAPED = {sign: chr(0xF0000 + at) for at, sign in enumerate("\\:#={}~n>]*[")}
BACK = {stand: ("\n" if sign == "n" else sign) for sign, stand in ESCAPED.items()}
ESCAPE = re.compile(r"\\([\\:#={}~n>\]\[*])")
COMMENT = re.compile(r"\s*//")
FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
ABOUT = re.compile(r"\[(id|tag|difficulty|author|source|licence|policy|case|kind|answer|weights|whole):([^\]\[]*)\]")
WEIGHT = re.compile(r"\s*%([+-]?\d{1,3}(?:\.\d{1,10})?)%")
TRUTH = re.compile(r"(T|TRUE|F|FALSE)\s*(?:#(.*))?", re.IGNORECASE | re.DOTALL)
STAR = ESCAPED["*"]


def read(data):
    """Return the :class:`Reading` of the bytes of a GIFT file."""
    reading, theme = Reading(), ""
    for line, lines in _blocks(decoded(data)):
        about, body = _split_comments(lines)
        rest = []
        for at, text in body:
            if text.lstrip().startswith("$CATEGORY:"):
                theme = category(text.lstrip()[10:])
            else:
                rest.append((at, text))
        if not any(text.strip() for _at, text in rest):
            continue
        line = rest[0][0]
        try:
            _take(reading, "\n".join(text for _at, text in rest), about, theme, line)
        except NoCounterpart as error:
            reading.skip(line, error.code, **error.params)
    return reading


def _blocks(text):
    """Yield ``(number of the first line, [(number, line)])`` of what stands between empty lines."""
    block = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            block.append((number, line))
        elif block:
            yield block[0][0], block
            block = []
    if block:
        yield block[0][0], block


def _split_comments(lines):
    about, body = {"tag": []}, []
    for number, line in lines:
        if not COMMENT.match(line):
            body.append((number, line))
            continue
        for name, value in ABOUT.findall(_hidden(line)):
            value = _shown(value).strip()
            if name == "tag":
                about["tag"].append(value)
            else:
                about.setdefault(name, value)
    return about, body


def category(path):
    # Two slashes are one that belongs to a name; here it takes the form that divides nothing.
    parts = [part.strip() for part in path.strip().replace("//", "／").split("/") if part.strip()]
    if parts and re.fullmatch(r"\$[\w/]+\$", parts[0]):
        parts.pop(0)
    if parts and parts[0] == "top":
        parts.pop(0)
    return "/".join(parts)


def _hidden(text):
    return ESCAPE.sub(lambda found: ESCAPED[found[1]], text)


def _shown(text):
    return "".join(BACK.get(sign, sign) for sign in text)


def _take(reading, block, about, theme, line):
    if "whole" in about:
        reading.take(unpacked(about["whole"]), line)
        return
    block = _hidden(block)
    if block.lstrip().startswith("::"):
        _title, sign, block = block.lstrip()[2:].partition("::")
        if not sign:
            raise NoCounterpart("title")
    found = FORMAT.match(block)
    form = found[1].lower() if found else "moodle"
    block = block[found.end():] if found else block
    texts = _Texts(reading, form, line)
    before, brace, rest = block.partition("{")
    if not brace:
        raise NoCounterpart("braces" if "}" in block else "description")
    answers, brace, after = rest.rpartition("}")
    if not brace or "{" in answers or "}" in answers:
        raise NoCounterpart("several" if "}" in answers and "{" in answers else "braces")
    missing = bool(after.strip())
    stem = texts.shown(f"{before.rstrip(' ')} _____ {after.lstrip(' ')}" if missing else before)
    media = tuple(texts.files)
    answers, sign, general = answers.partition("####")
    explanation = [texts.shown(general)] if sign and general.strip() else []
    fields = _answers(answers.strip(), texts, about, explanation)
    if form != "plain" and texts.files[len(media):] and fields["kind"] not in ("single", "multiple"):
        raise NoCounterpart("markup", what="picture")
    _with_about(fields, about)
    reading.take(Content(stem=stem, theme=theme, media=media, explanation="\n".join(filter(None, explanation)), **fields), line)


class _Texts:
    """Turns pieces of a block into plain text, and remembers what they showed."""

    def __init__(self, reading, form, line):
        self.reading, self.form, self.line, self.files = reading, form, line, []

    def shown(self, text):
        found = FORMAT.match(text)
        form = found[1].lower() if found else self.form
        maker = from_format(_shown(text[found.end():] if found else text).strip(), form)
        for address in maker.media:
            self.files.append(media_name(address, self.reading))
        if maker.looks:
            self.reading.note(self.line, "looks")
        if maker.links:
            self.reading.note(self.line, "links")
        return maker.text()


def _with_about(fields, about):
    tags = tuple(about["tag"])
    fields |= {"tags": tags, **{name: about[name] for name in ("author", "source", "licence") if name in about}}
    if about.get("difficulty", "").isdigit() and len(about["difficulty"]) < 3:
        fields["difficulty"] = int(about["difficulty"])
    if fields["kind"] == "fill_in" and about.get("case") == "1":
        fields["case_matters"] = True
    if "policy" in about and about["policy"] != "weights":
        fields |= {"policy": about["policy"], "weights": ()}


def _answers(text, texts, about, explanation):
    """Return kind, options, key and policy of what stands in the braces."""
    if not text:
        kind = "short" if about.get("kind") == "short" else "essay"
        return {"kind": kind, "key": (about["answer"],) if about.get("answer") else ()}
    if text.startswith("#"):
        return _numbers(text[1:], texts, explanation)
    if truth := TRUTH.fullmatch(text):
        key = "true" if truth[1].upper().startswith("T") else "false"
        for said in (truth[2] or "").split("#"):
            if said.strip():
                explanation.append(texts.shown(said))
        return {"kind": "true_false", "key": (key,)}
    items = _items(text)
    if all(sign == "=" and "->" in item for sign, item in items):
        return _pairs(items, texts)
    if any(sign == "~" for sign, _item in items):
        return _choice(items, texts, explanation)
    return _texts_accepted(items, texts, explanation)


def _items(text):
    pieces = re.split(r"([=~])", text)
    if pieces[0].strip():
        raise NoCounterpart("answers", text=_shown(pieces[0]).strip()[:40])
    return list(zip(pieces[1::2], pieces[2::2], strict=True))


def _weighed(item):
    """Return ``(weight or None, text, feedback)`` of one answer."""
    found = WEIGHT.match(item)
    weight = Decimal(found[1]) if found else None
    text, _sign, feedback = (item[found.end():] if found else item).partition("#")
    return weight, text, feedback


def _remember(feedback, text, texts, explanation):
    if feedback.strip():
        said = texts.shown(feedback)
        explanation.append(f"“{text}”：{said}" if text else said)


def _choice(items, texts, explanation):
    single = any(sign == "=" for sign, _item in items)
    options, weights, right = [], {}, []
    for sign, item in items:
        weight, text, feedback = _weighed(item)
        before = len(texts.files)
        text = texts.shown(text)
        shown = texts.files[before:]
        if len(shown) > 1:
            raise NoCounterpart("media_many")
        options.append(Option(letter(len(options)), text, shown[0] if shown else ""))
        _remember(feedback, text, texts, explanation)
        if sign == "=":
            right.append(options[-1].id)
            weight = FULL if weight is None else weight
        if weight:
            weights[options[-1].id] = weight
    if single:
        if len(right) > 1:
            raise NoCounterpart("several_right")
        plain_key = weights == {right[0]: FULL}
        return {"kind": "single", "options": tuple(options), "key": tuple(right),
                **({} if plain_key else {"policy": "weights", "weights": tuple(weights.items())})}
    return weighed_multiple(options, weights)


def weighed_multiple(options, weights):
    """Return the fields of a multiple choice whose options earn ``weights`` (percent by id)."""
    right = tuple(one for one, weight in weights.items() if weight > 0)
    total = sum((weight for weight in weights.values() if weight > 0), Decimal(0))
    if not right:
        raise NoCounterpart("fault:no_key")
    if abs(total - FULL) > Decimal("0.1"):
        raise NoCounterpart("weights_sum", text=plain(total))
    return {"kind": "multiple", "options": tuple(options), "key": right, "policy": "weights",
            "weights": tuple(weights.items())}


def _texts_accepted(items, texts, explanation):
    accepted = []
    for _sign, item in items:
        weight, text, feedback = _weighed(item)
        if text.strip() == "*" and (weight is not None and weight == 0):
            _remember(feedback, "", texts, explanation)
            continue
        if "*" in text:
            raise NoCounterpart("wildcard")
        text = texts.shown(text)
        _remember(feedback, text, texts, explanation)
        if weight is not None and weight <= 0:
            texts.reading.note(texts.line, "wrong_answer", text=text[:40])
            continue
        accepted.append(Accepted(text, FULL if weight is None else weight))
    return {"kind": "fill_in", "key": (tuple(accepted),), "policy": "share"}


def _numbers(text, texts, explanation):
    text, items = text.strip(), []
    items = _items(text) if text.startswith(("=", "~")) else [("=", text)]
    accepted = []
    for sign, item in items:
        weight, text, feedback = _weighed(item)
        if sign == "~" or (weight is not None and weight <= 0):
            _remember(feedback, "", texts, explanation)
            if text.strip():
                texts.reading.note(texts.line, "wrong_answer", text=_shown(text).strip()[:40])
            continue
        accepted.append(_number(_shown(text), FULL if weight is None else weight))
        _remember(feedback, accepted[-1].text, texts, explanation)
    return {"kind": "fill_in", "key": (tuple(accepted),), "policy": "share"}


def _number(text, percent):
    low, sign, high = text.partition("..")
    if sign:
        low, high = number_of(low), number_of(high)
        if low is None or high is None or high < low:
            raise NoCounterpart("number", text=text.strip()[:40])
        return Accepted(plain((low + high) / 2), percent, (high - low) / 2)
    value, sign, margin = text.partition(":")
    tolerance = number_of(margin) if sign else Decimal(0)
    if number_of(value) is None or tolerance is None:
        raise NoCounterpart("number", text=text.strip()[:40])
    return Accepted(value.strip(), percent, tolerance)


def _pairs(items, texts):
    pairs = []
    for _sign, item in items:
        left, _arrow, right = item.partition("->")
        if WEIGHT.match(left):
            raise NoCounterpart("answers", text=_shown(left).strip()[:40])
        pairs.append((texts.shown(left) if left.strip() else "", texts.shown(right)))
    options, rights, key = matched(pairs)
    return {"kind": "matching", "options": options, "rights": rights, "key": key, "policy": "share"}
