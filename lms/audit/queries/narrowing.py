"""The lines that somebody looks for."""

from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from lms.people.models import Organisation, Person
from lms.people.queries import search_organisations

MOST_PEOPLE = 100  # of one name
MOST_ORGANISATIONS = 20
FIRST, LAST = date(1900, 1, 1), date(2999, 1, 1)


def narrowed(entries, data):
    """Return those of ``entries`` that ``data`` (``forms.TrailFilter.cleaned_data``) asks for; what is empty asks nothing."""
    if data["verb"]:
        entries = entries.filter(verb=data["verb"])
    if data["who"]:
        entries = entries.filter(_about(data["who"].strip()))
    if data["target"]:
        entries = entries.filter(_target(data["target"].strip()))
    if data["organisation"]:
        entries = entries.filter(_within(data["organisation"].strip()))
    if data["since"]:
        entries = entries.filter(at__gte=_midnight(data["since"]))
    if data["until"]:
        entries = entries.filter(at__lt=_midnight(data["until"]) + timedelta(days=1))
    return entries


def _midnight(day):
    """Return when a day begins; days that no trail reaches are as good as the first and last that can be reckoned with."""
    return timezone.make_aware(datetime.combine(min(max(day, FIRST), LAST), time.min))


def _about(text):
    """Lines that a person of this name wrote, or that are about them."""
    people = list(Person.objects.filter(Q(name=text) | Q(username=text)).values_list("pk", flat=True)[:MOST_PEOPLE])
    return Q(actor__in=people) | Q(target_type="people.person", target_id__in=[str(pk) for pk in people])


def _target(text):
    """Lines about what stands in the column of this name: ``培训班 12``, ``培训班`` or ``12``."""
    words = text.split()
    number = words.pop() if words and any(sign.isdecimal() for sign in words[-1]) else ""
    kind = " ".join(words).lower()
    wanted = Q(target_id=number) if number else Q()
    if kind:
        wanted &= Q(target_type__in=[
            model._meta.label_lower for model in apps.get_models() if kind in str(model._meta.verbose_name).lower()
        ])
    return wanted


def _within(text):
    """Lines that concern an organisation of this name or one below it."""
    found = search_organisations(Organisation.objects.all(), text).order_by("depth", "pk")[:MOST_ORGANISATIONS]
    wanted = Q(pk__in=[])
    for path in found.values_list("path", flat=True):
        wanted |= Q(organisation_path__startswith=path)
    return wanted
