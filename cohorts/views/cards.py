"""The person's own card, the cards of a class to print, and the trainer's page that reads them."""

import hashlib
import secrets
import uuid

import segno
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cohorts.actions import waiting
from cohorts.actions.cards import card_of, cards_of, renew_card
from cohorts.attendance_forms import CardNumberForm
from cohorts.enums import SEATED, AttendanceStatus, MarkMethod
from cohorts.explain_marking import scanning_words
from cohorts.models import Cohort, Enrolment
from cohorts.queries import attendance as queries
from cohorts.rules.cards import spaced
from cohorts.views.sessions import session_or_404
from lms.people import access
from lms.readers import reader_of
from lms.views.devices import device_of, with_device


def drawn(number):
    """Return the card's code as a picture: digits alone, so that the squares are few and large."""
    image = segno.make(number, error="m", micro=False).svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
    return mark_safe(image)  # noqa: S308 -- drawn here, holds nothing but black squares


@login_required
@require_safe
def my_card(request):
    number = card_of(request.user)
    return render(request, "cohorts/my/card.html", {"number": spaced(number), "qr": drawn(number)})


@login_required
@require_POST
def my_card_renew(request):
    renew_card(actor=request.user)
    messages.success(request, _("Your card has a new number. The former one opens nothing any more."))
    return redirect("cohorts:my-card")


@login_required
@require_safe
def class_cards(request, pk):
    """The cards of a whole class on sheets to print and cut, for those who have no printer and no smartphone."""
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user).select_related("organiser"), pk=pk)
    access.require(request.user, "cohort.cards", cohort)
    seats = list(
        Enrolment.objects.visible_to(request.user).filter(cohort=cohort, state__in=SEATED)
        .select_related("person", "organisation").order_by("person__name_key", "pk")
    )
    numbers = cards_of(seats)
    cards = [(seat, spaced(numbers[seat.pk]), drawn(numbers[seat.pk])) for seat in seats]
    return render(request, "cohorts/attendance/cards.html", {"cohort": cohort, "cards": cards})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@csp_update({"script-src": ["'self'", "'wasm-unsafe-eval'"]})
def scanner(request, pk):
    """Read cards: by the camera where there is one (js/scanner.js), by the number on the card always.

    The page carries a salted hash of each card of the class, so that it knows whose card it reads without a network, and the
    copy that the trainer's device keeps tells nobody a number.
    """
    session = session_or_404(request, pk, "session.mark")
    form = CardNumberForm(request.POST or None)
    answer = None
    if request.method == "POST" and form.is_valid():
        answer = _read(request, session, form.cleaned_data["number"])
        if answer.state == waiting.UNKNOWN:
            form.add_error("number", scanning_words()["unknown"])
        else:
            form = CardNumberForm()
    rows = queries.session_rows(session, request.user)
    request.keeps_offline = request.method == "GET" and not (session.closed_at or session.cancelled_at)
    return with_device(request, render(request, "cohorts/attendance/scanner.html", {
        "session": session, "form": form, "answer": answer, "tally": queries.counts(rows), "cards": _known(rows),
        "status": dict(AttendanceStatus.choices).get(answer.status) if answer else "", "words": scanning_words(),
        "reader": reader_of(request.user),
    }))


def _read(request, session, number):
    sent = waiting.Sent(nonce=uuid.uuid4(), age_seconds=0, method=MarkMethod.CARD, number=number)
    taken = waiting.take_marks(
        actor=request.user, session=session, sent=[sent], now=timezone.now(), device=device_of(request)
    )
    return taken[sent.nonce]


def _known(rows):
    """Return ``{"salt", "people": [[enrolment, name, hash of the card, status]]}`` for the script."""
    salt = secrets.token_hex(8)
    numbers = cards_of([row.enrolment for row in rows])
    return {"salt": salt, "people": [
        [row.enrolment.pk, row.enrolment.person.name, hashed(salt, numbers[row.enrolment.pk]), row.status] for row in rows
    ]}


def hashed(salt, number):
    return hashlib.sha256(f"{salt}/{number}".encode()).hexdigest()[:24]
