"""Leave: the trainee asks on the phone, and who decides answers at the desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cohorts.actions import leave as actions
from cohorts.enums import EnrolmentState, LeaveState
from cohorts.leave_forms import AnswerForm, LeaveForm
from cohorts.lists.people import LEAVES
from cohorts.models import Enrolment, Leave
from cohorts.queries import leave as queries
from cohorts.queries.policy import policy_on
from cohorts.rules import leave as rules
from lms.people import access

PAGE = 50


@login_required
@require_GET
def my_leaves(request):
    """One's own leaves with what became of them, and the classes in which one can ask for more."""
    now = timezone.now()
    page = Paginator(queries.own_leaves(request.user), PAGE).get_page(request.GET.get("page"))
    for leave in page.object_list:
        leave.can_cancel = rules.may_cancel(leave.state, leave.starts_at, now)
        leave.can_report_back = rules.may_report_back(leave.state, leave.starts_at, now)
    return render(request, "cohorts/leave/my_leaves.html", {"page": page, "classes": _running(request.user)})


def _running(person):
    places = Enrolment.objects.filter(
        person=person, state=EnrolmentState.ENROLLED, cohort__closed_at=None, cohort__cancelled_at=None
    )
    return places.select_related("cohort").order_by("cohort__starts_on", "pk")


@login_required
@require_http_methods(["GET", "POST"])
def leave_new(request, pk):
    """Ask for leave from sessions of one's own class that have not begun."""
    place = get_object_or_404(_running(request.user).select_related("cohort__organiser"), cohort_id=pk)
    now = timezone.now()
    coming = [meeting for meeting in queries.told_meetings(place) if meeting.starts_at > now]
    form = LeaveForm(request.POST or None, request.FILES or None, meetings=coming)
    if request.method == "POST" and form.is_valid():
        try:
            actions.apply_for_leave(person=request.user, enrolment=place, now=now, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your leave is asked for. You are told here when it is decided."))
            return redirect("cohorts:my-leaves")
    return render(request, "cohorts/leave/leave_new.html", {
        "form": form, "cohort": place.cohort, "coming": coming, "policy": policy_on(timezone.localdate(now)),
    })


def _own(request, pk):
    return get_object_or_404(queries.own_leaves(request.user), pk=pk)


@login_required
@require_POST
def leave_cancel(request, pk):
    return _act(request, lambda leave: actions.cancel_leave(actor=request.user, leave=leave), _own(request, pk),
                _("Your leave is taken back."), "cohorts:my-leaves")


@login_required
@require_POST
def leave_return(request, pk):
    """Report back: the person, or whoever runs the class."""
    leave = get_object_or_404(queries.leaves_for(request.user), pk=pk)
    own = leave.enrolment.person_id == request.user.pk
    if not own:
        access.require(request.user, "leave.report_back", leave)
    back = ("cohorts:my-leaves",) if own else ("cohorts:leave", pk)
    return _act(request, lambda row: actions.report_back(actor=request.user, leave=row), leave,
                _("The leave has ended; from now on the person is expected again."), *back)


def _act(request, act, leave, said, *back):
    try:
        act(leave)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect(*back)


@login_required
@require_GET
def leaves(request):
    """What waits for me on top, then every leave that I see."""
    access.require(request.user, "leave.browse")
    asked = LEAVES.asked(request.GET)
    return render(request, "cohorts/leave/leaves.html", {
        "waiting": list(queries.waiting_for(request.user)[:PAGE]), "state": asked.get("state", ""),
        "states": LeaveState.choices, "page": Paginator(LEAVES.rows(request.user, asked), PAGE).get_page(request.GET.get("page")),
    })


def _seen(request, pk):
    leave = get_object_or_404(queries.leaves_for(request.user), pk=pk)
    access.require(request.user, "leave.browse")
    return leave


@login_required
@require_http_methods(["GET", "POST"])
def leave(request, pk):
    """One leave; whoever decides it approves or declines it here."""
    row = _seen(request, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        access.require(request.user, "leave.decide", row)
        if form.is_valid() and _decided(request, row, form):
            messages.success(request, _("Your answer is sent."))
            return redirect("cohorts:leaves")
    sessions = list(queries.sessions_under(row))
    return render(request, "cohorts/leave/leave.html", {
        "leave": row, "form": form, "sessions": sessions, "half_days": len(rules.half_days(_meetings(sessions))),
        "can_report_back": rules.may_report_back(row.state, row.starts_at, timezone.now()),
    })


def _meetings(sessions):
    return [
        rules.Meeting(one.pk, timezone.localtime(one.starts_at), timezone.localtime(one.ends_at)) for one in sessions
    ]


def _decided(request, row, form):
    approves = "approve" in request.POST
    act = actions.approve_leave if approves else actions.decline_leave
    try:
        act(actor=request.user, leave=row, answer=form.cleaned_data["answer"])
    except ValidationError as error:
        form.add_error(None if approves else "answer", error)
        return False
    return True


@login_required
@require_GET
def leave_proof(request, pk):
    """The certificate, for whoever decides the leave and for nobody else."""
    row = get_object_or_404(Leave.objects.visible_to(request.user).select_related(*queries.NAMES), pk=pk)
    access.require(request.user, "leave.decide", row)
    if not row.proof or not row.proof.storage.exists(row.proof.name):
        raise Http404("no certificate")
    suffix = row.proof.name.rpartition(".")[2]
    response = FileResponse(row.proof.open("rb"), as_attachment=True, filename=f"leave-{row.pk}.{suffix}")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
