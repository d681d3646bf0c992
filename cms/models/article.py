from django.utils.translation import gettext_lazy as _

from .base import WrittenPage


class ArticlePage(WrittenPage):
    """News or an explanation: read by everyone, counted for nobody."""

    content_panels = [*WrittenPage.checklist_panels, *WrittenPage.content_panels]
    template = "cms/article.html"
    parent_page_types = ["cms.HomePage", "cms.CategoryPage", "cms.SchoolPage"]
    subpage_types = []
    page_description = _("News or an explanation that is not part of a course")

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
