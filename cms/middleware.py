"""The way of PDF files into pages, and the door of the editor: its users only, with what they reach today."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.modal_workflow import render_modal_workflow

from cms.actions.editors import sync_editors
from cms.checking import NotApproved
from cms.permissions import OF_ALL_SCHOOLS, edits_everything
from lms.people import access


class EditorDoorMiddleware:
    """Stands before every address of Wagtail's admin, so that Wagtail's own way out (its login page) is never needed."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, arguments, names):
        """Ask at every address of the editor but our own, which lead elsewhere."""
        if request.path.startswith(self.prefix) and request.resolver_match.namespace != "editor_exits":
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            access.require(request.user, "content.open")
            sync_editors(person=request.user)
            if not request.user.has_perm("wagtailadmin.access_admin"):
                raise PermissionDenied("no school page in the subtree of the grant")
            within = request.path.removeprefix(self.prefix)
            if within.startswith(OF_ALL_SCHOOLS) and not edits_everything(request.user.scope):
                raise PermissionDenied("a report on the pages of all schools")
        return None

    def process_exception(self, request, error):
        """Say what a page lacks that was to be approved, and open its form, where the check list stands."""
        if not isinstance(error, NotApproved):
            return None
        messages.error(request, " ".join([_("It was not approved: something obligatory is missing."), *error.lines]))
        address = reverse("wagtailadmin_pages:edit", args=[error.page.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":  # from a dialog of Wagtail's, which then goes there
            return render_modal_workflow(request, "", None, {}, json_data={"step": "success", "redirect": address})
        return redirect(address)


class PdfInPageMiddleware:
    """Lets pages of this site, and no others, show a PDF file of this site in a frame."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.prefix = reverse("wagtaildocs_serve", args=(0, "x")).removesuffix("0/x")

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(self.prefix) and response.headers.get("Content-Type") == "application/pdf":
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
            response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'"
        return response
