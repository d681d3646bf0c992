"""Forms of assignments, rubrics and marking. Writing is the page of ``courses.views.works``."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import Consent, WorkKind
from courses.exam_forms import own_organisations
from courses.models import Assignment, Rubric
from courses.rules import rubrics

ROWS = 8  # of a rubric's form; one that has more keeps them and gets two blank ones


class AssignmentForm(forms.ModelForm):
    kinds = forms.MultipleChoiceField(
        label=_("What may be handed in"), choices=WorkKind, widget=forms.CheckboxSelectMultiple, initial=[WorkKind.TEXT],
        error_messages={"required": _("Tick at least one kind of thing that may be handed in.")},
    )

    class Meta:
        model = Assignment
        fields = [
            "organisation", "title", "brief", "activity", "kinds", "least_characters", "most_characters", "due_at", "late",
            "late_until", "rubric", "for_everyone", "anonymous",
        ]
        widgets = {"brief": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "activity": _("The best works of an activity are shown to everyone in the district, when their authors agree."),
            "least_characters": _("Counted without spaces. 0 asks for no text."),
            "most_characters": _("0 sets no limit."),
            "late_until": _("Only needed when works are taken as late until a second date."),
            "for_everyone": _("Otherwise it is for the classes whose programme asks for it."),
            "anonymous": _("Names are hidden until a work is marked."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = own_organisations(user)
        self.fields["activity"].choices = [("", _("No activity: not shown to others")), *self.fields["activity"].choices[1:]]
        self.fields["rubric"].queryset = Rubric.objects.visible_to(user)
        self.fields["rubric"].empty_label = None
        if self.instance.pk:
            del self.fields["organisation"]
            self.fields["rubric"].queryset |= Rubric.objects.filter(pk=self.instance.rubric_id)
        for name in ("least_characters", "most_characters"):
            self.fields[name].widget.attrs.update(min=0, max=20000)
            self.fields[name].max_value = 20000
            self.fields[name].required = False

    def clean_least_characters(self):
        return self.cleaned_data["least_characters"] or 0

    def clean_most_characters(self):
        return self.cleaned_data["most_characters"] or 0

    def _post_clean(self):
        """The action writes the row and answers for its constraints."""


class RubricForm(forms.Form):
    """A rubric's title and its criteria, a row each."""

    organisation = forms.ModelChoiceField(None, label=_("of"), empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=120)

    def __init__(self, *args, user, rubric=None, copied=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = own_organisations(user)
        source = rubric or copied
        standing = source.criteria if source else []
        if source:
            self.fields["title"].initial = source.title
        if rubric:
            del self.fields["organisation"]
        self.count = min(max(ROWS, len(standing) + 2), rubrics.MOST_CRITERIA)
        for number in range(self.count):
            row = standing[number] if number < len(standing) else {}
            self.fields[f"title_{number}"] = forms.CharField(
                label=_("Criterion"), max_length=80, required=False, initial=row.get("title", ""))
            self.fields[f"points_{number}"] = forms.IntegerField(
                label=_("Points"), min_value=0, max_value=rubrics.MOST_POINTS, required=False, initial=row.get("points"))
            self.fields[f"hint_{number}"] = forms.CharField(
                label=_("What to look at"), max_length=200, required=False, initial=row.get("hint", ""))

    def heads(self):
        return [self[name] for name in ("organisation", "title") if name in self.fields]

    def lines(self):
        return [[self[f"{name}_{number}"] for name in ("title", "points", "hint")] for number in range(self.count)]

    def rows(self):
        data = self.cleaned_data
        return [
            {"title": data[f"title_{n}"], "points": data[f"points_{n}"], "hint": data[f"hint_{n}"]} for n in range(self.count)
        ]


class MarkForm(forms.Form):
    """Points by criterion and a comment, for one version of a work."""

    submission = forms.IntegerField(widget=forms.HiddenInput)
    criteria = forms.CharField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    comment = forms.CharField(
        label=_("Comment for the author"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, rubric, **kwargs):
        super().__init__(*args, **kwargs)
        self.rubric = rubric
        for number, row in enumerate(rubric.criteria):
            self.fields[f"points_{number}"] = forms.IntegerField(
                label=row["title"], min_value=0, max_value=row["points"], required=False, help_text=row["hint"],
                widget=forms.NumberInput(attrs={"data-points": row["points"], "inputmode": "numeric"}),
            )

    def lines(self):
        return [(self[f"points_{n}"], row["points"]) for n, row in enumerate(self.rubric.criteria)]

    def scores(self):
        return [self.cleaned_data.get(f"points_{n}") for n in range(len(self.rubric.criteria))]


class ReturnForm(forms.Form):
    submission = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What should be done better"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The author reads this and may hand in again."),
    )
    again_until = forms.DateTimeField(label=_("May be handed in again until"))

    def clean_again_until(self):
        value = self.cleaned_data["again_until"]
        if value <= timezone.now():
            raise forms.ValidationError(_("Give a day that is still to come for handing it in again."))
        return value


class ConsentForm(forms.Form):
    consent = forms.ChoiceField(
        label=_("May others in the district see it?"), choices=Consent, required=False, widget=forms.RadioSelect
    )
