"""Hours earned elsewhere: the person asks on the phone, and who decides answers at the desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from courses.actions import recognition as actions
from courses.enums import RecognitionState
from courses.models import HourEntry, Recognition
from courses.recognition_forms import DecideForm, RecognitionForm
from courses.rules.hours import HOUR
from lms.people import access

PAGE = 50


@login_required
@require_GET
def mine(request):
    rows = Recognition.objects.filter(person=request.user)
    return render(request, "courses/hours/recognitions_mine.html", {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")), "open": actions.OPEN,
    })


@login_required
@require_http_methods(["GET", "POST"])
def ask(request):
    form = RecognitionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actions.apply_for_recognition(person=request.user, proof=form.cleaned_data["proof"], values=form.values())
        messages.success(request, _("Your application was handed in. You are told here when it is decided."))
        return redirect("courses:my-recognitions")
    return render(request, "courses/hours/recognition_form.html", {"form": form})


def _own(request, pk):
    return get_object_or_404(Recognition.objects.filter(person=request.user), pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def mend(request, pk):
    """Mend an application that waits or was returned, and hand it in again."""
    row = _own(request, pk)
    form = RecognitionForm(request.POST or None, request.FILES or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.mend_recognition(person=request.user, row=row, proof=form.cleaned_data["proof"], values=form.values())
        except actions.RecognitionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your application was handed in. You are told here when it is decided."))
            return redirect("courses:my-recognitions")
    return render(request, "courses/hours/recognition_form.html", {"form": form, "row": row})


@login_required
@require_http_methods(["GET", "POST"])
def take_back(request, pk):
    row = _own(request, pk)
    if request.method == "POST":
        try:
            actions.withdraw_recognition(person=request.user, row=row)
        except actions.RecognitionRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The application was taken back."))
        return redirect("courses:my-recognitions")
    return render(request, "courses/hours/recognition_take_back.html", {"row": row})


@login_required
@require_GET
def recognitions(request):
    """What waits first; by state."""
    access.require(request.user, "recognition.browse")
    state = request.GET.get("state", RecognitionState.APPLIED)
    rows = Recognition.objects.visible_to(request.user).exclude(person=request.user).select_related("person")
    if state in RecognitionState.values:
        rows = rows.filter(state=state)
    return render(request, "courses/hours/recognitions.html", {
        "page": Paginator(rows.order_by("applied_at", "pk"), PAGE).get_page(request.GET.get("page")), "state": state,
        "states": [("all", _("All")), *RecognitionState.choices],
    })


def _seen(request, pk):
    row = get_object_or_404(Recognition.objects.visible_to(request.user).select_related("person", "decided_by"), pk=pk)
    access.require(request.user, "recognition.browse")
    return row


@login_required
@require_http_methods(["GET", "POST"])
def recognition(request, pk):
    """One application; whoever may decides it here."""
    row = _seen(request, pk)
    form = DecideForm(request.POST or None, row=row)
    if request.method == "POST":
        access.require(request.user, "recognition.decide", row)
        if form.is_valid() and _decided(request, row, form):
            return redirect("courses:recognitions")
    lines = HourEntry.objects.filter(source_root__startswith=f"recognition:{row.pk}", person=row.person).standing()
    return render(request, "courses/hours/recognition.html", {
        "row": row, "form": form, "posts": row.person.appointments.current().select_related("organisation"),
        "lines": [line for line in lines if line.source_root.partition("/")[0] == f"recognition:{row.pk}"],
    })


def _decided(request, row, form):
    try:
        if "return" in request.POST:
            actions.return_recognition(actor=request.user, row=row, answer=form.cleaned_data["answer"])
            messages.success(request, _("It was returned, and the person is told why."))
        else:
            actions.recognise(actor=request.user, row=row, minutes=int(form.cleaned_data["hours"] * HOUR))
            messages.success(request, _("The hours were recognised and stand in the record."))
    except actions.RecognitionRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True


@login_required
@require_GET
def proof(request, pk):
    """The proof, for its person and for whoever decides."""
    row = get_object_or_404(Recognition.objects.visible_to(request.user), pk=pk)
    if row.person_id != request.user.pk:
        access.require(request.user, "recognition.decide", row)
    if not row.proof or not row.proof.storage.exists(row.proof.name):
        raise Http404("no proof")
    suffix = row.proof.name.rpartition(".")[2]
    response = FileResponse(row.proof.open("rb"), as_attachment=True, filename=f"proof-{row.pk}.{suffix}")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
