"""Roster imports at the desk: upload, columns, preview, import, error workbook, undo."""

from datetime import timedelta
from pathlib import PurePath

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.jobs.enums import JobState
from lms.jobs.models import Job
from lms.people import access
from lms.people.actions import imports as actions
from lms.people.models import BatchState, Category, ImportBatch
from lms.people.rosters import sentences
from lms.people.rosters.forms import MappingForm, UploadForm
from lms.people.rosters.safety import Unreadable
from lms.people.rules.roster import facts, headings

PAGE = 50
STOP_POLLING = 286
TONES = {BatchState.APPLIED: "ok", BatchState.UNDONE: "muted", BatchState.READY: "info", BatchState.MAPPING: "info"}


@login_required
@require_http_methods(["GET", "POST"])
def imports(request):
    """The list of imports, with the upload above it for whoever may import."""
    access.require(request.user, "roster.log")
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        access.require(request.user, "roster.import")
        if form.is_valid():
            batches = _keep(request, form)
            if len(batches) == 1 and not form.errors:
                return redirect("people:import", batches[0].pk)
            if batches and not form.errors:
                messages.success(request, _("The files were received. Open each one to go on."))
                return redirect("people:imports")
    found = ImportBatch.objects.visible_to(request.user).select_related("uploaded_by").defer("effects", "layouts")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for batch in page:
        batch.tone = TONES.get(batch.state, "muted")
    return render(request, "people/imports/imports.html", {
        "form": form, "page": page, "may_import": access.allowed(request.user, "roster.import"),
        "failed": _failed_readings(request.user),
    }, status=400 if form.errors else 200)


def _keep(request, form):
    batches = []
    for upload in form.cleaned_data["files"]:
        try:
            batches.append(actions.upload_roster(actor=request.user, upload=upload))
        except Unreadable as error:
            form.add_error("files", f"{upload.name}: {error}")
    return batches


def _failed_readings(user):
    """The day's uploads of the user that could not be read: nothing of them is left but the reason."""
    since = timezone.now() - timedelta(days=1)
    jobs = Job.objects.visible_to(user).filter(kind="roster.read", state=JobState.FAILED, finished_at__gte=since)
    return list(jobs.order_by("-created_at")[:3])


def _fetch(request, pk):
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("uploaded_by"), pk=pk)
    access.require(request.user, "roster.import", batch)
    return batch


@login_required
@require_GET
def batch(request, pk):
    """Where an import stands: its work in progress, its columns, its preview or its result."""
    shown = ImportBatch.objects.visible_to(request.user).select_related("uploaded_by").filter(pk=pk).first()
    if shown is None:
        return _unread(request, pk)
    access.require(request.user, "roster.import", shown)
    if shown.is_working:
        return _working(request, shown, Job.objects.filter(pk=shown.job_id).first())
    if request.htmx and request.headers.get("HX-Target") == "import-work":
        return HttpResponse(status=STOP_POLLING, headers={"HX-Refresh": "true"})
    if shown.state == BatchState.MAPPING:
        return _columns(request, shown, _mapping_forms(shown))
    return _rows(request, shown)


def _unread(request, pk):
    """An upload that could not be read is forgotten; its owner still reads why."""
    job = Job.objects.visible_to(request.user).filter(kind="roster.read", params__batch=str(pk)).first()
    if job is None or job.state != JobState.FAILED:
        raise Http404("no such import")
    if request.htmx:
        return HttpResponse(status=STOP_POLLING, headers={"HX-Refresh": "true"})
    return render(request, "people/imports/unread.html", {"job": job})


def _working(request, shown, job):
    stuck = job is None or job.state in (JobState.FAILED, JobState.CANCELLED)
    if stuck and request.htmx:
        return HttpResponse(status=STOP_POLLING, headers={"HX-Refresh": "true"})
    template = "people/imports/_work.html" if request.htmx else "people/imports/working.html"
    return render(request, template, {"batch": shown, "job": job, "stuck": stuck})


def _mapping_forms(shown, data=None):
    return [MappingForm(layout, data) for layout in shown.layouts]


