"""What the service worker asks and sends once there is a network again."""

from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from courses.actions.offline import take_finished
from courses.models import Lesson
from courses.reading_forms import ActForm
from lms.readers import reader_of


@require_http_methods(["GET", "POST"])
def acts(request):
    """GET: who is signed in and a token to send with. POST ``lesson, act, age``: a lesson finished ``age`` seconds ago.

    ``taken`` is false when nothing more can come of the act (the lesson is gone), so that the phone forgets it.
    """
    if request.method == "GET":
        answer = {"reader": reader_of(request.user)}
        if request.user.is_authenticated:
            answer["token"] = get_token(request)
        return JsonResponse(answer)
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed out"}, status=401)
    form = ActForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": "not an act"}, status=400)
    data = form.cleaned_data
    lesson = Lesson.objects.visible_to(request.user).filter(key=data["lesson"]).first()
    if lesson is None:
        return JsonResponse({"taken": False})
    take_finished(person=request.user, lesson=lesson, act=data["act"], age_seconds=data["age"], now=timezone.now())
    return JsonResponse({"taken": True})
