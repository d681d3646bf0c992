"""The door of the editor: sign in first, editors and district administrators only, with what they reach today."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cms.actions.editors import sync_editors
from lms.people import access


class EditorDoorMiddleware:
    """Stands before every address of Wagtail's admin, so that Wagtail's own way out (its login page) is never needed."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request):
        if request.path.startswith(self.prefix):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not access.allowed(request.user, "content.edit"):
                raise PermissionDenied("content.edit")
            sync_editors(person=request.user)
            if not request.user.has_perm("wagtailadmin.access_admin"):
                raise PermissionDenied("no school page in the subtree of the grant")
        return self.get_response(request)
