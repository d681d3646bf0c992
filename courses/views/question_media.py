"""Pictures, sounds and films of questions: for those who write them, and for whoever sits the exam that shows them."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from courses.models import QuestionMedia
from lms.views.media import answer


@require_safe
@login_required
def question_media(request, key):
    """Serve the file, cut off from the site: it may run nothing and load nothing. Its address names nothing of it."""
    medium = get_object_or_404(QuestionMedia.objects.visible_to(request.user), key=key)
    response = answer(request, medium.file.storage, medium.file.name)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response._csp_replace = {"default-src": ["'none'"], "sandbox": True}
    return response
