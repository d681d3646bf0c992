"""Making a question canonical, and telling why one cannot be asked."""

from dataclasses import replace

from courses.rules.question_lines import letter
from courses.rules.questions import (
    BY_PEOPLE,
    CHOICES,
    FULL,
    LETTERS,
    LONGEST,
    MOST_PARTS,
    MOST_TAGS,
    POLICIES,
    TRUE_FALSE,
    Accepted,
    Content,
    Option,
    number_of,
)


def tidied(content):
    """Return the question as it is kept: texts without spaces around them, no empty options, ids from a on.

    Options keep their order, those of an ordering take the right one; the right column begins with the partners in order.
    """
    key = content.key
    if content.kind == "fill_in":
        key = tuple(
            tuple(Accepted(_lines(one.text), one.percent, one.tolerance) for one in blank if one.text.strip())
            for blank in key
        )
    elif content.kind in BY_PEOPLE:
        key = tuple(_lines(text) for text in key if text.strip())
    with_options = content.kind in CHOICES or content.kind in ("matching", "ordering")
    plain = Content(
        kind=content.kind, stem=_lines(content.stem), options=_trimmed(content.options) if with_options else (),
        rights=_trimmed(content.rights) if content.kind == "matching" else (), key=key,
        explanation=_lines(content.explanation),
        theme="/".join(part.strip() for part in content.theme.split("/") if part.strip()),
        tags=tuple(dict.fromkeys(tag.strip() for tag in content.tags if tag.strip())), difficulty=content.difficulty,
        author=content.author.strip(), source=content.source.strip(), licence=content.licence.strip(),
        policy=content.policy or POLICIES[content.kind][0],
        weights=tuple(one for one in content.weights if one[1]) if content.kind in CHOICES else (),
        case_matters=content.case_matters and content.kind == "fill_in" and any(
            one.tolerance is None for blank in key for one in blank), media=content.media,
        parts=tuple(tidied(part) for part in content.parts) if content.kind == "case" else (),
    )
    return _lettered(plain) if with_options else plain


def _trimmed(options):
    kept = (Option(one.id, _lines(one.text), one.media) for one in options)
    return tuple(one for one in kept if one.text or one.media)


def _lettered(content):
    """Name options a, b, c in their order; ids that are none of them stay, and are found to be faults."""
    options, rights, key = content.options, content.rights, content.key
    if content.kind == "ordering" and sorted(key) == sorted(one.id for one in options):
        options = tuple(sorted(options, key=lambda one: key.index(one.id)))
    if content.kind == "matching":
        order = [one.id for one in options]
        key = tuple(sorted(key, key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order)))
        wanted = list(dict.fromkeys(right for _left, right in key))
        rights = tuple(sorted(rights, key=lambda one: wanted.index(one.id) if one.id in wanted else len(wanted)))
    names = {one.id: letter(at) for at, one in enumerate(options)}
    partners = {one.id: letter(at) for at, one in enumerate(rights)}
    if content.kind == "matching":
        key = tuple((names.get(left, left), partners.get(right, right)) for left, right in key)
    else:
        key = tuple(names.get(one, one) for one in key)
    return replace(
        content, options=tuple(replace(one, id=names[one.id]) for one in options),
        rights=tuple(replace(one, id=partners[one.id]) for one in rights),
        key=tuple(sorted(key)) if content.kind in CHOICES else key,
        weights=tuple(sorted((names.get(one, one), weight) for one, weight in content.weights)),
    )


def _lines(text):
    # A space that does not break is one that web pages and Word put in; files of questions cannot tell it from any other.
    return text.replace("\xa0", " ").replace("\r\n", "\n").replace("\r", "\n").strip()


def _printable(text):
    """Tell whether a text holds signs that pages and files can carry."""
    return all((ord(sign) >= 32 or sign in "\n\t") and not 0xD800 <= ord(sign) <= 0xDFFF and ord(sign) not in (0xFFFE, 0xFFFF)
               for sign in text)


