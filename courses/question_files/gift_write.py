"""Questions as a GIFT file. What GIFT has no place for stands in comments, which other programs pass over."""

import re

from courses.rules.questions import FULL, media_of, plain, to_row

from .whole import packed

SIGNS = re.compile(r"([\\:#={}~])")


def write(contents):
    """Yield the pieces of a GIFT file of ``contents``."""
    yield "// GIFT, UTF-8\n\n"
    theme = ""
    for content in contents:
        if content.theme != theme and not _needs_whole(content):
            theme = content.theme
            yield f"$CATEGORY: $course$/top/{theme}\n\n"
        yield _question(content)


def escaped(text):
    return SIGNS.sub(r"\\\1", text).replace("->", "-\\>").replace("\n", "\\n")


def _value(text):
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace("\n", "\\n")


def _needs_whole(content):
    """Tell whether GIFT has no place for something of the question."""
    if content.kind in ("ordering", "case") or media_of(content) or "\t" in content.stem:
        return True
    if content.kind == "fill_in":
        blank = content.key[0]
        mixed = len({one.tolerance is None for one in blank}) > 1
        return len(content.key) != 1 or mixed
    return False


def _question(content):
    whole = _needs_whole(content)
    lines = [f"// [whole:{packed(content)}]"] if whole else list(_about(content))
    stem, answers = escaped(content.stem), _answers(content) if not whole else ""
    general = f"####{escaped(content.explanation)}" if content.explanation and not whole else ""
    lines.append(f"[plain]{stem} {{{answers}{general}}}")
    return "\n".join(lines) + "\n\n"


def _about(content):
    pairs = [("tag", tag) for tag in content.tags]
    pairs += [(name, getattr(content, name)) for name in ("author", "source", "licence") if getattr(content, name)]
    if content.difficulty:
        pairs.append(("difficulty", str(content.difficulty)))
    if content.kind == "short":
        pairs.append(("kind", "short"))
    if content.kind in ("short", "essay") and content.key:
        pairs.append(("answer", content.key[0]))
    if content.case_matters:
        pairs.append(("case", "1"))
    policy = to_row(content)["policy"]["name"]
    if content.kind in ("multiple", "fill_in", "matching") and policy != "weights":
        pairs.append(("policy", policy))
    return [f"// {' '.join(f'[{name}:{_value(value)}]' for name, value in pairs)}"] if pairs else []


def _answers(content):
    kind = content.kind
    if kind == "true_false":
        return "TRUE" if content.key[0] == "true" else "FALSE"
    if kind in ("single", "multiple"):
        return "\n" + "\n".join(_options(content)) + "\n"
    if kind == "matching":
        rights = {one.id: one.text for one in content.rights}
        given = dict(content.key)
        lines = [f"={escaped(one.text)} -> {escaped(rights[given[one.id]])}" for one in content.options]
        lines += [f"= -> {escaped(one.text)}" for one in content.rights if one.id not in given.values()]
        return "\n" + "\n".join(lines) + "\n"
    if kind == "fill_in":
        number = content.key[0][0].tolerance is not None
        lines = "\n".join(f"={_percent(one)}{_accepted(one)}" for one in content.key[0])
        return f"{'#' if number else ''}\n{lines}\n"
    return ""


def _percent(accepted):
    return f"%{plain(accepted.percent)}%" if accepted.percent != FULL or accepted.text.startswith("%") else ""


def _accepted(accepted):
    if accepted.tolerance is not None:
        return f"{accepted.text}:{plain(accepted.tolerance)}"
    return _formatted(escaped(accepted.text).replace("*", "\\*"))


def _formatted(text):
    """A text that begins like the name of a format says that it is plain."""
    return f"[plain]{text}" if re.match(r"\s*\[(html|moodle|plain|markdown)\]", text, re.IGNORECASE) else text


def _options(content):
    weights, right = shown_weights(content), set(content.key)
    for option in content.options:
        sign = "=" if content.kind == "single" and option.id in right else "~"
        weight = weights.get(option.id)
        said = f"%{plain(weight)}%" if weight is not None and sign == "~" else ""
        if not said and option.text.startswith("%"):
            said = "%100%" if sign == "=" else "%0%"
        yield f"{sign}{said}{_formatted(escaped(option.text))}"


def shown_weights(content):
    """Return what each option earns in percent, for programs that know weights only; a wrong one takes all."""
    if content.weights:
        return dict(content.weights)
    if content.kind == "single":
        return {}
    each = (FULL / len(content.key)).quantize(FULL / 10**7)
    return {option.id: each if option.id in content.key else -FULL for option in content.options}