def _columns(request, shown, forms, status=200):
    return render(request, "people/imports/columns.html", {"batch": shown, "forms": forms}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def import_columns(request, pk):
    """Correct what the columns mean, before the preview or after it."""
    shown = _fetch(request, pk)
    if shown.state not in (BatchState.MAPPING, BatchState.READY):
        return redirect("people:import", pk)
    forms = _mapping_forms(shown, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _columns(request, shown, forms)
    good = all([form.is_valid() for form in forms])
    if good and not any(headings.NAME in form.chosen for form in forms):
        forms[0].add_error(None, _("Choose the column that holds the names."))
        good = False
    if not good:
        return _columns(request, shown, forms, status=400)
    actions.map_columns(actor=request.user, batch=shown, fields={form.layout["key"]: form.chosen for form in forms})
    return redirect("people:import", pk)


def _rows(request, shown):
    state = request.GET.get("state", "")
    state = state if state in facts.STATES else ""
    counted = dict(shown.rows.values_list("state").annotate(count=Count("pk")).order_by())
    rows = shown.rows.filter(state=state) if state else shown.rows.all()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    categories = dict(Category.objects.values_list("code", "name"))
    for row in page:
        _dress(row, categories)
    return render(request, "people/imports/rows.html", {
        "batch": shown, "page": page, "state": state, "query": f"state={state}" if state else "",
        "filters": [("", _("All"), sum(counted.values())),
                    *[(value, label, counted.get(value, 0)) for value, label in sentences.STATE_LABELS.items()]],
        "to_write": shown.created + shown.updated,
    })


def _dress(row, categories):
    """Add what the page shows of a row; stored codes become the reader's words."""
    row.label, row.tone = sentences.STATE_LABELS[row.state], sentences.STATE_TONES[row.state]
    row.cells = {name: _cell(name, value, categories) for name, value in row.shown.items()}
    row.reasons = [
        (problem.column, sentences.masked_text(problem.value), sentences.sentence(problem))
        for problem in map(sentences.as_problem, row.problems)
    ]
    row.changes = [sentences.difference(*change, categories) for change in row.differences]


def _cell(name, value, categories):
    try:
        return sentences.word(name, value, categories)
    except ValueError:  # a refused cell is shown as it stands in the roster
        return value


@login_required
@require_POST
def import_apply(request, pk):
    actions.start_applying(actor=request.user, batch=_fetch(request, pk))
    return redirect("people:import", pk)


@login_required
@require_POST
def import_again(request, pk):
    """Take up an import whose work failed where it stood before."""
    actions.take_up_again(actor=request.user, batch=_fetch(request, pk))
    return redirect("people:import", pk)


@login_required
@require_http_methods(["GET", "POST"])
def import_undo(request, pk):
    """Ask before undoing, and say what stands against it."""
    shown = _fetch(request, pk)
    if shown.state != BatchState.APPLIED:
        return redirect("people:import", pk)
    if request.method == "POST":
        actions.start_undoing(actor=request.user, batch=shown)
        return redirect("people:import", pk)
    effects = shown.effects
    return render(request, "people/imports/undo.html", {
        "batch": shown, "hindrances": actions.hindrances(shown),
        "people": len(effects.get("people", [])), "organisations": len(effects.get("organisations", [])),
        "restored": len(effects.get("person_updates", {})) + len(effects.get("post_updates", {})),
    })


@login_required
@require_http_methods(["GET", "POST"])
def import_discard(request, pk):
    shown = _fetch(request, pk)
    if not shown.is_open:
        return redirect("people:import", pk)
    if request.method == "POST":
        if actions.discard_batch(actor=request.user, batch=shown):
            messages.success(request, _("The upload was discarded. Nothing was imported."))
        return redirect("people:imports")
    return render(request, "people/imports/discard.html", {"batch": shown})


@login_required
@require_GET
def import_errors(request, pk):
    """Hand out the original workbook with a reason beside each row that was not taken."""
    shown = _fetch(request, pk)
    if not shown.error_file:
        raise Http404("no rows were refused")
    name = _("{name} (reasons).xlsx").format(name=PurePath(shown.file_name).stem)
    return FileResponse(shown.error_file.open("rb"), as_attachment=True, filename=name,
                        headers={"X-Content-Type-Options": "nosniff"})
