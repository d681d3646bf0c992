"""Write a plan in one short transaction, and say what was written."""

import secrets

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from lms.people.actions.organisations import set_paths
from lms.people.enums import AffiliatedKind, OrganisationKind
from lms.people.models import Appointment, Category, Organisation, Person
from lms.people.pinyin import name_fields, title_fields
from lms.people.rosters import register
from lms.people.rosters.register import chunks
from lms.people.rules.roster import values
from lms.people.rules.roster.dates import first_day
from lms.people.rules.roster.judging import CORRECTED

ROWS_A_STATEMENT = 500
_NULL_WHEN_EMPTY = ("phone", "staff_no")


class Stale(Exception):
    """The register changed after the plan was made."""


def stored(name, value):
    """Return a value as its column holds it: no telephone is NULL, because "" would be one that two people share."""
    return (value or None) if name in _NULL_WHEN_EMPTY else value


class Writing:
    """Prepare the rows of a plan before the transaction, write them inside it.

    Make it before the transaction begins: names take their time to be read in pinyin. :meth:`write` returns the effects as
    ``ImportBatch.effects`` keeps them: ids of what was created, and what was corrected with its values before and after.
    """

    def __init__(self, draft):
        self.plan, self.mark, self.district = draft.plan, draft.mark, draft.district
        self.categories = {category.code: category for category in Category.objects.all()}
        self.superiors = {key: self._superior(name) for key, name in self.plan.new_superiors.items()}
        self.organisations = {key: self._organisation(*given) for key, given in self.plan.new_organisations.items()}
        self.people = [self._person(person) for person in self.plan.new_people]

    def write(self):
        """Write everything. Raises :class:`Stale` when the register changed since the plan was made; call inside a
        transaction, which holds the district's row until its end so that two imports wait for one another."""
        if self.plan.writes_nothing:
            return {}
        district = Organisation.objects.select_for_update().filter(kind=OrganisationKind.DISTRICT).first()
        if register.mark() != self.mark:
            raise Stale
        self._write_organisations(district)
        Person.objects.bulk_create(self.people, batch_size=ROWS_A_STATEMENT)
        updates = self._correct_people()
        posts = self._write_posts()
        return {
            "organisations": [row.pk for row in (*self.superiors.values(), *self.organisations.values())],
            "people": [person.pk for person in self.people],
            "appointments": posts,
            "person_updates": updates,
            "post_updates": self._correct_posts(),
            "categories": self._fill_categories(),
        }

    # Prepared --------------------------------------------------------------------------------------------------------

    def _superior(self, name):
        return Organisation(name=name, kind=OrganisationKind.AFFILIATED, depth=1, **title_fields(name),
                            affiliated_kind=AffiliatedKind(values.superior_kind(name)))

    def _organisation(self, name, category):
        return Organisation(name=name, kind=OrganisationKind(values.organisation_kind(name)), depth=2,
                            category=self.categories.get(category), **title_fields(name))

    def _person(self, draft):
        columns = {name: stored(name, getattr(draft, name)) for name in CORRECTED}
        password = UNUSABLE_PASSWORD_PREFIX + secrets.token_hex(20)
        return Person(name=draft.name, password=password, **name_fields(draft.name), **columns)

    # Written ---------------------------------------------------------------------------------------------------------

    def _write_organisations(self, district):
        if not self.superiors and not self.organisations:
            return
        if district is None:
            district = Organisation.objects.create(name=settings.DISTRICT_NAME, kind=OrganisationKind.DISTRICT,
                                                   **title_fields(settings.DISTRICT_NAME))
            set_paths([district])
        for superior in self.superiors.values():
            superior.parent = district
        Organisation.objects.bulk_create(self.superiors.values(), batch_size=ROWS_A_STATEMENT)
        set_paths(self.superiors.values())
        known = Organisation.objects.in_bulk({key[0] for key in self.organisations if isinstance(key[0], int)})
        for (superior, _key), organisation in self.organisations.items():
            organisation.parent = known[superior] if isinstance(superior, int) else self.superiors[superior]
        Organisation.objects.bulk_create(self.organisations.values(), batch_size=ROWS_A_STATEMENT)
        set_paths(self.organisations.values())

    def _place(self, reference):
        if isinstance(reference, int):
            return reference
        return (self.superiors if len(reference) == 1 else self.organisations)[reference].pk

    def _who(self, reference):
        return reference if isinstance(reference, int) else self.people[reference[1]].pk

    def _correct_people(self):
        """Write the corrections as upserts; refuse when a person no longer is as the plan saw them."""
        effects = {}
        for chunk in chunks(self.plan.person_updates, ROWS_A_STATEMENT):
            people = Person.objects.select_for_update().in_bulk(chunk)
            for person_id in chunk:
                changes, person = self.plan.person_updates[person_id], people.get(person_id)
                for name, (before, after) in changes.items():
                    if person is None or (getattr(person, name) or "") != before:
                        raise Stale
                    setattr(person, name, stored(name, after))
                effects[str(person_id)] = {name: list(change) for name, change in changes.items()}
            Person.objects.bulk_create(people.values(), update_conflicts=True, unique_fields=["id"],
                                       update_fields=list(CORRECTED), batch_size=ROWS_A_STATEMENT)
        return effects

    def _write_posts(self):
        rows = [
            Appointment(person_id=self._who(person), organisation_id=self._place(place), position=position,
                        starts_on=first_day(since))
            for (person, place, position), since in self.plan.new_posts.items()
        ]
        Appointment.objects.bulk_create(rows, batch_size=ROWS_A_STATEMENT)
        return [row.pk for row in rows]

    def _correct_posts(self):
        effects = {}
        for chunk in chunks(self.plan.post_updates, ROWS_A_STATEMENT):
            rows = Appointment.objects.select_for_update().in_bulk(chunk)
            for appointment_id in chunk:
                before, after = self.plan.post_updates[appointment_id]
                row = rows.get(appointment_id)
                if row is None or row.starts_on != before or row.ends_on is not None:
                    raise Stale
                row.starts_on = after
                effects[str(appointment_id)] = [before and before.isoformat(), after.isoformat()]
            Appointment.objects.bulk_create(rows.values(), update_conflicts=True, unique_fields=["id"],
                                            update_fields=["starts_on"], batch_size=ROWS_A_STATEMENT)
        return effects

    def _fill_categories(self):
        by_code = {}
        for organisation_id, code in self.plan.organisation_categories.items():
            by_code.setdefault(code, []).append(organisation_id)
        for code, ids in by_code.items():
            Organisation.objects.filter(pk__in=ids, category=None).update(category=self.categories[code])
        return {str(pk): code for pk, code in self.plan.organisation_categories.items()}
