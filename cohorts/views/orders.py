"""Orders of lessons: the list and a school's queue, and what a branch's liaison does with their own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cohorts.actions.orders import agree_to_proposal, change_order, place_order, refuse_proposal, withdraw_order
from cohorts.enums import OrderState
from cohorts.lists.places import ORDERS
from cohorts.models import LessonOrder, MenuItem
from cohorts.order_forms import OrderForm
from cohorts.order_words import TONES, UNMET, months_text, service_sentence
from cohorts.queries.demand import unmet_lines, years_of
from cohorts.queries.orders import counts_of, dressed, policy_for, slots_of
from cohorts.rules.demand import Unmet, totals
from lms.jobs.actions import start_job
from lms.people import access

PAGE = 50


@require_GET
@login_required
def orders(request):
    """All orders that one sees, the newest first; those that wait for the school, the oldest first."""
    access.require(request.user, "order.browse")
    asked = ORDERS.asked(request.GET)
    page = Paginator(ORDERS.rows(request.user, asked), PAGE).get_page(request.GET.get("page"))
    for row in dressed(page, timezone.localdate()):
        _say_service(row)
    counts = counts_of(request.user)
    return render(request, "cohorts/orders.html", {
        "page": page, "state": asked.get("state", ""), "waiting": counts.get(OrderState.PLACED, 0),
        "states": [(value, label, counts.get(value, 0)) for value, label in OrderState.choices],
    })


@require_http_methods(["GET", "POST"])
@login_required
def order_new(request, pk):
    item = get_object_or_404(
        MenuItem.objects.visible_to(request.user).select_related("school", "lecturer", "trainer"), pk=pk
    )
    access.require(request.user, "order.place")
    form = OrderForm(request.POST or None, user=request.user, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            row = place_order(actor=request.user, item=item, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The order is placed. The school answers here."))
            return redirect("cohorts:order", row.pk)
    return _form(request, form, item)


@require_http_methods(["GET", "POST"])
@login_required
def order_change(request, pk):
    row = _visible(request, pk)
    access.require(request.user, "order.change", row)
    form = OrderForm(
        request.POST or None, user=request.user, item=row.item, instance=row, slots=slots_of([row])[row.pk]
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_order(actor=request.user, order=row, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The order is changed."))
            return redirect("cohorts:order", row.pk)
    return _form(request, form, row.item, row)


@require_POST
@login_required
def order_reply(request, pk):
    """The liaison takes the proposed time or declines it, or withdraws the order; each by one tap."""
    row = _visible(request, pk)
    access.require(request.user, "order.change", row)
    try:
        if "agree" in request.POST:
            agree_to_proposal(actor=request.user, order=row)
            said = _("The time is fixed. The session stands in the timetable.")
        elif "refuse" in request.POST:
            refuse_proposal(actor=request.user, order=row, reason=request.POST.get("reason", "").strip()[:200])
            said = _("The proposed time is declined. The school looks for another one.")
        elif "withdraw" in request.POST:
            withdraw_order(actor=request.user, order=row, reason=request.POST.get("reason", "").strip()[:200])
            said = _("The order is withdrawn.")
        else:
            return redirect("cohorts:order", row.pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect("cohorts:order", row.pk)


@require_GET
@login_required
def unmet(request):
    """What was asked for and not brought in a year, by topic, sub-district and month."""
    access.require(request.user, "order.unmet")
    year, kind, years = _asked(request.GET, request.user)
    lines = unmet_lines(request.user, year, timezone.localdate(), kind=kind)
    counts = totals(lines)
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    for line in page:
        line.__dict__["said"] = [(UNMET[each], count) for each, count in line.counts.items() if count]
    return render(request, "cohorts/orders_unmet.html", {
        "page": page, "year": year, "years": years, "kind": kind, "kinds": list(UNMET.items()),
        "totals": [(UNMET[each], count) for each, count in counts.items()],
    })


@require_POST
@login_required
def unmet_export(request):
    access.require(request.user, "order.unmet_export")
    year, _kind, _years = _asked(request.POST, request.user)
    job = start_job(kind="cohorts.export_unmet", owner=request.user, params={"year": year},
                    back_url=f"{reverse('cohorts:orders-unmet')}?year={year}")
    return redirect("jobs:job", job.pk)


def _asked(given, user):
    years = years_of(user, timezone.localdate())
    year, kind = given.get("year", ""), given.get("kind", "")
    year = int(year) if year.isascii() and year.isdecimal() and len(year) < 18 and int(year) in years else years[0]
    return year, kind if kind in set(Unmet) else "", years


def _visible(request, pk):
    seen = LessonOrder.objects.visible_to(request.user).select_related(
        "item__school", "item__lecturer", "item__trainer", "organisation"
    )
    return get_object_or_404(seen, pk=pk)


def _form(request, form, item, order=None):
    return render(request, "cohorts/order_form.html", {
        "form": form, "item": item, "order": order, "months": months_text(item), "areas": list(item.areas.all()),
        "policy": policy_for(item.school),
    })


def _say_service(row):
    if row.service:
        row.service_tone, row.service_text = TONES[row.service.urgency], service_sentence(row.service)
