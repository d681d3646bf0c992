"""Questions as a Moodle XML file; pictures and sounds go with it. What Moodle has no place for stands in an element of our own,
which other programs pass over."""

import base64
import re
from xml.sax.saxutils import escape, quoteattr

from courses.rules.questions import FULL, media_of, plain, to_row

from .gift_write import shown_weights
from .whole import packed

PLAYERS = {"mp3": "audio", "m4a": "audio", "ogg": "audio", "wav": "audio", "mp4": "video", "webm": "video"}
ORDER = {"all": "-1", "share": "0"}


def write(contents, load=lambda key: None):
    """Yield the pieces of a Moodle XML file. ``load(key)`` returns the name and the bytes of a medium, None when it is gone."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
    theme = ""
    for number, content in enumerate(contents, start=1):
        if content.theme != theme and not needs_whole(content):
            theme = content.theme
            path = escape(f"$course$/top/{theme}")
            yield f'<question type="category"><category><text>{path}</text></category></question>\n'
        yield _question(number, content, load)
    yield "</quiz>\n"


def needs_whole(content):
    if content.kind == "case":
        return True
    if content.kind == "fill_in":
        return len(content.key) != 1 or len({one.tolerance is None for one in content.key[0]}) > 1
    if content.kind in ("matching", "ordering"):
        return any(one.media for one in (*content.options, *content.rights))
    shown = [content.stem] * bool(content.media) + [one.text for one in content.options if one.media]
    return any(re.search(r"\n\s*\n|\n |  |\t", text) for text in shown)


def _question(number, content, load):
    if needs_whole(content):
        return (
            f'<question type="essay"><name><text>{number}</text></name>\n{_text("questiontext", content.stem)}'
            f"<rotation whole={quoteattr(packed(content))}>{_files(media_of(content), load)}</rotation></question>\n"
        )
    kind, body = _body(content, load)
    explanation = _text("generalfeedback", content.explanation) if content.explanation else ""
    tags = "".join(f"<tag><text>{escape(tag)}</text></tag>" for tag in content.tags)
    return (
        f'<question type="{kind}"><name><text>{number}</text></name>\n{_stem(content, load)}{explanation}{body}'
        f"{f'<tags>{tags}</tags>' if tags else ''}{_about(content)}</question>\n"
    )


def _files(keys, load):
    """Return what a question shows that stands whole in one word: each file by its key there."""
    loaded = [(key, load(key)) for key in keys]
    return "".join(_file(key, found[1]) for key, found in loaded if found is not None)


def _file(name, data):
    return f'<file name={quoteattr(name)} path="/" encoding="base64">{base64.b64encode(data).decode()}</file>'


def _about(content):
    said = {name: getattr(content, name) for name in ("author", "source", "licence") if getattr(content, name)}
    if content.difficulty:
        said["difficulty"] = str(content.difficulty)
    if content.kind == "short":
        said["kind"] = "short"
    policy = to_row(content)["policy"]["name"]
    if policy != "weights":
        said["policy"] = policy
    return f"<rotation {' '.join(f'{name}={quoteattr(value)}' for name, value in said.items())}/>"


def _text(tag, text):
    return f'<{tag} format="plain_text"><text>{escape(text)}</text></{tag}>\n'


def _shown(tag, text, keys, load, attrs=""):
    """An element with a text and what it shows; with pictures the text is HTML, since only that can show them."""
    if not keys:
        return f'<{tag}{attrs} format="plain_text"><text>{escape(text)}</text></{tag}>'
    files, html = [], escape(text).replace("\n", "<br/>")
    for key in keys:
        loaded = load(key)
        if loaded is None:
            continue
        name, data = loaded
        name = f"{key}.{name.rpartition('.')[2]}"
        files.append(_file(name, data))
        address = quoteattr(f"@@PLUGINFILE@@/{name}")
        ending = name.rpartition(".")[2].lower()
        player = PLAYERS.get(ending)
        html += f'<{player} controls="" src={address}></{player}>' if player else f"<img src={address}/>"
    return f'<{tag}{attrs} format="html"><text>{escape(html)}</text>{"".join(files)}</{tag}>'


def _stem(content, load):
    return _shown("questiontext", content.stem, content.media, load) + "\n"


def _answer(fraction, text, more="", keys=(), load=None):
    element = _shown("answer", text, keys, load, f' fraction="{plain(fraction)}"')
    return f"{element.removesuffix('</answer>')}{more}</answer>\n"


def _body(content, load):
    kind = content.kind
    if kind in ("single", "multiple"):
        weights = shown_weights(content) if kind == "multiple" or content.weights else {content.key[0]: FULL}
        answers = "".join(
            _answer(weights.get(one.id, FULL * 0), one.text, keys=[one.media] if one.media else [], load=load)
            for one in content.options
        )
        single = "true" if kind == "single" else "false"
        return "multichoice", f"<single>{single}</single><shuffleanswers>true</shuffleanswers>\n{answers}"
    if kind == "true_false":
        return "truefalse", "".join(
            f'<answer fraction="{100 if value in content.key else 0}"><text>{value}</text></answer>'
            for value in ("true", "false")
        )
    if kind == "fill_in":
        return _fill_in(content)
    if kind == "matching":
        return "matching", f"<shuffleanswers>true</shuffleanswers>\n{_pairs(content)}"
    if kind == "ordering":
        texts = {one.id: one.text for one in content.options}
        answers = "".join(_answer(FULL, texts[one]) for one in content.key)
        return "ordering", f"<gradingtype>{ORDER[content.policy]}</gradingtype><selecttype>0</selecttype>\n{answers}"
    return "essay", _text("graderinfo", content.key[0]) if content.key else ""


def _fill_in(content):
    if content.key[0][0].tolerance is not None:
        return "numerical", "".join(
            f'<answer fraction="{plain(one.percent)}"><text>{escape(one.text)}</text>'
            f"<tolerance>{plain(one.tolerance)}</tolerance></answer>\n" for one in content.key[0]
        )
    case = "1" if content.case_matters else "0"
    return "shortanswer", f"<usecase>{case}</usecase>" + "".join(
        f'<answer fraction="{plain(one.percent)}"><text>{escape(one.text.replace("*", chr(92) + "*"))}</text></answer>\n'
        for one in content.key[0]
    )


def _pairs(content):
    rights, given = {one.id: one.text for one in content.rights}, dict(content.key)
    pairs = [(one.text, rights[given[one.id]]) for one in content.options]
    pairs += [("", one.text) for one in content.rights if one.id not in given.values()]
    return "".join(
        f'<subquestion format="plain_text"><text>{escape(left)}</text>'
        f"<answer><text>{escape(right)}</text></answer></subquestion>\n"
        for left, right in pairs
    )
