"""Calls for filing: made and changed by a superior, taken back and made again; liaisons are told and reminded."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import FilingCall
from cohorts.queries.filings import concerned, places_of
from cohorts.queries.liaisons import liaisons_of
from cohorts.rules.filing import OPEN, remind_on
from lms.audit.trail import record
from lms.notices.actions import notify_all

FIELDS = ("title", "text", "year", "due_on", "kinds", "asks_items", "asks_meetings", "asks_theme_day", "file_wanted",
          "remind_days")


@transaction.atomic
def create_call(*, actor, organisation, categories=(), **values):
    """Ask the organisations below ``organisation`` to file; their liaisons are told at once. Return the call.

    Raises ``ValidationError`` where a call of that name stands there, and where nobody would be asked.
    """
    call = FilingCall(organisation=organisation, created_by=actor, **values)
    _check(call)
    call.save()
    call.categories.set(categories)
    asked = list(concerned(call))
    if not asked:
        raise ValidationError(_("No organisation below %(place)s is of this kind and category. Choose others.") % {
            "place": organisation.name}, code="nobody")
    record(actor=actor, verb="filing.call", target=call, organisation=organisation, detail={"organisations": len(asked)})
    _tell(call, asked, "filing.asked", f"filing.asked:{call.pk}")
    return call


@transaction.atomic
def update_call(*, actor, call, categories=None, **values):
    """Change what is asked, of whom, or until when; what was filed stays filed."""
    call = FilingCall.objects.select_for_update(of=("self",), no_key=True).select_related("organisation").get(pk=call.pk)
    for name, value in values.items():
        setattr(call, name, value)
    _check(call)
    call.save()
    if categories is not None:
        call.categories.set(categories)
    record(actor=actor, verb="filing.call_update", target=call, organisation=call.organisation, detail={"fields": sorted(values)})
    return call


@transaction.atomic
def withdraw_call(*, actor, call):
    """Ask no longer: nothing more is handed in or reminded of. What was filed stays to be read."""
    FilingCall.objects.filter(pk=call.pk).update(withdrawn_at=timezone.now())
    record(actor=actor, verb="filing.call_withdraw", target=call, organisation=call.organisation)


@transaction.atomic
def restore_call(*, actor, call):
    FilingCall.objects.filter(pk=call.pk).update(withdrawn_at=None)
    record(actor=actor, verb="filing.call_restore", target=call, organisation=call.organisation)


def remind_filings(*, now):
    """Remind the liaisons of whoever still has to file, once for each day before the due one that a call names.

    Return how many calls were looked at. Told again for the same day nothing happens: the notice's source says call, day, person.
    """
    today, looked = timezone.localdate(now), 0
    calls = FilingCall.objects.standing().filter(due_on__gte=today).select_related("organisation").prefetch_related("categories")
    for call in calls:
        days = remind_on(call.due_on, call.remind_days, today)
        if days is None:
            continue
        looked += 1
        open_ = [place.organisation for place in places_of(call, list(concerned(call)), today) if place.how in OPEN]
        _tell(call, open_, "filing.due", f"filing.due:{call.pk}:{call.due_on:%Y%m%d}:{days}")
    return looked


def _check(call):
    twice = FilingCall.objects.filter(organisation=call.organisation, title=call.title).exclude(pk=call.pk)
    if twice.exists():
        raise ValidationError({"title": _("There is a call of this title already. Give it another one.")})


def _tell(call, organisations, kind, source):
    counts = {}
    for people in liaisons_of(organisations).values():
        for person in people:
            counts[person] = counts.get(person, 0) + 1
    notify_all(
        {"person_id": person, "kind": kind, "source": f"{source}:{person}", "url": reverse("cohorts:filings"),
         "params": {"title": call.title, "day": call.due_on.isoformat(), "count": count}}
        for person, count in sorted(counts.items())
    )
