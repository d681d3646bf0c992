"""What a lesson is made of. A block added here needs no migration (``cms.fields.ContentField``)."""

from .media import AudioBlock, DownloadBlock, GalleryBlock, LinkCardBlock, PdfBlock, PictureBlock, VideoBlock
from .stream import CONTENT
from .teaching import CaseStudyBlock, DiscussionBlock, KeyPointsBlock, SelfCheckBlock, TimelineBlock
from .text import HeadingBlock, ProseBlock, QuotationBlock, TableBlock, table_value

__all__ = [
    "CONTENT", "AudioBlock", "CaseStudyBlock", "DiscussionBlock", "DownloadBlock", "GalleryBlock", "HeadingBlock",
    "KeyPointsBlock", "LinkCardBlock", "PdfBlock", "PictureBlock", "ProseBlock", "QuotationBlock", "SelfCheckBlock",
    "TableBlock", "TimelineBlock", "VideoBlock", "table_value",
]
