"""Divide a class into groups."""


def dealt(people, groups, *, together=False):
    """Return ``{person: group}`` for ``people``, pairs of a key and its organisation's path, in groups of equal size.

    They are taken in order of their organisations. Dealt like cards, the people of one organisation are spread over the
    groups; ``together`` keeps neighbours in one group instead. Groups differ by one person at most.
    """
    order = [key for key, _path in sorted(people, key=lambda pair: pair[1])]
    groups = list(groups)
    if not groups:
        return {}
    if not together:
        return {key: groups[number % len(groups)] for number, key in enumerate(order)}
    return {key: groups[number * len(groups) // len(order)] for number, key in enumerate(order)}
