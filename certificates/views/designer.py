"""The designer: a template's newest version as forms, with a picture of what they say drawn by the very renderer."""

import base64

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from certificates import samples
from certificates.actions import templates as actions
from certificates.pdf import CannotPrint
from certificates.pdf.pictures import png_of
from certificates.pdf.render import render_pdf
from certificates.rules.layout import problems
from certificates.template_forms import Designer, images_for, with_one_more
from certificates.template_words import FIELD_WORDS, problem_in_words
from lms.people import access

from .templates import found_template

MORE = {"add-text": "texts", "add-picture": "pictures"}


@require_http_methods(["GET", "POST"])
@login_required
def design(request, pk):
    """Show the forms; ``do`` says what a sent form wants: ``save``, ``show``, ``pdf``, ``add-text`` or ``add-picture``."""
    template = found_template(request, pk, "certificate_template.edit")
    newest = template.versions.first()
    sent = request.POST if request.method == "POST" else {}
    wish, who = sent.get("do", "save"), (sent or request.GET).get("who", "usual")
    designer, wrong, picture = _designer(request, template, newest, sent or None), [], None
    if sent and designer.is_valid():
        layout = designer.layout()
        if wish == "save":
            try:
                version = actions.save_version(
                    actor=request.user, template=template, layout=layout, based_on=_number(sent.get("based_on")),
                )
            except ValidationError as error:
                wrong = error.messages
            else:
                _tell(request, version, newest)
                return redirect("certificates:template", template.pk)
        content, hindered = _drawn(request.user, who, layout)
        if content and wish == "pdf":
            return HttpResponse(content, content_type="application/pdf")
        wrong = wrong or hindered
        picture = content and "data:image/png;base64," + base64.b64encode(png_of(content)).decode()
        if wish in MORE:
            designer = _designer(request, template, newest, None, with_one_more(layout, MORE[wish]))
    return render(request, "certificates/template_design.html", {
        "template": template, "newest": newest, "based_on": _number(sent.get("based_on")) if sent else newest.number,
        "designer": designer, "wrong": wrong, "picture": picture, "who": who, "samples": samples.choices(request.user),
        "fields": FIELD_WORDS.items(), "sheet": sent.get("orientation") or newest.read.orientation, "added": MORE.get(wish),
    })


def _tell(request, version, newest):
    if version.pk == newest.pk:
        messages.info(request, _("Nothing was changed, so no version was saved."))
    else:
        messages.success(request, _("Version %(number)s was saved.") % {"number": version.number})


@require_POST
@login_required
def design_picture(request, pk):
    """The picture of what the forms say, for the page's script: PNG, or 422 with what stands in the way as plain text."""
    template = found_template(request, pk, "certificate_template.edit")
    designer = _designer(request, template, template.versions.first(), request.POST)
    wrong, content = [_("Some entries need another look. They are marked below.")], None
    if designer.is_valid():
        content, wrong = _drawn(request.user, request.POST.get("who", ""), designer.layout())
    if not content:
        return HttpResponse("\n".join(wrong), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(png_of(content), content_type="image/png")


def _designer(request, template, newest, data, layout=None):
    may_ink = access.allowed(request.user, "certificate_template.ink", template.organisation)
    layout = layout or newest.read
    return Designer(layout, data=data, images=images_for(template.organisation, layout=layout, may_ink=may_ink))


def _drawn(user, who, layout):
    """Return ``(PDF, [])``, or ``(None, what stands in the way)``."""
    wrong = [problem_in_words(where, code) for where, code in problems(layout) if code not in ("no_name", "no_number")]
    if wrong:
        return None, wrong
    try:
        return render_pdf(samples.sample(user, who, layout)), []
    except CannotPrint as missing:
        return None, [str(missing)]


def _number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 18 else 0
