"""Names of pages in addresses."""

LONGEST = 255
ROOM = 15  # for the number behind one that is taken


def unused(slug, taken):
    """Return ``slug``, numbered when it is among ``taken``."""
    number, chosen = 2, slug[:LONGEST]
    while chosen in taken:
        number, chosen = number + 1, f"{slug[:LONGEST - ROOM]}-{number}"
    return chosen
