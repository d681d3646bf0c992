"""What the pages that issue certificates ask for."""

from django import forms
from django.contrib import messages
from django.utils.translation import gettext_lazy as _

from certificates.models import CertificateTemplate, NumberPattern

PER_SHEET = [(0, _("no file: print later")), (1, _("one file, a certificate to a page")),
             (2, _("one file, two certificates to a page"))]


class IssueForm(forms.Form):
    """How to number what is issued, what it looks like, and whether one file to print all of it comes with it."""

    number_pattern = forms.ModelChoiceField(NumberPattern.objects.none(), label=_("Numbers"), empty_label=None)
    template = forms.ModelChoiceField(
        CertificateTemplate.objects.none(), label=_("Looks"), required=False, empty_label=_("the usual template"),
    )
    per_sheet = forms.TypedChoiceField(
        label=_("To print"), choices=PER_SHEET, coerce=int, initial=0, required=False, empty_value=0,
    )

    def __init__(self, *args, user, templates=None, **kwargs):
        super().__init__(*args, **kwargs)
        if templates is None:
            del self.fields["template"]
        else:
            self.fields["template"].queryset = templates
        patterns = NumberPattern.objects.visible_to(user).active()
        self.fields["number_pattern"].queryset = patterns
        self.fields["number_pattern"].initial = patterns.last()

    def params(self):
        """Return what a job of issuing is told, beside whom it is for."""
        template = self.cleaned_data.get("template")
        return {
            "pattern_id": self.cleaned_data["number_pattern"].pk, "per_sheet": self.cleaned_data["per_sheet"],
            "template_id": template.pk if template else None,
        }


class PrintForm(forms.Form):
    per_sheet = forms.TypedChoiceField(label=_("To print"), choices=PER_SHEET[1:], coerce=int, initial=1)


def ticked(request, found):
    """Return the keys that are ticked: all who can be issued one, until somebody has taken ticks away.

    ``found`` are candidates; a key is the source of a merit.
    """
    if request.method == "POST":
        return set(request.POST.getlist("merit"))
    return {one.merit.source for one in found if not one.obstacle}


def chosen(request, form, found):
    """Return the candidates to issue to; none, and a sentence, when nobody is ticked or ``form`` is not valid."""
    wanted = ticked(request, found)
    some = [one for one in found if not one.obstacle and one.merit.source in wanted]
    if not form.is_valid():
        return []
    if not some:
        messages.error(request, _("Nobody is ticked who can be issued a certificate. Tick at least one name."))
    return some
