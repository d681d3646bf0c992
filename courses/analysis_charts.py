"""The charts of item analysis as SVG geometry: drawn on the server, so that they need no script and print sharply.

Every chart has the same values in a table beside it. Numbers are texts already: they are attributes, in no language.
"""

from dataclasses import dataclass

WIDTH, HEIGHT = 360, 230
LEFT, RIGHT, TOP, BOTTOM = 40, 336, 26, 196


@dataclass(frozen=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    tone: str = ""


@dataclass(frozen=True)
class Line:
    x1: str
    y1: str
    x2: str
    y2: str
    tone: str = ""


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    text: str
    tone: str = ""


@dataclass(frozen=True)
class Text:
    x: str
    y: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Chart:
    """What ``courses/desk/analysis/chart.html`` draws; ``id`` is unique on the page, ``title`` says what is seen."""

    id: str
    title: str
    height: int = HEIGHT
    bars: tuple = ()
    lines: tuple = ()
    dots: tuple = ()
    texts: tuple = ()
    width: int = WIDTH


def _n(value):
    return f"{value:.1f}"


def _bar(x, y, width, height, tone=""):
    return Bar(_n(x), _n(y), _n(width), _n(height), tone)


def _line(x1, y1, x2, y2, tone=""):
    return Line(_n(x1), _n(y1), _n(x2), _n(y2), tone)


def _text(x, y, text, anchor="middle"):
    return Text(_n(x), _n(y), str(text), anchor)


def _across(share):
    return LEFT + share * (RIGHT - LEFT)


def score_chart(title, bins, pass_percent, pass_label):
    """How many scored in each tenth of the points, with the pass mark as a line; ``bins`` are ten counts."""
    step, most = (RIGHT - LEFT) / len(bins), max([*bins, 1])
    bars, texts = [], []
    for at, count in enumerate(bins):
        height = (BOTTOM - TOP - 22) * count / most
        left = LEFT + at * step
        bars.append(_bar(left + 2, BOTTOM - height, step - 4, height, "below" if (at + 1) * 10 <= pass_percent else "above"))
        if count:
            texts.append(_text(left + step / 2, BOTTOM - height - 4, count))
    mark = _across(pass_percent / 100)
    lines = [_line(LEFT, BOTTOM, RIGHT, BOTTOM), _line(mark, TOP, mark, BOTTOM, "mark")]
    texts += [_text(_across(one / 100), BOTTOM + 18, f"{one} %") for one in (0, 20, 40, 60, 80, 100)]
    texts.append(_text(mark - 5, TOP + 4, pass_label, "end"))
    return Chart("scores", title, bars=tuple(bars), lines=tuple(lines), texts=tuple(texts))


def map_chart(title, dots, x_label, y_label, weak):
    """Each question as a dot with its number: facility to the right, discrimination upwards.

    ``dots`` is ``[(number, facility, discrimination, tone)]``; below ``weak`` a question hardly tells people apart.
    """
    low = min([-0.2, *(strength for _, _, strength, _ in dots)])
    low = max(-1.0, int(low * 5 - 0.999) / 5)

    def up(value):
        return BOTTOM - (value - low) / (1 - low) * (BOTTOM - TOP)

    levels = [one / 10 for one in range(-10, 11, 5 if low < -0.5 else 2) if low <= one / 10 <= 1]
    lines = [_line(LEFT, up(one), RIGHT, up(one), "axis" if one == 0 else "grid") for one in levels]
    lines.append(_line(LEFT, up(weak), RIGHT, up(weak), "mark"))
    texts = [_text(LEFT - 5, up(one) + 4, f"{one:.1f}".replace("-", "\N{MINUS SIGN}"), "end") for one in levels]
    texts += [_text(_across(one / 100), BOTTOM + 16, f"{one} %") for one in (0, 25, 50, 75, 100)]
    texts += [_text((LEFT + RIGHT) / 2, BOTTOM + 31, x_label), _text(4, TOP - 13, y_label, "start")]
    spots = [Dot(_n(_across(facility)), _n(up(strength)), str(number), tone) for number, facility, strength, tone in dots]
    return Chart("map", title, lines=tuple(lines), dots=tuple(spots), texts=tuple(texts))


def time_chart(title, rows, clock):
    """A column a question from the lower to the upper quartile of time, its median across; ``rows`` is ``[(number, Times)]``."""
    most = max([*(times.upper for _, times in rows), 1])
    step = (RIGHT - LEFT) / max(len(rows), 1)
    width = min(step * 0.7, 22)

    def up(value):
        return BOTTOM - value / most * (BOTTOM - TOP)

    bars, lines, texts = [], [_line(LEFT, up(0), RIGHT, up(0), "axis")], []
    for part in (0.5, 1):
        lines.append(_line(LEFT, up(most * part), RIGHT, up(most * part), "grid"))
        texts.append(_text(LEFT - 4, up(most * part) + 4, clock(most * part), "end"))
    every = -(-len(rows) // 16) or 1
    for at, (number, times) in enumerate(rows):
        middle = LEFT + (at + 0.5) * step
        bars.append(_bar(middle - width / 2, up(times.upper), width, max(up(times.lower) - up(times.upper), 1), "time"))
        lines.append(_line(middle - width / 2, up(times.median), middle + width / 2, up(times.median), "median"))
        if at % every == 0:
            texts.append(_text(middle, BOTTOM + 18, number))
    return Chart("times", title, bars=tuple(bars), lines=tuple(lines), texts=tuple(texts))


def option_chart(title, rows, groups, chart_id="options"):
    """Three bars an option, one for each third; ``rows`` is ``[(label, shares of lower, middle, upper)]``.

    ``groups`` are the names of the thirds, shown at the bars of the best first.
    """
    bar, gap, top = 15, 12, 6
    left, right = 84, WIDTH - 44
    bars, texts, y = [], [], top
    for label, shares in rows:
        texts.append(_text(2, y + bar * 1.5 + 5, label, "start"))
        for tone, name, share in zip(("high", "middle", "low"), reversed(groups), reversed(shares), strict=True):
            bars.append(_bar(left, y + 1, max((right - left) * share, 0.5), bar - 2, tone))
            texts.append(_text(left - 5, y + bar - 3, name, "end"))
            texts.append(_text(left + (right - left) * share + 5, y + bar - 3, f"{share * 100:.0f} %", "start"))
            y += bar
        y += gap
    return Chart(chart_id, title, height=y, bars=tuple(bars), lines=(_line(left, 0, left, y - gap),), texts=tuple(texts))
