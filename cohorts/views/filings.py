"""What one organisation files: its versions, the draft, the answer, and what of the plan was held."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.filings import (
    begin_version,
    discard_draft,
    file_version,
    mark_executed,
    return_version,
    save_draft,
    submit_version,
    unmark_executed,
)
from cohorts.enums import FilingState
from cohorts.filing_forms import ExecutionForm, ItemFormSet, VersionForm, item_rows
from cohorts.filing_words import standing_badge
from cohorts.models import Filing, FilingCall, FilingExecution, FilingItem, FilingVersion
from cohorts.plan_forms import ReasonForm
from cohorts.queries.filings import places_of, plan_of, visible_places
from lms.people import access

NAMES = "filing__call__organisation", "filing__organisation__parent", "submitted_by", "decided_by"


@require_http_methods(["GET", "POST"])
@login_required
def filing(request, call_pk, pk):
    """One organisation's filing: what counts, what waits, the versions; every step is taken here."""
    calls = FilingCall.objects.visible_to(request.user).select_related("organisation").prefetch_related("categories")
    call = get_object_or_404(calls, pk=call_pk)
    organisation = get_object_or_404(visible_places(request.user, call), pk=pk)
    access.require(request.user, "filing.browse")
    trouble, decline = [], ReasonForm(prefix="return")
    row = Filing.objects.filter(call=call, organisation=organisation).select_related("latest").first()
    if request.method == "POST":
        answer, trouble, decline = _act(request, call, organisation, row, decline)
        if answer is not None:
            return answer
    versions = list(
        FilingVersion.objects.filter(filing__call=call, filing__organisation=organisation).select_related(*NAMES)
        .order_by("-number")
    )
    today = timezone.localdate()
    place = places_of(call, [organisation], today)[0]
    standing = next((one for one in versions if place.filing and one.pk == place.filing.standing_id), None)
    latest = versions[0] if versions else None
    return render(request, "cohorts/filings/filing.html", {
        "call": call, "organisation": organisation, "place": place, "badge": standing_badge(place.how), "versions": versions,
        "standing": standing, "latest": latest, "plan": plan_of(standing, today) if standing else [],
        "newest_plan": plan_of(latest, today) if latest and latest != standing else [], "trouble": trouble, "decline": decline,
        "may_write": access.allowed(request.user, "filing.write", organisation) and not call.withdrawn_at,
        "may_execute": access.allowed(request.user, "filing.write", organisation),
        "may_decide": bool(latest) and access.allowed(request.user, "filing.decide", latest),
    })


def _act(request, call, organisation, row, decline):
    """Do what was posted; return ``(answer or None, sentences of what went wrong, form of the reason)``."""
    latest, user = row.latest if row else None, request.user
    if "file" in request.POST or "return" in request.POST:
        if latest is None:
            access.require(user, "filing.write", organisation)
            return None, [_("There is nothing to answer yet.")], decline
        latest.filing = row
        latest.filing.organisation = organisation
        access.require(user, "filing.decide", latest)
        if "file" in request.POST:
            return (*_done(request, lambda: file_version(actor=user, version=latest), _("It is on file.")), decline)
        decline = ReasonForm(request.POST, prefix="return")
        if not decline.is_valid():
            return None, [], decline
        act = lambda: return_version(actor=user, version=latest, **decline.cleaned_data)  # noqa: E731
        return (*_done(request, act, _("It is returned; the liaison is told why.")), decline)
    access.require(user, "filing.write", organisation)
    if "submit" in request.POST and latest is not None:
        said = _("It is handed in. You are told here when it is answered.")
        return (*_done(request, lambda: submit_version(actor=user, version=latest), said), decline)
    if "discard" in request.POST and latest is not None:
        return (*_done(request, lambda: discard_draft(actor=user, version=latest), _("The draft is thrown away.")), decline)
    try:
        version = begin_version(actor=user, call=call, organisation=organisation)
    except ValidationError as error:
        return None, error.messages, decline
    return redirect("cohorts:filing-edit", version.pk), [], decline


