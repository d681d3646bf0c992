"""Forms of rectification."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Rectification
from cohorts.plan_forms import RowForm, day_input
from cohorts.queries.liaisons import liaisons_of
from lms.people.enums import Position, Role
from lms.people.models import Appointment, Organisation, Person

ANSWERABLE = (Position.SECRETARY, Position.DEPUTY)


class PlaceForm(forms.Form):
    """Where something was found: the first of two steps."""

    organisation = forms.ModelChoiceField(None, label=_("Organisation"), empty_label=_("Choose one"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.active().under(
            *user.scope.paths(Role.SUBDISTRICT, Role.DISTRICT))


class RectificationForm(RowForm):
    class Meta:
        model = Rectification
        fields = ["person", "finding", "measure", "due_on", "responsible"]
        widgets = {"finding": forms.Textarea(attrs={"rows": 3}), "measure": forms.Textarea(attrs={"rows": 3}),
                   "due_on": day_input()}
        labels = {"person": _("Person, if it is about one"), "finding": _("What was found"), "measure": _("What is to be done"),
                  "due_on": _("Due on"), "responsible": _("Responsible")}

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        posts = Appointment.objects.current().filter(organisation=organisation)
        people = Person.objects.active()
        self.fields["person"].queryset = people.filter(pk__in=posts.values("person_id"))
        self.fields["person"].empty_label = _("About the organisation as a whole")
        liaisons = liaisons_of([organisation])[organisation.pk]
        held = posts.filter(position__in=ANSWERABLE).values("person_id")
        self.fields["responsible"].queryset = people.filter(pk__in=liaisons) | people.filter(pk__in=held)
        self.fields["responsible"].empty_label = None
        self.fields["due_on"].widget.attrs["min"] = timezone.localdate().isoformat()


class WordsForm(forms.Form):
    words = forms.CharField(label=_("Words of explanation"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class CheckForm(WordsForm):
    due_on = forms.DateField(label=_("If it is not done: new day"), required=False, widget=day_input())
