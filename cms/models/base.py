"""What all pages have in common."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from cms import checking
from cms.blocks import CONTENT
from cms.fields import ContentField
from cms.forms import CheckedPageForm
from cms.media_on_page import let_streams
from cms.panels import ChecklistPanel
from cms.rules.checklist import of_text


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

    def checklist(self):
        """Return the ``cms.checking.Point``s that editors see before they publish."""
        return []


class WrittenPage(SitePage):
    """A page with a text made of blocks."""

    body = ContentField(CONTENT, verbose_name=_("content"), blank=True)

    base_form_class = CheckedPageForm
    content_panels = [*SitePage.content_panels, FieldPanel("body")]
    checklist_panels = [MultiFieldPanel([ChecklistPanel()], heading=_("Before publishing"), icon="list-ul")]

    class Meta:
        abstract = True

    def checklist(self):
        return checking.points(of_text(checking.facts_of(self.body)))

    def serve(self, request, *args, **kwargs):
        return let_streams(super().serve(request, *args, **kwargs), self)