def _done(request, act, said):
    try:
        act()
    except ValidationError as error:
        return None, error.messages
    messages.success(request, said)
    return redirect(request.path), []


def _version(request, pk):
    return get_object_or_404(FilingVersion.objects.visible_to(request.user).select_related(*NAMES), pk=pk)


@require_http_methods(["GET", "POST"])
@login_required
def filing_edit(request, pk):
    """The draft: its items in rows, the theme day, a file."""
    version = _version(request, pk)
    place = version.filing
    access.require(request.user, "filing.write", place.organisation)
    back = redirect("cohorts:filing", place.call_id, place.organisation_id)
    if version.state != FilingState.DRAFT:
        messages.info(request, _("This version was submitted and is not changed any more. Begin another one."))
        return back
    with_items, trouble, kwargs = place.call.asks_items, [], {"form_kwargs": {"year": place.call.year}, "prefix": "items"}
    form = VersionForm(request.POST or None, request.FILES or None, version=version)
    rows = ItemFormSet(request.POST or None, initial=item_rows(version), **kwargs) if with_items else None
    if request.method == "POST" and form.is_valid() and (rows is None or rows.is_valid()):
        try:
            save_draft(actor=request.user, version=version, items=rows.rows() if rows is not None else [], **form.values())
            if "submit" in request.POST:
                submit_version(actor=request.user, version=version)
        except ValidationError as error:
            trouble = error.messages
        else:
            if "more" in request.POST:
                return redirect("cohorts:filing-edit", version.pk)
            messages.success(request, _("It is handed in. You are told here when it is answered.") if "submit" in request.POST
                             else _("The draft is saved. Hand it in when it is complete."))
            return back
        version = _version(request, pk)
        form = VersionForm(version=version)
        rows = ItemFormSet(initial=item_rows(version), **kwargs) if with_items else None
    return render(request, "cohorts/filings/edit.html", {
        "version": version, "call": place.call, "organisation": place.organisation, "form": form, "rows": rows,
        "trouble": trouble,
    })


@require_GET
@login_required
def filing_version(request, pk):
    """A version as it was handed in."""
    version = _version(request, pk)
    access.require(request.user, "filing.browse")
    return render(request, "cohorts/filings/version.html", {
        "version": version, "call": version.filing.call, "organisation": version.filing.organisation,
        "plan": plan_of(version, timezone.localdate()),
    })


@require_GET
@login_required
def filing_file(request, pk):
    """The attached file, for whoever reads the filing."""
    version = _version(request, pk)
    access.require(request.user, "filing.browse")
    if not version.file or not version.file.storage.exists(version.file.name):
        raise Http404("no file")
    response = FileResponse(version.file.open("rb"), as_attachment=True, filename=version.file_name or "filing")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
@login_required
def filing_item(request, pk):
    """Say that a planned item was held, or take that back."""
    items = FilingItem.objects.visible_to(request.user).select_related("version__filing__call", "version__filing__organisation")
    item = get_object_or_404(items, pk=pk)
    place = item.version.filing
    access.require(request.user, "filing.write", place.organisation)
    back = redirect("cohorts:filing", place.call_id, place.organisation_id)
    if request.method == "POST" and "undo" in request.POST:
        unmark_executed(actor=request.user, filing=place, key=item.key)
        messages.success(request, _("It counts as not held again."))
        return back
    held = FilingExecution.objects.filter(filing=place, key=item.key).first()
    initial = {"on_date": timezone.localdate()}
    if held is not None:
        initial = {"on_date": held.on_date, "session": held.session_id, "cohort": held.cohort_id, "note": held.note}
    form = ExecutionForm(request.POST or None, user=request.user, year=place.call.year, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            mark_executed(actor=request.user, filing=place, key=item.key, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("It is recorded as held."))
            return back
    return render(request, "cohorts/filings/item.html", {
        "item": item, "call": place.call, "organisation": place.organisation, "form": form, "held": held,
    })
