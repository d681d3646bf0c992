"""A question as pages show it: to a candidate without a byte of its key, to colleagues with it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.models import QuestionMedia
from courses.rules.paper import draw
from courses.rules.questions import BY_PEOPLE, CHOICES, media_of


def media_for(contents):
    """Return ``{key: {"kind", "url"}}`` of all that ``contents`` show. One query, none when they show nothing."""
    keys = {key for content in contents for key in media_of(content) if len(key) == 32}
    rows = QuestionMedia.objects.filter(key__in=keys) if keys else ()
    return {row.key.hex: {"kind": row.kind, "url": reverse("courses:question-media", args=[row.key])} for row in rows}


def asked(content, *, name, drawn=None, answer=(), media=None):
    """Return what the template ``courses/parts/question_fields.html`` shows of a question.

    ``name`` is that of its fields; their values are places in the drawn order, never ids. Key and explanation are not read.
    """
    drawn = drawn or draw(content, 0)
    media = media if media is not None else media_for([content])
    item = {
        "name": name, "kind": content.kind, "stem": content.stem, "media": _media(content.media, media),
        "answered": bool(answer),
    }
    if content.kind in CHOICES or content.kind == "true_false":
        _add_choice(item, content, drawn, answer, media)
    elif content.kind == "fill_in":
        texts = [*answer, *[""] * content.blanks]
        item["blanks"] = [{"number": at + 1, "value": texts[at]} for at in range(content.blanks)]
        item["answer"] = "；".join(text for text in answer if text)
    elif content.kind == "matching":
        _add_pairs(item, content, drawn, answer, media)
    elif content.kind == "ordering":
        _add_order(item, content, drawn, answer, media)
    elif content.kind in BY_PEOPLE:
        item["text"] = item["answer"] = answer[0] if answer else ""
    else:
        orders = drawn.get("parts") or [None] * len(content.parts)
        item["parts"] = [
            asked(
                part, name=f"{name}p{at}", drawn=orders[at], answer=answer[at] if at < len(answer) else (), media=media
            ) for at, part in enumerate(content.parts)
        ]
        item["answer"] = "；".join(
            f"({at}) {part['answer']}" for at, part in enumerate(item["parts"], start=1) if part["answered"]
        )
    return item


def _media(keys, media):
    return [media[key] for key in keys if key in media]


def _add_choice(item, content, drawn, answer, media):
    options = {one.id: one for one in content.options}
    texts = {key: one.text for key, one in options.items()} or {"true": _("True"), "false": _("False")}
    item["options"] = [
        {"value": place, "text": texts[key], "chosen": key in answer,
         "media": _media([options[key].media], media) if key in options else []}
        for place, key in enumerate(drawn["options"], start=1) if key in texts
    ]
    item["answer"] = "、".join(_named(texts[key], place) for place, key in enumerate(drawn["options"], start=1) if key in answer)


def _named(text, place):
    return text or _("option %(number)s") % {"number": place}


def _add_pairs(item, content, drawn, answer, media):
    given = {left: right for left, right in answer}
    lefts, rights = {one.id: one for one in content.options}, {one.id: one for one in content.rights}
    item["lefts"] = [
        {"text": lefts[key].text, "media": _media([lefts[key].media], media), "choices": [
            {"value": place, "text": _named(rights[right].text, place), "chosen": given.get(key) == right}
            for place, right in enumerate(drawn["rights"], start=1)
        ]} for key in drawn["options"]
    ]
    item["rights"] = [
        {"value": place, "media": _media([rights[right].media], media)}
        for place, right in enumerate(drawn["rights"], start=1) if rights[right].media
    ]
    item["answer"] = "；".join(
        f"{lefts[key].text} – {rights[given[key]].text}" for key in drawn["options"] if given.get(key) in rights
    )


def _add_order(item, content, drawn, answer, media):
    places = {key: place for key, place in answer}
    options = {one.id: one for one in content.options}
    item["places"] = range(1, len(options) + 1)
    item["lines"] = [
        {"text": options[key].text, "media": _media([options[key].media], media), "place": places.get(key)}
        for key in drawn["options"]
    ]
    ranked = sorted((place, key) for key, place in places.items())
    item["answer"] = " → ".join(f"{place}. {options[key].text}" for place, key in ranked)


def keyed(content):
    """Return the right answer in lines, for colleagues: ``[text]``."""
    lefts, rights = {one.id: one.text for one in content.options}, {one.id: one.text for one in content.rights}
    if content.kind == "true_false":
        return [_("True") if content.key == ("true",) else _("False")]
    if content.kind in CHOICES or content.kind == "ordering":
        return [_named(lefts.get(key, ""), at) for at, key in enumerate(content.key, start=1)]
    if content.kind == "matching":
        return [f"{lefts[left]} – {rights[right]}" for left, right in content.key]
    if content.kind == "fill_in":
        return [" / ".join(_accepted(one) for one in blank) for blank in content.key]
    return list(content.key)


def _accepted(accepted):
    margin = f" ± {accepted.tolerance:f}" if accepted.tolerance else ""
    percent = f" ({accepted.percent:f} %)" if accepted.percent != 100 else ""
    return f"{accepted.text}{margin}{percent}"
