"""The forms of roster imports."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.rosters import layouts
from lms.people.rosters.sentences import FIELD_LABELS
from lms.people.rules.roster import headings

MAX_FILES = 20


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Cleans to the list of uploaded files."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        files = data if isinstance(data, list) else [data]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(_("Upload at most %(most)s files at once.") % {"most": MAX_FILES})
        single = super().clean
        return [single(file, initial) for file in files]


class UploadForm(forms.Form):
    files = ManyFilesField(
        label=_("Roster files"), widget=ManyFiles(attrs={"accept": ".xlsx,.csv"}), allow_empty_file=True,
        help_text=_("Workbooks (.xlsx) as they came, several at once if you like. Nothing is changed before you have seen "
                    "the preview."),
    )


class MappingForm(forms.Form):
    """What each column of one layout means; ``fields`` of the cleaned form is the list of its columns' meanings."""

    def __init__(self, layout, *args, **kwargs):
        super().__init__(*args, prefix=layout["key"], **kwargs)
        self.layout = layout
        choices = [("", pgettext_lazy("meaning of a column", "Not used")), *FIELD_LABELS.items()]
        for at, (text, name, samples) in enumerate(zip(layout["texts"], layout["fields"], layout["samples"], strict=True)):
            self.fields[f"c{at}"] = forms.ChoiceField(
                choices=choices, required=False, initial="" if name == headings.IGNORED else name,
                label=text or _("Column without a heading"), help_text="",
            )
            self.fields[f"c{at}"].samples = samples

    @property
    def columns(self):
        """The fields that are shown: columns with a heading or with something below it, with their samples."""
        return [(field, field.field.samples) for at, field in enumerate(self) if self.layout["texts"][at] or field.field.samples]

    def clean(self):
        chosen = [self.cleaned_data.get(f"c{at}", "") for at in range(len(self.layout["texts"]))]
        used = [name for name in chosen if name]
        twice = [str(FIELD_LABELS[name]) for name in dict.fromkeys(used) if used.count(name) > 1]
        if twice:
            raise forms.ValidationError(_("Two columns are given the same meaning: %(names)s. Choose one of them.") % {
                "names": ", ".join(twice)})
        if headings.NAME in used:  # without names the sheets are no roster, and are left out
            missing = layouts.missing_fields(used)
            if missing:
                raise forms.ValidationError(_("No column is chosen for: %(names)s.") % {"names": ", ".join(missing)})
        self.chosen = chosen
        return self.cleaned_data
