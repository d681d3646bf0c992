"""The paper builder: fixed questions with points, order and rubrics, rules of drawing, and what learners would get."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from courses.actions import paper_setup
from courses.actions.drawing import counts_of, draw_paper
from courses.explain_exams import lack_texts
from courses.models import ExamQuestion, Question, QuestionBank, Rubric
from courses.paper_forms import PointsForm, QuestionFilter, RubricForm, RuleForm, themes_of
from courses.question_pages import asked, media_for
from courses.rules import rubric
from courses.rules.opening import Lack
from courses.views.exam_desk import editable

PAGE = 30
DRAWS = 3


@require_http_methods(["GET", "POST"])
@login_required
def exam_paper(request, pk):
    """The paper as it stands. Every button of its form also keeps the points that were typed."""
    found = editable(request, pk)
    if request.method == "POST":
        try:
            return redirect(_arranged(request, found))
        except paper_setup.ExamNotReady as error:
            messages.error(request, str(error))
            return redirect("courses:exam-paper", found.pk)
    rows = list(found.paper.select_related("question__bank"))
    for row in rows:
        row.due = rubric.wanted(row.question.content, row.points)
        row.off = rubric.off(row.rubric, row.question.content, row.points)
    rules = list(found.rules.select_related("bank"))
    for rule, count in zip(rules, counts_of(rules), strict=True):
        rule.available, rule.total = count, rule.count * rule.points
    return render(request, "courses/desk/exam_paper.html", {
        "exam": found, "rows": rows, "rules": rules,
        "questions": len(rows) + sum(rule.count for rule in rules),
        "points": sum(row.points for row in rows) + sum(rule.total for rule in rules),
    })


def _arranged(request, found):
    """Do what the pressed button says (``up-12``, ``off-12``, ``rule-down-3``), and return where to go on."""
    do, _dash, number = request.POST.get("do", "").rpartition("-")
    here = reverse("courses:exam-paper", args=[found.pk])
    if do.startswith("rule"):
        order, without = _moved(list(found.rules.values_list("pk", flat=True)), do.removeprefix("rule-"), number)
        paper_setup.arrange_rules(actor=request.user, exam=found, order=order, without=without)
        return f"{here}#rules"
    ids = list(found.paper.values_list("pk", flat=True))
    dragged = [int(part) for part in request.POST.get("order", "").split(",") if part.isdecimal() and len(part) < 18]
    order, without = _moved(dragged or ids, do, number)
    try:
        points = {pk: int(request.POST[name]) for pk in ids if (name := f"points_{pk}") in request.POST}
    except ValueError:
        raise paper_setup.ExamNotReady(_("Give each question between 1 and %(most)s points.") % {
            "most": paper_setup.MOST_POINTS}) from None
    paper_setup.arrange_paper(actor=request.user, exam=found, points=points, order=order, without=without)
    if do in ("up", "down"):
        return f"{here}#row-{int(number)}"
    messages.success(request, _("The paper was saved."))
    return here


def _moved(ids, do, number):
    """Return ``(ids in their new order, those to take off)``."""
    pk = int(number) if number.isdecimal() and len(number) < 18 else None
    if pk not in ids:
        return ids, ()
    if do == "off":
        return [one for one in ids if one != pk], (pk,)
    at = ids.index(pk)
    to = at + {"up": -1, "down": 1}.get(do, 0)
    if 0 <= to < len(ids):
        ids[at], ids[to] = ids[to], ids[at]
    return ids, ()


@require_http_methods(["GET", "POST"])
@login_required
def exam_paper_add(request, pk):
    """Choose questions from the banks one sees, page by page; those ticked go to the end of the paper."""
    found = editable(request, pk)
    banks = QuestionBank.objects.visible_to(request.user).order_by("title", "pk")
    questions = Question.objects.for_papers().filter(bank__in=banks)
    if request.method == "POST":
        return _added(request, found, questions)
    form = QuestionFilter(request.GET, banks=banks, themes=themes_of(banks))
    rows = form.narrow(questions).select_related("bank").order_by("bank__title", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    there = set(found.paper.values_list("question__lineage", flat=True))
    page.object_list = list(page.object_list)
    for question in page.object_list:
        question.is_there = question.lineage in there
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "courses/desk/exam_paper_add.html", {
        "exam": found, "form": form, "page": page, "query": query.urlencode(), "filtered": form.is_used(),
        "points": PointsForm(initial={"points": request.session.get("points_each", 5)}), "on_paper": len(there),
    })


def _added(request, found, questions):
    points = PointsForm(request.POST)
    ticked = [value for value in request.POST.getlist("question") if value.isdecimal() and len(value) < 18]
    if not points.is_valid():
        messages.error(request, _("Give each question between 1 and %(most)s points.") % {"most": paper_setup.MOST_POINTS})
    elif not ticked:
        messages.warning(request, _("No question was ticked. Tick the questions to add, then try again."))
    else:
        each = request.session["points_each"] = points.cleaned_data["points"]
        by_pk = questions.select_related("bank").in_bulk(ticked[:PAGE])
        try:
            count = paper_setup.add_questions(
                actor=request.user, exam=found, questions=[by_pk[int(pk)] for pk in ticked if int(pk) in by_pk], points=each
            )
        except paper_setup.ExamNotReady as error:
            messages.error(request, str(error))
        else:
            messages.success(request, ngettext(
                "%(count)s question was added to the paper.", "%(count)s questions were added to the paper.", count
            ) % {"count": count})
    return redirect(request.get_full_path())


@require_http_methods(["GET", "POST"])
@login_required
def exam_rubric(request, pk, row):
    found = editable(request, pk)
    line = get_object_or_404(ExamQuestion.objects.filter(exam=found).select_related("question", "exam__organisation"), pk=row)
    stored = list(Rubric.objects.visible_to(request.user))
    taken = next((one for one in stored if str(one.pk) == request.GET.get("take")), None)
    form = RubricForm(request.POST or None, row=line, taken=taken.criteria if taken else None)
    if request.method == "POST" and form.is_valid():
        try:
            paper_setup.set_rubric(actor=request.user, row=line, rubric=form.rubric)
        except paper_setup.ExamNotReady as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The rubric was saved."))
            return redirect("courses:exam-paper", found.pk)
    content = line.question.content
    return render(request, "courses/desk/exam_rubric.html", {
        "exam": found, "row": line, "form": form, "stored": stored, "taken": taken,
        "parts": [(number, part.stem, form.due.get(number)) for number, part in enumerate(content.parts, start=1)],
    })


def _rule_form(request, data, **kwargs):
    banks = QuestionBank.objects.visible_to(request.user).order_by("title", "pk")
    return RuleForm(data, banks=banks, themes=themes_of(banks), **kwargs)


@require_http_methods(["GET", "POST"])
@login_required
def exam_rule_new(request, pk):
    return _write_rule(request, editable(request, pk))


@require_http_methods(["GET", "POST"])
@login_required
def exam_rule_edit(request, pk, rule):
    found = editable(request, pk)
    return _write_rule(request, found, get_object_or_404(found.rules, pk=rule))


def _write_rule(request, found, rule=None):
    """Show the form with the number of questions that the bank has; “Count” asks for it without scripts."""
    form = _rule_form(request, request.POST or None, instance=rule)
    if request.method == "POST" and "count_only" not in request.POST and form.is_valid():
        try:
            paper_setup.save_rule(actor=request.user, exam=found, rule=form.save(commit=False))
        except paper_setup.ExamNotReady as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The rule was saved."))
            return redirect(reverse("courses:exam-paper", args=[found.pk]) + "#rules")
    described = form.described() if form.is_bound else rule
    return render(request, "courses/desk/exam_rule.html", {
        "exam": found, "form": form, "rule": rule, **_counted(described),
    })


@require_GET
@login_required
def exam_rule_count(request, pk):
    """The number of questions that a rule could draw from, for the form as it is being filled in."""
    editable(request, pk)
    form = _rule_form(request, request.GET)
    return render(request, "courses/desk/parts/rule_count.html", _counted(form.described()))


def _counted(rule):
    if rule is None:
        return {"available": None}
    available = counts_of([rule])[0]
    return {"available": available, "wanted": rule.count, "enough": available >= rule.count}


@require_GET
@login_required
def exam_preview(request, pk):
    """Three random draws as learners would get them, without keys; the same address shows the same draws."""
    found = editable(request, pk)
    asked_for = request.GET.get("seed", "")
    seed = int(asked_for) if asked_for.isdecimal() and len(asked_for) < 10 else secrets.randbelow(10**8)
    drawn = [draw_paper(found, seed + number) for number in range(DRAWS)]
    wanted = {item["question"] for paper, _short in drawn for item in paper}
    contents = {row.pk: row.content for row in Question.objects.filter(pk__in=wanted)}
    media = media_for(contents.values())
    draws = [
        {"number": number, "points": sum(item["points"] for item in paper), "items": [
            {"number": at, "points": item["points"], **asked(
                contents[item["question"]], name=f"d{number}q{at}", drawn=item, media=media)}
            for at, item in enumerate(paper, start=1) if item["question"] in contents
        ]} for number, (paper, _short) in enumerate(drawn, start=1)
    ]
    short = [Lack("short", one.number, one.wanted, one.found) for one in drawn[0][1]]
    return render(request, "courses/desk/exam_preview.html", {
        "exam": found, "draws": draws, "short": lack_texts(short), "other": secrets.randbelow(10**8),
        "same": not found.shuffle_questions and not found.shuffle_options and not found.rules.exists(),
    })
