"""The systems that read: their tokens, making one, what one read, ending one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lms.api import actions, registry
from lms.api.forms import TokenForm
from lms.api.models import ApiToken, ApiUse
from lms.api.site import PREFIX
from lms.people import access
from lms.people.models import Organisation

PAGE = 50


def _seen(request):
    return ApiToken.objects.visible_to(request.user).select_related("organisation", "created_by", "revoked_by")


@login_required
@require_GET
def tokens(request):
    access.require(request.user, "api.browse")
    page = Paginator(_seen(request), PAGE).get_page(request.GET.get("page"))
    for each in page:
        each.labels = registry.labels_of(each.resources)
    return render(request, "api/tokens.html", {"page": page})


@login_required
@require_GET
def token(request, pk):
    """One token and what was read with it, day by day."""
    found = get_object_or_404(_seen(request), pk=pk)
    page = Paginator(ApiUse.objects.filter(token=found), PAGE).get_page(request.GET.get("page"))
    for use in page:
        use.label = registry.labels_of([use.resource])[0] if use.resource != "token" else _("What the token may read")
    return render(request, "api/token.html", {"token": found, "labels": registry.labels_of(found.resources), "page": page})


@login_required
@require_http_methods(["GET", "POST"])
def token_new(request):
    """Make a token; its secret is in the answer, and nowhere afterwards."""
    access.require(request.user, "api.create_token")
    organisations = Organisation.objects.under(*request.user.scope.paths("district")).active().order_by("path")
    form = TokenForm(request.POST or None, organisations=organisations, initial=TokenForm.proposed())
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "looked_for"}
        try:
            made, secret = actions.create_token(actor=request.user, **given)
        except actions.MadeAlready:
            messages.warning(request, _("This token was made already, and its secret cannot be shown again. If it was not "
                                        "written down, revoke the token and make a new one."))
            return redirect("api:tokens")
        example = f"{request.build_absolute_uri(PREFIX + '/token')}"
        return render(request, "api/token_made.html", {"token": made, "secret": secret, "example": example})
    return render(request, "api/token_new.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def token_revoke(request, pk):
    found = get_object_or_404(_seen(request), pk=pk)
    access.require(request.user, "api.revoke_token", found)
    if request.method == "POST":
        actions.revoke_token(actor=request.user, token=found)
        messages.success(request, _("The token is revoked: the next request with it is refused."))
        return redirect("api:token", pk=pk)
    return render(request, "api/token_revoke.html", {"token": found})
