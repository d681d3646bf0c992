"""Lessons to order: the menu, an order, and the school's answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cohorts.actions.orders import accept_order, create_menu_item, decline_order, place_order, update_menu_item
from cohorts.actions.timetable import ScheduleClash
from cohorts.enums import OrderState
from cohorts.models import LessonOrder, MenuItem
from cohorts.plan_forms import AcceptForm, MenuItemForm, OrderForm, ReasonForm
from lms.people import access

PAGE = 50


@require_GET
@login_required
def menu(request):
    access.require(request.user, "menu.browse")
    found = MenuItem.objects.visible_to(request.user).select_related("school")
    return render(request, "cohorts/menu.html", {"page": Paginator(found, PAGE).get_page(request.GET.get("page"))})


@require_http_methods(["GET", "POST"])
@login_required
def menu_new(request):
    access.require(request.user, "menu.create")
    form = MenuItemForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        create_menu_item(actor=request.user, **form.cleaned_data)
        messages.success(request, _("The lesson is on the menu."))
        return redirect("cohorts:menu")
    return render(request, "cohorts/menu_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@login_required
def menu_edit(request, pk):
    """Change a lesson of the menu, or take it off (orders already placed keep it)."""
    item = get_object_or_404(MenuItem.objects.visible_to(request.user).select_related("school"), pk=pk)
    access.require(request.user, "menu.edit", item)
    if request.method == "POST" and "retire" in request.POST:
        update_menu_item(actor=request.user, item=item, retired_at=timezone.now())
        messages.success(request, _("The lesson is off the menu."))
        return redirect("cohorts:menu")
    form = MenuItemForm(request.POST or None, instance=item, user=request.user)
    if request.method == "POST" and form.is_valid():
        update_menu_item(actor=request.user, item=item, **form.cleaned_data)
        messages.success(request, _("The lesson is saved."))
        return redirect("cohorts:menu")
    return render(request, "cohorts/menu_form.html", {"form": form, "item": item})


@require_http_methods(["GET", "POST"])
@login_required
def order_new(request, pk):
    item = get_object_or_404(MenuItem.objects.visible_to(request.user).select_related("school"), pk=pk)
    access.require(request.user, "order.place")
    form = OrderForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            place_order(actor=request.user, item=item, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The order is placed. The school answers here."))
            return redirect("cohorts:orders")
    return render(request, "cohorts/order_form.html", {"form": form, "item": item})


@require_GET
@login_required
def orders(request):
    access.require(request.user, "order.browse")
    state = request.GET.get("state", "")
    found = LessonOrder.objects.visible_to(request.user).select_related("item__school", "organisation", "session")
    if state in OrderState.values:
        found = found.filter(state=state)
    return render(request, "cohorts/orders.html", {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")), "state": state, "states": OrderState.choices,
    })


@require_http_methods(["GET", "POST"])
@login_required
def order(request, pk):
    """One order; whoever runs the school accepts or declines it here."""
    seen = LessonOrder.objects.visible_to(request.user).select_related(
        "item__school", "organisation__parent", "placed_by", "decided_by", "session__cohort", "session__trainer"
    )
    row = get_object_or_404(seen, pk=pk)
    access.require(request.user, "order.browse")
    wanted = timezone.localtime(row.wanted_at)
    start = {"day": wanted.date(), "start": wanted.time(), "minutes": row.item.minutes}
    accept, decline = AcceptForm(user=request.user, initial=start, prefix="accept"), ReasonForm(prefix="decline")
    if request.method == "POST":
        access.require(request.user, "order.answer", row)
        if "decline" in request.POST:
            decline = ReasonForm(request.POST, prefix="decline")
            done = _try(decline, lambda: decline_order(actor=request.user, order=row, **decline.cleaned_data))
        else:
            accept = AcceptForm(request.POST, user=request.user, prefix="accept")
            done = _try(accept, lambda: accept_order(actor=request.user, order=row, **accept.values()))
        if done:
            messages.success(request, _("Your answer is sent."))
            return redirect("cohorts:order", row.pk)
    return render(request, "cohorts/order.html", {"order": row, "accept": accept, "decline": decline})


def _try(form, act):
    if not form.is_valid():
        return False
    try:
        act()
    except ScheduleClash as error:
        form.add_error(None, error)
    except ValidationError as error:
        form.add_error(None, " ".join(error.messages))
    else:
        return True
    return False
