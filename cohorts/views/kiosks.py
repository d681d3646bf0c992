"""A tablet by the door: the trainer's page that opens and ends it, and what stands on the tablet itself."""

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts.actions import kiosks as actions
from cohorts.attendance_forms import LastDigitsForm
from cohorts.models import Kiosk
from cohorts.queries.attendance import seats_of, window_of
from cohorts.rules.check_in import Outcome
from cohorts.views.sessions import session_or_404
from lms.views.counters import count

SALT = "cohorts.kiosk.name"
NAME_GOOD_FOR = 60  # seconds that a list of names may be tapped
LOOKS_A_MINUTE = 40  # far more than people who queue at one tablet can type
WRONG, WRONG_SECONDS = 25, 300  # digits that fit nobody


@login_required
@require_safe
def kiosks(request, pk):
    """The tablets of a session: how to open one, and which are open."""
    session = session_or_404(request, pk, "session.kiosk")
    standing = list(session.kiosks.standing().select_related("opened_by"))
    for kiosk in standing:
        kiosk.address = request.build_absolute_uri(reverse("cohorts:kiosk", args=[kiosk.token]))
        image = segno.make(kiosk.address, error="m").svg_inline(border=1, omitsize=True, svgclass=None, lineclass=None)
        kiosk.qr = mark_safe(image)  # noqa: S308 -- drawn here, holds nothing but black squares
    return render(request, "cohorts/attendance/kiosks.html", {"session": session, "kiosks": standing})


@login_required
@require_POST
def kiosk_open(request, pk):
    session = session_or_404(request, pk, "session.kiosk")
    try:
        actions.open_kiosk(actor=request.user, session=session)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("cohorts:kiosks", pk)


@login_required
@require_POST
def kiosk_close(request, pk, kiosk_pk):
    session = session_or_404(request, pk, "session.kiosk")
    actions.close_kiosk(actor=request.user, kiosk=get_object_or_404(session.kiosks, pk=kiosk_pk))
    messages.success(request, _("The tablet opens nothing any more."))
    return redirect("cohorts:kiosks", pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request, token):
    """The tablet's page, without an account: four digits, a name, done; it returns to its start by itself.

    Digits are posted and never stand in an address. Nothing but names is shown, and those for a minute.
    """
    found = Kiosk.objects.select_related("session__cohort__organiser", "session__venue", "opened_by").filter(token=token).first()
    if found is None:
        raise Http404("no such tablet")
    window = window_of(found.session)
    state = "ended" if found.closed_at else window.at(timezone.now()).value
    context = {"kiosk": found, "session": found.session, "window": window, "state": state}
    if state != Outcome.OK:
        return render(request, "cohorts/check_in/kiosk.html", context, status=410 if found.closed_at else 200)
    if request.method == "POST" and "name" in request.POST:
        return render(request, "cohorts/check_in/kiosk.html", context | _sign(found, request.POST["name"]))
    form = LastDigitsForm(request.POST or None)
    if request.method == "POST":
        context |= _look(found, form)
    return render(request, "cohorts/check_in/kiosk.html", context | {"form": form})


def _look(kiosk, form):
    """Return the names that the digits fit; asking too much, or guessing, makes the tablet pause."""
    if not form.is_valid():
        return {}
    if count(f"kiosk:{kiosk.pk}", 60) > LOOKS_A_MINUTE:
        return {"paused": True}
    seats = list(
        seats_of(kiosk.session).filter(person__phone__endswith=form.cleaned_data["digits"])
        .select_related("person").order_by("person__name_key", "pk")
    )
    if seats:
        return {"names": [(seat.person.name, _name_token(kiosk, seat.pk)) for seat in seats]}
    return {"paused": True} if count(f"kiosk-wrong:{kiosk.pk}", WRONG_SECONDS) > WRONG else {"nobody": True}


def _name_token(kiosk, seat):
    return signing.dumps([kiosk.pk, seat], salt=SALT)


def _sign(kiosk, token):
    """Return what whoever tapped their name is told."""
    try:
        kiosk_pk, seat = signing.loads(token, salt=SALT, max_age=NAME_GOOD_FOR)
    except signing.BadSignature:
        return {"again": True}
    enrolment = seats_of(kiosk.session).filter(pk=seat).select_related("person").first()
    if kiosk_pk != kiosk.pk or enrolment is None:
        return {"again": True}
    return {"answer": actions.sign_at(kiosk=kiosk, enrolment=enrolment, now=timezone.now()), "person": enrolment.person}
