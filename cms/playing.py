"""What the page of a SCORM lesson hands to its frame, and which frame it lets in."""

from django.utils.crypto import salted_hmac

from cms.policy import allow
from courses.content_host import SANDBOX, frame_url
from courses.queries.scorm import attempt_of, memory_of, part_at_hand, parts_of


def context(request, package, lesson):
    """Return ``package`` and ``play``: the frame's address and what it remembers; None where nothing can be played."""
    if package is None:
        return {"package": None, "play": None}
    attempt = attempt_of(request.user, lesson, package)
    parts = parts_of(package, attempt)
    number = part_at_hand(parts, request.GET.get("part", ""))
    origin, address = frame_url(request, package, number)
    if origin is None:
        return {"package": package, "play": None}
    report, resumes = memory_of(package, attempt, number)
    counted = lesson is not None and request.user.is_authenticated and not getattr(request, "is_preview", False)
    return {"package": package, "play": {
        "origin": origin, "address": address, "sandbox": SANDBOX, "parts": parts, "number": number, "attempt": attempt,
        "title": parts[number - 1]["title"], "next": number + 1 if number < len(parts) else None, "counted": counted,
        "memory": {"report": report, "resume": resumes, "learner": _learner(request.user, package)},
    }}


def _learner(person, package):
    """Return what a package may know of who plays it: the name, and a number that is this package's only."""
    if not person.is_authenticated:
        return {"id": "visitor", "name": ""}
    return {"id": salted_hmac("scorm.learner", f"{package.key}:{person.pk}").hexdigest()[:16], "name": person.name}


def let_frame(response):
    """Let the page show the frame of its package, and no other."""
    play = (getattr(response, "context_data", None) or {}).get("play")
    if play:
        allow(response, frame_src=[play["origin"]])
    return response
