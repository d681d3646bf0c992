from .media import AudioBlock, DownloadBlock, GalleryBlock, LinkCardBlock, PdfBlock, PictureBlock, VideoBlock
from .teaching import CaseStudyBlock, DiscussionBlock, KeyPointsBlock, SelfCheckBlock, TimelineBlock
from .text import HeadingBlock, ProseBlock, QuotationBlock, TableBlock

# The name of a block is what is stored: it stays for ever, its label may change.
CONTENT = [
    ("prose", ProseBlock()),
    ("heading", HeadingBlock()),
    ("quotation", QuotationBlock()),
    ("table", TableBlock()),
    ("key_points", KeyPointsBlock()),
    ("timeline", TimelineBlock()),
    ("case_study", CaseStudyBlock()),
    ("discussion", DiscussionBlock()),
    ("self_check", SelfCheckBlock()),
    ("picture", PictureBlock()),
    ("gallery", GalleryBlock()),
    ("video", VideoBlock()),
    ("audio", AudioBlock()),
    ("pdf", PdfBlock()),
    ("download", DownloadBlock()),
    ("link_card", LinkCardBlock()),
]
