"""Templates of certificates: the list, one with its versions, and what may be done to it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certificates import samples
from certificates.actions import templates as actions
from certificates.models import CertificateTemplate, TemplateVersion
from certificates.models.template import KEEPERS
from certificates.pdf import CannotPrint
from certificates.pdf.pictures import png_of
from certificates.pdf.render import render_pdf
from certificates.rules.designs import DESIGNS, without_ink, worded
from certificates.rules.layout import changes
from certificates.template_forms import CopyForm, NewTemplateForm, RenameForm
from certificates.template_words import change_in_words
from lms.people import access
from lms.people.enums import OrganisationKind
from lms.people.models import Organisation


def kept_by(user):
    """The organisations that the user keeps templates and pictures for: their own, and sub-districts and the like below."""
    paths = user.scope.paths(*KEEPERS)
    large = Q(kind__in=(OrganisationKind.DISTRICT, OrganisationKind.AFFILIATED)) | Q(path__in=paths)
    return Organisation.objects.under(*paths).filter(large).active().order_by("path")


def found_template(request, pk, verb=None):
    template = get_object_or_404(
        CertificateTemplate.objects.visible_to(request.user).select_related("organisation"), pk=pk
    )
    access.require(request.user, verb or "certificate_template.browse", template if verb else None)
    return template


@require_GET
@login_required
def templates(request):
    access.require(request.user, "certificate_template.browse")
    rows = CertificateTemplate.objects.visible_to(request.user).select_related("organisation").annotate(
        newest=Max("versions"), used=Count("versions__certificates"),
    ).order_by("kind", "organisation__path", "title", "pk")
    retired = request.GET.get("retired") == "1"
    rows = rows.exclude(retired_at=None) if retired else rows.current()
    return render(request, "certificates/templates.html", {"rows": rows, "retired": retired})


@require_http_methods(["GET", "POST"])
@login_required
def template_new(request):
    access.require(request.user, "certificate_template.create")
    form = NewTemplateForm(request.POST or None, organisations=kept_by(request.user))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        layout = worded(DESIGNS[data["design"]], data["kind"])
        if not access.allowed(request.user, "certificate_template.ink", data["organisation"]):
            layout = without_ink(layout)
        template = actions.create_template(
            actor=request.user, organisation=data["organisation"], kind=data["kind"], title=data["title"], layout=layout,
        )
        messages.success(request, _("The template was made. Now change it as you like."))
        return redirect("certificates:template-design", template.pk)
    return render(request, "certificates/template_new.html", {"form": form})


@require_GET
@login_required
def template(request, pk):
    """One template: how it looks, and what each version changed."""
    found = found_template(request, pk)
    versions = list(found.versions.select_related("saved_by").annotate(used=Count("certificates")).order_by("-number"))
    layouts = [version.read for version in versions]
    told = [
        (version, [change_in_words(*change) for change in changes(before, after)])
        for version, after, before in zip(versions, layouts, [*layouts[1:], None], strict=True)
    ]
    return render(request, "certificates/template.html", {
        "template": found, "versions": told, "newest": versions[0], "samples": samples.choices(request.user),
        "who": request.GET.get("who", "usual"),
    })


@require_GET
@login_required
def version_picture(request, pk):
    """A version as a picture, with the data of whom ``who`` names."""
    found = get_object_or_404(TemplateVersion.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "certificate_template.browse")
    try:
        content = render_pdf(samples.sample(request.user, request.GET.get("who", ""), found.read))
    except CannotPrint as missing:
        return HttpResponse(str(missing), status=422, content_type="text/plain; charset=utf-8")
    small = {"width": 480} if request.GET.get("small") else {}
    response = HttpResponse(png_of(content, **small), content_type="image/png")
    if request.GET.get("who", "usual") in samples.TEST_PEOPLE:  # nobody's: a real person's is not kept by the browser
        response.headers["Cache-Control"] = "private, max-age=300"
    return response


@require_http_methods(["GET", "POST"])
@login_required
def template_copy(request, pk):
    found = found_template(request, pk)
    access.require(request.user, "certificate_template.create")
    form = CopyForm(
        request.POST or None, organisations=kept_by(request.user),
        initial={"title": _("Copy of %(title)s") % {"title": found.title}},
    )
    if request.method == "POST" and form.is_valid():
        made = actions.copy_template(
            actor=request.user, template=found, organisation=form.cleaned_data["organisation"],
            title=form.cleaned_data["title"],
        )
        messages.success(request, _("The template was copied."))
        return redirect("certificates:template", made.pk)
    return render(request, "certificates/template_copy.html", {"form": form, "template": found})


@require_http_methods(["GET", "POST"])
@login_required
def template_rename(request, pk):
    found = found_template(request, pk, "certificate_template.edit")
    form = RenameForm(request.POST or None, initial={"title": found.title})
    if request.method == "POST" and form.is_valid():
        actions.rename_template(actor=request.user, template=found, title=form.cleaned_data["title"])
        messages.success(request, _("The template was renamed."))
        return redirect("certificates:template", found.pk)
    return render(request, "certificates/template_rename.html", {"form": form, "template": found})


@require_POST
@login_required
def template_standard(request, pk):
    found = found_template(request, pk, "certificate_template.edit")
    try:
        actions.make_standard(actor=request.user, template=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("This template is taken from now on unless another is chosen."))
    return redirect("certificates:template", found.pk)


@require_POST
@login_required
def template_retire(request, pk):
    found = found_template(request, pk, "certificate_template.edit")
    actions.retire_template(actor=request.user, template=found)
    messages.success(request, _("The template is no longer offered. Certificates issued with it keep their looks."))
    return redirect("certificates:template", found.pk)


@require_POST
@login_required
def template_revive(request, pk):
    found = found_template(request, pk, "certificate_template.edit")
    actions.revive_template(actor=request.user, template=found)
    messages.success(request, _("The template is offered again."))
    return redirect("certificates:template", found.pk)
