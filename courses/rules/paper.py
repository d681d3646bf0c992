"""Drawing the order of a paper's options, and telling whether a question can be asked at all."""

import random

from courses.rules.marking import ONE_ANSWER, TRUE_FALSE

LETTERS = ("a", "b", "c", "d", "e", "f")


def shuffled(options, kind, seed):
    """Return the option ids in the order that ``seed`` gives; true and false keep theirs."""
    if kind == "true_false":
        return list(TRUE_FALSE)
    drawn = list(options)
    random.Random(seed).shuffle(drawn)  # noqa: S311 -- an order to look at, nothing secret
    return drawn


def faults(kind, stem, options, key):
    """Return why a question cannot be asked, as codes; empty when it can.

    ``options`` is ``[{"id", "text"}]``: ``no_stem``, ``few_options``, ``same_options``, ``no_key``, ``one_key``.
    """
    found = []
    if not stem.strip():
        found.append("no_stem")
    texts = [option["text"].strip() for option in options if option["text"].strip()]
    offered = TRUE_FALSE if kind == "true_false" else tuple(option["id"] for option in options if option["text"].strip())
    if kind != "true_false" and len(texts) < 2:
        found.append("few_options")
    if len(set(texts)) != len(texts):
        found.append("same_options")
    if not key or not set(key) <= set(offered):
        found.append("no_key")
    elif kind in ONE_ANSWER and len(key) != 1:
        found.append("one_key")
    return tuple(found)
