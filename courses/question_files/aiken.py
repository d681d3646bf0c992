"""Questions from an Aiken file: single choice, one line a question, one an option, and the letter of the answer."""

import re

from courses.rules.question_lines import letter, lettered
from courses.rules.questions import Content

from .result import Reading
from .text import decoded

OPTION = re.compile(r"([A-Z])[.)]\s+(\S.*)")
ANSWER = re.compile(r"(?i:ANSWER):\s*(\S*)\s*")


def read(data):
    """Return the :class:`Reading` of the bytes of an Aiken file."""
    reading, stem, options, first = Reading(), [], [], 0
    for number, line in enumerate(decoded(data).split("\n"), start=1):
        line = line.strip()
        if not line:
            continue
        if not stem and not options:
            first = number
        if answer := ANSWER.fullmatch(line):
            # Only capital letters are the format's: whatever else stands there is said as it stands.
            _take(reading, stem, options, answer[1] if line.startswith("ANSWER") else line, first)
            stem, options = [], []
        elif (option := OPTION.fullmatch(line)) and stem:
            options.append((option[1], option[2]))
        elif options:
            reading.skip(first, "no_answer")
            stem, options, first = [line], [], number
        else:
            stem.append(line)
    if stem or options:
        reading.skip(first, "no_answer")
    return reading


def _take(reading, stem, options, answer, line):
    letters = [name for name, _text in options]
    if letters != [letter(at).upper() for at in range(len(letters))]:
        reading.skip(line, "letters", text="".join(letters)[:40])
    elif answer not in letters:
        reading.skip(line, "answers", text=answer[:40])
    else:
        reading.take(
            Content(kind="single", stem="\n".join(stem), options=lettered([text for _name, text in options]),
                    key=(answer.lower(),)), line,
        )
