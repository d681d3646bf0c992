"""A scan counts from the moment it was made: claims bind that moment before a slow sign-in, or a slow thumb.

Whoever has to sign in first carries a claim in their browser's session; whoever is signed in carries one in the form, signed
for them. A claim is good for two minutes, for one person, and for what was scanned; what was done with it is done once.
``what`` says what was scanned: ``session:12``, ``call:3``.
"""

from datetime import datetime

from django.core import signing

from lms.rules.rotating import CLAIM

KEY = "check_in_claim"
SALT = "cohorts.check-in.claim"


def remember(request, what, now):
    """Keep in the browser's session that ``what`` was scanned now, until somebody has signed in."""
    request.session[KEY] = {"what": what, "at": now.isoformat(), "person": None}


def remembered(request, what, now):
    """Return the instant of a scan made before signing in, or None. It belongs to the first person who comes with it."""
    claim = request.session.get(KEY)
    if not claim or claim["what"] != what or claim["person"] not in (None, request.user.pk):
        return None
    if claim["person"] is None:
        request.session[KEY] = {**claim, "person": request.user.pk}
    return _fresh(claim, now)


def spend(request):
    """Forget the scan made before signing in: it has been used."""
    request.session.pop(KEY, None)


def signed(person, what, at):
    """Return the claim that the form carries."""
    return signing.dumps({"person": person.pk, "what": what, "at": at.isoformat()}, salt=SALT)


def vouched(request, what, now):
    """Return the instant of the scan that the form vouches for, or None."""
    try:
        claim = signing.loads(request.POST.get("claim", ""), salt=SALT)
    except signing.BadSignature:
        return None
    return _fresh(claim, now) if (claim["person"], claim["what"]) == (request.user.pk, what) else None


def _fresh(claim, now):
    at = datetime.fromisoformat(claim["at"])
    return at if at <= now <= at + CLAIM else None
