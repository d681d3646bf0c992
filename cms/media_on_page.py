"""Which films and recordings stand on a page, as the catalogue keeps them."""

from urllib.parse import urlsplit

from cms.policy import allow
from courses.actions.watching import Medium
from courses.enums import MediumKind

KINDS = {"video": MediumKind.VIDEO, "audio": MediumKind.AUDIO}


def media_of(page):
    """Return the :class:`~courses.actions.watching.Medium` of each film and recording of the page's text, in order.

    The id of a block stays as long as the block does, wherever it is moved to: it is the medium's key.
    """
    return [
        Medium(
            key=str(block.id), kind=KINDS[block.block_type], title=_title(page, block), source=_source(block),
            seconds=_seconds(block),
        )
        for block in getattr(page, "body", ()) if block.block_type in KINDS and _source(block)
    ]


def _file(block):
    return block.value.get(block.block_type)


def _title(page, block):
    file = _file(block)
    return block.value.get("caption") or (file.title if file else page.title)


def _source(block):
    """Return the address of the file, or that of a stream; empty for a file that is gone."""
    file = _file(block)
    return file.file.url if file and file.file else block.value.get("hls") or ""


def _seconds(block):
    file = _file(block)
    return float((file.duration if file else 0) or 0)


def let_streams(response, page):
    """Let the browser fetch the streams of the page from the servers that keep them, and from no other."""
    addresses = [_source(block) for block in page.body if block.block_type == "video" and not _file(block)]
    origins = sorted({"{0.scheme}://{0.netloc}".format(urlsplit(address)) for address in addresses if address})
    if origins:
        allow(response, connect_src=["'self'", *origins], media_src=origins)
    return response
