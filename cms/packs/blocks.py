"""Walk through the stored value of blocks and change what points at rows: ids into references of a pack, and back.

The walk follows the blocks themselves, so that a block added later is carried without a line here.
"""

import re
from html import escape, unescape

from wagtail import blocks
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import AbstractMediaChooserBlock

CHOOSERS = (
    (ImageChooserBlock, "image"), (DocumentChooserBlock, "document"), (AbstractMediaChooserBlock, "media"),
    (blocks.PageChooserBlock, "page"),
)
LINK = re.compile(r"<a\b([^>]*)>")
ATTRIBUTE = re.compile(r'\b(linktype|id|ref)="([^"]*)"')
EDITOR_KEY = re.compile(r' data-block-key="[^"]*"')


class UnknownBlock(ValueError):
    """The value has a block that is not known here, or none of the shape of its kind."""


def change(block, value, point, text):
    """Return ``value`` with every chosen row as ``point(kind, value)`` and every rich text as ``text(block, value)``."""
    if isinstance(block, blocks.StreamBlock):
        return [_child(block, child, point, text) for child in _list(value)]
    if isinstance(block, blocks.StructBlock):
        if not isinstance(value, dict):
            raise UnknownBlock(block.name)
        return {
            name: change(block.child_blocks[name], each, point, text) for name, each in value.items()
            if name in block.child_blocks
        }
    if isinstance(block, blocks.ListBlock):
        return [
            {**each, "value": change(block.child_block, each["value"], point, text)}
            if isinstance(each, dict) and each.get("type") == "item" and "value" in each
            else change(block.child_block, each, point, text)
            for each in _list(value)
        ]
    if isinstance(block, TypedTableBlock):
        return _table(block, value, point, text)
    for kind, name in CHOOSERS:
        if isinstance(block, kind):
            return None if value is None else point(name, value)
    if isinstance(block, blocks.RichTextBlock):
        if not isinstance(value, str):
            raise UnknownBlock(block.name)
        return text(block, value)
    return value


def _list(value):
    if not isinstance(value, list):
        raise UnknownBlock("list")
    return value


def _child(block, child, point, text):
    if not isinstance(child, dict) or child.get("type") not in block.child_blocks or "value" not in child:
        raise UnknownBlock(str(child.get("type") if isinstance(child, dict) else child)[:60])
    return {**child, "value": change(block.child_blocks[child["type"]], child["value"], point, text)}


def _table(block, value, point, text):
    try:
        kinds = [block.child_blocks[column["type"]] for column in value["columns"]]
        rows = [
            {**row, "values": [change(kind, cell, point, text) for kind, cell in zip(kinds, row["values"], strict=True)]}
            for row in value["rows"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownBlock("table") from error
    return {**value, "rows": rows}


def links_out(html, ref_of):
    """Return a rich text whose links to rows carry references: ``ref_of(kind, id)``; None leaves the words without a link."""

    def link(match):
        said = dict(ATTRIBUTE.findall(match[1]))
        if said.get("linktype") not in ("page", "document"):
            return match[0]
        ref = ref_of(said["linktype"], said.get("id"))
        return f'<a linktype="{said["linktype"]}" ref="{escape(ref)}">' if ref else "<a>"

    return EDITOR_KEY.sub("", LINK.sub(link, html))


def links_in(html, features, id_of):
    """Return a rich text from outside, cleaned to what ``features`` allow, with links by id: ``id_of(ref)`` or None."""

    def link(match):
        said = dict(ATTRIBUTE.findall(match[1]))
        if "ref" not in said:
            return match[0] if "linktype" not in said else "<a>"
        found = id_of(unescape(said["ref"]))
        return f'<a linktype="{said["linktype"]}" id="{found}">' if found and said.get("linktype") else "<a>"

    converter = ContentstateConverter(features)
    clean = converter.to_database_format(converter.from_database_format(LINK.sub(link, html)))
    return EDITOR_KEY.sub("", clean)
