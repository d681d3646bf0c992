"""The ledger of hours at the size of a large district: annual sums of 100,000 people, and its compliance.

``python -m benchmarks.ledger [PEOPLE]``. Ten lines a person and year, most of them face to face, under rules with half days,
bands, a limit of online hours and the same lesson once a year.
"""

import random
import sys
from datetime import date, timedelta
from decimal import Decimal

from benchmarks.harness import emit, fresh_database, measure

PEOPLE, LINES, STREETS, BRANCHES = 100_000, 10, 13, 1500
YEAR = 2018
KINDS = ("lecture", "breakout", "field", "study", "online", "micro")
RULES = {
    "kinds": {
        **{kind: {"way": "days", "half_from": 120, "half_day": "4", "full_from": 300, "full_day": "8"}
           for kind in ("lecture", "breakout", "field")},
        **{kind: {"way": "bands", "bands": [[30, "1"], [15, "0.5"], [0, "0.25"]]} for kind in ("online", "micro")},
    },
    "once": ["online", "micro"], "caps": [{"kinds": ["online", "micro"], "percent": 50, "of": "required"}],
}


def build(people):
    """Create organisations, people with a post each, rules and lines; return the district administrator."""
    from courses.enums import RuleState
    from courses.models import HourEntry, HourRuleVersion
    from courses.rules.hour_data import parse
    from courses.rules.hours import credit
    from lms.people import actions
    from lms.people.enums import OrganisationKind, Position, Role
    from lms.people.models import Appointment, Organisation, Person

    rng = random.Random(2018)
    root = actions.create_organisation(actor=None, parent=None, name="区委", kind=OrganisationKind.DISTRICT)
    streets = [
        actions.create_organisation(actor=None, parent=root, name=f"街道{number}", kind=OrganisationKind.AFFILIATED)
        for number in range(STREETS)
    ]
    branches = Organisation.objects.bulk_create([
        Organisation(name=f"支部{number}", parent=streets[number % STREETS], kind=OrganisationKind.BRANCH, depth=2)
        for number in range(BRANCHES)
    ])
    for branch in branches:
        branch.path = f"{branch.parent.path}{branch.pk}/"
    Organisation.objects.bulk_update(branches, ["path"], batch_size=500)
    admin = actions.create_person(actor=None, name="区管理员", username="bench-district")
    actions.grant_role(actor=None, person=admin, role=Role.DISTRICT, organisation=root)
    everyone = Person.objects.bulk_create(
        [Person(name=f"党员{number}", username=f"b{number}", password="!") for number in range(people)], batch_size=2000)
    Appointment.objects.bulk_create([
        Appointment(person=person, organisation=branches[at % BRANCHES], starts_on=date(2016, 1, 1),
                    position=Position.SECRETARY if at < BRANCHES else Position.MEMBER)
        for at, person in enumerate(everyone)
    ], batch_size=2000)
    version = HourRuleVersion.objects.create(
        organisation=root, number=1, title="学时办法", valid_from=date(2014, 1, 1), rules=RULES, state=RuleState.IN_FORCE)
    rules, worth = parse(RULES), {}
    for start in range(0, people, 5000):
        lines = []
        for at in range(start, min(start + 5000, people)):
            for number in range(LINES):
                kind, observed = rng.choice(KINDS), rng.choice((10, 20, 45, 90, 135, 180))
                if (kind, observed) not in worth:
                    worth[kind, observed] = credit(kind=kind, observed=observed, rules=rules).minutes
                source = f"bench:{number}:person:{everyone[at].pk}"
                lines.append(HourEntry(
                    person=everyone[at], organisation=branches[at % BRANCHES], kind=kind, observed=observed,
                    on_date=date(YEAR, 1, 1) + timedelta(days=rng.randrange(365)), minutes=worth[kind, observed],
                    rule_version=version, source=source, source_root=source, title="课", subject=f"课{rng.randrange(40)}",
                ))
        HourEntry.objects.bulk_create(lines, batch_size=2000)
    return admin


def main():
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with fresh_database():
        from django.db import connection

        from cohorts.queries.compliance import Asked, compliance, dressed, people_in
        from cohorts.queries.hours import year_of_hours
        from courses.queries.hour_years import Years
        from lms.people.models import Appointment, Person

        admin = build(people)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        day, total, count = date(YEAR, 12, 31), Decimal(0), 0
        with measure() as sums:
            for _person, annual in Years(Appointment.objects.values("person_id"), day).of(YEAR):
                total, count = total + annual.credited, count + 1
        emit("annual sums", people=count, lines=people * LINES, hours=round(total / 45), **sums.figures)
        admin = Person.objects.get(pk=admin.pk)
        with measure() as whole:
            found = compliance(admin, Asked(day))
        emit("compliance of the district", people=found.total.asked, met=found.total.met, groups=len(found.groups),
             **whole.figures)
        with measure() as page:
            dressed(found, people_in(found, only="open")[:50])
        emit("the first page of those behind", **page.figures)
        street = found.groups[0].organisation
        with measure() as one:
            part = compliance(admin, Asked(day, organisation=street))
        emit("compliance of one sub-district", people=part.total.asked, groups=len(part.groups), **one.figures)
        with measure() as recorded:
            compliance(admin, Asked(day, recorded=True, organisation=street))
        emit("the same, as the record stood that evening", **recorded.figures)
        person = Person.objects.get(username="b7")
        with measure() as own:
            year_of_hours(person, YEAR)
        emit("the year of one person", **own.figures)


if __name__ == "__main__":
    main()
