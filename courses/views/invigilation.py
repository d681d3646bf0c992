"""The invigilator's pages: who sits the exam and how it goes, and the screen that shows the room's code."""

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.actions import invigilation
from courses.models import Attempt, Exam
from courses.queries.invigilation import counts_of, people_of, refused_devices, seats_of
from courses.sitting_forms import MoreTimeForm
from lms.people import access
from lms.people.queries import search_people
from lms.rules import rotating

PAGE = 100
FRESH = rotating.STEP * 1000 + 2000  # milliseconds after which a code that was not renewed may have run out


def _exam(request, pk):
    found = get_object_or_404(Exam.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    access.require(request.user, "exam.invigilate", found)
    return found


def _attempt(request, pk):
    found = get_object_or_404(
        Attempt.objects.filter(exam__in=Exam.objects.visible_to(request.user)).select_related("exam__organisation", "person"),
        pk=pk,
    )
    access.require(request.user, "attempt.invigilate", found)
    return found


@login_required
@require_safe
def exam_watch(request, pk):
    """Everybody by name, a hundred a page; the list renews itself, and can be loaded again without scripts."""
    found, now = _exam(request, pk), timezone.now()
    state = request.GET.get("state", "")
    people = people_of(found, state)
    if wanted := request.GET.get("q", "").strip():
        people = search_people(people, wanted)
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    return render(request, "courses/desk/watch.html", {
        "exam": found, "page": page, "seats": seats_of(found, page, now), "counts": counts_of(found), "q": wanted,
        "printed": list(found.printed.order_by("letter")) if access.allowed(request.user, "exam.key_in", found) else [],
        "state": state, "refused": [one for one in refused_devices(found) if one.person_id != request.user.pk],
    })


@login_required
@require_http_methods(["GET", "POST"])
def exam_extend(request, pk):
    """More time for everyone who sits the exam now."""
    found = _exam(request, pk)
    return _extend(request, found, None)


@login_required
@require_http_methods(["GET", "POST"])
def attempt_extend(request, pk):
    found = _attempt(request, pk)
    return _extend(request, found.exam, found)


def _extend(request, exam, attempt):
    form = MoreTimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = invigilation.extend(actor=request.user, exam=exam, attempt=attempt, minutes=form.cleaned_data["minutes"])
        if given:
            messages.success(request, ngettext(
                "%(count)d person has more time now.", "%(count)d people have more time now.", given) % {"count": given})
        else:
            messages.warning(request, _("Nobody sits the exam now, so nobody got more time."))
        return redirect("courses:exam-watch", exam.pk)
    return render(request, "courses/desk/watch_extend.html", {"exam": exam, "attempt": attempt, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def exam_end(request, pk):
    """Hand in for everyone: asked before, because it cannot be taken back."""
    found = _exam(request, pk)
    return _end(request, found, None)


@login_required
@require_http_methods(["GET", "POST"])
def attempt_end(request, pk):
    found = _attempt(request, pk)
    return _end(request, found.exam, found)


def _end(request, exam, attempt):
    if request.method == "POST":
        if attempt is not None:
            invigilation.end_attempt(actor=request.user, attempt=attempt)
            messages.success(request, _("Handed in with what had been saved."))
        else:
            ended = invigilation.end(actor=request.user, exam=exam)
            messages.success(request, ngettext(
                "The exam is over. %(count)d attempt is being handed in with what had been saved.",
                "The exam is over. %(count)d attempts are being handed in with what had been saved.", ended) % {"count": ended})
        return redirect("courses:exam-watch", exam.pk)
    return render(request, "courses/desk/watch_end.html", {"exam": exam, "attempt": attempt, "counts": counts_of(exam)})


@login_required
@require_POST
def attempt_free(request, pk):
    found = _attempt(request, pk)
    if invigilation.free_device(actor=request.user, attempt=found):
        messages.success(request, _("Freed: %(name)s can go on on another device now.") % {"name": found.person.name})
    return redirect("courses:exam-watch", found.exam_id)


@login_required
@require_safe
def attempt_log(request, pk):
    """What happened during one attempt, line by line."""
    found = _attempt(request, pk)
    return render(request, "courses/desk/watch_log.html", {
        "attempt": found, "exam": found.exam, "events": list(found.events.select_related("by")),
    })


@login_required
@require_safe
def exam_screen(request, pk):
    """The code on the big screen of the room."""
    found = _exam(request, pk)
    return render(request, "courses/desk/exam_screen.html", {"exam": found, **_screen(request, found)})


@login_required
@require_safe
def exam_screen_code(request, pk):
    """The part of the screen that changes."""
    found = _exam(request, pk)
    return render(request, "courses/desk/parts/exam_code.html", {"exam": found, **_screen(request, found)})


def _screen(request, exam):
    now = timezone.now()
    code = rotating.code_at(exam.room_secret, exam.room_subject, now)
    address = request.build_absolute_uri(reverse("courses:exam-room", args=[exam.pk, code]))
    image = segno.make(address, error="m", micro=False).svg_inline(border=1, omitsize=True, svgclass=None, lineclass=None)
    return {
        "qr": mark_safe(image),  # noqa: S308 -- drawn here, holds nothing but black squares
        "spoken": rotating.spoken_code_at(exam.room_secret, exam.room_subject, now), "fresh": FRESH,
        "counts": counts_of(exam), "begun": exam.is_open,
    }
