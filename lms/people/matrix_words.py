"""The matrix for readers: its letters in words, and as the table of the documentation."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.people.enums import Role
from lms.people.matrix import sections
from lms.people.rules.matrix import COLUMNS, MODIFIERS

SCOPES = {
    "S": pgettext_lazy("scope", "one's own"),
    "O": pgettext_lazy("scope", "own organisation and those below"),
    "T": pgettext_lazy("scope", "own sub-district"),
    "D": pgettext_lazy("scope", "whole district"),
    "C": pgettext_lazy("scope", "own classes and sessions"),
    "P": pgettext_lazy("scope", "everybody"),
}
CONDITIONS = {
    "m": gettext_lazy("telephone numbers masked"),
    "a": gettext_lazy("a second person approves"),
    "r": gettext_lazy("with a reason that is kept"),
    "d": gettext_lazy("as a draft that others publish"),
}


def column_label(column):
    """Return the name of a column: a role, the visitor who is not signed in, or the system operator."""
    others = {"anonymous": _("Visitor"), "operator": _("System operator")}
    return others[column] if column in others else str(Role(column).label)


def conditions(cell):
    return [str(CONDITIONS[letter]) for letter in MODIFIERS if letter in cell.modifiers]


def rights_of(column):
    """Return ``[(heading, [(label, scope, conditions)])]`` of one column; what it may not do at all is left out."""
    found = []
    for heading, rows in sections():
        mine = [(label, str(SCOPES[cell.scope]), conditions(cell)) for label, row in rows if (cell := row.cells.get(column))]
        if mine:
            found.append((heading, mine))
    return found


def table_of_all():
    """Return the labels of the columns and ``[(heading, [(label, [(column, letters)])])]``; letters are '' for nothing."""
    labels = {column: column_label(column) for column in COLUMNS}
    return list(labels.values()), [
        (heading, [(label, [(labels[column], str(row.cells.get(column, ""))) for column in COLUMNS]) for label, row in lines])
        for heading, lines in sections()
    ]


def as_markdown():
    """Return the whole matrix as Markdown, one table a heading, with the verbs of the code behind each row."""
    labels = [column_label(column) for column in COLUMNS]
    out = []
    for heading, rows in sections():
        out += [f"### {heading}", "", "| | " + " | ".join(labels) + " | verbs |", "|---" * (len(labels) + 2) + "|"]
        for label, row in rows:
            cells = " | ".join(str(row.cells.get(column, "–")) for column in COLUMNS)
            named = ", ".join(f"`{verb}`" for verb in row.verbs) or "addresses: " + ", ".join(f"`{name}`" for name in row.pages)
            out.append(f"| {label} | {cells} | {named} |")
        out.append("")
    return "\n".join(out)

