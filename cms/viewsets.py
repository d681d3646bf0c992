"""Tables that administrators of the district edit beside the pages."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.models import HourRequirement
from lms.people.models import Category


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "tag"
    menu_label = _("Categories")
    add_to_admin_menu = True
    list_display = ["name", "emphasis", "code", "order"]
    panels = [FieldPanel("name"), FieldPanel("emphasis"), FieldPanel("code"), FieldPanel("order")]


class HourRequirementViewSet(SnippetViewSet):
    model = HourRequirement
    icon = "time"
    menu_label = _("Hours asked a year")
    add_to_admin_menu = True
    list_display = ["from_year", "position", "minutes", "concentrated_classes"]
    panels = [
        FieldPanel("from_year"), FieldPanel("position"), FieldPanel("minutes"), FieldPanel("concentrated_classes"),
    ]
