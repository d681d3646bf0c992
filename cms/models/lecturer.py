import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from cms.forms import LecturerForm
from lms.people.models import Organisation


class Lecturer(index.Indexed, models.Model):
    """A lecturer as readers meet them: photo, title, some lines. Courses of every school may name any lecturer.

    ``school`` is the organisation whose editors keep the card; the district keeps those without one. The catalogue knows
    the lecturer by ``key`` (``cms.catalogue``).
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=60)
    title = models.CharField(
        _("lecturer's title"), max_length=120, blank=True, help_text=_("For example: associate professor, branch secretary.")
    )
    organisation = models.CharField(_("where they work"), max_length=120, blank=True)
    photo = models.ForeignKey(
        "wagtailimages.Image", verbose_name=_("photo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    biography = models.TextField(
        _("short biography"), max_length=500, blank=True, help_text=_("Three or four lines: what they know and have done.")
    )
    school = models.ForeignKey(
        Organisation, verbose_name=_("card kept by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text=_("Its editors may change this card. Nobody chosen: the district's editors only."),
    )

    base_form_class = LecturerForm
    search_fields = [
        index.SearchField("name"), index.AutocompleteField("name"), index.SearchField("title"),
        index.SearchField("organisation"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("lecturer")
        verbose_name_plural = _("lecturers")

    def __str__(self):
        return f"{self.name}（{self.title}）" if self.title else self.name
