"""Questions on lessons: asked on the lesson's page, answered there and at the desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.actions import lesson_questions as actions
from courses.models import Lesson, LessonQuestion
from courses.reading_forms import AnswerForm, QuestionForm, WordingForm
from lms.people import access

PAGE = 30


@login_required
@require_POST
def ask(request, key):
    lesson = get_object_or_404(Lesson.objects.visible_to(request.user), key=key)
    form = QuestionForm(request.POST)
    if form.is_valid():
        actions.ask(person=request.user, lesson=lesson, text=form.cleaned_data["text"])
        messages.success(request, _("Your question is sent. The answer will stand here, and a notice will tell you."))
    else:
        messages.error(request, _("The question was not sent: write something, of at most 1000 characters."))
    return redirect(f"{lesson.url}#questions")


@login_required
@require_GET
def questions(request):
    """What waits for an answer, the oldest first; with ``?all=1`` everything, the newest first."""
    access.require(request.user, "lesson_question.browse")
    rows = LessonQuestion.objects.answerable_by(request.user).exclude(asker=request.user)
    everything = "all" in request.GET
    rows = rows.order_by("-asked_at", "-pk") if everything else rows.open().order_by("asked_at", "pk")
    rows = rows.select_related("lesson__course", "asker", "organisation")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/desk/lesson_questions.html", {"page": page, "everything": everything})


def _question(request, pk):
    rows = LessonQuestion.objects.visible_to(request.user).select_related("lesson__course__school", "asker", "organisation")
    found = get_object_or_404(rows, pk=pk)
    access.require(request.user, "lesson_question.answer", found)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def question(request, pk):
    """The question with its answers, and the form for one more."""
    found = _question(request, pk)
    answers = list(found.answers.select_related("author"))
    form = AnswerForm(request.POST or None, initial={"public_text": found.text}, again=bool(answers))
    if request.method == "POST" and form.is_valid():
        actions.answer(
            actor=request.user, question=found, text=form.cleaned_data["text"], public_text=form.published_wording()
        )
        messages.success(request, _("Your answer is sent, and whoever asked is told."))
        return redirect("courses:lesson-questions")
    shown = {"public_text": found.public_text or found.text}
    return render(request, "courses/desk/lesson_question.html", {
        "question": found, "answers": answers, "form": form, "lesson": found.lesson,
        "wording": WordingForm(initial=shown, auto_id="wording_%s") if answers else None,
    })


@login_required
@require_POST
def question_publish(request, pk):
    """Show it to all readers in the wording sent, or with ``withdraw`` to its asker alone again."""
    found = _question(request, pk)
    if "withdraw" in request.POST:
        actions.withdraw(actor=request.user, question=found)
        messages.success(request, _("Only whoever asked sees it now."))
        return redirect("courses:lesson-question", pk)
    form = WordingForm(request.POST)
    if found.answered_at is None or not form.is_valid():
        messages.error(request, _("It was not published: answer it first, and write the question as all readers shall see it."))
    else:
        actions.publish(actor=request.user, question=found, public_text=form.cleaned_data["public_text"])
        messages.success(request, _("All readers of the lesson see it now, without the asker's name."))
    return redirect("courses:lesson-question", pk)
