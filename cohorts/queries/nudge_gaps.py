"""What people nudge about, judged from the facts: what is missing of someone now, and whether it still is.

A subject is what a gap is about: a year, a call for filing, a class, an election round, or nothing that the records know.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.enums import SEATED, FilingStanding, NudgeAbout
from cohorts.explain import reason_texts
from cohorts.hour_words import missing_text
from cohorts.models import Cohort, ElectionRound, Enrolment, FilingCall
from cohorts.readiness_wording import lack_text
from cohorts.rules.filing import OPEN
from cohorts.rules.readiness import TrainingFacts, preparation
from lms.people.enums import Position
from lms.people.models import Appointment, Organisation, Person

from .completion import standings
from .filings import places_of, visible_places
from .hours import Sums
from .readiness import criteria_of
from .readiness_facts import records_of


@dataclass(frozen=True)
class Subject:
    """``of`` is the year or the id of ``row``; ``title`` what it is called."""

    about: str
    of: int
    title: str
    row: Any = None


@dataclass
class Gap:
    """Someone chosen: a ``person`` with the ``organisation`` of their post, or an organisation alone.

    ``closed`` is None where the records do not know; ``missing`` says in words what is missing.
    """

    person: Person | None
    organisation: Organisation | None
    closed: bool | None = None
    missing: str = ""

    @property
    def key(self):
        return ("person", self.person.pk) if self.person else ("organisation", self.organisation.pk)

    @property
    def name(self):
        return self.person.name if self.person else self.organisation.name


def subject_of(user, about, of):
    """Return the :class:`Subject` that ``user`` asks for, or None where there is none that they see. One query."""
    number = int(of) if str(of).isdecimal() and len(str(of)) < 10 else 0
    this_year = timezone.localdate().year
    match about:
        case NudgeAbout.HOURS:
            year = number if 2000 <= number <= this_year else this_year
            return Subject(about, year, _("Learning hours %(year)s") % {"year": year})
        case NudgeAbout.FILING:
            row = FilingCall.objects.visible_to(user).select_related("organisation").filter(pk=number).first()
        case NudgeAbout.COHORT:
            row = Cohort.objects.visible_to(user).select_related("organiser", "programme__exam").filter(pk=number).first()
        case NudgeAbout.READINESS:
            rounds = ElectionRound.objects.visible_to(user).select_related("organisation")
            begun = rounds.filter(since__lte=timezone.localdate()).order_by("-since", "-pk")
            row = (rounds.filter(pk=number) if number else begun).first()
        case NudgeAbout.OTHER:
            return Subject(about, 0, _("Something else"))
        case _:
            return None
    return Subject(about, row.pk, row.title, row) if row is not None else None


def subject_again(about, of, title):
    """Return the subject of a nudge that was sent; its row is None where it is gone."""
    model = {NudgeAbout.FILING: FilingCall, NudgeAbout.COHORT: Cohort, NudgeAbout.READINESS: ElectionRound}.get(about)
    if model is None:
        return Subject(about, of, title)
    row = model.objects.filter(pk=of).first()
    return Subject(about, of, title, row)


def chosen(user, subject, people, organisations):
    """Return the :class:`Gap` of those of ``people`` and ``organisations`` (ids) whom ``user`` sees, judged as of today."""
    gaps = []
    if subject.about == NudgeAbout.FILING:
        gaps = [Gap(None, one) for one in visible_places(user, subject.row).filter(pk__in=organisations)]
    elif subject.about == NudgeAbout.COHORT:
        rows = Enrolment.objects.visible_to(user).filter(cohort=subject.row, person__in=people, state__in=SEATED)
        gaps = [Gap(row.person, row.organisation) for row in rows.select_related("person", "organisation")]
    else:
        found = Person.objects.visible_to(user).filter(pk__in=people)
        places = places_of_people(found)
        gaps = [Gap(one, places.get(one.pk)) for one in found]
        if subject.about == NudgeAbout.READINESS:
            gaps += [Gap(None, one) for one in Organisation.objects.visible_to(user).filter(pk__in=organisations)]
    judge(subject, gaps)
    return sorted(gaps, key=lambda gap: (
        gap.organisation.path if gap.organisation else "", gap.person.name_key if gap.person else "",
    ))


def places_of_people(people):
    """Map people to the organisation of their weightiest current post. One query."""
    rank = {position: at for at, position in enumerate(Position.values)}
    posts = Appointment.objects.current().filter(person__in=people).select_related("organisation")
    found = {}
    for post in sorted(posts, key=lambda post: (rank.get(post.position, 9), post.pk)):
        found.setdefault(post.person_id, post.organisation)
    return found


def judge(subject, gaps, today=None):
    """Say of each of ``gaps`` what is missing as of today, and whether it still is. Constant queries."""
    today = today or timezone.localdate()
    if not gaps or (subject.row is None and subject.about not in (NudgeAbout.HOURS, NudgeAbout.OTHER)):
        return
    {NudgeAbout.HOURS: _hours, NudgeAbout.FILING: _filing, NudgeAbout.COHORT: _cohort, NudgeAbout.READINESS: _readiness}.get(
        subject.about, lambda *_: None)(subject, gaps, today)


def _hours(subject, gaps, today):
    day = min(today, date(subject.of, 12, 31))
    sums = Sums([gap.person.pk for gap in gaps if gap.person], subject.of, day)
    for gap in gaps:
        if gap.person:
            standing = sums.standing(gap.person.pk)
            gap.closed = standing.requirement is None or standing.met
            gap.missing = "" if gap.closed else missing_text(standing)


def _filing(subject, gaps, today):
    for place, gap in zip(places_of(subject.row, [gap.organisation for gap in gaps], today), gaps, strict=True):
        gap.closed = place.how not in OPEN
        gap.missing = "" if gap.closed else _("%(state)s, due on %(day)s") % {
            "state": FilingStanding(place.how).label, "day": subject.row.due_on.isoformat()}


def _cohort(subject, gaps, today):
    people = [gap.person.pk for gap in gaps if gap.person]
    rows = Enrolment.objects.filter(cohort=subject.row, person__in=people, state__in=SEATED).select_related(
        "person", "organisation", "group")
    found = {one.enrolment.person_id: one for one in standings(subject.row, rows, stored=True)}
    for gap in gaps:
        one = found.get(gap.person.pk) if gap.person else None
        if one is not None:
            gap.closed = one.verdict.complete
            gap.missing = "" if gap.closed else " ".join(map(str, reason_texts(one.verdict)))[:500]


def _readiness(subject, gaps, today):
    """A person is prepared by what the round asks; an organisation once any of its post holders and reserves is."""
    row = subject.row
    posts = Appointment.objects.current().filter(organisation__in=[gap.organisation.pk for gap in gaps if not gap.person])
    held = list(posts.exclude(position=Position.MEMBER).values_list("organisation_id", "person_id"))
    people = {gap.person.pk for gap in gaps if gap.person} | {person for _organisation, person in held}
    lacking = _lacking(row, people, today)
    ready = Counter(organisation for organisation, person in held if not lacking[person])
    for gap in gaps:
        if gap.person:
            gap.closed, gap.missing = not lacking[gap.person.pk], " ".join(lacking[gap.person.pk])
        else:
            gap.closed = ready[gap.organisation.pk] > 0
            gap.missing = "" if gap.closed else _("Nobody of this organisation is prepared.")


def _lacking(row, people, today):
    """Return ``{person id: what the round asks and they lack, in words}``, as the page of readiness says it."""
    records, criteria = records_of(list(people), since=row.since, as_of=today, leave_counts=row.leave_counts), criteria_of(row)
    nothing = TrainingFacts()
    return {
        person: [str(lack_text(lack)) for lack in preparation(records.facts.get(person, nothing), criteria).lacks]
        for person in people
    }


def page_for(subject, gap, *, liaison):
    """Where whoever is told finds what is to be done."""
    match subject.about:
        case NudgeAbout.HOURS:
            return reverse("cohorts:person-hours", args=[gap.person.pk]) if liaison else reverse("cohorts:my-hours")
        case NudgeAbout.FILING:
            return reverse("cohorts:filing", args=[subject.of, gap.organisation.pk])
        case NudgeAbout.COHORT:
            return reverse("cohorts:cohort" if liaison else "cohorts:my-class", args=[subject.of])
        case NudgeAbout.READINESS:
            return reverse("cohorts:cohorts") if liaison else reverse("cohorts:my-open")
    return ""
