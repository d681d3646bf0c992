"""The desk's item analysis: an exam, one of its questions, and a question of a bank over all exams.

No page names a person. Options and keys are shown to those only who see the question's bank. While an exam goes on its figures
are for those only who keep its keys: what many had wrong would help whoever has not begun.
"""

import io
import tempfile
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from courses.actions.analysis_export import export_analysis
from courses.analysis_pages import (
    SORTS,
    exam_charts,
    item_row,
    item_rows,
    keyed_banks,
    option_chart,
    option_rows,
    score_rows,
)
from courses.analysis_report import paper_facts
from courses.analysis_words import advice_text, coefficient, paper_tone, percent
from courses.enums import Remedy
from courses.models import Exam, Question, QuestionBank
from courses.queries.candidates import progress_of
from courses.queries.exams import keys_out
from courses.queries.item_analysis import FIRST, LAST, analysis_of, lineage_of
from courses.queries.regrading import papers_with
from courses.rules.item_analysis import SHOWN_FROM
from lms.people import access


def _exam(request, pk):
    access.require(request.user, "exam.browse")
    return get_object_or_404(Exam.objects.visible_to(request.user).select_related("organisation"), pk=pk)


def _secret(request, exam):
    return not access.allowed(request.user, "exam.keys", exam) and not keys_out(exam)


def _only_counts(request, exam):
    return render(request, "courses/desk/analysis/running.html", {"exam": exam, "counts": progress_of(exam)})


def _check_asked(exam, question):
    """Nothing is found of a question that stands on no paper of this exam."""
    if not exam.paper.filter(question=question).exists() and question not in papers_with(exam):
        raise Http404("no such question in this exam")


def _pick(values):
    return LAST if values.get("attempts") == LAST else FIRST


def _base(exam, found, pick):
    return {
        "exam": exam, "found": found, "paper": found.analysis.paper, "shown": found.analysis.shown, "pick": pick,
        "query": f"attempts={LAST}" if pick == LAST else "", "needed": SHOWN_FROM,
    }


@require_GET
@login_required
def exam_analysis(request, pk):
    exam, pick = _exam(request, pk), _pick(request.GET)
    if _secret(request, exam):
        return _only_counts(request, exam)
    found = analysis_of(exam, pick=pick)
    context = _base(exam, found, pick)
    context["left_out"] = [(question, Remedy(remedy).label) for question, remedy in found.left_out]
    if found.analysis.shown:
        sort = request.GET.get("sort") if request.GET.get("sort") in SORTS else "attention"
        ordered = item_rows(found)
        context |= {
            "rows": item_rows(found, sort), "sort": sort, "facts": paper_facts(found), "sorts": _sorts(),
            "charts": exam_charts(exam, found, ordered), "scores": score_rows(found.analysis.paper),
            "advice": [(advice_text(one), paper_tone(one)) for one in found.analysis.paper.advice],
        }
    return render(request, "courses/desk/analysis/exam.html", context)


def _sorts():
    return [
        ("attention", _("What needs attention first")), ("number", _("No.")), ("facility", _("Facility")),
        ("discrimination", _("Discrimination")), ("time", _("Time spent")),
    ]


@require_GET
@login_required
def exam_question(request, pk, question):
    exam, pick = _exam(request, pk), _pick(request.GET)
    if _secret(request, exam):
        _check_asked(exam, question)
        return _only_counts(request, exam)
    found = analysis_of(exam, pick=pick)
    if not found.analysis.shown:
        _check_asked(exam, question)
    items = {item.question: item for item in found.analysis.items}
    if found.analysis.shown and question not in items:
        raise Http404("no such question in this exam")
    context = _base(exam, found, pick)
    if found.analysis.shown:
        asked = found.questions[question]
        row = item_row(items[question], asked)
        keys = bool(keyed_banks(request.user, [asked.row]))
        options = option_rows(row.figures.options, asked.content, row.figures.asked) if keys and row.shown else []
        near = {one.number: pk for pk, one in found.questions.items()}
        context |= {
            "row": row, "keys": keys, "options": options, "chart": option_chart(options),
            "before": near.get(row.number - 1), "after": near.get(row.number + 1), "total": len(near),
        }
    return render(request, "courses/desk/analysis/question.html", context)


@require_POST
@login_required
def exam_analysis_export(request, pk):
    exam, pick = _exam(request, pk), _pick(request.POST)
    if _secret(request, exam):
        return redirect("courses:exam-analysis", exam.pk)
    found = analysis_of(exam, pick=pick)
    keyed = keyed_banks(request.user, [asked.row for asked in found.questions.values()])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "analysis.xlsx"
        export_analysis(actor=request.user, exam=exam, found=found, pick=pick, keyed=keyed, path=path)
        data = io.BytesIO(path.read_bytes())
    return FileResponse(data, as_attachment=True, filename=f"{exam.title} {_('item analysis')}.xlsx")


@require_GET
@login_required
def question_analysis(request, pk):
    """A question of a bank over all exams that the user sees, its versions apart and together."""
    access.require(request.user, "bank.browse")
    seen = Question.objects.filter(bank__in=QuestionBank.objects.visible_to(request.user))
    question = get_object_or_404(seen.select_related("bank__organisation"), pk=pk)
    access.require(request.user, "bank.view", question.bank)
    pick = _pick(request.GET)
    found = lineage_of(question, Exam.objects.visible_to(request.user), pick=pick)
    versions = []
    for one in found.versions:
        rows = option_rows(one.options, one.content, one.joined.asked)
        versions.append({
            "version": one.version, "joined": one.joined, "facility": percent(one.joined.facility),
            "discrimination": coefficient(one.joined.discrimination), "options": rows,
            "chart": option_chart(rows, f"options-{one.version.pk}"),
            "uses": [
                {"exam": use.exam, "figures": use.figures, "facility": percent(use.figures.facility),
                 "discrimination": coefficient(use.figures.discrimination),
                 "shown": use.figures.facility.value is not None} for use in one.uses
            ],
        })
    return render(request, "courses/desk/analysis/lineage.html", {
        "question": question, "bank": question.bank, "found": found, "versions": versions, "pick": pick, "needed": SHOWN_FROM,
        "facility": percent(found.joined.facility), "discrimination": coefficient(found.joined.discrimination),
        "left_out": [(exam, version, Remedy(remedy).label) for exam, version, remedy in found.left_out],
    })
