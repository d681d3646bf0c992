"""What an import of hours asks of the register and the ledger."""

from collections import defaultdict

from django.db.models import Sum

from courses.models import HourEntry
from courses.models.recognition import DECIDERS
from courses.rules.hour_rows import Known
from lms.people.models import Appointment, Person
from lms.people.rules.roster.text import organisation_key

PART = 500


def known_people(actor, rows):
    """Return the people whom ``actor`` administers and whom a row may mean, by name and by ``("number", number)``."""
    names = sorted({row.name for row in rows if row.name})
    numbers = sorted({number for row in rows for number in (row.phone, row.staff_no) if number})
    inside = Person.objects.in_subtrees(*actor.scope.paths(*DECIDERS))
    found = {}
    for column, wanted in (("name", names), ("phone", numbers), ("staff_no", numbers)):
        for start in range(0, len(wanted), PART):
            part = inside.filter(**{f"{column}__in": wanted[start:start + PART]})
            found.update((row["pk"], row) for row in part.order_by().values("pk", "name", "phone", "staff_no"))
    places = defaultdict(set)
    ids = sorted(found)
    for start in range(0, len(ids), PART):
        posts = Appointment.objects.current().filter(person__in=ids[start:start + PART])
        for person_id, name, above in posts.values_list("person_id", "organisation__name", "organisation__parent__name"):
            places[person_id] |= {organisation_key(name), organisation_key(above or "")}
    people = defaultdict(list)
    for pk, row in found.items():
        known = Known(pk, row["name"], row["phone"] or "", row["staff_no"] or "", frozenset(places[pk]), pk == actor.pk)
        people[known.name].append(known)
        for number in {known.phone, known.staff_no} - {""}:
            people["number", number].append(known)
    return people


def standing_sources(rows):
    """Map the sources of ``rows`` (``HourImportRow``) to the minutes observed that stand under them, parts by year together."""
    source_of = {}
    for row in rows:
        if row.source:
            source_of[row.source] = row.source
            source_of |= {f"{row.source}/{year}": row.source for year in range(row.first_day.year, row.last_day.year + 1)}
    found, wanted = {}, sorted(source_of)
    for start in range(0, len(wanted), PART):
        lines = HourEntry.objects.standing().filter(source_root__in=wanted[start:start + PART]).order_by()
        for root, minutes in lines.values_list("source_root").annotate(total=Sum("observed")):
            found[source_of[root]] = found.get(source_of[root], 0) + minutes
    return found
