"""Covers and portraits of the demonstration, drawn here: calm landscapes of few colours, the same every time.

They are the project's own work, under its licence. Each picture depends on its seed only.
"""

import math
import random
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1280, 640
FINER = 2  # drawn so many times larger, then made smaller: smooth edges
# Sky above and below, sun, then the land from far to near, then light (windows, sails).
PALETTES = {
    "residential": ("#fdf3e7", "#f6d9c4", "#e9a36b", ("#e3b79c", "#c98a6d", "#a8563f", "#7d3a2d"), "#ffe9c9"),
    "government": ("#eef4f9", "#cfe0ee", "#f3dcae", ("#b3cbdf", "#86a9c7", "#4f7ba3", "#2b5478"), "#f6ecd2"),
    "soe": ("#fbf5e6", "#f1ddb4", "#dd9f55", ("#dcc290", "#bd9a5c", "#8f6c30", "#614719"), "#fff0c4"),
    "two_new": ("#eff6f0", "#cfe5d6", "#f1d59b", ("#b2d2bd", "#84b397", "#4d8a6a", "#2a5f46"), "#f9f0cd"),
    "series": ("#fbeeea", "#f3d2c9", "#d96a52", ("#e4b4a7", "#c98673", "#a2503e", "#6f2d22"), "#fff1dd"),
}


def cover(seed, look, motif):
    """Return the bytes of a WebP picture, 1280 by 640. ``look`` names a palette, ``motif`` what stands in the landscape."""
    rng = random.Random(f"cover/{seed}")  # noqa: S311
    above, below, sun, land, light = PALETTES[look]
    size = (WIDTH * FINER, HEIGHT * FINER)
    picture = _sky(size, above, below)
    draw = ImageDraw.Draw(picture)
    _sun(picture, rng, sun)
    draw = ImageDraw.Draw(picture)
    _hills(draw, size, rng, land[0], 0.58, 0.05)
    _hills(draw, size, rng, land[1], 0.68, 0.045)
    MOTIFS[motif](draw, size, rng, land, light)
    _hills(draw, size, rng, land[3], 0.9, 0.025)
    return _bytes(picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS))


def portrait(seed, look, long_hair):
    """Return the bytes of a WebP picture of a person, without a face: 400 by 400."""
    rng = random.Random(f"portrait/{seed}")  # noqa: S311
    above, below, _sun_colour, land, light = PALETTES[look]
    side = 400 * FINER
    picture = _sky((side, side), above, below)
    draw = ImageDraw.Draw(picture)
    middle, skin = side / 2, rng.choice(["#f0cfae", "#e8c29b", "#f3d8bb"])
    hair = rng.choice(["#3b322c", "#6b625b", "#8d8780"])
    if long_hair:
        _ellipse(draw, middle, side * 0.41, side * 0.205, side * 0.24, hair)
    draw.rounded_rectangle((middle - side * 0.34, side * 0.68, middle + side * 0.34, side * 1.4), side * 0.2, fill=land[2])
    draw.polygon([(middle - side * 0.11, side * 0.67), (middle + side * 0.11, side * 0.67), (middle, side * 0.86)], fill=light)
    draw.rounded_rectangle((middle - side * 0.065, side * 0.52, middle + side * 0.065, side * 0.74), side * 0.06, fill=skin)
    _ellipse(draw, middle, side * 0.43, side * 0.165, side * 0.2, skin)
    chin = side * (0.56 if long_hair else 0.5)
    draw.pieslice((middle - side * 0.18, side * 0.19, middle + side * 0.18, chin), 182, 358, fill=hair)
    return _bytes(picture.resize((400, 400), Image.Resampling.LANCZOS))


def _bytes(picture):
    out = BytesIO()
    picture.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def _sky(size, above, below):
    strip = Image.new("RGB", (1, 2))
    strip.putpixel((0, 0), _rgb(above))
    strip.putpixel((0, 1), _rgb(below))
    return strip.resize(size, Image.Resampling.BICUBIC)


def _rgb(colour):
    return tuple(int(colour[at:at + 2], 16) for at in (1, 3, 5))


