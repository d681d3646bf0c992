"""A person's own card: its number, a new number when it was lost, and whose card was scanned."""

import hmac

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cohorts.models import PersonalCard
from cohorts.rules.cards import card_number
from lms.audit import trail

SALT = "cohorts.personal-card"


def number_of(person_id, serial):
    """Return the number of a card; its key is derived from the site's for this purpose alone."""
    return card_number(salted_hmac(SALT, "", secret=settings.SECRET_KEY, algorithm="sha256").digest(), person_id, serial)


def card_of(person):
    """Return the number of the person's standing card."""
    serial = PersonalCard.objects.filter(person=person).values_list("serial", flat=True).first()
    return number_of(person.pk, serial or 0)


def cards_of(enrolments):
    """Return ``{enrolment id: number}`` of the standing cards of ``enrolments``. One query."""
    people = {enrolment.pk: enrolment.person_id for enrolment in enrolments}
    serials = dict(PersonalCard.objects.filter(person__in=set(people.values())).values_list("person_id", "serial"))
    return {pk: number_of(person_id, serials.get(person_id, 0)) for pk, person_id in people.items()}


def holder_of(number, enrolments):
    """Return the one of ``enrolments`` whose card bears ``number``, or None. Every card is compared, in the same time."""
    cards, found = cards_of(enrolments), None
    for enrolment in enrolments:
        if hmac.compare_digest(cards[enrolment.pk], number):
            found = enrolment
    return found


@transaction.atomic
def renew_card(*, actor):
    """Give ``actor`` a card with another number; the former opens nothing from now on. Return the new number."""
    card, created = PersonalCard.objects.get_or_create(person=actor, defaults={"serial": 1})
    if not created:
        card = PersonalCard.objects.select_for_update().get(pk=card.pk)
        card.serial += 1
        card.renewed_at = timezone.now()
        card.save(update_fields=["serial", "renewed_at"])
    trail.record(actor=actor, verb="card.renew", target=card)
    return number_of(actor.pk, card.serial)
