"""The audit trail, as far as the reader may see it."""

from datetime import datetime, time, timedelta

from django import forms
from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lms.audit import labels
from lms.audit.models import AuditEntry
from lms.people import access
from lms.people.models import Person

PAGE = 50
MOST_PEOPLE = 100  # of one name


class TrailFilter(forms.Form):
    verb = forms.ChoiceField(label=_("What"), required=False)
    who = forms.CharField(label=_("Name or user name"), required=False, max_length=60)
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", _("All")), *labels.choices()]


def _about(text):
    """Return the condition for lines that a person of this name wrote, or that are about them."""
    people = list(Person.objects.filter(Q(name=text) | Q(username=text)).values_list("pk", flat=True)[:MOST_PEOPLE])
    return Q(actor__in=people) | Q(target_type="people.person", target_id__in=[str(pk) for pk in people])


def _narrowed(entries, data):
    if data["verb"]:
        entries = entries.filter(verb=data["verb"])
    if data["who"]:
        entries = entries.filter(_about(data["who"].strip()))
    if data["day"]:
        begin = timezone.make_aware(datetime.combine(data["day"], time.min))
        entries = entries.filter(at__gte=begin, at__lt=begin + timedelta(days=1))
    return entries


def _model(entry):
    """Return the model of what the line is about, or None where there is none (any more)."""
    try:
        return apps.get_model(entry.target_type) if entry.target_type else None
    except LookupError:
        return None


def _target(entry, model):
    """Return what the line is about in words: ``person 12``."""
    kind = model._meta.verbose_name if model else entry.target_type
    return f"{kind} {entry.target_id}" if kind else ""


@login_required
@require_GET
def trail(request):
    access.require(request.user, "audit.read")
    form = TrailFilter(request.GET or None)
    entries = AuditEntry.objects.visible_to(request.user).select_related("actor")
    if form.is_valid():
        entries = _narrowed(entries, form.cleaned_data)
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    for entry in page:
        model = _model(entry)
        entry.label, entry.target = labels.label_of(entry.verb), _target(entry, model)
        entry.details = labels.details_of(entry.detail, model)
    return render(request, "audit/trail.html", {"page": page, "form": form, "query": request.GET.urlencode()})
