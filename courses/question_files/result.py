"""What a reader finds in a file: questions, and what it could not take."""

from dataclasses import dataclass, field, replace

from courses.rules.question_faults import faults, tidied
from courses.rules.questions import Content

MOST = 20_000


class Unreadable(Exception):
    """The whole file cannot be taken. ``code`` is one of ``sentences.TEXTS``."""

    def __init__(self, code, **params):
        super().__init__(code)
        self.code, self.params = code, params


class NoCounterpart(Exception):
    """One question cannot be taken. ``code`` is one of ``sentences.TEXTS``."""

    def __init__(self, code, **params):
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Problem:
    """``line`` is the line or row of the file, or what it is called inside an archive. ``skipped``: the question was left out;
    otherwise something of it was."""

    line: int | str
    code: str
    params: dict = field(default_factory=dict)
    skipped: bool = True


@dataclass(frozen=True)
class Found:
    content: Content
    line: int | str


@dataclass
class Reading:
    """``files`` maps the names that questions show to the bytes of pictures and sounds that came with them."""

    found: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    files: dict = field(default_factory=dict)

    def take(self, content, line):
        """Take a question if it can be asked, else report why not; return whether it was taken."""
        content = tidied(content)
        if codes := faults(content):
            self.skip(line, f"fault:{codes[0]}")
            return False
        if len(self.found) >= MOST:
            raise Unreadable("too_many", most=MOST)
        self.found.append(Found(content, line))
        return True

    def skip(self, line, code, **params):
        self.problems.append(Problem(line, code, params))
        self._weigh()

    def note(self, line, code, **params):
        problem = Problem(line, code, params, skipped=False)
        if problem not in self.problems[-20:]:
            self.problems.append(problem)
            self._weigh()

    def _weigh(self):
        if len(self.problems) > 2 * MOST:
            raise Unreadable("not_this")


def with_media(content, names):
    """Return ``content`` with each medium called as ``names`` (``{old: new}``) says; one that has no new name is dropped."""
    def options(some):
        return tuple(replace(one, media=names.get(one.media, "")) if one.media else one for one in some)

    return replace(
        content, media=tuple(names[key] for key in content.media if key in names), options=options(content.options),
        rights=options(content.rights), parts=tuple(with_media(part, names) for part in content.parts),
    )
