"""The form of one person's mark at a session."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.enums import MARKS

LONGEST = 600  # minutes


class CorrectionForm(forms.Form):
    status = forms.ChoiceField(label=_("Attendance"), choices=MARKS, widget=forms.RadioSelect)
    late_minutes = forms.IntegerField(
        label=_("Minutes late"), min_value=0, max_value=LONGEST, required=False, help_text=_("Leave it empty if unknown.")
    )
    early_minutes = forms.IntegerField(
        label=_("Minutes left early"), min_value=0, max_value=LONGEST, required=False,
        help_text=_("Leave it empty if unknown."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200,
        help_text=_("One sentence is enough: who told you, or what was seen. It stays with the record."),
    )

    def __init__(self, *args, needs_reason=True, **kwargs):
        """``needs_reason`` is false for a first mark while the session is open."""
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]

    def values(self):
        """Return the arguments for ``set_mark``."""
        data = self.cleaned_data
        return {
            "status": data["status"], "late_minutes": data["late_minutes"] or 0,
            "early_minutes": data["early_minutes"] or 0, "reason": data.get("reason", ""),
        }
