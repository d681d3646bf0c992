"""What other systems can read: each app registers its resources, and writes their addresses on the router it gets.

An app's ``api.py`` calls :func:`resource` when the apps are ready, before the addresses are read.
"""

from dataclasses import dataclass
from typing import Any

from ninja import Router

from lms.api.auth import TokenAuth
from lms.api.problems import Problem

REFUSALS = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}


@dataclass(frozen=True)
class Resource:
    """``key`` stands in tokens and addresses, ``label`` on pages; ``order`` is its place in lists."""

    key: str
    label: Any
    order: int
    router: Router


RESOURCES: dict[str, Resource] = {}


def resource(key, label, order):
    """Register ``key`` and return the :class:`Router` for its addresses, open to tokens that were granted it."""
    if key in RESOURCES:
        raise ValueError(f"{key} is registered twice")
    router = Router(auth=TokenAuth(key), tags=[key])
    RESOURCES[key] = Resource(key, label, order, router)
    return router


def listed():
    """Return all :class:`Resource`, in their order."""
    return sorted(RESOURCES.values(), key=lambda each: each.order)


def labels_of(keys):
    """Return the labels of ``keys`` in their order; one that no app registers any more stands as it is."""
    known = [each.label for each in listed() if each.key in keys]
    return [*known, *(key for key in keys if key not in RESOURCES)]


class _Words:
    """The labels of resources, in the shape of the choices that the trail reads its words from."""

    @property
    def values(self):
        return list(RESOURCES)

    def __call__(self, key):
        return RESOURCES[key]


WORDS = _Words()
