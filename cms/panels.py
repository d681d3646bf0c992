from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel, Panel


class ChecklistPanel(Panel):
    """The check list of the page as it was saved last, above its form."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/editor/checklist.html"

        def get_context_data(self, parent_context=None):
            return super().get_context_data(parent_context) | {
                "points": self.instance.checklist() if self.instance.pk else [],
            }


class ShownPanel(FieldPanel):
    """Shows what a field holds, and says so when it holds nothing."""

    def format_value_for_display(self, value):
        return _("Nothing yet") if value is None else super().format_value_for_display(value)
