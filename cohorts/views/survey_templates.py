"""Questionnaires at the desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cohorts.actions.survey_templates import create_template, retire_template, update_template
from cohorts.models import SurveyTemplate
from cohorts.rules.surveys import MOST_QUESTIONS, questions_of
from cohorts.survey_forms import BLANK_ROWS, QuestionFormSet, TemplateForm, rows_of
from lms.people import access

PAGE = 50
PREFIX = "question"


@login_required
@require_GET
def templates(request):
    access.require(request.user, "survey_template.browse")
    found = SurveyTemplate.objects.visible_to(request.user).active().select_related("organisation")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    page.object_list = [{"template": row, "questions": questions_of(row.questions)} for row in page.object_list]
    return render(request, "cohorts/surveys/templates.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def template_new(request):
    """A new questionnaire, empty or begun from another one."""
    access.require(request.user, "survey_template.create")
    begun = None
    if (key := request.GET.get("from", "")).isdecimal() and len(key) < 18:
        begun = SurveyTemplate.objects.visible_to(request.user).filter(pk=key[:18]).first()
    initial = {"title": begun.title, "about": begun.about} if begun else None
    form = TemplateForm(request.POST or None, user=request.user, initial=initial)
    rows = _rows(request, begun)
    if _asked_to_save(request, form, rows):
        try:
            create_template(actor=request.user, questions=rows.questions(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The questionnaire is saved. Choose it in a programme next."))
            return redirect("cohorts:survey-templates")
    return render(request, "cohorts/surveys/template_form.html", {"form": form, "rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def template_edit(request, pk):
    row = _fetch(request, pk)
    form = TemplateForm(request.POST or None, instance=row, user=request.user)
    rows = _rows(request, row)
    if _asked_to_save(request, form, rows):
        try:
            update_template(
                actor=request.user, template=row, title=form.cleaned_data["title"], questions=rows.questions()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The questionnaire is saved. Surveys that have begun keep their questions."))
            return redirect("cohorts:survey-templates")
    return render(request, "cohorts/surveys/template_form.html", {"form": form, "rows": rows, "template": row})


@login_required
@require_POST
def template_retire(request, pk):
    row = _fetch(request, pk)
    try:
        retire_template(actor=request.user, template=row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("cohorts:survey-template-edit", row.pk)
    messages.success(request, _("The questionnaire is out of use. Surveys that were made with it stay."))
    return redirect("cohorts:survey-templates")


def _fetch(request, pk):
    found = SurveyTemplate.objects.visible_to(request.user).active().select_related("organisation")
    row = get_object_or_404(found, pk=pk)
    access.require(request.user, "survey_template.edit", row)
    return row


def _rows(request, template):
    """The rows of the form; "more rows" shows the form again with what was typed, and writes nothing."""
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and "more" in data:
        shown = data.get(f"{PREFIX}-TOTAL_FORMS", "")
        data[f"{PREFIX}-TOTAL_FORMS"] = str(
            min((int(shown) if shown.isdecimal() and len(shown) < 18 else 0) + BLANK_ROWS, MOST_QUESTIONS))
    return QuestionFormSet(data, initial=rows_of(template) if template else None, prefix=PREFIX)


def _asked_to_save(request, form, rows):
    return request.method == "POST" and "more" not in request.POST and form.is_valid() & rows.is_valid()
