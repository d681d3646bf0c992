"""Pictures, sound, film, files and links."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from .judged import JudgedBlock
from .text import FEATURES

GROUP = _("Pictures, sound and files")
GALLERY_SIZES = ("fill-480x360", "fill-960x720")  # those of cms/blocks/gallery.html


def title(**options):
    return blocks.CharBlock(label=_("Title"), max_length=120, **options)


def caption(max_length=200):
    return blocks.CharBlock(label=_("Caption"), required=False, max_length=max_length)


class DescribedPicture(blocks.StructBlock):
    """A picture with what it shows in words."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Alternative text"), max_length=200,
        help_text=_("What the picture shows, for whoever cannot see it. It is read aloud."),
    )


class PictureBlock(DescribedPicture):
    caption = caption()

    class Meta:
        icon = "image"
        group = GROUP
        label = _("Picture")
        description = _("A picture with its alternative text and a caption")
        template = "cms/blocks/picture.html"
        preview_template = "cms/blocks/previews/picture.html"


class GalleryBlock(blocks.StructBlock):
    title = title(required=False)
    pictures = blocks.ListBlock(
        DescribedPicture([("caption", caption(120))]),
        label=_("Pictures"), min_num=2, max_num=24, default=[{"image": None, "alt": "", "caption": ""}] * 2,
    )

    class Meta:
        icon = "list-ul"
        group = GROUP
        label = _("Gallery")
        description = _("Several pictures side by side, each with its alternative text")
        template = "cms/blocks/gallery.html"
        preview_template = "cms/blocks/previews/gallery.html"

    def get_context(self, value, parent_context=None):
        """Look up all pictures in the sizes shown at once, however many there are."""
        pictures = [each["image"] for each in value["pictures"] if each["image"]]
        if pictures:
            specs = [f"{size}|format-webp" for size in GALLERY_SIZES]
            renditions = pictures[0].get_rendition_model().objects.filter(filter_spec__in=specs)
            prefetch_related_objects(pictures, Prefetch("renditions", queryset=renditions, to_attr="prefetched_renditions"))
        return super().get_context(value, parent_context)


class VideoValue(blocks.StructValue):
    @property
    def captions(self):
        """The address of the film's captions; empty without any."""
        film = self.get("video")
        return film.captions.url if film and film.captions else ""


def validate_hls(value):
    if urlsplit(value).scheme != "https" or not urlsplit(value).path.lower().endswith(".m3u8"):
        raise ValidationError(_("The address of a stream begins with https:// and ends with .m3u8."))


class VideoBlock(JudgedBlock):
    video = VideoChooserBlock(label=_("Video"), required=False)
    hls = blocks.URLBlock(
        label=_("Or the address of a stream"), required=False, validators=[validate_hls],
        help_text=_("HLS, for films that are kept on another server: https://…/….m3u8"),
    )
    caption = caption()
    transcript = blocks.RichTextBlock(label=_("Transcript"), required=False, features=FEATURES)

    class Meta:
        icon = "media"
        group = GROUP
        label = _("Video")
        description = _("A film from the media library or a stream, with its words to read")
        template = "cms/blocks/video.html"
        preview_template = "cms/blocks/previews/video.html"
        value_class = VideoValue

    def fault(self, value):
        if not value["video"] and not value["hls"]:
            return "video", _("Choose a film, or enter the address of a stream.")
        return None


class AudioBlock(blocks.StructBlock):
    audio = AudioChooserBlock(label=_("Sound"))
    caption = caption()
    transcript = blocks.RichTextBlock(
        label=_("Transcript"), features=FEATURES, help_text=_("For whoever cannot hear it, or may not listen just now.")
    )

    class Meta:
        icon = "media"
        group = GROUP
        label = _("Sound")
        description = _("A recording from the media library, with its words to read")
        template = "cms/blocks/audio.html"
        preview_template = "cms/blocks/previews/audio.html"


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    title = title()

    class Meta:
        icon = "download"
        group = GROUP
        label = _("Download")
        description = _("A form or a paper to take along")
        template = "cms/blocks/download.html"
        preview_template = "cms/blocks/previews/download.html"


class PdfBlock(JudgedBlock):
    document = DocumentChooserBlock(label=_("PDF file"))
    title = title()

    class Meta:
        icon = "doc-full"
        group = GROUP
        label = _("PDF to read here")
        description = _("A PDF file shown in the page; phones get a link that opens it")
        template = "cms/blocks/pdf.html"
        preview_template = "cms/blocks/previews/pdf.html"

    def fault(self, value):
        if value["document"].file_extension.lower() != "pdf":
            return "document", _("Only PDF files can be read in the page. Use a download.")
        return None


class LinkCardBlock(JudgedBlock):
    page = blocks.PageChooserBlock(label=_("Page of this site"), required=False)
    url = blocks.URLBlock(label=_("Or an address elsewhere"), required=False)
    title = title()
    text = blocks.CharBlock(label=_("One line about it"), required=False, max_length=200)

    class Meta:
        icon = "link"
        group = GROUP
        label = _("Link card")
        description = _("Leads to another page, with a line about it")
        template = "cms/blocks/link_card.html"
        preview_value = {"page": None, "url": "https://example.org/", "title": "继续读：支部规范化", "text": "从一本记录册开始"}

    def fault(self, value):
        if not value["page"] and not value["url"]:
            return "url", _("Choose a page, or enter an address.")
        return None
