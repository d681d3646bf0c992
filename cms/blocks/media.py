"""Pictures, sound, film, files and links."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from .text import FEATURES

GROUP = _("Pictures, sound and files")


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Alternative text"), max_length=200,
        help_text=_("What the picture shows, for whoever cannot see it. It is read aloud."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        group = GROUP
        label = _("Picture")
        description = _("A picture with its alternative text and a caption")
        template = "cms/blocks/picture.html"
        preview_template = "cms/blocks/previews/picture.html"


class VideoBlock(blocks.StructBlock):
    video = VideoChooserBlock(label=_("Video"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)
    transcript = blocks.RichTextBlock(label=_("Transcript"), required=False, features=FEATURES)

    class Meta:
        icon = "media"
        group = GROUP
        label = _("Video")
        description = _("A film from the media library, with its words to read")
        template = "cms/blocks/video.html"
        preview_template = "cms/blocks/previews/video.html"


class AudioBlock(blocks.StructBlock):
    audio = AudioChooserBlock(label=_("Sound"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)
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
    title = blocks.CharBlock(label=_("Title"), max_length=120)

    class Meta:
        icon = "download"
        group = GROUP
        label = _("Download")
        description = _("A form or a paper to take along")
        template = "cms/blocks/download.html"
        preview_template = "cms/blocks/previews/download.html"


class LinkCardBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(label=_("Page of this site"), required=False)
    url = blocks.URLBlock(label=_("Or an address elsewhere"), required=False)
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.CharBlock(label=_("One line about it"), required=False, max_length=200)

    class Meta:
        icon = "link"
        group = GROUP
        label = _("Link card")
        description = _("Leads to another page, with a line about it")
        template = "cms/blocks/link_card.html"
        preview_value = {"page": None, "url": "https://example.org/", "title": "继续读：支部规范化", "text": "从一本记录册开始"}

    def clean(self, value):
        value = super().clean(value)
        if not value["page"] and not value["url"]:
            raise blocks.StructBlockValidationError(
                block_errors={"url": ValidationError(_("Choose a page, or enter an address."))}
            )
        return value
