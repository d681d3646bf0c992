"""The audit trail, as far as the reader may see it."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lms.audit.models import AuditEntry
from lms.people import access

PAGE = 50


class TrailFilter(forms.Form):
    verb = forms.CharField(label=_("What"), required=False)
    who = forms.CharField(label=_("Who (user name)"), required=False)
    day = forms.DateField(label=_("Day"), required=False)


@login_required
@require_GET
def trail(request):
    access.require(request.user, "audit.read")
    form = TrailFilter(request.GET)
    entries = AuditEntry.objects.visible_to(request.user).select_related("actor")
    if form.is_valid():
        data = form.cleaned_data
        if data["verb"]:
            entries = entries.filter(verb__startswith=data["verb"])
        if data["who"]:
            entries = entries.filter(actor__username=data["who"])
        if data["day"]:
            entries = entries.filter(at__date=data["day"])
    page = Paginator(entries, PAGE).get_page(request.GET.get("page"))
    return render(request, "audit/trail.html", {"page": page, "form": form, "query": request.GET.urlencode()})
