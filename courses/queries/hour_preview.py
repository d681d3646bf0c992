"""Whom new rules change: the lines they would credit otherwise, and what each year of a person comes to."""

from datetime import date

from django.db.models import Q

from courses.models import HourEntry, HourRuleVersion
from courses.rules.hour_year import Line
from courses.rules.hours import credit

from .hour_rules import RuleBook
from .hour_years import Years


def affected(version, since=None):
    """The standing lines that ``version`` counts: from its day on (or ``since``), of its organisation and of those below that
    have no rules of their own by then, and not counted by it yet."""
    since = since or version.valid_from
    below = HourRuleVersion.objects.in_force().filter(
        organisation__path__startswith=version.organisation.path
    ).exclude(organisation=version.organisation)
    lines = HourEntry.objects.standing().filter(
        on_date__gte=since, organisation__path__startswith=version.organisation.path
    ).exclude(rule_version=version)
    for other in below.select_related("organisation"):
        lines = lines.exclude(organisation__path__startswith=other.organisation.path, on_date__gte=other.valid_from)
    later = HourRuleVersion.objects.in_force().filter(
        Q(valid_from__gt=version.valid_from) | Q(valid_from=version.valid_from, number__gt=version.number),
        organisation=version.organisation,
    ).order_by("valid_from").first()
    return lines.filter(on_date__lt=later.valid_from) if later else lines


def changes(version, progress=lambda done, total: None):
    """Return ``(changes, lines read, lines changed)`` of a draft; ``changes`` are the fields of ``HourRuleChange``.

    Every year is counted twice for everyone who has lines there: as it stands, and with the draft in force. Seven queries a
    year, however many the people.
    """
    book = RuleBook()
    lines = affected(version)
    # The year in which it begins is added up by it as a whole: by what is in force on its last day.
    whole = affected(version, date(version.valid_from.year, 1, 1))
    years = [day.year for day in whole.dates("on_date", "year")]
    found, read, changed = [], 0, 0
    for at, year in enumerate(years):
        day = date(year, 12, 31)
        people = whole.filter(on_date__year=year).order_by().values("person_id")
        anew = {}
        for pk, person_id, kind, observed, learned, minutes in lines.filter(on_date__year=year).order_by().values_list(
            "pk", "person_id", "kind", "observed", "progress", "minutes"
        ).iterator(5000):
            read += 1
            now = credit(kind=kind, observed=observed, progress=learned, rules=parsed(version)).minutes
            if now != minutes:
                changed += 1
                anew[pk] = (person_id, now)
        found += _of_year(version, people, year, day, book, anew, at, len(years), progress)
    progress(max(len(years), 1), max(len(years), 1))
    return found, read, changed


def parsed(version):
    if not hasattr(version, "parsed"):
        RuleBook().with_draft(version)
    return version.parsed


def _of_year(version, people, year, day, book, anew, at, total, progress):
    touched = {}
    for person_id, _ in anew.values():
        touched[person_id] = touched.get(person_id, 0) + 1
    before = dict(Years(people, day, book=book).of(year))
    after_years = Recounted(people, day, book=book.with_draft(version), anew=anew)
    found = []
    for number, (person_id, after) in enumerate(after_years.of(year)):
        if number % 500 == 0:
            progress(at, total)
        was = before[person_id]
        if was.credited != after.credited or person_id in touched:
            found.append({"person_id": person_id, "year": year, "lines": touched.get(person_id, 0),
                          "before": was.credited, "after": after.credited})
    return found


class Recounted(Years):
    """Years in which some lines are credited otherwise: ``anew`` maps their ids to ``(person, minutes)``."""

    def __init__(self, *args, anew, **kwargs):
        super().__init__(*args, **kwargs)
        self.anew = anew

    def fold(self, person_id, year, lines):
        lines = [
            Line(line.id, line.day, line.kind, self.anew[line.id][1], line.subject) if line.id in self.anew else line
            for line in lines
        ]
        return super().fold(person_id, year, lines)
