"""What next year's edition of a course is called."""

import re

from .slugs import unused

YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def next_year(text, this_year, *, appended="（{}年）"):
    """Return ``text`` with the years it names one later; with next year appended when it names none."""
    if YEAR.search(text):
        return YEAR.sub(lambda found: str(int(found[1]) + 1), text)
    return text + appended.format(this_year + 1)


def free_slug(slug, taken, this_year):
    """Return a name for the address: ``slug`` a year later, numbered when it is among ``taken``."""
    return unused(next_year(slug[:230], this_year, appended="-{}"), taken)
