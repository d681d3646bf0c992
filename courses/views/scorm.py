"""What a lesson's page sends while a package plays in it."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.actions import scorm
from courses.models import Lesson

MAX_BODY = 1024 * 1024


@require_POST
def save(request, key):
    """Keep one report; answers with how far the lesson is now."""
    lesson = get_object_or_404(Lesson.objects.visible_to(request.user), key=key)
    if not request.user.is_authenticated:
        return JsonResponse({"saved": False, "say": _("You are signed out. Sign in again; what you did is kept until then.")},
                            status=403)
    if int(request.headers.get("Content-Length") or 0) > MAX_BODY:
        return JsonResponse({"saved": False, "say": _("The lesson sent more than can be kept.")}, status=413)
    try:
        package, number, report, leaving = scorm.parse_report(request.body)
        attempt, credit = scorm.keep_report(
            person=request.user, lesson=lesson, package_key=package, number=number, report=report, leaving=leaving,
            now=timezone.now(),
        )
    except scorm.ReportRefused as refused:
        return JsonResponse({"saved": False, "say": str(refused)}, status=400)
    return JsonResponse({"saved": True, "status": attempt.status, "finished": credit is not None and credit.done})
