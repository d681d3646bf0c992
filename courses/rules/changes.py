"""What became different from one version of a question to the next."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from courses.rules.question_lines import accepted_line
from courses.rules.questions import CHOICES, plain

PLAIN = ("stem", "explanation", "theme", "author", "source", "licence", "policy")
WORDS = ("policy", "difficulty", "media", "case")
LONGEST = 2_000  # signs compared one by one: longer texts are shown whole, before and after


@dataclass(frozen=True)
class Change:
    """``field`` is what changed; ``pieces`` are ``(kind, text)`` in reading order, kind being ``same``, ``gone`` or ``new``."""

    field: str
    pieces: tuple[tuple[str, str], ...]


def changes(before, after):
    """Return the :class:`Change` of each part that differs between two contents, in the order of a page."""
    one, other = _texts(before), _texts(after)
    return [Change(name, pieces(one.get(name, ""), other.get(name, ""), whole=name in WORDS)) for name in {**one, **other}
            if one.get(name, "") != other.get(name, "")]


def pieces(before, after, *, whole=False):
    """Return the pieces that make ``after`` of ``before``, ``whole`` ones where no part of a text says anything."""
    if len(before) > LONGEST or len(after) > LONGEST or whole:
        return tuple((kind, text) for kind, text in (("gone", before), ("new", after)) if text)
    found = []
    for kind, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", before[start:end]))
            continue
        found += [(sort, text) for sort, text in (("gone", before[start:end]), ("new", after[first:last])) if text]
    return tuple(found)


def _texts(content):
    """Return ``{field: text}`` of all that a question says."""
    texts = {"stem": content.stem, "options": _options(content), "key": _key(content)}
    texts |= {f"part {number}": _part(part) for number, part in enumerate(content.parts, start=1)}
    texts |= {name: getattr(content, name) for name in PLAIN[1:]}
    shown = [*content.media, *(f"{one.id.upper()} {one.media}" for one in (*content.options, *content.rights) if one.media)]
    weights = "\n".join(f"{one.upper()} {plain(weight)}%" for one, weight in content.weights)
    return texts | {
        "difficulty": str(content.difficulty or ""), "tags": "、".join(content.tags), "weights": weights,
        "case": "Aa" if content.case_matters else "", "media": "\n".join(shown),
    }


def _options(content):
    rights = {one.id: one.text for one in content.rights}
    if content.kind == "matching":
        given = dict(content.key)
        lines = [f"{one.text} – {rights.get(given.get(one.id), '')}" for one in content.options]
        return "\n".join([*lines, *(f"– {text}" for one, text in rights.items() if one not in given.values())])
    if content.kind == "ordering":
        return "\n".join(f"{number}. {one.text}" for number, one in enumerate(content.options, start=1))
    return "\n".join(f"{one.id.upper()}. {one.text}" for one in content.options)


def _key(content):
    if content.kind in ("matching", "ordering", "case"):
        return ""
    if content.kind == "fill_in":
        return "\n".join(" / ".join(map(accepted_line, blank)) for blank in content.key)
    if content.kind in CHOICES:
        return "".join(one.upper() for one in content.key)
    return "\n".join(content.key)


def _part(part):
    return "\n".join(filter(None, (part.stem, _options(part), _key(part), part.explanation)))
