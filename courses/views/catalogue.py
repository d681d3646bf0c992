"""Join a course, leave it, and pass a lesson on."""

import segno
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.actions.joining import join_course, leave_course
from courses.models import Course, CourseEnrolment, Lesson


@require_POST
def course_join(request, key):
    """Put whoever is signed in down for the course, and go back to it; anyone else signs in and comes back to it."""
    course = get_object_or_404(Course.objects.visible_to(request.user), key=key)
    if not request.user.is_authenticated:
        return redirect_to_login(course.url)
    try:
        join_course(person=request.user, course=course, now=timezone.now())
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("You have joined the course. It now stands among your courses."))
    return redirect(course.url or "/")


@require_POST
def course_leave(request, key):
    """Take whoever is signed in off the course they joined; one taken down since can be left too."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    joined = CourseEnrolment.objects.visible_to(request.user).values("course")
    course = get_object_or_404(Course, pk__in=joined, key=key)
    if leave_course(person=request.user, course=course, now=timezone.now()):
        messages.success(request, _("You have left the course. What you learned stays counted."))
    return redirect("/" if course.retired_at else course.url or "/")


@require_safe
def lesson_share(request, key):
    """A lesson's address to pass on, and as a code to scan."""
    lesson = get_object_or_404(Lesson.objects.visible_to(request.user), key=key)
    address = request.build_absolute_uri(lesson.url)
    code = segno.make(address, error="m", micro=False).svg_inline(border=1, omitsize=True, svgclass=None, lineclass=None)
    return render(request, "courses/share.html", {
        "lesson": lesson, "address": address,
        "qr": mark_safe(code),  # noqa: S308 -- drawn here, holds nothing but black squares
    })
