"""Certificates whose facts were changed after they were issued: listed, and settled."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from certificates.actions.reviewing import let_stand
from certificates.forms import StandsForm
from certificates.models import Certificate
from lms.people import access

PAGE = 50


@require_GET
@login_required
def reviews(request):
    access.require(request.user, "certificate.reviews")
    found = (
        Certificate.objects.visible_to(request.user).valid().exclude(review_since=None).select_related("person")
        .order_by("review_since", "pk")
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "certificates/reviews.html", {"page": page})


@require_http_methods(["GET", "POST"])
@login_required
def stands(request, pk):
    """Say that a certificate stands although a fact was changed, with the reason."""
    found = get_object_or_404(Certificate.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "certificate.let_stand", found)
    form = StandsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            let_stand(actor=request.user, certificate=found, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The certificate stands."))
            return redirect("certificates:reviews")
    return render(request, "certificates/stands.html", {"form": form, "certificate": found})
