"""The people of an exam at the desk: its candidates, chosen or pasted, their extra time, and who watches over it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from courses.actions import candidates as actions
from courses.candidate_forms import ExtraTimeForm, PasteForm, PeopleSearch
from courses.models import ExamCandidate
from courses.queries import candidates as people
from courses.rules import pasted
from courses.views.exam_desk import editable
from lms.people import access
from lms.people.queries import with_posts

PAGE = 50


def _query(request):
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


@require_GET
@login_required
def exam_candidates(request, pk):
    found = editable(request, pk)
    form = PeopleSearch(request.GET)
    rows = people.candidates_seen(request.user, found, q=form.values()["q"])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    total = found.candidates.count()
    return render(request, "courses/desk/exam_candidates.html", {
        "exam": found, "page": page, "form": form, "filtered": form.is_used(), "total": total,
        "hidden": 0 if form.is_used() else total - page.paginator.count, "query": _query(request),
    })


@require_http_methods(["GET", "POST"])
@login_required
def exam_candidates_add(request, pk):
    """Choose candidates from the people one may admit, by organisation and name."""
    found = editable(request, pk)
    form = PeopleSearch(request.GET, organisations=people.areas_for(request.user))
    offered = people.narrowed(people.offered(request.user, found), **form.values())
    if request.method == "POST":
        ticked = [value for value in request.POST.getlist("person") if value.isdecimal() and len(value) < 18]
        chosen = offered if "everyone" in request.POST else offered.filter(pk__in=ticked[:PAGE])
        return _admit(request, found, list(chosen.values_list("pk", flat=True)))
    page = Paginator(with_posts(offered), PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/desk/exam_candidates_add.html", {
        "exam": found, "page": page, "form": form, "filtered": form.is_used(), "query": _query(request),
    })


def _admit(request, found, ids):
    if not ids:
        messages.warning(request, _("Nobody was ticked. Tick the people to add, then try again."))
        return redirect(request.get_full_path())
    count = actions.admit_candidates(actor=request.user, exam=found, person_ids=ids)
    messages.success(request, ngettext(
        "%(count)s person was added to the candidates.", "%(count)s people were added to the candidates.", count
    ) % {"count": count})
    return redirect("courses:exam-candidates", found.pk)


@require_http_methods(["GET", "POST"])
@login_required
def exam_candidates_paste(request, pk):
    """Paste a list, see row by row who was found, then add them; where several are meant, one is chosen."""
    found = editable(request, pk)
    form = PasteForm(request.POST or None)
    context = {"exam": found, "form": form}
    if request.method == "POST" and form.is_valid():
        matches = _matched(request, found, form.cleaned_data["text"])
        if "add" in request.POST:
            return _admit(request, found, _chosen(request, matches))
        context |= {
            "matches": matches, "ready": sum(row["adds"] for row in matches),
            "open": sum(row["state"] == "ambiguous" for row in matches),
        }
    return render(request, "courses/desk/exam_candidates_paste.html", context)


def _matched(request, found, text):
    """Return ``[{"line", "state", "people", "adds"}]``; ``already`` and ``watches`` are states of people who are not added."""
    lines = pasted.read_lines(text)
    known = [
        pasted.Known(person.pk, person.name, person.phone or "", person.staff_no or "", tuple(
            name for post in person.posts for name in (
                post.organisation.name, post.organisation.parent.name if post.organisation.parent else "") if name
        )) for person in people.known_for(request.user, pasted.words_of(lines))
    ]
    there = set(found.candidates.values_list("person_id", flat=True))
    watching = set(found.invigilators.values_list("person_id", flat=True))
    rows = []
    for one in pasted.match(lines, known):
        state = one.state
        if state == "found" and one.people[0].pk in there:
            state = "already"
        elif state == "found" and one.people[0].pk in watching:
            state = "watches"
        shown = [] if state == "conflict" else one.people
        rows.append({"line": one.line, "state": state, "people": shown, "adds": state == "found"})
    return rows


def _chosen(request, matches):
    """Return the ids of all who were found, and of those who were chosen among several of a name."""
    ids = [row["people"][0].pk for row in matches if row["adds"]]
    for row in matches:
        picked = request.POST.get(f"row_{row['line'].number}", "")
        if row["state"] == "ambiguous":
            ids += [person.pk for person in row["people"] if str(person.pk) == picked]
    return ids


def _candidate(request, pk):
    """Return a candidate whom the user sees, of an exam that they may set up."""
    access.require(request.user, "exam.browse")
    seen = ExamCandidate.objects.filter(person__in=people.seen_by(request.user).values("pk"))
    row = get_object_or_404(seen.select_related("person"), pk=pk)
    row.exam = editable(request, row.exam_id)
    return row


@require_http_methods(["GET", "POST"])
@login_required
def exam_candidate_remove(request, pk):
    row = _candidate(request, pk)
    if request.method == "POST":
        actions.dismiss_candidate(actor=request.user, candidate=row)
        messages.success(request, _("%(name)s is no candidate any more.") % {"name": row.person.name})
        return redirect("courses:exam-candidates", row.exam_id)
    attempts = row.exam.attempts.filter(person=row.person).count()
    return render(request, "courses/desk/exam_candidate_remove.html", {"exam": row.exam, "row": row, "attempts": attempts})


@require_http_methods(["GET", "POST"])
@login_required
def exam_candidate_time(request, pk):
    row = _candidate(request, pk)
    form = ExtraTimeForm(request.POST or None, initial={"minutes": row.extra_minutes})
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_extra_time(actor=request.user, candidate=row, **form.cleaned_data)
        except actions.OwnRecord as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The time of %(name)s was saved.") % {"name": row.person.name})
            return redirect("courses:exam-candidates", row.exam_id)
    return render(request, "courses/desk/exam_candidate_time.html", {"exam": row.exam, "row": row, "form": form})


@require_http_methods(["GET", "POST"])
@login_required
def exam_invigilators(request, pk):
    """Who watches over the exam and marks it besides those who set it up; candidates of the exam are not offered."""
    found = editable(request, pk)
    form = PeopleSearch(request.GET)
    now = people.with_roles(people.narrowed(found_people(found)))
    offered = people.narrowed(people.staff_for(request.user), q=form.values()["q"]).exclude(
        pk__in=found.candidates.values("person_id")).exclude(pk__in=found.invigilators.values("person_id"))
    if request.method == "POST":
        return _named(request, found, offered)
    page = Paginator(people.with_roles(offered), PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/desk/exam_invigilators.html", {
        "exam": found, "now": now, "page": page, "form": form, "filtered": form.is_used(), "query": _query(request),
    })


def found_people(exam):
    """Return the people who watch over ``exam``."""
    return people.Person.objects.filter(pk__in=exam.invigilators.values("person_id"))


def _named(request, found, offered):
    wanted = set(found.invigilators.values_list("person_id", flat=True))
    off = request.POST.get("off", "")
    if off:
        wanted -= {int(off)} if off.isdecimal() and len(off) < 18 else set()
    else:
        ticked = [value for value in request.POST.getlist("person") if value.isdecimal() and len(value) < 18]
        wanted |= set(offered.filter(pk__in=ticked[:PAGE]).values_list("pk", flat=True))
    try:
        actions.name_invigilators(actor=request.user, exam=found, people=list(people.Person.objects.filter(pk__in=wanted)))
    except actions.OwnRecord as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The list of those who watch over the exam was saved."))
    return redirect("courses:exam-invigilators", found.pk)
