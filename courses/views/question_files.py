"""Files of questions at the desk: upload, preview of each question, taking them, the template, and handing a bank out."""

import io
import tempfile
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.actions import question_import
from courses.actions.question_export import ENDINGS, export_bank
from courses.bank_forms import UploadForm
from courses.enums import UploadState
from courses.models import Question, QuestionUpload
from courses.question_files import sheet_write
from courses.question_files.formats import FORMATS
from courses.question_files.sentences import sentence
from courses.question_pages import asked, keyed, media_for
from courses.rules.questions import from_row
from courses.views.banks import fetch_bank
from lms.jobs.enums import UNFINISHED
from lms.jobs.models import Job
from lms.people import access

PAGE, PROBLEMS = 20, 100


@require_http_methods(["GET", "POST"])
@login_required
def question_files(request, pk):
    """The upload into a bank, and the files of the last time."""
    bank = fetch_bank(request, pk, "bank.edit")
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        try:
            upload = question_import.upload_file(
                actor=request.user, bank=bank, file=form.cleaned_data["file"], form=form.cleaned_data["file_format"]
            )
        except question_import.NotTaken as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("courses:question-file", upload.pk)
    uploads = bank.uploads.select_related("uploaded_by").defer("draft", "problems")[:20]
    return render(request, "courses/desk/question_files.html", {
        "bank": bank, "form": form, "uploads": uploads,
    }, status=400 if form.errors else 200)


def _fetch(request, pk):
    access.require(request.user, "bank.browse")
    rows = QuestionUpload.objects.visible_to(request.user).select_related("bank__organisation", "uploaded_by")
    upload = get_object_or_404(rows, pk=pk)
    access.require(request.user, "bank.edit", upload.bank)
    return upload


@require_GET
@login_required
def question_file(request, pk):
    """Where a file stands: being read, its preview, or what was taken."""
    upload = _fetch(request, pk)
    if upload.state in (UploadState.READING, UploadState.APPLYING):
        job = Job.objects.filter(pk=upload.job_id).first()
        stuck = job is None or job.state not in UNFINISHED
        return render(request, "courses/desk/question_file_work.html", {
            "upload": upload, "bank": upload.bank, "job": job, "stuck": stuck,
        })
    page = Paginator(upload.draft, PAGE).get_page(request.GET.get("page"))
    contents = [from_row(row["row"]) for row in page]
    media = media_for(contents)
    cards = [
        {**row, "item": asked(content, name=f"r{at}", media=media), "answers": keyed(content), "content": content}
        for at, (row, content) in enumerate(zip(page, contents, strict=True))
    ]
    _name_banks(request.user, cards)
    skipped = [one for one in upload.problems if one["skipped"]]
    same = sum(1 for row in upload.draft if row["same"])
    return render(request, "courses/desk/question_file.html", {
        "upload": upload, "bank": upload.bank, "page": page, "cards": cards, "format": FORMATS[upload.file_format],
        "problems": [{**one, "text": sentence(one["code"], one["params"])} for one in upload.problems[:PROBLEMS]],
        "more_problems": max(0, len(upload.problems) - PROBLEMS), "skipped": len(skipped), "same": same,
        "new": len(upload.draft) - same, "ready": upload.state == UploadState.READY,
    })


def _name_banks(user, cards):
    """Say of each like question which bank it is in now; those that went since, or are not seen, are left out. One query."""
    wanted = {one["id"] for card in cards for one in card["near"] if "id" in one} | {
        card["elsewhere"] for card in cards if card.get("elsewhere")}
    seen = Question.objects.visible_to(user).filter(pk__in=wanted, is_latest=True)
    titles = dict(seen.values_list("pk", "bank__title")) if wanted else {}
    for card in cards:
        card["near"] = [
            {**one, "bank": titles.get(one.get("id"), "")} for one in card["near"] if "id" not in one or one["id"] in titles
        ]
        card["bank"] = titles.get(card.get("elsewhere"), "")
        card["elsewhere"] = card["bank"] and card["elsewhere"]


@require_POST
@login_required
def question_file_take(request, pk):
    """Take what the preview shows; those that the bank has already only when that was ticked."""
    upload = _fetch(request, pk)
    question_import.start_applying(actor=request.user, upload=upload, with_same="with_same" in request.POST)
    return redirect("courses:question-file", pk)


@require_POST
@login_required
def question_file_again(request, pk):
    question_import.take_up_again(actor=request.user, upload=_fetch(request, pk))
    return redirect("courses:question-file", pk)


@require_http_methods(["GET", "POST"])
@login_required
def question_file_discard(request, pk):
    upload = _fetch(request, pk)
    if upload.state in (UploadState.APPLYING, UploadState.APPLIED):
        return redirect("courses:question-file", pk)
    if request.method == "POST":
        if question_import.discard_upload(actor=request.user, upload=upload):
            messages.success(request, _("The upload was discarded. Nothing was imported."))
        return redirect("courses:question-files", upload.bank_id)
    return render(request, "courses/desk/question_file_discard.html", {"upload": upload, "bank": upload.bank})


@require_GET
@login_required
def question_template(request):
    access.require(request.user, "bank.create")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        sheet_write.write_template(path)
        return _handed_out(path.read_bytes(), f"{_('Template for questions')}.xlsx")


@require_POST
@login_required
def bank_export(request, pk, form):
    """Hand the whole bank out, keys and all; who did is in the audit trail."""
    bank = fetch_bank(request, pk, "bank.export")
    if form not in ENDINGS:
        raise Http404("no such format")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"bank.{ENDINGS[form]}"
        export_bank(actor=request.user, bank=bank, form=form, path=path)
        return _handed_out(path.read_bytes(), f"{bank.title}.{ENDINGS[form]}")


def _handed_out(data, name):
    response = FileResponse(io.BytesIO(data), as_attachment=True, filename=name, content_type="application/octet-stream")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
