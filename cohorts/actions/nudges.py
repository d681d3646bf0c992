"""Nudges (催办): sent to people or their liaisons, not more often than the limit, recorded with who was left out and why."""

from dataclasses import dataclass
from os.path import commonprefix

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import Nudge, NudgeLimit, NudgeLine, NudgeMessage, NudgeTemplate
from cohorts.queries.nudge_gaps import chosen, page_for
from cohorts.queries.nudges import plan
from cohorts.rules.nudges import MOST_PEOPLE, unknown_placeholders
from lms.audit.trail import record
from lms.notices.actions import notify
from lms.notices.enums import Channel
from lms.people.models import Organisation, Person


@dataclass(frozen=True)
class Sent:
    """``nudge`` is None where everybody was left out; ``out`` are ``(gap, why)``."""

    nudge: Nudge | None
    told: int
    out: list


@transaction.atomic
def send_nudge(*, actor, subject, people, organisations, to, text, channels=(), now=None):
    """Nudge those of ``people`` and ``organisations`` (ids) whom ``actor`` sees; return :class:`Sent`.

    The rows of those chosen are locked first, so that two at once do not both nudge the same person. ``channels`` are those
    besides the system's own notice (``lms.notices.enums.Channel``), each where an address is known.
    Raises ``ValidationError`` for a text with unknown placeholders and for too many people at once.
    """
    check_text(text)
    if len(people) + len(organisations) > MOST_PEOPLE:
        raise ValidationError(_("Nudge at most %(most)s at once. Choose fewer.") % {"most": MOST_PEOPLE}, code="many")
    now = now or timezone.now()
    list(Person.objects.filter(pk__in=people).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    list(Organisation.objects.filter(pk__in=organisations).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    gaps = chosen(actor, subject, people, organisations)
    found = plan(actor=actor, subject=subject, gaps=gaps, to=to, text=text, now=now)
    if not found.messages:
        return Sent(None, 0, found.out)
    nudge = Nudge.objects.create(
        about=subject.about, of=subject.of, title=subject.title[:200], to=to, text=text, sent_at=now, sent_by=actor,
        organisation=_above([gap.organisation for gap in gaps if gap.organisation]),
    )
    messages = _tell(nudge, subject, found, channels)
    why = {gap.key: reason for gap, reason in found.out}
    lines = NudgeLine.objects.bulk_create([
        NudgeLine(nudge=nudge, person=gap.person, organisation=gap.organisation, missing=gap.missing[:500],
                  left_out=why.get(gap.key, ""))
        for gap in gaps
    ])
    through = NudgeLine.messages.through
    through.objects.bulk_create([
        through(nudgeline_id=line.pk, nudgemessage_id=messages[person].pk)
        for line, gap in zip(lines, gaps, strict=True) for person in found.told.get(gap.key, ())
    ])
    record(actor=actor, verb="nudge.send", target=nudge, organisation=nudge.organisation,
           detail={"people": len(messages), "left_out": len(found.out)})
    return Sent(nudge, len(gaps) - len(found.out), found.out)


def _tell(nudge, subject, found, channels):
    told, messages = Person.objects.in_bulk([message.told for message in found.messages]), {}
    for message in found.messages:
        person, gap = told[message.told], message.gaps[0]
        row = NudgeMessage.objects.create(nudge=nudge, told=person, text=message.text)
        addressed = [
            channel for channel, address in ((Channel.EMAIL, person.email), (Channel.SMS, person.phone))
            if channel in channels and address
        ]
        row.notice = notify(
            person=person, kind="nudge", source=f"nudge:{row.pk}", params={"text": message.text}, channels=addressed,
            url=page_for(subject, gap, liaison=gap.person is None or gap.person.pk != person.pk),
        )
        row.save(update_fields=["notice"])
        messages[person.pk] = row
    return messages


def _above(organisations):
    """The lowest organisation at or above all of ``organisations``; None without any."""
    parts = [one.ancestor_ids for one in organisations]
    common = commonprefix(parts) if parts else []
    return Organisation.objects.filter(pk=common[-1]).first() if common else None


def check_text(text):
    """Raise ``ValidationError`` for an empty text and for placeholders that nobody knows."""
    if not text.strip():
        raise ValidationError({"text": _("Write what is to be said.")}, code="empty")
    if unknown := unknown_placeholders(text):
        raise ValidationError({"text": _("There is no placeholder {%(name)s}. Choose from the list.") % {"name": unknown[0]}},
                              code="placeholder")


@transaction.atomic
def create_template(*, actor, organisation, about, title, text):
    check_text(text)
    if NudgeTemplate.objects.in_use().filter(organisation=organisation, title=title).exists():
        raise ValidationError({"title": _("There is a text of this title already. Give it another one.")})
    row = NudgeTemplate.objects.create(organisation=organisation, about=about, title=title, text=text)
    record(actor=actor, verb="nudge_template.create", target=row, organisation=organisation)
    return row


@transaction.atomic
def update_template(*, actor, template, **values):
    """Change a text, or take it out of use (``retired_at``); nudges that were sent keep theirs."""
    check_text(values.get("text", template.text))
    twice = NudgeTemplate.objects.in_use().filter(organisation=template.organisation, title=values.get("title", template.title))
    if twice.exclude(pk=template.pk).exists():
        raise ValidationError({"title": _("There is a text of this title already. Give it another one.")})
    for name, value in values.items():
        setattr(template, name, value)
    template.save()
    verb = "nudge_template.retire" if values.get("retired_at") else "nudge_template.update"
    record(actor=actor, verb=verb, target=template, organisation=template.organisation)
    return template


@transaction.atomic
def set_limits(*, actor, days):
    """Keep how many days lie between two nudges: ``days`` maps what they are about to a number."""
    for about, number in days.items():
        NudgeLimit.objects.update_or_create(about=about, defaults={"days": number})
    record(actor=actor, verb="nudge.limits", detail={"rows": len(days)})
