"""Imports of hours at the desk: upload, columns, preview, import, error workbook, undo."""

from pathlib import PurePath

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.actions import hour_imports as actions
from courses.enums import HourImportState as State
from courses.enums import HourKind
from courses.hour_import_forms import ColumnsForm, UploadForm
from courses.hour_import_words import STATE_LABELS, STATE_TONES, sentence
from courses.models import HourImport
from courses.rules import hour_rows as rules
from lms.jobs.enums import JobState
from lms.jobs.models import Job
from lms.people import access
from lms.people.rosters.safety import Unreadable
from lms.people.rosters.sentences import masked_text

PAGE = 50
STOP_POLLING = 286


@login_required
@require_http_methods(["GET", "POST"])
def imports(request):
    """The list of imports, with the upload above it for whoever may import."""
    access.require(request.user, "hours.log")
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        access.require(request.user, "hours.import")
        if form.is_valid():
            try:
                batch = actions.upload_hours(actor=request.user, upload=form.cleaned_data["file"])
            except Unreadable as error:
                form.add_error("file", str(error))
            else:
                return redirect("courses:hour-import", batch.pk)
    found = HourImport.objects.visible_to(request.user).select_related("uploaded_by").defer("layouts")
    failed = Job.objects.visible_to(request.user).filter(kind="hours.read", state=JobState.FAILED).order_by("-created_at")
    return render(request, "courses/hours/imports.html", {
        "form": form, "page": Paginator(found, PAGE).get_page(request.GET.get("page")), "failed": failed[:1],
        "may_import": access.allowed(request.user, "hours.import"),
    }, status=400 if form.errors else 200)


def _seen(request, pk):
    access.require(request.user, "hours.log")
    return get_object_or_404(HourImport.objects.visible_to(request.user).select_related("uploaded_by"), pk=pk)


def _fetch(request, pk):
    batch = _seen(request, pk)
    access.require(request.user, "hours.import")
    return batch


@login_required
@require_GET
def hour_import(request, pk):
    """Where an import stands: its work in progress, its columns, its preview or its result."""
    access.require(request.user, "hours.log")
    batch = HourImport.objects.visible_to(request.user).select_related("uploaded_by").filter(pk=pk).first()
    if batch is None:
        return _unread(request, pk)
    if batch.is_working:
        return _working(request, batch)
    if request.htmx:
        return HttpResponse(status=STOP_POLLING, headers={"HX-Refresh": "true"})
    if batch.state == State.MAPPING:
        return _columns(request, batch, ColumnsForm(layouts=batch.layouts))
    return _rows(request, batch)


def _unread(request, pk):
    """An upload that could not be read is forgotten; its owner still reads why."""
    job = Job.objects.visible_to(request.user).filter(kind="hours.read", params__batch=str(pk), state=JobState.FAILED).first()
    if job is None:
        raise Http404("no such import")
    if request.htmx:
        return HttpResponse(status=STOP_POLLING, headers={"HX-Refresh": "true"})
    messages.error(request, job.error)
    return redirect("courses:hour-imports")


def _working(request, batch):
    job = Job.objects.filter(pk=batch.job_id).first()
    stuck = job is None or job.state in (JobState.FAILED, JobState.CANCELLED)
    if stuck and request.htmx:
        return HttpResponse(status=STOP_POLLING, headers={"HX-Refresh": "true"})
    template = "courses/hours/_import_work.html" if request.htmx else "courses/hours/import_working.html"
    return render(request, template, {"batch": batch, "job": job, "stuck": stuck})


def _columns(request, batch, form, status=200):
    job = Job.objects.filter(pk=batch.job_id, state=JobState.FAILED).first()
    return render(request, "courses/hours/import_columns.html", {"batch": batch, "form": form, "job": job}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def import_columns(request, pk):
    """Correct what the columns mean, before the preview or after it."""
    batch = _fetch(request, pk)
    if batch.state not in (State.MAPPING, State.READY):
        return redirect("courses:hour-import", pk)
    form = ColumnsForm(request.POST or None, layouts=batch.layouts)
    if request.method == "GET":
        return _columns(request, batch, form)
    if not form.is_valid():
        return _columns(request, batch, form, status=400)
    actions.map_columns(actor=request.user, batch=batch, fields=form.fields_chosen)
    return redirect("courses:hour-import", pk)


def _rows(request, batch):
    state = request.GET.get("state", "")
    state = state if state in rules.STATES else ""
    counted = dict(batch.rows.values_list("state").annotate(count=Count("pk")).order_by())
    rows = batch.rows.filter(state=state) if state else batch.rows.all()
    page = Paginator(rows.select_related("person"), PAGE).get_page(request.GET.get("page"))
    kinds = dict(HourKind.choices)
    for row in page:
        row.label, row.tone, row.kind_label = STATE_LABELS[row.state], STATE_TONES[row.state], kinds.get(row.kind, "")
        row.reasons = [
            (one["column"], masked_text(one["value"]), sentence(rules.Problem(**one))) for one in row.problems
        ]
    return render(request, "courses/hours/import_rows.html", {
        "batch": batch, "page": page, "state": state, "query": f"state={state}" if state else "",
        "filters": [("", _("All"), sum(counted.values())),
                    *[(value, label, counted.get(value, 0)) for value, label in STATE_LABELS.items()]],
        "to_write": batch.created + batch.updated,
    })


@login_required
@require_POST
def import_apply(request, pk):
    actions.start_applying(actor=request.user, batch=_fetch(request, pk))
    return redirect("courses:hour-import", pk)


@login_required
@require_http_methods(["GET", "POST"])
def import_undo(request, pk):
    """Ask before undoing."""
    batch = _fetch(request, pk)
    if batch.state != State.APPLIED:
        return redirect("courses:hour-import", pk)
    if request.method == "POST":
        actions.start_undoing(actor=request.user, batch=batch)
        return redirect("courses:hour-import", pk)
    return render(request, "courses/hours/import_undo.html", {"batch": batch})


@login_required
@require_http_methods(["GET", "POST"])
def import_discard(request, pk):
    batch = _fetch(request, pk)
    if not batch.is_open:
        return redirect("courses:hour-import", pk)
    if request.method == "POST":
        if actions.discard_batch(actor=request.user, batch=batch):
            messages.success(request, _("The upload was discarded. Nothing was imported."))
        return redirect("courses:hour-imports")
    return render(request, "courses/hours/import_discard.html", {"batch": batch})


@login_required
@require_GET
def import_errors(request, pk):
    """Hand out the original workbook with a reason beside each row that was not taken."""
    batch = _fetch(request, pk)
    if not batch.error_file:
        raise Http404("no rows were refused")
    name = _("{name} (reasons).xlsx").format(name=PurePath(batch.file_name).stem)
    return FileResponse(batch.error_file.open("rb"), as_attachment=True, filename=name,
                        headers={"X-Content-Type-Options": "nosniff"})
