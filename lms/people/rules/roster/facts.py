"""The plain values that roster rules take and give."""

from dataclasses import dataclass, field

NEW, CHANGED, SAME, CONFLICT, REFUSED = "new", "changed", "same", "conflict", "refused"
STATES = (NEW, CHANGED, SAME, CONFLICT, REFUSED)
TAKEN = (NEW, CHANGED, SAME)


@dataclass(frozen=True)
class Problem:
    """Why a row is not taken: ``code`` names the sentence, ``params`` what it mentions.

    ``column`` is the heading as the roster writes it ("" where it has none), ``value`` what stands in the cell.
    """

    code: str
    column: str = ""
    value: str = ""
    params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Cleaned:
    """A row after its cells were read; ``born`` and ``since`` are ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` ("" unknown)."""

    sheet: str
    number: int
    superior: str = ""
    organisation: str = ""
    category: str = ""
    name: str = ""
    gender: str = ""
    born: str = ""
    position: str = ""
    since: str = ""
    education: str = ""
    phone: str = ""
    staff_no: str = ""
    columns: dict = field(default_factory=dict, compare=False)
    raw: dict = field(default_factory=dict, compare=False)
    problems: tuple = ()

    def problem(self, code, name, /, **params):
        """Return a problem of the cell of the field ``name`` in this row."""
        return Problem(code, self.columns.get(name, ""), self.raw.get(name, ""), params)


@dataclass(frozen=True)
class KnownOrganisation:
    """``superior_id`` is the directly affiliated organisation it lies under (its own id where it is one itself)."""

    id: int
    path: str
    name: str
    superior_id: int | None
    category: str = ""
    closed: bool = False


@dataclass
class KnownPerson:
    """A person as the register has them; ``posts`` maps ``(organisation id, position)`` to ``(id, starts_on)``.

    ``reachable`` tells whether the importing user administers this person.
    """

    id: int
    name: str
    gender: str = ""
    born: str = ""
    education: str = ""
    phone: str = ""
    staff_no: str = ""
    posts: dict = field(default_factory=dict)
    reachable: bool = True


@dataclass
class Registry:
    """What the register holds of everything the roster mentions, and what the importing user may reach.

    ``reach`` are paths of subtrees; ``whole_district`` lets directly affiliated organisations be created. ``superiors`` maps
    the key of a directly affiliated organisation's name to it, ``organisations`` maps ``(superior id, key)``.
    ``default_superior`` stands in where neither the row nor its sheet names one.
    """

    superiors: dict = field(default_factory=dict)
    organisations: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    reach: tuple = ()
    whole_district: bool = True
    default_superior: str = ""

    def covers(self, path):
        return any(path.startswith(top) for top in self.reach)


@dataclass
class Verdict:
    """What becomes of a row: its state, why, and what differs (``[(field, before, after)]``)."""

    sheet: str
    number: int
    state: str
    cleaned: Cleaned
    problems: tuple = ()
    differences: tuple = ()
    person: object = None


@dataclass
class PersonDraft:
    """A person to be created; shared by the rows that name them."""

    name: str
    gender: str = ""
    born: str = ""
    education: str = ""
    phone: str = ""
    staff_no: str = ""
    sheet: str = ""
    number: int = 0


@dataclass
class Plan:
    """Everything an import would write, and the verdict of each row.

    A reference to an organisation or a person is the id (``int``) of one that exists, else a tuple: ``(key,)`` in
    ``new_superiors``, ``(superior reference, key)`` in ``new_organisations``, ``("new", index)`` in ``new_people``.
    ``new_superiors`` maps to names, ``new_organisations`` to ``(name, category code)``, ``person_updates`` a person's id to
    ``{field: (before, after)}``, ``new_posts`` ``(person, organisation, position)`` to a partial date, ``post_updates``
    an appointment's id to ``(before, after)`` dates.
    """

    verdicts: list = field(default_factory=list)
    new_superiors: dict = field(default_factory=dict)
    new_organisations: dict = field(default_factory=dict)
    organisation_categories: dict = field(default_factory=dict)
    new_people: list = field(default_factory=list)
    person_updates: dict = field(default_factory=dict)
    new_posts: dict = field(default_factory=dict)
    post_updates: dict = field(default_factory=dict)

    @property
    def counts(self):
        """``{"read", "created", "updated", "unchanged", "refused"}``; rows in conflict are among the refused."""
        of = {state: 0 for state in STATES}
        for verdict in self.verdicts:
            of[verdict.state] += 1
        return {"read": len(self.verdicts), "created": of[NEW], "updated": of[CHANGED], "unchanged": of[SAME],
                "refused": of[REFUSED] + of[CONFLICT]}

    @property
    def writes_nothing(self):
        return not (self.new_superiors or self.new_organisations or self.organisation_categories or self.new_people
                    or self.person_updates or self.new_posts or self.post_updates)
