"""The forms of films, sounds and pictures, in their libraries and in the choosers."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from cms.media_files import Unplayable, read_captions, read_media
from lms import uploads

LARGEST_DOCUMENT = 100 * uploads.MEGABYTE


class MediaFileForm(BaseMediaForm):
    """Reads length and size from the film or sound, and refuses files that nobody could play."""

    class Meta(BaseMediaForm.Meta):
        pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "duration" in self.fields:
            self.fields["duration"].disabled = True
            self.fields["duration"].required = False
            self.fields["duration"].help_text = _("In seconds; read from the file when it is saved.")
        if self.instance.type == "audio":
            self.fields.pop("captions", None)

    def clean_file(self):
        file = self.cleaned_data.get("file")
        if file and "file" in self.changed_data:
            try:
                self.facts = read_media(file, self.instance.type)
            except Unplayable as fault:
                raise ValidationError(str(fault)) from fault
        return file

    def clean_captions(self):
        file = self.cleaned_data.get("captions")
        if file and "captions" in self.changed_data:
            try:
                read_captions(file)
            except Unplayable as fault:
                raise ValidationError(str(fault)) from fault
        return file

    def clean_thumbnail(self):
        file = self.cleaned_data.get("thumbnail")
        if file and "thumbnail" in self.changed_data:
            try:
                Image.open(file).verify()
            except (UnidentifiedImageError, OSError, SyntaxError) as error:
                raise ValidationError(_("This file is no picture that can be read.")) from error
            file.seek(0)
        return file

    def _post_clean(self):
        super()._post_clean()
        facts = getattr(self, "facts", None)
        if facts is not None:
            self.instance.duration = facts.seconds
            self.instance.width, self.instance.height = facts.width, facts.height


class DocumentForm(BaseDocumentForm):
    """Refuses a document that is not what its ending says; what readers are handed is no program in disguise."""

    class Meta(BaseDocumentForm.Meta):
        pass

    def clean_file(self):
        file = self.cleaned_data.get("file")
        if file and "file" in self.changed_data:
            try:
                uploads.weigh(file.size, most=LARGEST_DOCUMENT)
            except uploads.Refused as error:
                raise ValidationError(str(error), code=error.code) from error
            data = file.read()
            file.seek(0)
            if not uploads.is_what_its_ending_says(data, PurePath(file.name).suffix[1:].lower()):
                raise ValidationError(_("The file is not what its name says."), code="kind")
        return file


class PictureField(WagtailImageField):
    """Says so where Wagtail's own would end in an error: of a file that breaks off, or that would fill the memory."""

    def check_image_pixel_size(self, f):
        try:
            super().check_image_pixel_size(f)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise ValidationError(_("This file is no picture that can be read.")) from error


class PictureForm(BaseImageForm):
    class Meta(BaseImageForm.Meta):
        pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is not None:
            # Not declared above: the form that changes many pictures at once leaves the file out.
            self.fields["file"] = PictureField(label=field.label, required=field.required, widget=field.widget)
