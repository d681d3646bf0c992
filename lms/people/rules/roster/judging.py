"""What becomes of each row: matched against the register and against the rows above it."""

from contextlib import suppress

from . import dates
from .facts import CHANGED, CONFLICT, NEW, REFUSED, SAME, PersonDraft, Plan, Verdict
from .places import NoPlace, Places

# A person's columns that a roster may fill or correct; their names are matched, never changed.
CORRECTED = ("gender", "born", "education", "phone", "staff_no")
_PLACE_PROBLEMS = frozenset({"organisation_odd", "text_long", "category_unknown"})
# What two rows on one person must agree on.
_AGREED = ("name", "gender", "born", "phone", "staff_no")


class Refusal(Exception):
    """The row is not taken, as ``state`` says (refused or in conflict)."""

    def __init__(self, state, problem):
        super().__init__(problem.code)
        self.state, self.problem = state, problem


def judge(rows, registry):
    """Return the :class:`Plan` for cleaned ``rows`` in their order, against a :class:`facts.Registry`.

    A person is matched by staff number, then by telephone, then by name, organisation and date of birth. The register is
    not changed; what an earlier row adds counts for later ones.
    """
    judging = _Judging(registry)
    for row in rows:
        judging.take(row)
    return judging.plan


class _Judging:
    def __init__(self, registry):
        self.registry, self.plan = registry, Plan()
        self.places = Places(registry, self.plan)
        self.by_phone, self.by_staff_no, self.by_place = {}, {}, {}
        for person in registry.people.values():
            if person.phone:
                self.by_phone[person.phone] = person
            if person.staff_no:
                self.by_staff_no[person.staff_no.upper()] = person
            for organisation_id, _position in person.posts:
                self.by_place.setdefault((person.name, organisation_id), {})[person.id] = person
        # Rows above, by what identifies their person: {value: (cleaned row, person reference or None when not taken)}
        self.seen = {"staff_no": {}, "phone": {}}
        self.seen_in_place, self.rows_of = {}, {}

    def take(self, row):
        if row.problems:
            self._remember(row, None)
            self._keep_place(row)
            self.plan.verdicts.append(Verdict(row.sheet, row.number, REFUSED, row, problems=row.problems))
            return
        try:
            verdict = self._judge(row)
        except Refusal as refusal:
            self._remember(row, None)
            verdict = Verdict(row.sheet, row.number, refusal.state, row, problems=(refusal.problem,))
        self.plan.verdicts.append(verdict)

    def _keep_place(self, row):
        """Plan the organisation of a refused row where the row says it well: it exists, whoever leads it."""
        if row.organisation and not any(problem.code in _PLACE_PROBLEMS for problem in row.problems):
            with suppress(NoPlace):
                self.places.keep(row, self.places.find(row))

    def _judge(self, row):
        try:
            place = self.places.find(row)
        except NoPlace as nowhere:
            raise Refusal(nowhere.state, nowhere.problem) from nowhere
        self.places.keep(row, place)
        reference, known = self._above(row, place), self._known(row, place)
        if reference is None:
            reference = known.id if known else ("new", len(self.plan.new_people))
        elif known is not None and known.id != reference:
            self._refuse(row, "differs_from_row", "name", self.rows_of[reference])
        if reference in self.rows_of:
            self._must_agree(row, self.rows_of[reference])
        verdict = self._write(row, place, reference)
        self._remember(row, reference, place)
        return verdict

    # Rows above ----------------------------------------------------------------------------------------------------

    def _above(self, row, place):
        """Return the reference of the person whom a row above names too, or None; refuse what contradicts that row."""
        for name in ("staff_no", "phone"):
            value = getattr(row, name)
            if not value or value not in self.seen[name]:
                continue
            earlier, reference = self.seen[name][value]
            if earlier.name and earlier.name != row.name:
                self._refuse(row, f"{name}_of_row", name, earlier)
            if reference is not None:
                return reference
        if not (row.staff_no or row.phone):
            for earlier, reference in self.seen_in_place.get((row.name, place), ()):
                if dates.agree(earlier.born, row.born):
                    return reference
        return None

    def _must_agree(self, row, earlier):
        for name in _AGREED:
            ours, theirs = getattr(row, name), getattr(earlier, name)
            if ours and theirs and not (dates.agree(ours, theirs) if name == "born" else ours == theirs):
                self._refuse(row, "differs_from_row", name, earlier)

    def _refuse(self, row, code, name, earlier):
        sheet = earlier.sheet if earlier.sheet != row.sheet else ""
        raise Refusal(REFUSED, row.problem(code, name, row=earlier.number, sheet=sheet))

    def _remember(self, row, reference, place=None):
        for name in ("staff_no", "phone"):
            value = getattr(row, name)
            if value:
                held = self.seen[name].get(value)
                if held is None or (held[1] is None and reference is not None):
                    self.seen[name][value] = (row, reference)
        if reference is not None:
            self.rows_of.setdefault(reference, row)
            self.seen_in_place.setdefault((row.name, place), []).append((row, reference))

    # The register --------------------------------------------------------------------------------------------------

    def _known(self, row, place):
        """Return the person of the register whom the row means, or None for a new one."""
        by_staff_no = self.by_staff_no.get(row.staff_no) if row.staff_no else None
        by_phone = self.by_phone.get(row.phone) if row.phone else None
        if by_staff_no and by_phone and by_staff_no.id != by_phone.id:
            self._conflict(row, "two_people", "phone")
        for person, name in ((by_staff_no, "staff_no"), (by_phone, "phone")):
            if person is not None:
                if person.name != row.name:
                    self._conflict(row, f"{name}_of_another", name)
                return self._within_reach(row, person, name)
        return self._by_place(row, place)

    def _by_place(self, row, place):
        candidates = [person for person in self.by_place.get((row.name, place), {}).values()
                      if dates.agree(person.born, row.born)]
        if not candidates:
            return None
        if len(candidates) > 1:
            self._conflict(row, "several_of_this_name", "name")
        person = candidates[0]
        if not (person.born and row.born) and person.phone and row.phone:
            self._conflict(row, "name_with_another_phone", "phone")
        return self._within_reach(row, person, "name")

    def _within_reach(self, row, person, name):
        if not person.reachable:
            self._conflict(row, "person_elsewhere", name)
        return person

    def _conflict(self, row, code, name):
        raise Refusal(CONFLICT, row.problem(code, name))

    # What is written -----------------------------------------------------------------------------------------------

    def _write(self, row, place, reference):
        differences = []
        is_new = not isinstance(reference, int)
        if is_new:
            created = reference[1] == len(self.plan.new_people)
            if created:
                self.plan.new_people.append(PersonDraft(
                    row.name, row.gender, row.born, row.education, row.phone, row.staff_no, row.sheet, row.number))
            else:
                self._complete_draft(self.plan.new_people[reference[1]], row)
        else:
            differences += self._correct(self.registry.people[reference], row)
        filled = self.places.fill_category(row, place)
        if filled:
            differences.append(("category", "", filled))
        post = self._post(row, place, reference)
        if post:
            differences.append(post)
        if is_new and post:
            state, differences = NEW, []
        else:
            state = CHANGED if differences else SAME
        return Verdict(row.sheet, row.number, state, row, differences=tuple(differences), person=reference)

    def _complete_draft(self, draft, row):
        for name in CORRECTED:
            value = getattr(row, name)
            if value and (not getattr(draft, name) or (name == "born" and len(value) > len(draft.born))):
                setattr(draft, name, value)

    def _correct(self, person, row):
        """Note what the row corrects of a known person; an empty cell corrects nothing, a month agrees with its days."""
        changes = self.plan.person_updates.get(person.id, {})
        found = []
        for name in CORRECTED:
            before, after = changes[name][1] if name in changes else getattr(person, name), getattr(row, name)
            if not after or before == after:
                continue
            if name == "born" and before and before.startswith(after):
                continue
            if name == "staff_no" and before.upper() == after:
                continue
            changes[name] = (getattr(person, name), after)
            found.append((name, before, after))
        if changes:
            self.plan.person_updates[person.id] = changes
        return found

    def _post(self, row, place, reference):
        """Note a new appointment, or a corrected date of one that is held; return the difference or None."""
        held = self.registry.people[reference].posts if isinstance(reference, int) else {}
        if (place, row.position) in held:
            appointment_id, starts_on = held[place, row.position]
            before = self.plan.post_updates.get(appointment_id, (None, starts_on))[1]
            # A month stands for its first day, so the first day of a month agrees with the month it was read from.
            if not row.since or (before and before.isoformat().startswith(row.since)):
                return None
            after = dates.first_day(row.since)
            if after == before:
                return None
            self.plan.post_updates[appointment_id] = (starts_on, after)
            return ("since", before.isoformat() if before else "", row.since)
        key = (reference, place, row.position)
        if key in self.plan.new_posts:
            return None
        self.plan.new_posts[key] = row.since
        return ("post", "", row.position)


def outline(plan):
    """Return what a preview showed, as plain JSON-able lists: two plans with one outline do the same to the same rows."""
    return [
        [verdict.sheet, verdict.number, verdict.state, [[problem.code, problem.column] for problem in verdict.problems],
         [list(difference) for difference in verdict.differences]]
        for verdict in plan.verdicts
    ]

