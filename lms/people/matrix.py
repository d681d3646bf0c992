"""The matrix: every app's ``matrix.toml`` made into predicates: what the file says is what ``access.allowed`` answers.

``access.register(matrix.table(__package__, name=function, ...))`` in an app's ``permissions.py`` reads the file beside it; the
functions are the conditions that its rows name. ``lms.people.rules.matrix`` says what may stand in a row.
"""

import tomllib
from importlib.resources import files

from lms.people.rules.matrix import ROLES, MatrixError, read

# Rows of all apps by key, in the order in which the apps were loaded.
ROWS = {}
# Their words, ``(heading, {key: label})``: every app's ``matrix_labels.py``, loaded when the apps are ready.
WORDS = []


def name_rows(heading, labels):
    """Say under the heading what the rows are about: ``{key: label}``."""
    WORDS.append((heading, labels))


def table(package, **code):
    """Return ``{verb: predicate(user, obj)}`` of the package's ``matrix.toml``; ``code`` holds the functions that it names."""
    rows = read(tomllib.loads((files(package) / "matrix.toml").read_text()))
    if twice := ROWS.keys() & {row.key for row in rows}:
        raise MatrixError(f"rows stand in two files: {sorted(twice)}")
    named = {name for row in rows for name in (row.reach, row.when, row.also, *row.of.values()) if name in code}
    if unused := code.keys() - named:
        raise MatrixError(f"no row of {package} names {sorted(unused)}")
    ROWS.update({row.key: row for row in rows})
    return {verb: predicate(row, code) for row in rows for verb in row.verbs}


def predicate(row, code):
    """Return the predicate of a row.

    One's own record is refused or allowed before anything else. Then a role has to be held on the organisation that the row
    names (anywhere, where it names none), or the person be assigned; ``when`` narrows that, ``also`` is a ground of its own.
    """
    held, covering, assigned = _grounds(row, code)
    reach, when, also = (code[name] if name else None for name in (row.reach, row.when, row.also))

    def by_role(user, obj):
        scope = user.scope
        if reach is not None:
            return reach(user, obj, held)
        return (
            (bool(held) and scope.holds(*held))
            or any(_covers(scope, find(obj), roles) for find, roles in covering)
            or (bool(assigned) and scope.holds(*assigned) and any(owner(obj, name) == user.pk for name in row.assigned))
        )

    def may(user, obj):
        if row.person and owner(obj, row.person) == user.pk:
            return row.own == "allowed"
        if "operator" in row.cells and user.is_superuser:
            return True
        if by_role(user, obj) and (when is None or when(user, obj)):
            return True
        return also is not None and bool(also(user, obj))

    return may


def _grounds(row, code):
    """Return the roles that only have to be held, ``[(find, roles)]`` that have to cover, and the roles of the assigned."""
    held, covering, assigned = [], {}, []
    for role in ROLES[1:]:
        cell = row.cells.get(role)
        if cell is None:
            continue
        chain = row.organisation_of(role)
        if cell.scope == "C" and chain:
            if row.assigned:
                assigned.append(role)
            elif not row.also:
                raise MatrixError(f"{row.key}: C needs somebody assigned")
        elif chain:
            covering.setdefault(chain, []).append(role)
        else:
            held.append(role)
    return held, [(_finder(chain, code), roles) for chain, roles in covering.items()], assigned


def _finder(chain, code):
    """Return the function from an object to the paths of the organisations that ``chain`` names."""
    if chain in code:
        return code[chain]

    def find(obj):
        organisation = obj if chain == "self" else follow(obj, chain)
        return [organisation.path] if organisation is not None else []

    return find


def _covers(scope, paths, roles):
    return any(scope.covers(path, *roles) for path in paths)


def follow(obj, chain):
    """Return what stands at the end of a chain of attributes, None where it breaks off."""
    for name in chain.split("."):
        obj = getattr(obj, name) if obj is not None else None
    return obj


def owner(obj, chain):
    """Return the id of the person at the end of a chain of attributes (``self``: the object is the person)."""
    if obj is None or chain == "self":
        return obj.pk if obj is not None else None
    before, _dot, last = chain.rpartition(".")
    holder = follow(obj, before) if before else obj
    return getattr(holder, f"{last}_id") if holder is not None else None


def sections():
    """Return ``[(heading, [(label, row)])]`` in the language of the reader; headings of several apps are one section."""
    found = {}
    for heading, labels in WORDS:
        found.setdefault(str(heading), []).extend((str(label), ROWS[key]) for key, label in labels.items())
    return list(found.items())


def roles_of(verb):
    """Return the roles that may do ``verb`` on a subtree, as its row says."""
    row = next(row for row in ROWS.values() if verb in row.verbs)
    return tuple(role for role in ROLES[1:] if role in row.cells)
