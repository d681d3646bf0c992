"""Forms of imports of hours."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.hour_import_words import FIELD_LABELS
from courses.rules import hour_rows as rules


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Workbook of hours"), allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=gettext_lazy("A workbook (.xlsx) with names, dates, what was learned and the hours. Nothing is changed before "
                               "you have seen the preview."),
    )


class ColumnsForm(forms.Form):
    """What each column of each sheet means; ``fields_chosen`` of the valid form is a list of fields for each layout."""

    def __init__(self, *args, layouts, **kwargs):
        super().__init__(*args, **kwargs)
        self.layouts = layouts
        choices = [("", pgettext_lazy("meaning of a column", "Not used")), *FIELD_LABELS.items()]
        for number, layout in enumerate(layouts):
            for at, (text, name) in enumerate(zip(layout["texts"], layout["fields"], strict=True)):
                self.fields[f"s{number}c{at}"] = forms.ChoiceField(
                    choices=choices, required=False, initial=name, label=text or _("Column without a heading"))

    def sheets(self):
        """``(name of the sheet, [(bound field, examples)])``; columns of nothing are left out."""
        return [
            (layout["sheet"], [
                (self[f"s{number}c{at}"], layout["samples"][at]) for at, text in enumerate(layout["texts"])
                if text or layout["samples"][at]
            ])
            for number, layout in enumerate(self.layouts)
        ]

    def clean(self):
        data = super().clean()
        self.fields_chosen = [
            [data.get(f"s{number}c{at}", "") for at in range(len(layout["texts"]))]
            for number, layout in enumerate(self.layouts)
        ]
        for layout, chosen in zip(self.layouts, self.fields_chosen, strict=True):
            used = [name for name in chosen if name]
            twice = [str(FIELD_LABELS[name]) for name in dict.fromkeys(used) if used.count(name) > 1]
            if twice:
                raise forms.ValidationError(_("Two columns are given the same meaning: %(names)s. Choose one of them.") % {
                    "names": ", ".join(twice)})
            if lacks := rules.missing(used):
                raise forms.ValidationError(_("%(sheet)s: no column is chosen for: %(names)s.") % {
                    "sheet": layout["sheet"], "names": ", ".join(str(FIELD_LABELS[name]) for name in lacks)})
        return data
