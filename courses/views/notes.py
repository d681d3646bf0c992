"""Notes and bookmarks: written on the lesson's page, found again on one's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from courses.actions import notes as actions
from courses.models import Bookmark, Lesson, Note
from courses.reading_forms import NoteForm, NoteTextForm

PAGE = 40


def _lesson(request, key):
    return get_object_or_404(Lesson.objects.visible_to(request.user), key=key)


@login_required
@require_POST
def note_add(request, key):
    lesson = _lesson(request, key)
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The note was not kept: write something, of at most 2000 characters."))
        return redirect(f"{lesson.url}#notes")
    note = actions.add_note(person=request.user, lesson=lesson, **form.cleaned_data)
    messages.success(request, _("Your note is kept. Only you can read it."))
    return redirect(f"{lesson.url}#note-{note.pk}")


def _note(request, pk):
    return get_object_or_404(Note.objects.visible_to(request.user).select_related("lesson"), pk=pk)


def _back(note):
    """Where the note stands: on its lesson's page, or on one's own list once the lesson was taken down."""
    return note.lesson.url if note.lesson.retired_at is None and note.lesson.url else None


@login_required
@require_http_methods(["GET", "POST"])
def note(request, pk):
    found = _note(request, pk)
    form = NoteTextForm(request.POST or None, initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        actions.change_note(note=found, text=form.cleaned_data["text"])
        messages.success(request, _("Your note is changed."))
        back = _back(found)
        return redirect(f"{back}#note-{found.pk}" if back else "courses:keepings")
    return render(request, "courses/my/note.html", {"note": found, "form": form, "back": _back(found)})


@login_required
@require_POST
def note_delete(request, pk):
    found = _note(request, pk)
    actions.delete_note(note=found)
    messages.success(request, _("Your note is deleted."))
    back = _back(found)
    return redirect(f"{back}#notes" if back and "list" not in request.POST else "courses:keepings")


@login_required
@require_POST
def bookmark(request, key):
    """Put a bookmark, or with ``wanted=no`` take it away; from the list one comes back to the list."""
    kept = Bookmark.objects.visible_to(request.user).values("lesson")  # a lesson taken down since can be let go, too
    lesson = get_object_or_404(Lesson, pk__in=kept, key=key) if "list" in request.POST else _lesson(request, key)
    wanted = request.POST.get("wanted") != "no"
    actions.set_bookmark(person=request.user, lesson=lesson, wanted=wanted)
    if wanted:
        messages.success(request, _("Bookmark put. You find it under “My bookmarks and notes”."))
    else:
        messages.success(request, _("Bookmark taken away."))
    return redirect("courses:keepings" if "list" in request.POST else lesson.url or "/")


@login_required
@require_GET
def keepings(request):
    """All that one kept: bookmarks first, then notes, the newest on top; with ``?all=1`` every bookmark at once."""
    rows = Bookmark.objects.visible_to(request.user).select_related("lesson__course")
    bookmarks = list(rows if "all" in request.GET else rows[:PAGE + 1])
    more = "all" not in request.GET and len(bookmarks) > PAGE
    notes = Note.objects.visible_to(request.user).select_related("lesson__course").order_by("-created_at", "-pk")
    page = Paginator(notes, PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/my/keepings.html", {
        "bookmarks": bookmarks[:PAGE] if more else bookmarks, "more": more, "page": page,
    })