def _sun(picture, rng, colour):
    width, height = picture.size
    x, y, radius = width * rng.uniform(0.62, 0.86), height * rng.uniform(0.24, 0.38), height * rng.uniform(0.1, 0.14)
    halo = Image.new("L", (width // 8, height // 8))
    ImageDraw.Draw(halo).ellipse([at / 8 for at in (x - radius * 2, y - radius * 2, x + radius * 2, y + radius * 2)], fill=90)
    halo = halo.filter(ImageFilter.GaussianBlur(radius / 12)).resize(picture.size, Image.Resampling.BICUBIC)
    picture.paste(Image.new("RGB", picture.size, colour), mask=halo)
    _ellipse(ImageDraw.Draw(picture), x, y, radius, radius, colour)


def _ellipse(draw, x, y, rx, ry, colour):
    draw.ellipse((x - rx, y - ry, x + rx, y + ry), fill=colour)


def _hills(draw, size, rng, colour, level, swing):
    """Draw a soft ridge at ``level`` (share of the height), rising and falling by ``swing``."""
    width, height = size
    waves = [(rng.uniform(0.6, 1.2), rng.uniform(0, 6.3)), (rng.uniform(1.6, 2.6), rng.uniform(0, 6.3))]
    points = [
        (x, height * (level + swing * math.sin(x / width * 6.3 * waves[0][0] + waves[0][1])
                      + swing / 3 * math.sin(x / width * 6.3 * waves[1][0] + waves[1][1])))
        for x in range(0, width + 1, 16)
    ]
    draw.polygon([*points, (width, height), (0, height)], fill=colour)


def _windows(draw, box, light, rng, columns, rows, lit=0.55):
    left, top, right, bottom = box
    across, down = (right - left) / columns, (bottom - top) / rows
    for column in range(columns):
        for row in range(rows):
            if rng.random() < lit:
                x, y = left + across * (column + 0.28), top + down * (row + 0.25)
                draw.rectangle((x, y, x + across * 0.44, y + down * 0.45), fill=light)


def _tree(draw, x, foot, height, colour, trunk):
    draw.rectangle((x - height * 0.03, foot - height * 0.45, x + height * 0.03, foot), fill=trunk)
    _ellipse(draw, x, foot - height * 0.62, height * 0.26, height * 0.36, colour)


def _homes(draw, size, rng, land, light):
    """Houses of a few storeys with lit windows, and trees."""
    width, height = size
    x, foot = width * 0.06, height * 0.84
    while x < width * 0.92:
        wide, tall = width * rng.uniform(0.07, 0.11), height * rng.uniform(0.2, 0.38)
        draw.rectangle((x, foot - tall, x + wide, height), fill=land[2])
        draw.polygon([(x - wide * 0.1, foot - tall), (x + wide * 1.1, foot - tall), (x + wide * 0.5, foot - tall - wide * 0.38)],
                     fill=land[3])
        _windows(draw, (x, foot - tall, x + wide, foot), light, rng, 3, max(2, int(tall / height * 14)))
        x += wide * rng.uniform(1.15, 1.5)
        _tree(draw, x - wide * 0.12, foot + height * 0.02, height * rng.uniform(0.14, 0.22), land[1], land[3])


def _hall(draw, size, rng, land, light):
    """A hall with columns on steps."""
    width, height = size
    middle, foot = width * rng.uniform(0.36, 0.5), height * 0.82
    half, tall = width * 0.19, height * 0.26
    for step in range(4):
        draw.rectangle((middle - half - step * 26, foot + step * 22, middle + half + step * 26, height), fill=land[2])
    draw.rectangle((middle - half, foot - tall, middle + half, foot), fill=land[1])
    count = rng.choice([6, 8])
    for number in range(count):
        x = middle - half + 2 * half * (number + 0.5) / count
        draw.rectangle((x - half * 0.05, foot - tall, x + half * 0.05, foot), fill=light)
    draw.rectangle((middle - half * 1.06, foot - tall - 34, middle + half * 1.06, foot - tall), fill=land[2])
    draw.polygon([(middle - half * 1.06, foot - tall - 34), (middle + half * 1.06, foot - tall - 34),
                  (middle, foot - tall - height * 0.13)], fill=land[3])
    for side in (-1, 1):
        for number in range(3):
            _tree(draw, middle + side * (half * 1.35 + number * width * 0.06), foot + 40, height * 0.2, land[2], land[3])


def _works(draw, size, rng, land, light):
    """A workshop with a saw-tooth roof, a tall chimney and a crane."""
    width, height = size
    foot, left = height * 0.84, width * rng.uniform(0.08, 0.16)
    bays, bay, tall = rng.choice([4, 5]), width * 0.085, height * 0.2
    for number in range(bays):
        x = left + number * bay
        draw.polygon([(x, foot - tall), (x, foot - tall * 1.55), (x + bay, foot - tall), (x + bay, height), (x, height)],
                     fill=land[2])
        pane = x + bay * 0.06
        draw.polygon([(pane, foot - tall * 1.02), (pane, foot - tall * 1.42), (x + bay * 0.7, foot - tall * 1.02)], fill=light)
    _windows(draw, (left, foot - tall * 0.75, left + bays * bay, foot - tall * 0.2), light, rng, bays * 3, 1, lit=0.8)
    stack = left + bays * bay + width * 0.03
    draw.polygon([(stack, height), (stack + 14, height * 0.34), (stack + 54, height * 0.34), (stack + 70, height)], fill=land[3])
    mast = width * rng.uniform(0.68, 0.78)
    draw.rectangle((mast - 12, height * 0.36, mast + 12, height), fill=land[3])
    draw.rectangle((mast - width * 0.08, height * 0.385, mast + width * 0.17, height * 0.41), fill=land[3])
    draw.line([(mast, height * 0.31), (mast + width * 0.16, height * 0.39)], fill=land[3], width=8)
    draw.line([(mast, height * 0.31), (mast - width * 0.075, height * 0.39)], fill=land[3], width=8)
    draw.line([(mast + width * 0.12, height * 0.41), (mast + width * 0.12, height * 0.6)], fill=land[3], width=6)
    draw.rectangle((mast + width * 0.1, height * 0.6, mast + width * 0.14, height * 0.66), fill=land[2])


def _towers(draw, size, rng, land, light):
    """Towers of offices with lit windows."""
    width, height = size
    x = width * 0.05
    while x < width * 0.93:
        wide, tall = width * rng.uniform(0.05, 0.09), height * rng.uniform(0.24, 0.58)
        top = height * 0.86 - tall
        draw.rounded_rectangle((x, top, x + wide, height + 40), wide * rng.choice([0.04, 0.2, 0.5]), fill=rng.choice(land[1:3]))
        box = (x + wide * 0.1, top + wide * 0.5, x + wide * 0.9, height * 0.84)
        _windows(draw, box, light, rng, 4, max(3, int(tall / 52)), lit=0.42)
        x += wide * rng.uniform(1.06, 1.5)


def _river(draw, size, rng, land, light):
    """A wide river with a bridge and boats under sail."""
    width, height = size
    draw.rectangle((0, height * 0.74, width, height), fill=land[0])
    for _ in range(26):
        x, y, long = rng.uniform(0, width), rng.uniform(0.77, 0.92) * height, rng.uniform(0.03, 0.1) * width
        draw.line([(x, y), (x + long, y)], fill=light, width=5)
    deck = height * 0.66
    draw.rectangle((0, deck, width, deck + 22), fill=land[2])
    for mast in (width * 0.26, width * 0.58):
        draw.polygon([(mast - 16, height * 0.8), (mast - 8, height * 0.3), (mast + 8, height * 0.3), (mast + 16, height * 0.8)],
                     fill=land[2])
        for reach in range(1, 9):
            for side in (-1, 1):
                draw.line([(mast, height * 0.31), (mast + side * reach * width * 0.019, deck)], fill=land[2], width=4)
    for _ in range(rng.choice([2, 3])):
        x, y, tall = width * rng.uniform(0.1, 0.9), height * rng.uniform(0.84, 0.89), height * rng.uniform(0.09, 0.13)
        draw.polygon([(x, y), (x, y - tall), (x + tall * 0.62, y)], fill=light)
        hull = [(x - tall * 0.4, y + 8), (x + tall * 0.8, y + 8), (x + tall * 0.55, y + 34), (x - tall * 0.2, y + 34)]
        draw.polygon(hull, fill=land[3])


def _lane(draw, size, rng, land, light):
    """A lane of plane trees that narrows towards the horizon."""
    width, height = size
    far = (width * rng.uniform(0.42, 0.56), height * 0.66)
    draw.polygon([(far[0] - 18, far[1]), (far[0] + 18, far[1]), (width * 0.78, height), (width * 0.16, height)], fill=light)
    for side, foot in ((-1, width * 0.06), (1, width * 0.9)):
        for number in range(6):
            near = (number / 5) ** 1.4
            x = far[0] + (foot - far[0]) * (0.1 + 0.9 * near) + side * 20
            y = far[1] + (height * 0.98 - far[1]) * (0.06 + 0.94 * near)
            _tree(draw, x, y, height * (0.12 + 0.62 * near), land[2] if number % 2 else land[1], land[3])


def _waves(draw, size, rng, land, light):
    """The wave of a voice over the hills."""
    width, height = size
    count = 56
    for number in range(count):
        x = width * (0.1 + 0.8 * number / (count - 1))
        swell = math.sin(number / count * math.pi) ** 1.3
        tall = height * (0.02 + 0.3 * swell * (0.35 + 0.65 * abs(math.sin(number * 0.55 + rng.uniform(0, 0.5)))))
        draw.rounded_rectangle((x - 11, height * 0.56 - tall / 1.6, x + 11, height * 0.56 + tall / 1.6), 11,
                               fill=land[2] if number % 3 else land[3])
    _hills(draw, size, rng, land[2], 0.84, 0.03)
    _ellipse(draw, width * 0.1, height * 0.56, 16, 16, light)


def _book(draw, size, rng, land, light):
    """An open book whose pages become hills."""
    width, height = size
    middle, top = width * rng.uniform(0.42, 0.52), height * 0.62
    for side in (-1, 1):
        for layer, colour in enumerate((land[3], land[2], light)):
            spread, low = width * (0.3 - layer * 0.012), height * (0.36 - layer * 0.02)
            points = [(middle, top - layer * 10)]
            points += [
                (middle + side * spread * step / 20,
                 top - layer * 10 - height * 0.06 * math.sin(step / 20 * math.pi) + height * 0.03 * step / 20)
                for step in range(1, 21)
            ]
            points += [(middle + side * spread, top + low), (middle, top + low)]
            draw.polygon(points, fill=colour)
        for line in range(5):
            y = top + height * (0.04 + 0.045 * line)
            ends = [(middle + side * width * 0.04, y), (middle + side * width * 0.23, y + height * 0.012)]
            draw.line(ends, fill=land[0], width=8)


MOTIFS = {
    "homes": _homes, "hall": _hall, "works": _works, "towers": _towers, "river": _river, "lane": _lane, "waves": _waves,
    "book": _book,
}
