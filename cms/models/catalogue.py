from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from cms import finding, listings
from lms.people.models import Category

from .base import SitePage


class CataloguePage(SitePage):
    """All courses, by category and school, and the search. The categories stand under it."""

    template = "cms/catalogue.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.CategoryPage"]
    max_count = 1

    class Meta:
        verbose_name = _("catalogue page")
        verbose_name_plural = _("catalogue pages")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | finding.catalogue(request)


class CategoryPage(SitePage):
    """One of the categories of branches: its emphasis, and the courses for it wherever they stand."""

    category = models.ForeignKey(Category, verbose_name=_("category"), on_delete=models.PROTECT, related_name="+")
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "ol", "ul", "link"])

    content_panels = [*SitePage.content_panels, FieldPanel("category"), FieldPanel("introduction")]
    template = "cms/category.html"
    parent_page_types = ["cms.CataloguePage"]
    subpage_types = ["cms.CoursePage", "cms.ArticlePage"]
    page_description = _("A category of branches; its emphasis comes from the table of categories")

    class Meta:
        verbose_name = _("category page")
        verbose_name_plural = _("category pages")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | listings.category(request, self.category)
