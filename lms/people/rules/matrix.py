"""Who may do what, as plain values: the rows of an app's ``matrix.toml``, read and checked.

A row names verbs of the code that the same people may do, and for each role the scope on which they may: **S** one's own,
**O** one's organisation and those below, **T** one's sub-district, **D** the district, **C** the classes and sessions one is
assigned to, **P** everybody, nothing for nobody. Small letters behind it: **m** personal numbers masked, **a** approved by a
second person, **r** with a reason that is kept, **d** as a draft that others publish.
"""

from dataclasses import dataclass, field

ROLES = ("learner", "liaison", "trainer", "school", "subdistrict", "district", "editor", "auditor")
COLUMNS = ("anonymous", *ROLES, "operator")
# Letters that a column may hold besides P; O, T and D all mean the subtree on which the role was granted.
LETTERS = {
    "anonymous": "", "learner": "S", "liaison": "OC", "trainer": "OC", "school": "O", "subdistrict": "T", "district": "D",
    "editor": "O", "auditor": "D", "operator": "D",
}
MODIFIERS = "mard"
OWN = ("", "refused", "allowed")
TEXTS = ("person", "own", "reach", "when", "also", "second")
LISTS = ("verbs", "pages", "assigned", "anywhere")


class MatrixError(ValueError):
    """A file of the matrix says something that has no meaning; the text names the row."""


@dataclass(frozen=True)
class Cell:
    scope: str
    modifiers: frozenset = frozenset()

    def __str__(self):
        return " ".join([self.scope, *(letter for letter in MODIFIERS if letter in self.modifiers)])


@dataclass(frozen=True)
class Row:
    """One row. What the code asks besides the cells:

    ``of`` maps a role (``rest`` for all others) to the organisation that its grant has to cover, as a chain of attributes of the
    object (``self`` for the object itself); roles in ``anywhere``, and all where ``of`` is empty, are asked only whether they
    are held: what such a page shows is decided by its query. ``reach`` names a function that takes the place of ``of``.
    ``person`` is whose record the object is, and ``own`` whether one's own is refused or allowed. ``assigned`` are those to whom
    a trainer's C belongs. ``when`` names a further condition, ``also`` another ground; both are functions of the app.
    ``second`` is how the second person of an ``a`` is asked. ``pages`` are addresses for which no verb stands.
    """

    key: str
    cells: dict
    of: dict = field(default_factory=dict)
    verbs: tuple = ()
    pages: tuple = ()
    assigned: tuple = ()
    anywhere: tuple = ()
    person: str = ""
    own: str = ""
    reach: str = ""
    when: str = ""
    also: str = ""
    second: str = ""

    def organisation_of(self, role):
        """Return the chain of attributes whose organisation the grant of ``role`` has to cover, '' when none is asked."""
        return "" if role in self.anywhere else self.of.get(role, self.of.get("rest", ""))

    @property
    def of_objects(self):
        """Tell whether the verbs are asked of an object."""
        return bool(self.of or self.reach or self.person or self.when or self.also)

    @property
    def with_second(self):
        return any("a" in cell.modifiers for cell in self.cells.values())


def read(data):
    """Return the rows of a parsed file in its order; raise :class:`MatrixError` for what has no meaning."""
    rows = [_row(key, dict(values)) for key, values in data.items()]
    verbs = [verb for row in rows for verb in row.verbs]
    if twice := sorted({verb for verb in verbs if verbs.count(verb) > 1}):
        raise MatrixError(f"verbs stand in two rows: {twice}")
    return rows


def _row(key, values):
    cells = {column: _cell(key, column, values.pop(column)) for column in COLUMNS if column in values}
    texts = {name: values.pop(name, "") for name in TEXTS}
    lists = {name: tuple(values.pop(name, ())) for name in LISTS}
    of = values.pop("of", {})
    of = {"rest": of} if isinstance(of, str) else dict(of)
    if values:
        raise MatrixError(f"{key}: unknown {sorted(values)}")
    row = Row(key=key, cells=cells, of=of, **texts, **lists)
    if row.own not in OWN or bool(row.own) != bool(row.person):
        raise MatrixError(f"{key}: person and own belong together; own is refused or allowed")
    if not (row.verbs or row.pages) or not cells:
        raise MatrixError(f"{key}: a row has verbs or pages, and somebody who may")
    if row.with_second != bool(row.second):
        raise MatrixError(f"{key}: a cell with a and the row's second belong together")
    if ("learner" in cells and bool(row.verbs)) != (row.own == "allowed"):
        raise MatrixError(f"{key}: the learner's S is one's own record, which the row has to name and to allow")
    return row


def _cell(key, column, text):
    scope, *modifiers = text.split()
    if scope != "P" and scope not in LETTERS[column] or set(modifiers) - set(MODIFIERS):
        raise MatrixError(f"{key}: {column} cannot be {text!r}")
    return Cell(scope, frozenset(modifiers))
