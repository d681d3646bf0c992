"""The exam on paper: its printed versions, the sheets and key sheets, and keying in what was written on them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.actions import keying, printed_papers
from courses.actions.paper_setup import ExamNotReady
from courses.candidate_forms import PeopleSearch, SheetForm
from courses.explain_exams import unread_text
from courses.models import PrintedPaper
from courses.queries.candidates import to_key_in
from courses.reports.exam_papers import contents_of
from courses.rules.keyed import letter, read_keyed
from courses.views.exam_desk import editable
from lms.people import access
from lms.printing import CannotPrint

PAGE = 50


@require_http_methods(["GET", "POST"])
@login_required
def exam_print(request, pk):
    """The versions that were drawn to be printed; a POST draws the next one."""
    found = editable(request, pk)
    if request.method == "POST":
        try:
            made = printed_papers.draw_version(actor=request.user, exam=found, now=timezone.now())
        except ExamNotReady as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Version %(letter)s was drawn. It stays as it is, however often it is printed.") % {
                "letter": made.letter})
        return redirect("courses:exam-print", found.pk)
    return render(request, "courses/desk/exam_print.html", {
        "exam": found, "versions": found.printed.annotate(keyed=Count("attempts")).order_by("letter"),
        "may_keys": access.allowed(request.user, "exam.keys", found),
    })


def _printed(request, pk):
    access.require(request.user, "exam.browse")
    printed = get_object_or_404(PrintedPaper.objects.visible_to(request.user), pk=pk)
    printed.exam = editable(request, printed.exam_id)
    return printed


def _to_key_in(request, pk):
    """A version for whoever may key in what was written on it, which those who watch over the exam may where it says so."""
    access.require(request.user, "marking.browse")
    printed = get_object_or_404(PrintedPaper.objects.visible_to(request.user).select_related("exam__organisation"), pk=pk)
    access.require(request.user, "exam.key_in", printed.exam)
    return printed


@require_POST
@login_required
def exam_print_paper(request, pk):
    return _handed_out(request, _printed(request, pk), keys=False)


@require_POST
@login_required
def exam_print_key(request, pk):
    """The key sheet: for those who set the exam up, and never for one of its candidates."""
    printed = _printed(request, pk)
    access.require(request.user, "exam.keys", printed.exam)
    return _handed_out(request, printed, keys=True)


def _handed_out(request, printed, *, keys):
    try:
        body = printed_papers.print_version(actor=request.user, printed=printed, keys=keys)
    except CannotPrint as error:
        messages.error(request, str(error))
        return redirect("courses:exam-print", printed.exam_id)
    what = _("key") if keys else _("paper")
    name = f"{printed.exam.title} {printed.letter} {what}.pdf"
    return HttpResponse(body, content_type="application/pdf", headers={
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
    })


@require_POST
@login_required
def exam_print_delete(request, pk):
    printed = _printed(request, pk)
    try:
        printed_papers.delete_version(actor=request.user, printed=printed)
    except ExamNotReady as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Version %(letter)s was deleted.") % {"letter": printed.letter})
    return redirect("courses:exam-print", printed.exam_id)


@require_http_methods(["GET"])
@login_required
def exam_keying(request, pk):
    """Whose sheet is next: the candidates by name, with the attempts they have already."""
    printed = _to_key_in(request, pk)
    form = PeopleSearch(request.GET)
    people = to_key_in(request.user, printed, q=form.values()["q"])
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "courses/desk/exam_keying.html", {
        "exam": printed.exam, "printed": printed, "form": form, "filtered": form.is_used(), "query": query.urlencode(),
        "page": Paginator(people, PAGE).get_page(request.GET.get("page")), "keyed": printed.attempts.count(),
    })


@require_http_methods(["GET", "POST"])
@login_required
def exam_key_in(request, pk, person):
    """The answers of one sheet, typed question by question."""
    printed = _to_key_in(request, pk)
    who = get_object_or_404(to_key_in(request.user, printed), pk=person)
    contents = contents_of(printed)
    values, problems = (request.POST.getlist if request.method == "POST" else lambda name: []), {}
    form = SheetForm(request.POST or None, initial={"begun_at": _likely_start(printed.exam)})
    if request.method == "POST":
        answers = {}
        for number, item in enumerate(printed.paper, start=1):
            answers[item["question"]], wrong = read_keyed(contents[item["question"]], item, f"q{number}", values)
            problems |= wrong
        if form.is_valid() and not problems:
            try:
                attempt = keying.key_in(
                    actor=request.user, printed=printed, person=who, answers=answers, now=timezone.now(), **form.cleaned_data
                )
            except keying.NotKeyed as error:
                form.add_error("again" if error.asks else None, str(error))
            else:
                _say(request, who, attempt)
                return redirect("courses:exam-keying", printed.pk)
    return render(request, "courses/desk/exam_key_in.html", {
        "exam": printed.exam, "printed": printed, "who": who, "form": form, "problems": len(problems),
        "items": [
            _line(contents[item["question"]], item, f"q{number}", values, problems) | {"number": number, "points": item["points"]}
            for number, item in enumerate(printed.paper, start=1)
        ],
    })


def _likely_start(exam):
    now = timezone.localtime().replace(second=0, microsecond=0)
    return exam.opens_at if exam.opens_at and exam.opens_at < now else now


def _say(request, who, attempt):
    if attempt.points is None:
        text = _("The paper of %(name)s was keyed in. Some of its answers wait to be marked.") % {"name": who.name}
    else:
        text = _("The paper of %(name)s was keyed in: %(points)s of %(possible)s points.") % {
            "name": who.name, "points": attempt.points, "possible": attempt.points_possible}
    messages.success(request, text)


def _line(content, drawn, name, values, problems):
    """Return one line of the form: what to type, what was typed, and what is wrong with it. No key is read."""
    given = list(values(name))
    line = {
        "name": name, "kind": content.kind, "stem": content.stem,
        "error": unread_text(problems[name]) if name in problems else "", "value": given[0] if given else "",
        "last": letter(len(drawn["rights"] if content.kind == "matching" else drawn["options"]) or 1),
    }
    if content.kind == "fill_in":
        texts = [*given, *[""] * content.blanks]
        line["blanks"] = [{"number": at + 1, "value": texts[at]} for at in range(content.blanks)]
    if content.kind == "case":
        line["parts"] = [
            _line(part, drawn["parts"][at], f"{name}p{at}", values, problems) | {"number": at + 1}
            for at, part in enumerate(content.parts)
        ]
    return line
