"""Make-ups: the trainee chooses how, hands in a note; the class teacher accepts it or not."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cohorts.actions import make_up as actions
from cohorts.enums import EnrolmentState, MakeUpState
from cohorts.leave_forms import AnswerForm, LessonsForm, NoteForm
from cohorts.lists.people import MAKE_UPS
from cohorts.models import ClassSession, Enrolment, MakeUp
from cohorts.queries import make_up as queries
from lms.people import access

PAGE = 50


@login_required
@require_GET
def my_make_ups(request):
    """What one missed, each with how it is made up; and what was decided before."""
    missed = queries.missed_of(request.user)
    settled = MakeUp.objects.filter(
        enrolment__person=request.user, state__in=(MakeUpState.DONE, MakeUpState.DECLINED)
    ).select_related("session__cohort", "decided_by")
    return render(request, "cohorts/leave/my_make_ups.html", {
        "missed": missed, "page": Paginator(settled, PAGE).get_page(request.GET.get("page")),
    })


@login_required
@require_http_methods(["GET", "POST"])
def make_up_new(request, enrolment, session):
    """Choose a session of another class, or lessons and a note, for a session that one missed."""
    place = get_object_or_404(
        Enrolment.objects.filter(person=request.user, state=EnrolmentState.ENROLLED).select_related("cohort"), pk=enrolment
    )
    row = get_object_or_404(ClassSession.objects.filter(cohort=place.cohort_id), pk=session)
    offers = queries.sessions_for(place, row, now=timezone.now())
    lessons = queries.lessons_for(place)
    form = LessonsForm(request.POST if "lessons" in request.POST else None, lessons=lessons)
    if request.method == "POST":
        wanted = request.POST.get("other")
        other = next((offer.session for offer in offers if str(offer.session.pk) == wanted), None)
        chosen = {"other": other, "lessons": form.cleaned_data["lessons"] if form.is_valid() else ()}
        if wanted and other is None:
            messages.error(request, _("There is no seat left at this session, or it is over. Choose another one."))
        elif _try(request, lambda: actions.choose_make_up(
            person=request.user, enrolment=place, session=row, **chosen
        )):
            messages.success(request, _("Your choice is saved."))
            return redirect("cohorts:my-make-ups")
    return render(request, "cohorts/leave/make_up_new.html", {
        "place": place, "session": row, "offers": offers, "lessons": lessons, "form": form,
    })


def _own(request, pk):
    rows = MakeUp.objects.filter(enrolment__person=request.user)
    return get_object_or_404(rows.select_related("enrolment__cohort", "session", "other__cohort", "other__venue"), pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def my_make_up(request, pk):
    """One's own make-up by lessons: what to finish, and the note."""
    row = _own(request, pk)
    form = NoteForm(request.POST or None, initial={"note": row.note})
    if request.method == "POST" and form.is_valid():
        try:
            actions.hand_in(person=request.user, make_up=row, note=form.cleaned_data["note"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your note is handed in. You are told here what your class teacher says."))
            return redirect("cohorts:my-make-ups")
    lessons = queries.lessons_of([row.pk], request.user)[row.pk]
    return render(request, "cohorts/leave/my_make_up.html", {
        "make_up": row, "lessons": lessons, "form": form, "unfinished": any(not done for lesson, done in lessons),
    })


@login_required
@require_POST
def make_up_cancel(request, pk):
    row = _own(request, pk)
    if _try(request, lambda: actions.cancel_make_up(person=request.user, make_up=row)):
        messages.success(request, _("Your choice is taken back. You can choose again."))
    return redirect("cohorts:my-make-ups")


def _try(request, act):
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    return True


@login_required
@require_GET
def make_ups(request):
    """The notes that wait for me on top, then every make-up that I see."""
    access.require(request.user, "make_up.browse")
    found = MAKE_UPS.rows(request.user, MAKE_UPS.asked(request.GET))
    return render(request, "cohorts/leave/make_ups.html", {
        "waiting": list(queries.make_ups_waiting(request.user)[:PAGE]),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
    })


@login_required
@require_http_methods(["GET", "POST"])
def make_up(request, pk):
    """One make-up; whoever runs the class accepts it, declines it, or takes an acceptance back."""
    row = get_object_or_404(queries.make_ups_for(request.user), pk=pk)
    access.require(request.user, "make_up.browse")
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        access.require(request.user, "make_up.decide", row)
        if form.is_valid() and _decided(request, row, form):
            messages.success(request, _("Your answer is sent."))
            return redirect("cohorts:make-ups")
    return render(request, "cohorts/leave/make_up.html", {"make_up": row, "form": form})


def _decided(request, row, form):
    acts = {"accept": actions.accept_make_up, "withdraw": actions.withdraw_make_up}
    name = next((name for name in acts if name in request.POST), "")
    try:
        acts.get(name, actions.decline_make_up)(actor=request.user, make_up=row, answer=form.cleaned_data["answer"])
    except ValidationError as error:
        form.add_error(None if name == "accept" else "answer", error)
        return False
    return True
