"""Writing a case: its text, and its sub-questions one by one. Without scripts, and nothing is saved before the whole is.

What was written so far goes with the form as one word (``courses.question_files.whole``). It is believed no more than
anything else that a browser sends: what is saved is looked through like any other question.
"""

from dataclasses import replace

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.actions.question_media import MediaRefused
from courses.actions.questions import FAULTS
from courses.enums import QuestionKind
from courses.question_files.result import NoCounterpart
from courses.question_files.whole import packed, unpacked
from courses.question_forms import QuestionForm
from courses.question_pages import keyed
from courses.rules.question_faults import faults, tidied
from courses.rules.questions import MOST_PARTS, Content
from courses.views.question_saving import keep_sent, save_or_show
from lms.people import access

PART_KINDS = [choice for choice in QuestionKind.choices if choice[0] != QuestionKind.CASE]


def write_case(request, bank, question=None):
    """Show the case or one of its sub-questions, or save it: each button of both forms posts here."""
    case, removed, message = _so_far(request, question)
    context = {"bank": bank, "question": question, "kind": "case", "kinds": QuestionKind.choices,
               "kind_label": QuestionKind.CASE.label, "part_kinds": PART_KINDS, "kept": {},
               "hint_url": reverse("courses:questions-alike", args=[bank.pk]),
               "draft": not access.allowed(request.user, "bank.edit", bank)}
    if request.method != "POST":
        return _show_case(request, case, context)
    if "part_at" in request.POST:
        return _part_sent(request, bank, case, removed, context)
    form = QuestionForm(request.POST, request.FILES, kind="case", written=case, hint_url=context["hint_url"])
    form.fields["stem"].required = not _step(request)
    if form.is_valid() and message:
        form.add_error(None, message)
    if not form.is_valid():
        return _show_case(request, case, context, form=form, removed=removed)
    return _case_sent(request, bank, question, form, case, removed, context)


def _so_far(request, question):
    """Return the case as it was written so far, the sub-question taken out last, and what to say when neither can be read."""
    saved = question.content if question is not None else Content(kind="case", stem="")
    if request.method != "POST":
        return saved, None, ""
    try:
        case = unpacked(request.POST["case"]) if request.POST.get("case") else saved
        removed = unpacked(request.POST["removed"]) if request.POST.get("removed") else None
    except NoCounterpart:
        case = None
    if case is None or case.kind != "case" or any(part.kind == "case" for part in (*case.parts, *([removed] if removed else []))):
        return saved, None, _("What was written so far did not come back whole. Look at the sub-questions again.")
    return case, removed, ""


def _step(request):
    """Return ``(what, number)`` of the button that was pressed, None when the case is to be saved or previewed."""
    for name in ("part_edit", "part_up", "part_down", "part_remove"):
        value = request.POST.get(name, "")
        if value.isascii() and value.isdecimal() and len(value) < 18:
            return name, int(value[:3])
    return next(((name, 0) for name in ("part_add", "part_restore") if name in request.POST), None)


def _case_sent(request, bank, question, form, case, removed, context):
    try:
        media = keep_sent(request, bank)
    except MediaRefused as refused:
        form.add_error(None, str(refused))
        return _show_case(request, case, context, form=form, removed=removed)
    case = replace(form.content(media=media), parts=case.parts)
    step = _step(request)
    if step is None:
        if done := save_or_show(request, bank, case, question, form, context):
            return done
        return _show_case(request, case, context, form=form if form.errors else None, removed=removed)
    what, at = step
    if what == "part_add":
        kind = request.POST.get("part_kind", "single")
        if len(case.parts) < MOST_PARTS and kind in dict(PART_KINDS):
            return _show_part(request, case, removed, len(case.parts), kind, context)
    elif what == "part_restore" and removed is not None:
        case, removed = replace(case, parts=(*case.parts, removed)), None
    elif at < len(case.parts):
        if what == "part_edit":
            return _show_part(request, case, removed, at, case.parts[at].kind, context)
        case, removed = _moved(case, removed, what, at)
    return _show_case(request, case, context, removed=removed)


def _moved(case, removed, what, at):
    parts = list(case.parts)
    one = parts.pop(at)
    if what == "part_remove":
        return replace(case, parts=tuple(parts)), one
    parts.insert(max(0, at - 1) if what == "part_up" else at + 1, one)
    return replace(case, parts=tuple(parts)), removed


def _part_sent(request, bank, case, removed, context):
    """Take a sub-question into the case that is being written, or say what is wrong with it."""
    value, kind = request.POST["part_at"], request.POST.get("kind", "")
    at = min(int(value[:3]) if value.isascii() and value.isdigit() else len(case.parts), len(case.parts))
    if "part_cancel" in request.POST or kind not in dict(PART_KINDS) or at >= MOST_PARTS:
        return _show_case(request, case, context, removed=removed)
    written = case.parts[at] if at < len(case.parts) and case.parts[at].kind == kind else None
    form = QuestionForm(request.POST, request.FILES, kind=kind, written=written, is_part=True)
    if form.is_valid():
        try:
            media = keep_sent(request, bank)
        except MediaRefused as refused:
            form.add_error(None, str(refused))
        else:
            part = tidied(form.content(media=media))
            context["kept"] = media
            for code in faults(part):
                form.add_error(None, FAULTS[code]())
            if not form.errors:
                case = replace(case, parts=(*case.parts[:at], part, *case.parts[at + 1:]))
                return _show_case(request, case, context | {"kept": {}}, removed=removed)
    return _show_part(request, case, removed, at, kind, context, form=form)


def _show_part(request, case, removed, at, kind, context, form=None):
    written = case.parts[at] if at < len(case.parts) and case.parts[at].kind == kind else None
    return render(request, "courses/desk/case_part.html", context | {
        "form": form or QuestionForm(kind=kind, written=written, is_part=True), "case": packed(case), "at": at, "number": at + 1,
        "removed": packed(removed) if removed else "", "kind": kind, "kind_label": QuestionKind(kind).label, "stem": case.stem,
        "is_new": at >= len(case.parts),
    })


def _show_case(request, case, context, form=None, removed=None):
    rows = [{"part": part, "kind": QuestionKind(part.kind).label, "answers": keyed(part)} for part in case.parts]
    return render(request, "courses/desk/case_form.html", context | {
        "form": form or QuestionForm(kind="case", written=case, hint_url=context["hint_url"]), "case": packed(case),
        "parts": rows, "removed": packed(removed) if removed else "",
        "removed_stem": removed.stem if removed else "", "full": len(case.parts) >= MOST_PARTS,
    })
