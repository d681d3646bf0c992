"""The round red seal: a double ring, the issuer's name along it, an open book, and what it is for below.

The name is drawn as shapes, not as text: the seal is a picture and stays out of the text that can be copied.
"""

import math
from functools import lru_cache

from lms.printing.fonts import outlines

RED = "#c8161d"
SIZE = 420
CENTRE = SIZE / 2
PURPOSE = "培训结业专用章"


def _ring(text):
    """Place ``text`` on an arc over the top, centred, its letters upright towards the rim."""
    shapes = outlines(text)
    count = len(shapes)
    size = min(46, 760 / max(count, 1))
    radius = 176 - size
    # From -125° to 125° of the top at most; a short name stands closer together.
    step = min(math.degrees((size * 1.22) / radius), 250 / max(count - 1, 1))
    first = -step * (count - 1) / 2
    scale = size / 1000
    parts = []
    for index, (commands, advance) in enumerate(shapes):
        angle = first + index * step
        parts.append(
            f'<g transform="rotate({angle:.2f} {CENTRE} {CENTRE}) translate({CENTRE - advance * scale / 2:.2f} '
            f'{CENTRE - radius:.2f}) scale({scale:.4f} {-scale:.4f})"><path d="{commands}"/></g>'
        )
    return "".join(parts)


def _line(text, size, baseline):
    shapes = outlines(text)
    scale = size / 1000
    x = CENTRE - sum(advance for commands, advance in shapes) * scale / 2
    parts = []
    for commands, advance in shapes:
        parts.append(
            f'<g transform="translate({x:.2f} {baseline}) scale({scale:.4f} {-scale:.4f})"><path d="{commands}"/></g>'
        )
        x += advance * scale
    return "".join(parts)


BOOK = (
    f'<g fill="none" stroke="{RED}" stroke-width="6" stroke-linejoin="round" stroke-linecap="round" '
    f'transform="translate({CENTRE - 45} {CENTRE - 42})">'
    '<path d="M45 14 C33 4 16 2 2 6 V66 C16 62 33 64 45 74 C57 64 74 62 88 66 V6 C74 2 57 4 45 14 Z"/>'
    '<path d="M45 14 V74"/></g>'
)


@lru_cache(maxsize=32)
def seal_svg(issuer):
    """Return the seal of ``issuer`` as the text of an SVG picture."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">'
        f'<circle cx="{CENTRE}" cy="{CENTRE}" r="202" fill="none" stroke="{RED}" stroke-width="9"/>'
        f'<circle cx="{CENTRE}" cy="{CENTRE}" r="189" fill="none" stroke="{RED}" stroke-width="2"/>'
        f'<g fill="{RED}">{_ring(issuer)}{_line(PURPOSE, 34, CENTRE + 108)}</g>{BOOK}</svg>'
    )
