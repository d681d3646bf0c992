"""The second factor: the second step of signing in, setting it up, recovery codes, taking it off, resetting it."""

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.people import access, actions, one_time, second_step
from lms.people.forms import CodeForm, ResetSecondFactorForm, SecondStepForm
from lms.people.models import Person, RecoveryCode, SecondFactor
from lms.people.rules import second_factor as rules

SHOWN_ONCE = "recovery_codes"
BACKEND = "lms.people.backends.IdentifierBackend"


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def take_second_step(request):
    """Ask whoever knew the password for a code of their app."""
    if request.user.is_authenticated:
        return redirect("landing")
    person, next_url = second_step.held(request)
    factor = second_step.factor_of(person) if person else None
    if factor is None:
        request.session.pop(second_step.HALF, None)
        return redirect("login")
    form = SecondStepForm(request.POST if request.method == "POST" else None, days=settings.SECOND_FACTOR_REMEMBER_DAYS)
    if request.method == "POST" and form.is_valid():
        answer = actions.check_code(actor=person, code=form.cleaned_data["code"])
        if answer.right:
            return _signed_in(request, person, factor, answer, next_url, form.cleaned_data.get("remember"))
        form.refuse(answer)
    return render(request, "people/second_step.html", {"form": form, "person": person})


def _signed_in(request, person, factor, answer, next_url, remember):
    request.session.pop(second_step.HALF, None)
    login(request, person, backend=BACKEND)
    request.session[second_step.PROVED] = True
    if answer.kind == "recovery":
        left = RecoveryCode.objects.visible_to(person).filter(used_at=None).count()
        messages.warning(request, ngettext(
            "You used a recovery code; %(count)s is left. If your telephone is lost, set the second factor up anew.",
            "You used a recovery code; %(count)s are left. If your telephone is lost, set the second factor up anew.", left,
        ) % {"count": left})
    response = HttpResponseRedirect(next_url or reverse("landing"))  # ``redirect`` would look for a view of that name
    if remember:
        second_step.remember(response, person, factor)
    return response


def _own(request):
    """Return the reader's second factor or None; whom none is offered has no such page."""
    if not second_step.may_have(request.user):
        raise PermissionDenied("second factor")
    return SecondFactor.objects.visible_to(request.user).first()


def _page(request, factor, form=None, asked="", status=200):
    """``form`` holds a refused code, ``asked`` for what it was typed: ``confirm``, ``codes`` or ``off``."""
    context = {"factor": factor, "required": second_step.is_required(request.user), "asked": asked,
               "form": form or CodeForm(), "days": settings.SECOND_FACTOR_REMEMBER_DAYS}
    if factor and factor.confirmed_at is None:
        address = one_time.address(factor.secret, account=request.user.username, issuer=str(settings.SITE_TITLE))
        context["qr"] = segno.make(address, error="m", micro=False).svg_data_uri(border=2, omitsize=True)
        context["secret"] = rules.in_fours(one_time.in_words(factor.secret))
        context["address"] = address
    elif factor:
        context["left"] = RecoveryCode.objects.visible_to(request.user).filter(used_at=None).count()
    layout = "layouts/plain.html" if context["required"] and not (factor and factor.confirmed_at) else "layouts/desk.html"
    return render(request, "people/second_factor.html", {**context, "layout": layout}, status=status)


@login_required
@require_GET
def second_factor(request):
    return _page(request, _own(request))


@login_required
@require_POST
def begin(request):
    _own(request)
    actions.begin_second_factor(actor=request.user)
    return redirect("people:second-factor")


def _typed(request, act, asked):
    """Hand the code that was typed to ``act(actor=, code=)``; return ``(what it gave, None)`` or ``(None, the page again)``."""
    factor = _own(request)
    if factor is None:
        return None, redirect("people:second-factor")
    form = CodeForm(request.POST)
    if form.is_valid():
        given = act(actor=request.user, code=form.cleaned_data["code"])
        answer = given[0] if isinstance(given, tuple) else given
        if answer.right:
            return given, None
        form.refuse(answer)
    return None, _page(request, factor, form, asked)


def _show_codes(request, made):
    request.session[SHOWN_ONCE] = made
    request.session[second_step.PROVED] = True
    return redirect("people:second-factor-codes")


@sensitive_post_parameters()
@login_required
@require_POST
def confirm(request):
    given, page = _typed(request, actions.confirm_second_factor, "confirm")
    return page or _show_codes(request, given[1])


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "POST"])
def codes(request):
    """The recovery codes just made, once; by POST, new ones."""
    if request.method == "POST":
        given, page = _typed(request, actions.renew_recovery_codes, "codes")
        return page or _show_codes(request, given[1])
    _own(request)
    made = request.session.pop(SHOWN_ONCE, None)
    if not made:
        messages.info(request, _("Recovery codes are shown only once. Make new ones if they are lost."))
        return redirect("people:second-factor")
    return render(request, "people/recovery_codes.html", {"codes": [rules.shown(code) for code in made]})


@sensitive_post_parameters()
@login_required
@require_POST
def off(request):
    given, page = _typed(request, actions.drop_second_factor, "off")
    if page:
        return page
    request.session.pop(second_step.PROVED, None)
    messages.success(request, _("The second factor is off. Signing in asks for your password only."))
    return redirect("people:second-factor")


@login_required
@require_http_methods(["GET", "POST"])
def reset(request, pk):
    """Take the second factor of somebody who lost it off, with a reason; nobody resets their own."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "person.reset_factor", person)
    form = ResetSecondFactorForm(request.POST if request.method == "POST" else None)
    has = second_step.factor_of(person) is not None
    if request.method == "POST" and has and form.is_valid():
        actions.reset_second_factor(actor=request.user, person=person, reason=form.cleaned_data["reason"])
        messages.success(request, _("The second factor is reset, and the person is signed out everywhere."))
        return redirect("people:person", pk)
    return render(request, "people/second_factor_reset.html", {"person": person, "form": form, "has": has})
