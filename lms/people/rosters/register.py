"""What the register holds of everything a roster mentions, as plain facts; queries grow by batches of rows, not by rows."""

from itertools import islice

from django.db.models import Max, Q

from lms.people.enums import OrganisationKind, Role
from lms.people.models import Appointment, Category, HeadingMemory, Organisation, Person, RoleGrant
from lms.people.rules.roster import values
from lms.people.rules.roster.facts import KnownOrganisation, KnownPerson, Registry
from lms.people.rules.roster.text import organisation_key

CHUNK = 500


def chunks(items, size=CHUNK):
    items = iter(items)
    while chunk := list(islice(items, size)):
        yield chunk


def category_codes():
    """Return ``{key of a spelling: code}`` of all categories."""
    codes = {}
    for category in Category.objects.all():
        for text in (category.name, category.code, *category.aliases):
            codes[organisation_key(text)] = category.code
            codes.setdefault(values.category_key(text), category.code)
    return codes


def remembered_headings():
    return dict(HeadingMemory.objects.values_list("heading", "field"))


def root():
    return Organisation.objects.filter(kind=OrganisationKind.DISTRICT).first()


def mark():
    """Return what tells whether rows were added since: the newest ids of organisations, people and appointments."""
    return tuple(model.objects.aggregate(newest=Max("pk"))["newest"] for model in (Organisation, Person, Appointment))


def load_registry(actor, district):
    """Return a :class:`Registry` of the organisations, and of what ``actor`` may reach; people are added for the rows."""
    scope = actor.scope
    whole = scope.holds(Role.DISTRICT) if district is None else scope.covers(district.path, Role.DISTRICT)
    reach = ("",) if whole and district is None else tuple(scope.paths(Role.SUBDISTRICT, Role.DISTRICT))
    registry = Registry(reach=reach, whole_district=whole)
    rows = Organisation.objects.exclude(kind=OrganisationKind.DISTRICT).order_by("-depth", "-pk").values_list(
        "pk", "path", "name", "depth", "category__code", "closed_on")
    for pk, path, name, depth, category, closed_on in rows:
        superior_id = pk if depth == 1 else int(path.split("/")[1])
        known = KnownOrganisation(pk, path, name, superior_id, category or "", closed_on is not None)
        key = organisation_key(name)
        if depth == 1:
            registry.superiors[key] = known
            registry.organisations.setdefault((pk, key), known)
            if not whole and reach == (path,):
                registry.default_superior = name
        else:
            registry.organisations[superior_id, key] = known
    return registry


def add_people(registry, cleaned):
    """Add the people whom the rows may mean: by staff number, by telephone, by name in the row's organisation."""
    rows = [row for row in cleaned if not row.problems]
    ids = set()
    for chunk in chunks(rows):
        phones = [row.phone for row in chunk if row.phone]
        numbers = [row.staff_no for row in chunk if row.staff_no]
        ids.update(Person.objects.filter(Q(phone__in=phones) | Q(staff_no__in=numbers)).values_list("pk", flat=True))
        places = {known.id for row in chunk if (known := _organisation(registry, row))}
        if places:
            ids.update(Appointment.objects.current().filter(
                organisation_id__in=places, person__name__in={row.name for row in chunk}
            ).values_list("person_id", flat=True))
    _load_people(registry, sorted(ids))


def _organisation(registry, row):
    superior = registry.superiors.get(organisation_key(row.superior or registry.default_superior))
    return superior and registry.organisations.get((superior.id, organisation_key(row.organisation)))


def _load_people(registry, ids):
    for chunk in chunks(ids):
        for pk, *rest in Person.objects.filter(pk__in=chunk).values_list(
            "pk", "name", "gender", "born", "education", "phone", "staff_no"
        ):
            registry.people[pk] = KnownPerson(pk, *(value or "" for value in rest), reachable=registry.whole_district)
        for pk, person_id, organisation_id, path, position, starts_on in Appointment.objects.current().filter(
            person_id__in=chunk
        ).values_list("pk", "person_id", "organisation_id", "organisation__path", "position", "starts_on"):
            person = registry.people[person_id]
            person.posts[organisation_id, position] = (pk, starts_on)
            person.reachable = person.reachable or registry.covers(path)
        if not registry.whole_district:
            # A role beyond one's area is the account of someone above: its telephone is what it signs in with.
            for person_id, path in RoleGrant.objects.active().filter(person_id__in=chunk).values_list(
                "person_id", "organisation__path"
            ):
                if not registry.covers(path):
                    registry.people[person_id].reachable = False
