"""Blocks of plain writing."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
GROUP = _("Writing")


class ProseBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(features=kwargs.pop("features", FEATURES), **kwargs)

    class Meta:
        icon = "pilcrow"
        group = GROUP
        label = _("Text")
        description = _("Paragraphs, lists and links")
        template = "cms/blocks/prose.html"
        preview_value = "<p>三会一课是支部组织生活的基本形式。先把时间定下来，再把内容定下来，最后把人请到。</p>"


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        group = GROUP
        label = _("Heading")
        description = _("Begins a new part of the lesson")
        template = "cms/blocks/heading.html"
        preview_value = "会前：议题从哪里来"


class QuotationBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words quoted"), rows=3)
    source = blocks.CharBlock(label=_("Who said or wrote it"), required=False)

    class Meta:
        icon = "openquote"
        group = GROUP
        label = _("Quotation")
        description = _("Someone's own words, with their name")
        template = "cms/blocks/quotation.html"
        preview_value = {"text": "居民的事，坐在办公室里想不明白，走到楼道里就明白了一半。", "source": "一位居民区书记"}


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("Title of the table"))
    table = TypedTableBlock([("text", blocks.CharBlock(label=_("Text"), required=False))], label=_("Table"))

    class Meta:
        icon = "table"
        group = GROUP
        label = _("Table")
        description = _("Rows and columns; on a phone it scrolls sideways")
        template = "cms/blocks/table.html"

    def get_preview_value(self):
        return self.to_python(table_value("一年怎么排", ["季度", "做什么"], [["一季度", "定计划"], ["二季度", "上党课"]]))


def table_value(caption, head, rows):
    """Return the stored value of a :class:`TableBlock` with text columns."""
    return {"caption": caption, "table": {
        "columns": [{"type": "text", "heading": heading} for heading in head],
        "rows": [{"values": row} for row in rows],
        "caption": "",
    }}
