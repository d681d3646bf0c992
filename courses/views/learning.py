"""What a trainee sends while learning."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from courses.actions.learning import finish_lesson
from courses.models import Lesson
from courses.rules.credit import HURRIED


@require_POST
def lesson_done(request, key):
    """Mark a lesson done for whoever is signed in, and go back to it; anyone else signs in and comes back to it."""
    lesson = get_object_or_404(Lesson.objects.visible_to(request.user), key=key)
    if not request.user.is_authenticated:
        return redirect_to_login(lesson.url)
    credit = finish_lesson(person=request.user, lesson=lesson, now=timezone.now())
    if credit.reason == HURRIED:
        messages.info(request, _("Noted as done."))
    elif credit.minutes:
        messages.success(request, ngettext(
            "Well done. %(minutes)d minute was credited.", "Well done. %(minutes)d minutes were credited.", credit.minutes,
        ) % {"minutes": credit.minutes})
    else:
        messages.success(request, _("Well done. The lesson is noted as done."))
    return redirect(lesson.url or "/")