def faults(content):
    """Return why a tidied question cannot be asked, as codes; empty when it can."""
    found = [] if content.stem else ["no_stem"]
    found += _FAULTS[content.kind](content)
    if content.policy not in POLICIES[content.kind]:
        found.append("policy")
    if (content.policy == "weights") != bool(content.weights):
        found.append("weights")
    if content.difficulty is not None and not 1 <= content.difficulty <= 5:
        found.append("difficulty")
    answers = content.key if content.kind in BY_PEOPLE else ()
    texts = [*((one.text, "option") for one in (*content.options, *content.rights)), (content.stem, "stem"),
             (content.explanation, "explanation"), *((text, "explanation") for text in answers),
             *((tag, "tag") for tag in content.tags),
             *((name, "name") for name in (content.theme, content.author, content.source, content.licence))]
    if any(len(text) > LONGEST[what] for text, what in texts) or len(content.tags) > MOST_TAGS:
        found.append("too_long")
    if any("、" in tag for tag in content.tags):
        found.append("tag")
    if not all(_printable(text) for text, _what in texts):
        found.append("signs")
    return tuple(dict.fromkeys(found))


def _choice_faults(content):
    offered = {option.id for option in content.options}
    found = _option_faults(content.options)
    if not content.key or not set(content.key) <= offered:
        found.append("no_key")
    elif content.kind == "single" and len(content.key) != 1:
        found.append("one_key")
    if content.weights and not _weights_fit(content, offered):
        found.append("weights")
    return found


def _weights_fit(content, offered):
    weights = dict(content.weights)
    if not set(weights) <= offered or any(abs(weight) > FULL for weight in weights.values()):
        return False
    if content.kind == "single":
        return [weights.get(one) for one in content.key] == [FULL]
    return {one for one, weight in weights.items() if weight > 0} == set(content.key)


def _option_faults(options, least=2):
    found = []
    if len(options) < least:
        found.append("few_options")
    if len(options) > len(LETTERS):
        found.append("many_options")
    shown = [(option.text, option.media) for option in options]
    if len(set(shown)) != len(shown):
        found.append("same_options")
    return found


def _truth_faults(content):
    if not content.key or not set(content.key) <= set(TRUE_FALSE):
        return ["no_key"]
    return ["one_key"] if len(content.key) != 1 else []


def _blank_faults(content):
    found = []
    if not content.key or not all(content.key):
        found.append("no_accepted")
    if len(content.key) != content.blanks:
        found.append("blanks")
    for blank in content.key:
        for one in blank:
            if not 0 < one.percent <= FULL:
                found.append("percent")
            if one.tolerance is not None and (one.tolerance < 0 or number_of(one.text) is None):
                found.append("number")
        if blank and max(one.percent for one in blank) != FULL:
            found.append("percent")
        texts = {one.text for one in blank}
        if len({(one.text, one.tolerance) for one in blank}) != len(blank) or len(blank) > 30 or any(
            len(text) > 500 or "\n" in text or not _printable(text) for text in texts
        ):
            found.append("accepted")
    return found


def _matching_faults(content):
    found = [*_option_faults(content.options), *_option_faults(content.rights)]
    lefts, rights = {one.id for one in content.options}, {one.id for one in content.rights}
    if {left for left, _right in content.key} != lefts or not {right for _left, right in content.key} <= rights \
            or len(content.key) != len(lefts):
        found.append("no_pairs")
    return list(dict.fromkeys(found))


def _order_faults(content):
    found = _option_faults(content.options)
    if sorted(content.key) != sorted(option.id for option in content.options):
        found.append("no_order")
    return found


def _case_faults(content):
    if not content.parts:
        return ["no_parts"]
    if len(content.parts) > MOST_PARTS or any(part.kind == "case" for part in content.parts):
        return ["parts"]
    return ["faulty_part"] if any(faults(part) for part in content.parts) else []


_FAULTS = {
    "single": _choice_faults, "multiple": _choice_faults, "true_false": _truth_faults, "fill_in": _blank_faults,
    "matching": _matching_faults, "ordering": _order_faults, "short": lambda content: [], "essay": lambda content: [],
    "case": _case_faults,
}
