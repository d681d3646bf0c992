"""One order: what was asked, what became of it, and how the school answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cohorts.actions.order_answers import (
    accept_order,
    cancel_order,
    decline_order,
    join_order,
    propose_time,
    take_out_order,
)
from cohorts.enums import OrderState
from cohorts.models import LessonOrder
from cohorts.order_forms import AcceptForm, ProposeForm
from cohorts.order_words import (
    TONES,
    event_lines,
    hurdle_sentence,
    proposal_text,
    service_sentence,
    slot_text,
)
from cohorts.plan_forms import ReasonForm
from cohorts.queries.lecturers import matched
from cohorts.queries.orders import dressed, neighbours_of, receipt_of, sharing, slots_of
from lms.people import access

ANSWERABLE = (OrderState.PLACED, OrderState.PROPOSED)


@require_http_methods(["GET", "POST"])
@login_required
def order(request, pk):
    """One order; whoever runs the school answers it here."""
    row = _visible(request, pk)
    access.require(request.user, "order.browse")
    slots = slots_of([row])[row.pk]
    now = timezone.now()
    may_answer = access.allowed(request.user, "order.answer", row)
    answering = may_answer and row.state in ANSWERABLE
    near = neighbours_of(row, slots, now) if may_answer and row.state == OrderState.PLACED else []
    forms = _forms(request.user, row, slots)
    if request.method == "POST":
        access.require(request.user, "order.answer", row)
        if said := _answer(request, row, slots, near, forms):
            messages.success(request, said)
            return redirect("cohorts:order", row.pk)
    dressed([row], timezone.localdate())
    if row.service:
        row.service_tone, row.service_text = TONES[row.service.urgency], service_sentence(row.service)
    return render(request, "cohorts/order.html", {
        "order": row, "slots": [slot_text(slot) for slot in slots], "answering": answering, **forms,
        "offers": _offers(request.user, row, slots) if answering else [], "neighbours": _near(near),
        "sharing": sharing(row), "events": event_lines(row.events.select_related("by")), "begun": _begun(row, now),
        "proposal": proposal_text(row) if row.state == OrderState.PROPOSED else "", "may_answer": may_answer,
        "may_change": access.allowed(request.user, "order.change", row),
        "may_cancel": access.allowed(request.user, "order.cancel", row),
        "may_open": row.session_id and access.allowed(request.user, "cohort.browse"),
        "receipt": receipt_of(row) if row.state == OrderState.DELIVERED else None,
    })


@require_POST
@login_required
def order_undo(request, pk):
    """An accepted order is cancelled by either side, or taken out of its joint session by the school."""
    row = _visible(request, pk)
    verb, act = ("order.answer", take_out_order) if "take_out" in request.POST else ("order.cancel", cancel_order)
    access.require(request.user, verb, row)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please say why: both sides read it."))
        return redirect("cohorts:order", row.pk)
    try:
        act(actor=request.user, order=row, **form.cleaned_data)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request, _("The order is out of the joint session and waits for an answer.") if act is take_out_order
            else _("The order is cancelled. Both sides are told."),
        )
    return redirect("cohorts:order", row.pk)


@require_GET
@login_required
def order_receipt(request, pk):
    """What came of a lesson that was brought: on one page, to print."""
    row = _visible(request, pk)
    access.require(request.user, "order.browse")
    if row.state != OrderState.DELIVERED:
        messages.info(request, _("There is a receipt once the lesson is over and its session is closed."))
        return redirect("cohorts:order", row.pk)
    return render(request, "cohorts/order_receipt.html", {
        "order": row, "receipt": receipt_of(row), "sharing": sharing(row),
        "events": event_lines(row.events.select_related("by")),
    })


def _visible(request, pk):
    seen = LessonOrder.objects.visible_to(request.user).select_related(
        "item__school__order_policy", "item__lecturer", "item__trainer", "organisation__parent", "placed_by", "decided_by",
        "session__cohort", "session__trainer", "proposed_trainer", "proposed_session",
    )
    return get_object_or_404(seen, pk=pk)


def _forms(user, row, slots):
    labels = [slot_text(slot) for slot in slots]
    start = {"minutes": row.item.minutes, "slot": "1", "trainer": row.item.trainer_id}
    return {
        "accept": AcceptForm(user=user, slots=slots, labels=labels, initial=start, prefix="accept"),
        "propose": ProposeForm(user=user, initial={"trainer": row.item.trainer_id}, prefix="propose"),
        "decline": ReasonForm(prefix="decline"),
    }


def _answer(request, row, slots, near, forms):
    """Do what was sent; return what to say, or None with the trouble put into the form it came from."""
    user, sent = request.user, request.POST
    if "decline" in sent:
        form = forms["decline"] = ReasonForm(sent, prefix="decline")
        return _try(form, lambda: decline_order(actor=user, order=row, **form.cleaned_data), _("Your answer is sent."))
    if "propose" in sent:
        form = forms["propose"] = ProposeForm(sent, user=user, prefix="propose")
        said = _("The other time is proposed. The liaison accepts or declines it.")
        return _try(form, lambda: propose_time(actor=user, order=row, **form.values()), said)
    if "join" in sent or "propose_join" in sent:
        session = _session_among(near, sent.get("join") or sent.get("propose_join"))
        try:
            if "join" in sent:
                join_order(actor=user, order=row, session=session)
                return _("The order joins that session.")
            propose_time(actor=user, order=row, session=session)
            return _("The other time is proposed. The liaison accepts or declines it.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return None
    form = forms["accept"] = AcceptForm(_accepted(sent), user=user, slots=slots, labels=[slot_text(slot) for slot in slots],
                                        prefix="accept")
    ticked = sent.getlist("together")
    together = [one.order for one in near if one.order.state == OrderState.PLACED and str(one.order.pk) in ticked]
    return _try(form, lambda: accept_order(actor=user, order=row, together=together, **form.values()),
                _("Your answer is sent. The session stands in the timetable."))


def _accepted(sent):
    """Return what the form of accepting was sent; a trainer's button at a wanted time fills it (``slot:trainer``)."""
    slot, colon, trainer = sent.get("offer", "").partition(":")
    if not colon:
        return sent
    data = sent.copy()
    data["accept-slot"], data["accept-trainer"], data["accept-start"] = slot, trainer, ""
    return data


def _session_among(near, pk):
    for one in near:
        if one.order.session_id and str(one.order.session_id) == pk:
            return one.order.session
    raise PermissionDenied("not a neighbour")


def _try(form, act, said):
    if not form.is_valid():
        return None
    try:
        act()
    except ValidationError as error:
        if hasattr(error, "error_dict") and set(error.error_dict) <= form.fields.keys():
            form.add_error(None, error)
        else:
            form.add_error(None, " ".join(error.messages))
        return None
    return said


def _offers(user, row, slots):
    """Return ``(number, wanted time, passed, [(match, hurdles in words)])`` for each wanted time."""
    now = timezone.now()
    return [
        (number, slot_text(slot), slot.starts_at <= now,
         [(match, [hurdle_sentence(hurdle) for hurdle in match.hurdles]) for match in found])
        for number, (slot, found) in enumerate(matched(user, row, slots), start=1)
    ]


def _near(found):
    """Return ``(neighbour, wanted times in words)``."""
    return [(one, [slot_text(slot) for slot in one.slots]) for one in found]


def _begun(row, now):
    return bool(row.session_id) and row.session.starts_at <= now
