from wagtail.admin.panels import Panel


class ChecklistPanel(Panel):
    """The check list of the page as it was saved last, above its form."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/editor/checklist.html"

        def get_context_data(self, parent_context=None):
            points = self.instance.checklist() if self.instance.pk else []
            return super().get_context_data(parent_context) | {
                "points": points, "stopped": any(point.stops for point in points),
            }
