"""What all pages have in common."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from cms.blocks import CONTENT
from cms.fields import ContentField


class SitePage(Page):
    """Any page of the site: a title, a line about it, an address that may be Chinese."""

    summary = models.CharField(
        _("summary"), max_length=300, blank=True,
        help_text=_("One or two sentences. They stand under the title and in every list."),
    )

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [MultiFieldPanel([
        FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description"),
    ], heading=_("Address and search engines"))]

    class Meta:
        abstract = True


class WrittenPage(SitePage):
    """A page with a text made of blocks."""

    body = ContentField(CONTENT, verbose_name=_("content"), blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("body")]

    class Meta:
        abstract = True
