"""Who would be told by a nudge and who is left out; and what became of one that was sent."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Max

from cohorts.enums import NudgeTo
from cohorts.models import NudgeLimit, NudgeLine
from cohorts.nudge_words import joined
from cohorts.rules.nudges import DAYS, Case, fill, left_out
from lms.notices.models import Delivery

from .liaisons import liaisons_of
from .nudge_gaps import Gap, judge, subject_again


def days_between(about):
    """How many days lie between two nudges about ``about``."""
    row = NudgeLimit.objects.filter(about=about).first()
    return DAYS if row is None else row.days


def last_nudged(subject, gaps):
    """Map the key of each gap to when it was nudged last about this very subject. Two queries."""
    lines = NudgeLine.objects.told().filter(nudge__about=subject.about, nudge__of=subject.of)
    people = lines.filter(person__in=[gap.person.pk for gap in gaps if gap.person])
    places = lines.filter(person=None, organisation__in=[gap.organisation.pk for gap in gaps if not gap.person])
    found = {("person", pk): at for pk, at in people.order_by().values_list("person").annotate(at=Max("nudge__sent_at"))}
    by_place = places.order_by().values_list("organisation").annotate(at=Max("nudge__sent_at"))
    found |= {("organisation", pk): at for pk, at in by_place}
    return found


@dataclass
class Message:
    """One person who would be told, about which gaps, in which words."""

    told: int
    gaps: list = field(default_factory=list)
    text: str = ""


@dataclass(frozen=True)
class Plan:
    """``out`` are ``(gap, why)`` in the order of the gaps; ``messages`` by who is told; ``told`` maps a gap's key to them."""

    messages: list
    out: list
    told: dict
    days: int


def plan(*, actor, subject, gaps, to, text, now):
    """Return the :class:`Plan` of nudging about ``gaps`` (judged ones) with ``text``. Five queries, however many."""
    days, last, to_liaison = days_between(subject.about), last_nudged(subject, gaps), to == NudgeTo.LIAISON
    liaisons = liaisons_of({gap.organisation for gap in gaps if gap.organisation and (to_liaison or not gap.person)})
    messages, out, told = {}, [], defaultdict(list)
    for gap in gaps:
        indirect = to_liaison or gap.person is None
        people = liaisons.get(gap.organisation.pk, []) if indirect and gap.organisation else [] if indirect else [gap.person.pk]
        why = left_out(
            Case(gap.closed, last.get(gap.key), tuple(people), gap.person is None or gap.person.is_active),
            now=now, days=days, actor=actor.pk if actor else None, to_liaison=indirect,
        )
        if why:
            out.append((gap, why))
            continue
        for person in people:
            if actor is None or person != actor.pk:
                messages.setdefault(person, Message(person)).gaps.append(gap)
                told[gap.key].append(person)
    for message in messages.values():
        message.text = text_for(subject, message, text, actor)
    return Plan(list(messages.values()), out, dict(told), days)


def text_for(subject, message, text, actor):
    gaps = message.gaps
    places = list(dict.fromkeys(gap.organisation.name for gap in gaps if gap.organisation))
    return fill(text, {
        "name": joined(gap.name for gap in gaps), "organisation": joined(places), "what": subject.title,
        "missing": gaps[0].missing if len(gaps) == 1 else "", "sender": actor.name if actor else "",
    }).strip()


@dataclass
class Outcome:
    """A line of a nudge that was sent: how it stands today (``closed``: True, False or None for not known) and who was told."""

    line: NudgeLine
    closed: bool | None
    missing: str
    messages: list


def outcomes(nudge, lines):
    """Return the :class:`Outcome` of each of ``lines`` (a page of them), judged as of today."""
    lines = list(lines)
    subject = subject_again(nudge.about, nudge.of, nudge.title)
    gaps = [Gap(line.person, line.organisation) for line in lines]
    judge(subject, gaps)
    channels = defaultdict(list)
    messages = {line.pk: list(line.messages.all()) for line in lines}
    notices = [message.notice_id for told in messages.values() for message in told if message.notice_id]
    for row in Delivery.objects.filter(notice__in=notices).order_by("pk"):
        channels[row.notice_id].append(row)
    for told in messages.values():
        for message in told:
            message.deliveries = channels[message.notice_id]
    return [Outcome(line, gap.closed, gap.missing, messages[line.pk]) for line, gap in zip(lines, gaps, strict=True)]


