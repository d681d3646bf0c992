"""Registrations with Wagtail, and nothing else."""

from django.contrib import messages
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet

from cms.checking import what_stops
from cms.models import CoursePage
from cms.permissions import OF_ALL_SCHOOLS, edits_everything
from cms.views.editing import duplicate
from cms.viewsets import CategoryViewSet, LecturerViewSet, WatchingPolicyViewSet
from lms.people import access

register_snippet(CategoryViewSet)
register_snippet(LecturerViewSet)
register_snippet(WatchingPolicyViewSet)


@hooks.register("register_admin_urls")
def own_addresses():
    return [path("courses/<int:page_id>/next-year/", duplicate, name="cms_duplicate_course")]


@hooks.register("insert_global_admin_css")
def own_style():
    return format_html('<link rel="stylesheet" href="{}">', static("css/editor.css"))


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def duplicate_button(page, user, view_name=None, next_url=None):
    if isinstance(page, CoursePage) and page.permissions_for_user(user).can_copy():
        yield Button(
            gettext_lazy("Duplicate as next year's course"), reverse("cms_duplicate_course", args=[page.pk]),
            icon_name="copy", priority=45,
        )


@hooks.register("register_admin_menu_item")
def way_back():
    return MenuItem(gettext_lazy("Staff desk"), reverse_lazy("cohorts:desk"), name="desk", icon_name="desktop", order=1)


@hooks.register("construct_main_menu")
def hide_help_in_english(request, menu_items):
    """Wagtail's help is its own site, in English."""
    menu_items[:] = [item for item in menu_items if item.name != "help"]


@hooks.register("construct_reports_menu")
def hide_reports_on_all_schools(request, menu_items):
    if not edits_everything(request.user.scope):
        menu_items[:] = [item for item in menu_items if not item.url.endswith(OF_ALL_SCHOOLS)]


@hooks.register("after_edit_page")
def lead_back_after_deciding(request, page):
    """Whoever only approves may not look at the pages around: they go back to what else waits for them."""
    if "action-workflow-action" in request.POST and not access.allowed(request.user, "content.edit"):
        return redirect("wagtailadmin_home")
    return None


@hooks.register("before_copy_page")
def check_copies(request, page):
    """Copies that are to be published at once pass the same check list as a page that is published from its form."""
    if request.method == "POST" and request.POST.get("publish_copies"):
        lines = what_stops(page.get_descendants(inclusive=True) if request.POST.get("copy_subpages") else [page])
        return _refuse(request, lines, reverse("wagtailadmin_pages:copy", args=[page.pk]))
    return None


@hooks.register("before_bulk_action")
def check_published_together(request, action_type, objects, action):
    if action_type == "publish" and request.method == "POST":
        pages = [each for page in objects for each in (
            page.get_descendants(inclusive=True) if request.POST.get("include_descendants") else [page])]
        return _refuse(request, what_stops(pages, drafts=True), action.next_url)
    return None


def _refuse(request, lines, address):
    if not lines:
        return None
    messages.error(request, " ".join([_("Nothing was published."), *lines]))
    return redirect(address)
