from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms import listings

from .article import ArticlePage
from .base import SitePage


class HomePage(SitePage):
    """The front door. It also answers for pages that were taken down: every address is routed through it."""

    template = "cms/home.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.CataloguePage", "cms.SchoolIndexPage", "cms.MicroLessonIndexPage", "cms.ArticlePage"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | listings.home(request) | {
            "articles": ArticlePage.objects.live().order_by("-first_published_at")[:3]
        }

    def route(self, request, path_components):
        """Find the page by its whole address, where Wagtail asks level by level: a lesson lies four levels deep.

        An old address of something the catalogue remembers gets a page that helps.
        """
        try:
            page = self._below(path_components)
            return page.specific.route(request, []) if page else super().route(request, path_components)
        except Http404:
            gone = listings.taken_down("/" + "/".join(path_components) + "/", request.user)
            if gone is None:
                raise
            return RouteResult(self, kwargs={"gone": gone})

    def _below(self, path_components):
        """Return the page at the address below this one, or None; whether it is public is its own matter."""
        if not path_components:
            return None
        return Page.objects.descendant_of(self).filter(url_path=f"{self.url_path}{'/'.join(path_components)}/").first()

    def serve(self, request, *args, gone=None, **kwargs):
        """Show visitors the public part; whoever only learns here has a home of their own, and staff see what visitors see."""
        if gone is None:
            if request.user.is_authenticated and not request.user.scope.grants:
                return redirect("cohorts:my")
            return super().serve(request, *args, **kwargs)
        context = Page.get_context(self, request) | listings.instead_of(gone, request.user)
        return TemplateResponse(request, "cms/gone.html", context, status=404)
