"""What a lesson is made of. A block added here needs no migration (``cms.fields.ContentField``)."""

from .media import AudioBlock, DownloadBlock, LinkCardBlock, PictureBlock, VideoBlock
from .stream import CONTENT
from .teaching import CaseStudyBlock, DiscussionBlock, KeyPointsBlock, TimelineBlock
from .text import HeadingBlock, ProseBlock, QuotationBlock, TableBlock, table_value

__all__ = [
    "CONTENT", "AudioBlock", "CaseStudyBlock", "DiscussionBlock", "DownloadBlock", "HeadingBlock", "KeyPointsBlock",
    "LinkCardBlock", "PictureBlock", "ProseBlock", "QuotationBlock", "TableBlock", "TimelineBlock", "VideoBlock",
    "table_value",
]
