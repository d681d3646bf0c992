"""What an author does: read what is asked, write, add files, look it over, hand it in, say whether it may be shown."""

import uuid
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.actions import work_files, works
from courses.assignment_forms import ConsentForm
from courses.models import Assignment, Work, WorkFile
from courses.queries import assignments as queries
from courses.rules import assignments as rules
from courses.work_words import fault_text
from lms import uploads

FILE_KINDS = (rules.PICTURE, rules.AUDIO, rules.DOCUMENT)


@require_GET
@login_required
def mine(request):
    """What one is asked to write, and the activities one may take part in."""
    return render(request, "courses/assignments/mine.html", {"entries": queries.mine(request.user, timezone.now())})


def _open(request, pk):
    return get_object_or_404(Assignment.objects.open_to(request.user).select_related("organisation", "rubric"), pk=pk)


def _work(request, found):
    rows = Work.objects.visible_to(request.user).filter(assignment=found).select_related("latest__returned", "organisation")
    return rows.first()


@dataclass
class Taken:
    """What became of a form that was sent: the verdict on its text, the work, and what was wrong with its files."""

    verdict: str
    work: Work
    errors: list = field(default_factory=list)


def _take(request, found):
    """Keep the text first, whatever becomes of the files. Raises ``works.WorkRefused``."""
    sent = request.POST
    kept = works.save_draft(
        person=request.user, assignment=found, text=sent.get("text", ""), writer=sent.get("writer", "")[:40],
        number=_number(sent.get("number")), base=_number(sent.get("base")),
    )
    errors = []
    for kind in FILE_KINDS:
        for upload in request.FILES.getlist(kind)[:rules.MOST_FILES[kind]]:
            try:
                work_files.add_file(person=request.user, assignment=found, kind=kind, upload=upload)
            except uploads.Refused as refused:
                errors.append(f"{uploads.plain_name(upload.name)}: {refused}")
    return Taken(kept.verdict, kept.work, errors)


def _number(text):
    return int(text) if text and text.isdigit() and len(text) < 10 else 0


@require_http_methods(["GET", "POST"])
@login_required
def assignment(request, pk):
    """The one page of an assignment: what is asked, what one wrote, what became of it."""
    found = _open(request, pk)
    if request.method == "GET":
        return render(request, "courses/assignments/assignment.html", _page(request, found))
    try:
        taken = _take(request, found)
    except works.WorkRefused as refused:
        messages.error(request, str(refused))
        return redirect("courses:assignment", found.pk)
    if taken.verdict == rules.CONFLICT:
        # Neither text is lost: this one stands in the field, the other one below it.
        context = _page(request, found, text=request.POST.get("text", ""), theirs=taken.work.draft)
        return render(request, "courses/assignments/assignment.html", context, status=409)
    for error in taken.errors:
        messages.error(request, error)
    if taken.errors or request.POST.get("do") != "review":
        if not taken.errors:
            messages.success(request, _("Saved. You can go on now, or come back later."))
        return redirect("courses:assignment", found.pk)
    return redirect("courses:assignment-review", found.pk)


def _page(request, found, *, text=None, theirs=None):
    now, work = timezone.now(), _work(request, found)
    terms = found.terms(works.again_until(work))
    state = work.state if work else rules.DRAFT
    history = queries.history_of(work) if work and work.latest_id else []
    files = list(work.files.filter(in_draft=True)) if work else []
    received = rules.receipt(terms, now)
    refused = "" if received in (rules.ON_TIME, rules.LATE) else str(works.refusal(received, found, work))
    return {
        "assignment": found, "work": work, "state": state, "writable": rules.writable(state), "refused": refused,
        "late": received == rules.LATE, "until": rules.last_moment(terms),
        "text": text if text is not None else (work.draft if work else ""), "theirs": theirs,
        "writer": uuid.uuid4().hex, "base": work.draft_revision if work else 0,
        "characters": rules.length(work.draft) if work else 0,
        "kinds": [{
            "kind": kind, "files": (here := [file for file in files if file.kind == kind]),
            "full": len(here) >= rules.MOST_FILES[kind], "most": rules.MOST_FILES[kind],
        } for kind in FILE_KINDS if kind in found.kinds],
        "takes_text": rules.TEXT in found.kinds, "versions": history,
        "latest": history[0] if history else None,
        "consent_form": ConsentForm(initial={"consent": work.consent}) if work and work.latest_id and found.activity else None,
    }


@require_POST
@login_required
def assignment_save(request, pk):
    """Keep text and files for the page that saves while one writes, and for a recording that is used.

    Answers ``{saved, verdict, revision, text, errors}``; 409 when nothing can be written, or another window wrote meanwhile.
    """
    found = _open(request, pk)
    try:
        taken = _take(request, found)
    except works.WorkRefused as refused:
        return JsonResponse({"saved": False, "verdict": refused.code, "text": str(refused), "errors": []}, status=409)
    clash = taken.verdict == rules.CONFLICT
    text = _("This was changed in another window or on another device. Press “Save for later” to see both texts.")
    return JsonResponse({
        "saved": not clash, "verdict": taken.verdict, "revision": taken.work.draft_revision, "errors": taken.errors,
        "text": text if clash else _("Saved at %(time)s") % {"time": time_format(timezone.localtime(), "H:i")},
    }, status=409 if clash else 200)


@require_http_methods(["GET", "POST"])
@login_required
def assignment_review(request, pk):
    """What will be handed in, whole, with what is still missing, and the button that hands it in."""
    found = _open(request, pk)
    work = _work(request, found)
    if work is None or not rules.writable(work.state):
        return redirect("courses:assignment", found.pk)
    refused, status = "", 200
    if request.method == "POST":
        try:
            works.hand_in(person=request.user, assignment=found, revision=_number(request.POST.get("revision")))
        except works.WorkIncomplete:
            status = 409
        except works.WorkRefused as error:
            refused, status = str(error), 409
            work.refresh_from_db()
        else:
            messages.success(request, _("Handed in. You will get a notice when it was looked at."))
            return redirect("courses:assignment", found.pk)
    files = list(work.files.filter(in_draft=True))
    received = rules.receipt(found.terms(works.again_until(work)), timezone.now())
    if received not in (rules.ON_TIME, rules.LATE):
        refused = refused or str(works.refusal(received, found, work))
    return render(request, "courses/assignments/review.html", {
        "assignment": found, "work": work, "files": files, "characters": rules.length(work.draft), "refused": refused,
        "late": received == rules.LATE,
        "faults": [fault_text(fault) for fault in rules.faults(found.asked, work.draft, works.count_kinds(files))],
        "over": received not in (rules.ON_TIME, rules.LATE),
    }, status=status)


@require_POST
@login_required
def work_file_remove(request, key):
    """Take a file out of one's draft."""
    file = get_object_or_404(WorkFile.objects.filter(work__person=request.user).select_related("work__assignment"), key=key)
    try:
        work_files.remove_file(person=request.user, file=file)
    except works.WorkRefused as refused:
        messages.error(request, str(refused))
    return redirect("courses:assignment", file.work.assignment_id)


@require_POST
@login_required
def work_consent(request, pk):
    """Say whether one's work may be shown, at any time."""
    work = get_object_or_404(Work.objects.visible_to(request.user), pk=pk)
    form = ConsentForm(request.POST)
    if form.is_valid():
        works.set_consent(person=request.user, work=work, consent=form.cleaned_data["consent"])
        if form.cleaned_data["consent"]:
            messages.success(request, _("Thank you. You can take this back at any time, here."))
        else:
            messages.success(request, _("Your work is shown to nobody."))
    return redirect("courses:assignment", work.assignment_id)
