"""Pictures for templates: the list, adding one, handing one out, and no longer offering it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certificates.actions import images as actions
from certificates.models import CertificateImage
from certificates.rules.layout import INK
from certificates.template_forms import ImageForm
from lms.people import access
from lms.people.enums import Role

from .templates import kept_by


@require_http_methods(["GET", "POST"])
@login_required
def images(request):
    """The pictures, and a form to add one. Seals and signatures are shown to whoever may place them."""
    access.require(request.user, "certificate_template.browse")
    may_add = access.allowed(request.user, "certificate_template.create")
    form = None
    if may_add:
        form = ImageForm(
            request.POST or None, request.FILES or None, organisations=kept_by(request.user),
            may_ink=request.user.scope.holds(Role.SUBDISTRICT, Role.DISTRICT),
        )
    if request.method == "POST":
        access.require(request.user, "certificate_template.create")
        if form.is_valid() and _keep(request, form):
            return redirect("certificates:images")
    rows = CertificateImage.objects.visible_to(request.user).select_related("organisation").order_by(
        "retired_at", "role", "title", "pk"
    )
    return render(request, "certificates/images.html", {"rows": list(rows), "form": form})


def _keep(request, form):
    data = form.cleaned_data
    if data["role"] in INK:
        access.require(request.user, "certificate_template.ink", data["organisation"])
    try:
        actions.keep_image(
            actor=request.user, organisation=data["organisation"], role=data["role"], title=data["title"],
            data=data["file"].read(),
        )
    except ValidationError as error:
        form.add_error("file", error)
        return False
    messages.success(request, _("The picture was added."))
    return True


@require_GET
@login_required
def image(request, pk):
    found = get_object_or_404(CertificateImage.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    access.require(request.user, "certificate_image.show", found)
    kind = "image/jpeg" if found.file.name.endswith(".jpg") else "image/png"
    response = FileResponse(found.file.open("rb"), content_type=kind)
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@require_POST
@login_required
def image_retire(request, pk):
    """Offer the picture no longer, or offer it again."""
    found = get_object_or_404(CertificateImage.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    access.require(request.user, "certificate_image.retire", found)
    if found.retired_at:
        actions.revive_image(actor=request.user, image=found)
        messages.success(request, _("The picture is offered again."))
    else:
        actions.retire_image(actor=request.user, image=found)
        messages.success(request, _("The picture is no longer offered. What shows it already keeps it."))
    return redirect("certificates:images")
