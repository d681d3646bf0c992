"""Forms of the editor: what is checked before a page is published, and who may choose what."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from cms.checking import stopping
from cms.permissions import edits_everything, edits_school, exams_to_choose
from lms.people.models import Organisation


class CheckedPageForm(WagtailAdminPageForm):
    """A draft can always be saved; what is published or submitted has everything obligatory of its check list."""

    def is_valid(self):
        if not super().is_valid():
            return False
        lines = [] if self.is_deferred_validation else stopping(self.points())
        if lines:
            self.add_error(None, [_("This page cannot be published yet. It can be saved as a draft."), *lines])
        return not lines

    def points(self):
        """Return the check list of the page as the form would make it."""
        return self.instance.checklist()


class CoursePageForm(CheckedPageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "exam" in self.fields:
            # Whoever may not choose the exam that stands there already may still edit the page.
            chosen = Q(pk=self.instance.exam_id) if self.instance.exam_id else Q(pk__in=[])
            self.fields["exam"].queryset = exams_to_choose(self.for_user).order_by("title") | (
                self.fields["exam"].queryset.filter(chosen)
            )

    def points(self):
        return self.instance.checklist(
            wanted=[course.pk for course in self._listed("course_prerequisites", "course")],
            documents=self._listed("course_materials", "document"),
        )

    def _listed(self, name, field):
        """Return what the rows of a list hold: they reach the page only when the form is saved."""
        rows = [form.cleaned_data for form in self.formsets[name] if form.is_valid()]
        return [row[field] for row in rows if row.get(field) and not row.get("DELETE")]


class LecturerForm(WagtailAdminModelForm):
    """A school's editor keeps cards for the own schools; the district for anyone."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields.get("school")
        if field is None:
            return
        scope = self.for_user.scope
        keepers = Organisation.objects.filter(kind__in=["district", "affiliated"]).order_by("path")
        if edits_everything(scope):
            field.queryset = keepers
            return
        own = [organisation.pk for organisation in keepers if edits_school(scope, organisation.path)]
        field.queryset = keepers.filter(pk__in=own)
        field.required = True
        field.help_text = _("The school that keeps this card: its editors may change it.")
        if len(own) == 1:
            field.initial = own[0]
            field.empty_label = None
