"""A short notation for the texts of the demonstration, and what it becomes: the blocks of a page.

A blank line ends a piece. ``# `` begins a heading, ``- `` a list, ``! title | point | ...`` key points, ``> words | source`` a
quotation, ``? question | hint`` a prompt to discuss, ``@ title | when = what = more | ...`` a timeline, ``= caption | a, b |
1, 2`` a table, ``% title | what happened | question | analysis`` a case. Anything else is a paragraph.
"""

import uuid
from html import escape

from cms.blocks import table_value

NAMESPACE = uuid.UUID("5f6d1c0e-4b1c-4c55-9a63-2f2d7e0b9a10")


def blocks(text, seed):
    """Return the raw value of a ``ContentField`` for ``text``; ``seed`` makes the ids of its blocks the same every time."""
    found = []
    for piece in _pieces(text):
        kind, value = _block(piece)
        if kind == "prose" and found and found[-1]["type"] == "prose":
            found[-1]["value"] += value
        else:
            found.append({"type": kind, "value": value, "id": str(uuid.uuid5(NAMESPACE, f"{seed}/{len(found)}"))})
    return found


def _pieces(text):
    for piece in text.strip().split("\n\n"):
        lines = [line.strip() for line in piece.strip().splitlines() if line.strip()]
        if lines:
            yield lines if lines[0].startswith("- ") else ["".join(lines)]


def _block(lines):
    first = lines[0]
    mark, _, rest = first.partition(" ")
    parts = [part.strip() for part in rest.split("|")]
    if mark == "-":
        return "prose", "<ul>" + "".join(f"<li>{escape(line[2:])}</li>" for line in lines) + "</ul>"
    if mark == "#":
        return "heading", rest
    if mark == "!":
        return "key_points", {"title": parts[0], "points": parts[1:]}
    if mark == ">":
        return "quotation", {"text": parts[0], "source": parts[1] if len(parts) > 1 else ""}
    if mark == "?":
        return "discussion", {"question": parts[0], "hint": parts[1] if len(parts) > 1 else ""}
    if mark == "@":
        steps = [[each.strip() for each in part.split("=")] for part in parts[1:]]
        return "timeline", {"title": parts[0], "steps": [
            {"when": step[0], "title": step[1], "text": step[2] if len(step) > 2 else ""} for step in steps
        ]}
    if mark == "=":
        cells = [[cell.strip() for cell in part.split("，")] for part in parts[1:]]
        return "table", table_value(parts[0], cells[0], cells[1:])
    if mark == "%":
        title, situation, question, analysis = parts
        return "case_study", {
            "title": title, "situation": f"<p>{escape(situation)}</p>", "question": question,
            "analysis": f"<p>{escape(analysis)}</p>",
        }
    return "prose", f"<p>{escape(first)}</p>"
