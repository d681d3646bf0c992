"""The desk's assignments: what was set, what came in, what waits to be marked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.actions import assignments as actions
from courses.assignment_forms import AssignmentForm
from courses.enums import WorkKind
from courses.models import Assignment, Rubric, Work
from courses.queries import assignments as queries
from courses.work_words import title_of
from lms.people import access

PAGE = 50
TABS = [
    ("", gettext_lazy("All")), ("to_mark", pgettext_lazy("work", "To mark")), ("marked", pgettext_lazy("work", "Marked")),
    ("returned", pgettext_lazy("work", "Returned")), ("excellent", gettext_lazy("Excellent")),
    ("recommended", gettext_lazy("Recommended")), ("missing", pgettext_lazy("work", "Missing")),
]


@require_GET
@login_required
def assignments(request):
    """Every assignment with what waits in it, counted over the people one sees."""
    access.require(request.user, "assignment.browse")
    rows = Assignment.objects.visible_to(request.user).select_related("organisation").order_by("-is_open", "-due_at", "-pk")
    page = Paginator(queries.with_counts(request.user, rows), PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/assignments/desk/assignments.html", {"page": page})


@require_http_methods(["GET", "POST"])
@login_required
def assignment_create(request):
    access.require(request.user, "assignment.create")
    if not Rubric.objects.visible_to(request.user).exists():
        messages.info(request, _("An assignment is marked by a rubric. Write one first."))
        return redirect("courses:rubric-create")
    form = AssignmentForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = _kept(form, lambda values: actions.create_assignment(actor=request.user, **values))
        if made:
            messages.success(request, _("The assignment was written. Open it when people may begin."))
            return redirect("courses:assignment-desk", made.pk)
    return render(request, "courses/assignments/desk/form.html", {"form": form})


def _kept(form, action):
    """Return what the action made of the form; None, with its faults in the form, when it was refused."""
    try:
        return action(form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _visible(request, pk):
    access.require(request.user, "assignment.browse")
    rows = Assignment.objects.visible_to(request.user).select_related("organisation", "rubric")
    return get_object_or_404(queries.with_counts(request.user, rows), pk=pk)


def _editable(request, pk):
    found = _visible(request, pk)
    access.require(request.user, "assignment.edit", found)
    return found


@require_GET
@login_required
def assignment(request, pk):
    """What is asked, and the works one may read: all, or those in a state; or who has not handed in."""
    found = _visible(request, pk)
    reads = access.allowed(request.user, "work.browse")
    show = request.GET.get("show", "")
    rows = page = None
    if reads and show == "missing":
        page = Paginator(queries.missing_of(request.user, found), PAGE).get_page(request.GET.get("page"))
    elif reads:
        page = Paginator(queries.works_of(request.user, found, show), PAGE).get_page(request.GET.get("page"))
        marks = queries.marks_of(work.latest_id for work in page)
        rows = [
            {"work": work, "mark": marks.get(work.latest_id), "hidden": work.hides_author, "title": title_of(work)}
            for work in page
        ]
    return render(request, "courses/assignments/desk/assignment.html", {
        "assignment": found, "reads": reads, "rows": rows, "page": page, "show": show, "tabs": TABS,
        "kinds": [WorkKind(kind).label for kind in found.kinds], "participants": found.participants.count(),
    })


@require_http_methods(["GET", "POST"])
@login_required
def assignment_edit(request, pk):
    found = _editable(request, pk)
    form = AssignmentForm(request.POST or None, instance=Assignment.objects.get(pk=found.pk), user=request.user)
    if request.method == "POST" and form.is_valid():
        plain = Assignment.objects.select_related("organisation").get(pk=found.pk)
        if _kept(form, lambda values: actions.edit_assignment(actor=request.user, assignment=plain, **values)):
            messages.success(request, _("The assignment was saved."))
            return redirect("courses:assignment-desk", found.pk)
    return render(request, "courses/assignments/desk/form.html", {"form": form, "assignment": found})


@require_POST
@login_required
def assignment_open(request, pk):
    found = _editable(request, pk)
    actions.open_assignment(actor=request.user, assignment=found)
    messages.success(request, _("The assignment is open. People can write and hand in."))
    return redirect("courses:assignment-desk", found.pk)


@require_POST
@login_required
def assignment_close(request, pk):
    found = _editable(request, pk)
    actions.close_assignment(actor=request.user, assignment=found)
    messages.success(request, _("The assignment is closed. Drafts are kept, and marking goes on."))
    return redirect("courses:assignment-desk", found.pk)


@require_GET
@login_required
def assignment_next(request, pk):
    """Lead to the work that waits to be marked: the next one after ``?after=``, or the first."""
    found = _visible(request, pk)
    access.require(request.user, "work.browse")
    asked = request.GET.get("after", "")
    after = Work.objects.read_by(request.user).filter(
        assignment=found, pk=asked if asked.isdigit() and len(asked) < 10 else 0
    ).select_related("latest").first()
    waiting = queries.next_to_mark(request.user, found, after)
    if waiting is None:
        messages.success(request, _("Nothing is left to mark here."))
        return redirect("courses:assignment-desk", found.pk)
    return redirect("courses:work-desk", waiting)
