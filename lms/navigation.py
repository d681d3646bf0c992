"""What stands in the desk's menu: every app registers its entries, the visitor sees those they may open."""

from dataclasses import dataclass
from typing import Any

from lms.people import access


@dataclass(frozen=True)
class NavItem:
    """``url_name`` is the page, ``verb`` what one must be allowed to see it, ``icon`` a Lucide name.

    Pages below it belong to the entry, unless ``alone``. ``also`` are the beginnings of further addresses that do: pages
    of single things are not always found below the list that leads to them.
    """

    order: int
    label: Any
    url_name: str
    icon: str
    verb: str
    also: tuple[str, ...] = ()
    alone: bool = False


ITEMS: list[NavItem] = []


def register(*items):
    ITEMS.extend(items)
    ITEMS.sort(key=lambda item: item.order)


def items_for(user):
    return [item for item in ITEMS if access.allowed(user, item.verb)]
