"""What a trainee sends while learning."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.actions.learning import finish_lesson
from courses.models import Lesson
from courses.queries.watching import lesson_watched
from courses.rules.credit import HURRIED, UNPLAYED
from courses.watching_words import done_words, missing_words


@require_POST
def lesson_done(request, key):
    """Mark a lesson done for whoever is signed in, and go back to it; anyone else signs in and comes back to it."""
    lesson = get_object_or_404(Lesson.objects.visible_to(request.user), key=key)
    if not request.user.is_authenticated:
        return redirect_to_login(lesson.url)
    credit = finish_lesson(person=request.user, lesson=lesson, now=timezone.now())
    if credit.reason == UNPLAYED:
        messages.warning(request, _("Not done yet: work through the lesson until it says that it is done."))
    elif not credit.done:
        missing = missing_words(lesson_watched(request.user, lesson))
        messages.warning(request, " ".join([_("Not done yet: watch the film or recording first."), *missing]))
    elif credit.reason == HURRIED:
        messages.info(request, done_words(credit))
    else:
        messages.success(request, done_words(credit))
    return redirect(f"{lesson.url}#done" if lesson.url else "/")
