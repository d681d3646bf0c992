"""The versions of a question, and what each made different."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from courses.enums import Difficulty
from courses.queries.questions import versions_of
from courses.question_forms import POLICY_NAMES
from courses.rules.changes import changes
from courses.views.questions import fetch_question

PAGE = 20
NAMES = {
    "stem": gettext_lazy("Question"), "options": gettext_lazy("Options"), "key": gettext_lazy("Right answer"),
    "explanation": gettext_lazy("Explanation"), "theme": gettext_lazy("Theme"), "author": gettext_lazy("Author"),
    "source": gettext_lazy("Source"), "licence": gettext_lazy("Licence"), "policy": gettext_lazy("Points"),
    "difficulty": gettext_lazy("Difficulty"), "tags": gettext_lazy("Tags"), "weights": gettext_lazy("Weights"),
    "case": gettext_lazy("Capital and small letters differ"), "media": gettext_lazy("Pictures and sounds"),
}


@require_GET
@login_required
def question_history(request, pk):
    """All versions, the newest first. An attempt keeps the one that it was given."""
    question = fetch_question(request, pk, "question.view")
    versions = versions_of(question)
    page = Paginator(versions, PAGE).get_page(request.GET.get("page"))
    first = page.start_index() - 1
    rows = [
        {"version": version, "changes": _named(versions[at + 1], version) if at + 1 < len(versions) else None}
        for at, version in enumerate(page, start=max(first, 0))
    ]
    return render(request, "courses/desk/question_history.html", {
        "question": question, "bank": question.bank, "rows": rows, "page": page,
    })


def _named(before, after):
    return [(_name(change.field), [(kind, _said(change.field, text)) for kind, text in change.pieces])
            for change in changes(before.content, after.content)]


def _name(field):
    word, _space, number = field.partition(" ")
    return _("Sub-question %(number)s") % {"number": number} if word == "part" else NAMES[field]


def _said(field, text):
    """Put what is kept as a word of code or a number into words."""
    if field == "policy":
        return POLICY_NAMES.get(text, text)
    if field == "difficulty":
        return Difficulty(int(text)).label
    if field == "media":
        return _("another file")
    return text
