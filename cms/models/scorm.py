from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms import checking, playing
from cms.forms import CheckedPageForm
from cms.panels import ShownPanel
from cms.rules.checklist import Finding, of_lesson
from courses.actions.scorm import PackageRefused, check_package, has_files, store_package
from courses.models import ScormPackage

from .base import SitePage, WrittenPage
from .course import LessonPage


class ScormLessonForm(CheckedPageForm):
    """The package is looked through when the form is checked, and taken in when the page is saved."""

    upload = forms.FileField(
        label=_("SCORM package (.zip)"), required=False, widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
        help_text=_("SCORM 1.2 or SCORM 2004, as the authoring tool exports it. A new file replaces the old one when the page is "
                    "published; what people did in the old one stays in their records, and they begin the new one."),
    )

    def clean_upload(self):
        file = self.cleaned_data["upload"]
        if file:
            try:
                check_package(file)
            except PackageRefused as refused:
                raise ValidationError(str(refused)) from refused
            self.instance.uploaded = True
        return file

    def save(self, commit=True):
        if self.cleaned_data.get("upload"):
            self.instance.package = store_package(actor=self.for_user, file=self.cleaned_data["upload"])
        return super().save(commit)


class ScormLessonPage(LessonPage):
    """A lesson that plays a SCORM package; what stands in its text is read before. It is done when the package says so."""

    package = models.ForeignKey(
        ScormPackage, verbose_name=_("SCORM package"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded = False  # a package that is not taken in yet stands in the form

    base_form_class = ScormLessonForm
    content_panels = [
        *WrittenPage.checklist_panels,
        *SitePage.content_panels,
        MultiFieldPanel([ShownPanel("package", read_only=True), FieldPanel("upload")], heading=_("SCORM package")),
        MultiFieldPanel([FieldPanel("minutes"), FieldPanel("required")], heading=_("What it counts")),
        FieldPanel("body"),
    ]
    template = "cms/scorm_lesson.html"
    page_description = _("A lesson made with an authoring tool and exported as SCORM 1.2 or 2004")

    class Meta:
        verbose_name = _("SCORM lesson page")
        verbose_name_plural = _("SCORM lesson pages")

    def checklist(self):
        written = of_lesson(checking.facts_of(self.body), minutes=self.minutes, summary=self.summary)
        package = Finding("package", self.uploaded or bool(self.package and has_files(self.package)))
        return checking.points([package, *(each for each in written if each.code != "content")])

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        request.keeps_offline = False  # the frame's address ends after some hours
        return context | playing.context(request, self.package, context["lesson"])

    def serve(self, request, *args, **kwargs):
        return playing.let_frame(super().serve(request, *args, **kwargs))

    def serve_preview(self, request, mode_name):
        return playing.let_frame(super().serve_preview(request, mode_name))
