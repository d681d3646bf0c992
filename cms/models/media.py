from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtailmedia.models import AbstractMedia


class MediaFile(AbstractMedia):
    """Film or sound of the media library. Its length is read from the file; ``captions`` are shown over the film."""

    captions = models.FileField(
        _("captions"), upload_to="media_captions", blank=True, validators=[FileExtensionValidator(["vtt"])],
        help_text=_("A file of the kind .vtt with the words spoken, for whoever cannot hear them."),
    )

    admin_form_fields = ("title", "file", "collection", "thumbnail", "captions", "duration", "tags")

    class Meta(AbstractMedia.Meta):
        verbose_name = _("film or sound")
        verbose_name_plural = _("films and sound")
