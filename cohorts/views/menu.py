"""The menu of lessons to order, what a school offers on it and promises, and wishes for what it lacks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cohorts.actions.menu import create_menu_item, save_policy, update_menu_item
from cohorts.actions.wishes import meet_wish, place_wish, withdraw_wish
from cohorts.models import LessonWish, MenuItem
from cohorts.order_forms import MenuFilter, MenuItemForm, PolicyForm, WishForm
from cohorts.order_words import months_text
from cohorts.queries.candidates import areas_of
from cohorts.queries.demand import wishes_listed
from cohorts.queries.orders import menu_seen_by, policy_for
from lms.people import access

PAGE = 50


@require_GET
@login_required
def menu(request):
    access.require(request.user, "menu.browse")
    form = MenuFilter(request.GET, user=request.user)
    asked = form.values()
    page = Paginator(menu_seen_by(request.user, **asked), PAGE).get_page(request.GET.get("page"))
    for item in page:
        item.months_text = months_text(item)
    return render(request, "cohorts/menu.html", {
        "page": page, "form": form, "filtered": any(asked.values()), "schools": areas_of(request.user)[:1],
    })


@require_http_methods(["GET", "POST"])
@login_required
def menu_new(request):
    """Put a lesson on the menu; for a wish (``?wish=``), whose branch then hears of it."""
    access.require(request.user, "menu.create")
    wish = _wish_to_meet(request)
    start = {"title": wish.topic, "topic": wish.topic} if wish else {}
    form = MenuItemForm(request.POST or None, user=request.user, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            item = create_menu_item(actor=request.user, **form.cleaned_data)
            if wish:
                meet_wish(actor=request.user, wish=wish, item=item)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The lesson is on the menu."))
            return redirect("cohorts:menu")
    return render(request, "cohorts/menu_form.html", {"form": form, "wish": wish})


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
        try:
            update_menu_item(actor=request.user, item=item, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The lesson is saved."))
            return redirect("cohorts:menu")
    return render(request, "cohorts/menu_form.html", {"form": form, "item": item})


@require_http_methods(["GET", "POST"])
@login_required
def order_policy(request, pk):
    """Within how many days a school answers, and the questionnaire after a lesson."""
    school = get_object_or_404(areas_of(request.user), pk=pk)
    access.require(request.user, "order.policy", school)
    form = PolicyForm(request.POST or None, instance=policy_for(school), user=request.user)
    if request.method == "POST" and form.is_valid():
        save_policy(actor=request.user, school=school, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("cohorts:menu")
    return render(request, "cohorts/order_policy.html", {"form": form, "school": school})


@require_GET
@login_required
def wishes(request):
    access.require(request.user, "wish.browse")
    state = request.GET.get("state", "")
    state = state if state in ("open", "met", "all") else "open"
    page = Paginator(wishes_listed(request.user, state=state), PAGE).get_page(request.GET.get("page"))
    for wish in page:
        wish.may_withdraw = wish.item_id is None and access.allowed(request.user, "wish.withdraw", wish)
    return render(request, "cohorts/wishes.html", {"page": page, "state": state})


@require_http_methods(["GET", "POST"])
@login_required
def wish_new(request):
    access.require(request.user, "wish.place")
    form = WishForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            place_wish(actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your wish is kept. You are told when the menu offers it."))
            return redirect("cohorts:wishes")
    return render(request, "cohorts/wish_form.html", {"form": form})


@require_POST
@login_required
def wish_withdraw(request, pk):
    wish = get_object_or_404(LessonWish.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    access.require(request.user, "wish.withdraw", wish)
    try:
        withdraw_wish(actor=request.user, wish=wish)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The wish is withdrawn."))
    return redirect("cohorts:wishes")


def _wish_to_meet(request):
    pk = request.GET.get("wish", "")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 18):
        return None
    return get_object_or_404(LessonWish.objects.visible_to(request.user).filter(withdrawn_at=None, item=None), pk=pk)
