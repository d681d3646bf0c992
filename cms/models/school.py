from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from cms import listings
from lms.people.models import Organisation

from .base import SitePage


class SchoolIndexPage(SitePage):
    """All community party schools."""

    template = "cms/schools.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.SchoolPage"]
    max_count = 1

    class Meta:
        verbose_name = _("page of all schools")
        verbose_name_plural = _("pages of all schools")

    def get_context(self, request, *args, **kwargs):
        schools = SchoolPage.objects.child_of(self).live().select_related("school").order_by("school__name_key", "path")
        return super().get_context(request, *args, **kwargs) | listings.schools(list(schools), request)


def school_of(page):
    """Return the organisation whose school the page belongs to; None for a page of no school."""
    above = SchoolPage.objects.ancestor_of(page, inclusive=True).select_related("school").order_by("-depth").first()
    return above.school if above else None


class SchoolPage(SitePage):
    """A community party school. Its editors reach this page and everything below it, and nothing else."""

    school = models.ForeignKey(
        Organisation, verbose_name=_("school of"), on_delete=models.PROTECT, related_name="+",
        limit_choices_to={"kind__in": ["district", "affiliated"]},
        help_text=_("The sub-district, town or bureau whose school this is. Its content editors may edit all below."),
    )
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "ol", "ul", "link"])

    content_panels = [*SitePage.content_panels, FieldPanel("school"), FieldPanel("introduction")]
    template = "cms/school.html"
    parent_page_types = ["cms.SchoolIndexPage"]
    subpage_types = ["cms.SeriesPage", "cms.CoursePage", "cms.MicroLessonPage", "cms.ArticlePage"]
    page_description = _("A community party school; one a sub-district")

    class Meta:
        verbose_name = _("school page")
        verbose_name_plural = _("school pages")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | listings.school(request.user, self.school)


class SeriesPage(SitePage):
    """A school's series of courses, in their order."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "ol", "ul", "link"])

    content_panels = [*SitePage.content_panels, FieldPanel("introduction")]
    template = "cms/series.html"
    parent_page_types = ["cms.SchoolPage"]
    subpage_types = ["cms.CoursePage"]
    page_description = _("Several courses that belong together")

    class Meta:
        verbose_name = _("series page")
        verbose_name_plural = _("series pages")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | listings.series(request.user, self.translation_key)
