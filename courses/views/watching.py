"""What a player asks and reports. Answers are JSON; lengths are seconds of the medium, and no clock but the server's counts."""

import json
import math
from datetime import timedelta
from functools import wraps
from uuid import UUID

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.actions.watching import begin_watching, note_beats
from courses.models import LessonMedium, PlaybackSession, WatchingPolicy
from courses.queries.watching import lesson_watched
from courses.rules.watching import SKIPPED, TOO_FAST, Beat
from courses.watching_words import report_words

MOST_BEATS = 200  # in one report: some forty minutes without a network
LONGEST = 24 * 3600  # seconds that a position or a wait may be


def for_players(view):
    """Answer a player whose person is not signed in (any more) with a sentence, where a page would lead to sign in."""

    @never_cache
    @require_POST
    @wraps(view)
    def guarded(request, pk):
        if not request.user.is_authenticated:
            return JsonResponse({"code": "signed_out", "text": _(
                "You are signed out, so watching is not counted. Sign in again: what was watched before is kept."
            )}, status=403)
        return view(request, pk)

    return guarded


@for_players
def start(request, pk):
    """Open a player for whoever is signed in; tell it the rules, and where they go on."""
    medium = get_object_or_404(LessonMedium.objects.visible_to(request.user).select_related("lesson"), pk=pk)
    policy = WatchingPolicy.current()
    now = timezone.now()
    session = begin_watching(person=request.user, medium=medium, now=now)
    mine = lesson_watched(request.user, medium.lesson, policy).by_key()[medium.key]
    return JsonResponse({
        "code": "ok", "text": "", "token": str(session.token), "resume": mine.resume, "ask_in": _ask_in(session, now),
        **_watched(mine),
    })


@for_players
def beats(request, pk):
    """Take a report: ``{token, beats: [[sequence, start, end, elapsed]], position, waited}``."""
    try:
        asked = _read(request)
    except (ValueError, TypeError, KeyError, OverflowError):
        text = _("The player's report could not be read. Reload the page.")
        return JsonResponse({"code": "unreadable", "text": text}, status=400)
    session = get_object_or_404(
        PlaybackSession.objects.visible_to(request.user), medium_id=pk, token=asked.pop("token")
    )
    now = timezone.now()
    report = note_beats(session=session, now=now, **asked)
    code, text = report_words(report)
    answer = {
        "code": code, "text": text, "ready": report.ready, "ask_in": _ask_in(report.session, now),
        "again": [[part.start / 1000, part.end / 1000] for part in report.again], **_watched(report.medium),
    }
    if code in (SKIPPED, TOO_FAST):
        answer["back_to"] = report.medium.reached
    return JsonResponse(answer)


def _watched(mine):
    return {
        "watched": mine.state.watched, "duration": mine.state.duration, "asked": mine.asked, "missing": mine.missing,
        "reached": mine.reached,
    }


def _ask_in(session, now):
    """Seconds until the question whether one is there; None when it is not asked."""
    return round((session.asks_at - now).total_seconds(), 1) if session.asks_at else None


def _read(request):
    """Return the report as arguments of ``note_beats`` with its ``token``. A browser that leaves sends it as a form's field."""
    form = request.content_type in ("multipart/form-data", "application/x-www-form-urlencoded")
    report = json.loads(request.POST["report"] if form else request.body)
    rows = report.get("beats", []) if isinstance(report, dict) else None
    if not isinstance(rows, list) or len(rows) > MOST_BEATS:
        raise ValueError("not a report")
    waited, position = report.get("waited"), report.get("position")
    return {
        "token": UUID(report["token"]),
        "beats": [
            Beat(_whole(sequence), _milliseconds(begin), _milliseconds(end), _milliseconds(elapsed))
            for sequence, begin, end, elapsed in rows
        ],
        "position": None if position is None else _milliseconds(position),
        "waited": None if waited is None else timedelta(milliseconds=_milliseconds(waited)),
    }


def _whole(value):
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**31:
        raise ValueError("not a sequence number")
    return value


def _milliseconds(value):
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or not 0 <= value <= LONGEST:
        raise ValueError("not a number of seconds")
    return round(value * 1000)
