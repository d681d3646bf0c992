"""Tables that administrators of the district edit beside the pages."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from cms.models import Lecturer
from cms.permissions import CardPolicy
from courses.models import WatchingPolicy
from lms.people.models import Category


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "tag"
    menu_label = _("Categories")
    add_to_admin_menu = True
    list_display = ["name", "emphasis", "code", "order"]
    panels = [FieldPanel("name"), FieldPanel("emphasis"), FieldPanel("code"), FieldPanel("order")]


class CardEditView(EditView):
    """Wagtail asks whether someone may change cards; whose card it is, is asked here."""

    def get_object(self, queryset=None):
        card = super().get_object(queryset)
        if not self.permission_policy.user_has_permission_for_instance(self.request.user, "change", card):
            raise PermissionDenied("card of another school")
        return card


class LecturerViewSet(SnippetViewSet):
    model = Lecturer
    icon = "user"
    menu_label = _("Lecturers")
    add_to_admin_menu = True
    list_display = ["name", "title", "organisation", "school"]
    search_fields = ["name", "title", "organisation"]
    permission_policy = CardPolicy(Lecturer)
    edit_view_class = CardEditView
    panels = [
        FieldPanel("name"), FieldPanel("title"), FieldPanel("organisation"), FieldPanel("photo"), FieldPanel("biography"),
        FieldPanel("school"),
    ]


class WatchingPolicyViewSet(SnippetViewSet):
    model = WatchingPolicy
    icon = "media"
    menu_label = _("Rules of watching")
    add_to_admin_menu = True
    list_display = ["__str__", "speed_percent", "seek_forward", "share_percent", "asks_presence"]
    panels = [
        FieldPanel("share_percent"), FieldPanel("speed_percent"), FieldPanel("seek_forward"),
        MultiFieldPanel([
            FieldPanel("asks_presence"), FieldPanel("asks_after"), FieldPanel("asks_before"),
        ], heading=_("Presence")),
    ]
