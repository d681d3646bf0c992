from .media import AudioBlock, DownloadBlock, LinkCardBlock, PictureBlock, VideoBlock
from .teaching import CaseStudyBlock, DiscussionBlock, KeyPointsBlock, TimelineBlock
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
    ("picture", PictureBlock()),
    ("video", VideoBlock()),
    ("audio", AudioBlock()),
    ("download", DownloadBlock()),
    ("link_card", LinkCardBlock()),
]
