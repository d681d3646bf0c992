"""One work on the desk: read it, mark it by the rubric, return it, choose it. Then the next one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from courses.actions import work_marks as actions
from courses.assignment_forms import MarkForm, ReturnForm
from courses.enums import WorkState
from courses.models import MarkDraft, Work
from courses.queries import assignments as queries
from courses.rules import rubrics
from courses.work_words import title_of
from lms.people import access


def _visible(request, pk):
    access.require(request.user, "work.browse")
    return get_object_or_404(Work.objects.read_by(request.user).select_related(
        "assignment__organisation", "assignment__rubric", "organisation", "person", "latest"
    ), pk=pk)


def _markable(request, pk):
    work = _visible(request, pk)
    access.require(request.user, "work.mark", work)
    return work


@require_GET
@login_required
def work(request, pk):
    """The newest version with its files, former versions below, and the form that marks it."""
    found = _visible(request, pk)
    return render(request, "courses/assignments/desk/work.html", _page(request, found))


def _page(request, found, *, posted=None, return_form=None, refused=""):
    history = queries.history_of(found)
    latest = history[0]
    marks = list(latest.marks.all())
    standing = marks[0] if marks else None
    left = queries.works_of(request.user, found.assignment, "to_mark").count()
    return {
        "work": found, "assignment": found.assignment, "latest": latest, "former": history[1:], "standing": standing,
        "marks": marks, "hidden": found.hides_author, "title": title_of(found), "left": left, "refused": refused,
        "form": _mark_form(request, found, standing, posted), "can_mark": access.allowed(request.user, "work.mark", found),
        "possible": rubrics.possible(found.assignment.rubric.criteria),
        "return_form": return_form or ReturnForm(initial={
            "submission": found.latest_id,
            "again_until": max(found.assignment.due_at, timezone.now() + actions.AGAIN).replace(second=0, microsecond=0),
        }, auto_id="return_%s"),
        "is_returned": found.state == WorkState.RETURNED,
    }


def _mark_form(request, found, standing, posted):
    """The form with the newest of what was posted, what the marker had begun, and the mark that stands."""
    rubric = found.assignment.rubric
    begun = posted or _begun(request.user, found.latest_id)
    if begun is None and standing is not None:
        begun = ([row["given"] for row in standing.scores], standing.comment)
    scores, comment = begun or ([], "")
    return MarkForm(rubric=rubric, initial={
        "submission": found.latest_id, "criteria": rubrics.digest(rubric.criteria), "seen": standing.pk if standing else None,
        "comment": comment, **{f"points_{n}": points for n, points in enumerate(scores)},
    })


def _begun(marker, submission_id):
    draft = MarkDraft.objects.visible_to(marker).filter(submission=submission_id).first()
    return (draft.scores, draft.comment) if draft else None


@require_POST
@login_required
def work_mark(request, pk):
    """Keep the mark; then the next work that waits, or this one again."""
    found = _markable(request, pk)
    form = MarkForm(request.POST, rubric=found.assignment.rubric)
    if not form.is_valid():
        return _again(request, found, form, str(actions.TEXTS["points"]()))
    try:
        actions.mark_work(
            actor=request.user, work=found, submission_id=form.cleaned_data["submission"],
            criteria=form.cleaned_data["criteria"], seen=form.cleaned_data["seen"], scores=form.scores(),
            comment=form.cleaned_data["comment"],
        )
    except actions.MarkRefused as refused:
        return _again(request, found, form, str(refused))
    messages.success(request, _("The mark was saved, and the author was told."))
    if request.POST.get("do") == "next":
        return redirect(f"{reverse('courses:assignment-next', args=[found.assignment_id])}?after={found.pk}")
    return redirect("courses:work-desk", found.pk)


def _again(request, found, form, refused):
    """The page once more as the work is now, with the points and the comment that were sent."""
    cleaned = getattr(form, "cleaned_data", {})
    posted = ([cleaned.get(f"points_{n}") for n in range(len(form.rubric.criteria))], request.POST.get("comment", ""))
    fresh = _visible(request, found.pk)
    return render(request, "courses/assignments/desk/work.html", _page(request, fresh, posted=posted, refused=refused),
                  status=409)


@require_POST
@login_required
def work_mark_draft(request, pk):
    """Keep what the marker has so far, for the page that saves while one marks."""
    found = _markable(request, pk)
    form = MarkForm(request.POST, rubric=found.assignment.rubric)
    form.is_valid()
    if form.cleaned_data.get("submission") != found.latest_id:
        return JsonResponse({"saved": False}, status=409)
    actions.keep_mark_draft(
        actor=request.user, submission=queries.history_of(found)[0], scores=form.scores(),
        comment=form.cleaned_data.get("comment") or "",
    )
    return JsonResponse({"saved": True})


@require_POST
@login_required
def work_return(request, pk):
    found = _markable(request, pk)
    form = ReturnForm(request.POST, auto_id="return_%s")
    refused = ""
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.return_work(actor=request.user, work=found, submission_id=data["submission"], reason=data["reason"],
                                again_until=data["again_until"])
        except actions.MarkRefused as error:
            refused = str(error)
        else:
            messages.success(request, _("The work was returned, and the author was told."))
            return redirect(f"{reverse('courses:assignment-next', args=[found.assignment_id])}?after={found.pk}")
    return render(request, "courses/assignments/desk/work.html",
                  _page(request, _visible(request, pk), return_form=form, refused=refused), status=409)


def _switched(request, found, action, said):
    """Do the action (on with ``on=1``, off else) and say what it did."""
    on = request.POST.get("on") == "1"
    try:
        action(found, on)
    except actions.MarkRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said[0] if on else said[1])
    return redirect("courses:work-desk", found.pk)


@require_POST
@login_required
def work_choose(request, pk):
    return _switched(request, _markable(request, pk), lambda work, on: actions.choose_work(
        actor=request.user, work=work, chosen=on
    ), (_("Chosen as excellent. The author was told, and decides whether it may be shown."), _("No longer chosen.")))


@require_POST
@login_required
def work_recommend(request, pk):
    found = _visible(request, pk)
    access.require(request.user, "work.recommend", found)
    return _switched(request, found, lambda work, on: actions.recommend_work(
        actor=request.user, work=work, recommended=on
    ), (_("Recommended to the district."), _("The recommendation was taken back.")))


@require_POST
@login_required
def work_show(request, pk):
    found = _visible(request, pk)
    access.require(request.user, "work.show", found)
    return _switched(request, found, lambda work, on: actions.show_work(
        actor=request.user, work=work, shown=on
    ), (_("It hangs in the gallery as soon as its author agrees."), _("Taken out of the gallery.")))
