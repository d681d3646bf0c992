"""Blocks that teach: what to keep, how it went, what would you do."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .judged import JudgedBlock
from .text import FEATURES

GROUP = _("Teaching")


class KeyPointsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), default="本课要点")
    points = blocks.ListBlock(blocks.CharBlock(label=_("Point")), label=_("Points"), min_num=1)

    class Meta:
        icon = "list-ul"
        group = GROUP
        label = _("Key points")
        description = _("What to take away, in a frame")
        template = "cms/blocks/key_points.html"
        preview_value = {"title": "本课要点", "points": ["日子固定", "内容具体", "人人有事做"]}


class TimelineBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False)
    steps = blocks.ListBlock(
        blocks.StructBlock([
            ("when", blocks.CharBlock(label=_("When"))),
            ("title", blocks.CharBlock(label=_("What"))),
            ("text", blocks.TextBlock(label=_("More about it"), required=False, rows=2)),
        ]),
        label=_("Steps"), min_num=1,
    )

    class Meta:
        icon = "history"
        group = GROUP
        label = _("Timeline")
        description = _("Steps or events, one after the other")
        template = "cms/blocks/timeline.html"
        preview_value = {"title": "一次支部大会", "steps": [
            {"when": "会前七天", "title": "发通知", "text": "写明时间、地点、议题。"},
            {"when": "当天", "title": "讨论、表决", "text": "先讨论，后举手。"},
        ]}


class CaseStudyBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    situation = blocks.RichTextBlock(label=_("What happened"), features=FEATURES)
    question = blocks.TextBlock(label=_("Question to the reader"), rows=2)
    analysis = blocks.RichTextBlock(
        label=_("Analysis"), features=FEATURES, help_text=_("Folded away until the reader opens it.")
    )

    class Meta:
        icon = "doc-full-inverse"
        group = GROUP
        label = _("Case study")
        description = _("A case and a question; the analysis is folded away")
        template = "cms/blocks/case_study.html"
        preview_value = {
            "title": "停车位之争", "situation": "<p>小区只有八十个车位，却有一百四十辆车。</p>",
            "question": "换了你，先做哪一步？", "analysis": "<p>先把情况摸清：谁家有几辆车、什么时候停。</p>",
        }


class SelfCheckBlock(JudgedBlock):
    question = blocks.TextBlock(label=_("Question"), rows=2)
    choices = blocks.ListBlock(
        blocks.StructBlock([
            ("text", blocks.CharBlock(label=_("Words of the answer"), max_length=200)),
            ("right", blocks.BooleanBlock(label=_("This is right"), required=False)),
        ]),
        label=_("Answers"), min_num=2, max_num=6, default=[{"text": "", "right": False}] * 2,
    )
    explanation = blocks.RichTextBlock(
        label=_("Explanation"), features=FEATURES, help_text=_("Folded away until the reader opens it.")
    )

    class Meta:
        icon = "help"
        group = GROUP
        label = _("Self-check")
        description = _("A question with answers; which is right and why is folded away. It counts for nothing.")
        template = "cms/blocks/self_check.html"
        preview_value = {
            "question": "支部党员大会一般多久召开一次？",
            "choices": [{"text": "每月一次", "right": False}, {"text": "每季度一次", "right": True}],
            "explanation": "<p>支部党员大会一般每季度召开一次，支部委员会会议一般每月召开一次。</p>",
        }

    def fault(self, value):
        if not any(choice["right"] for choice in value["choices"]):
            return "question", _("Tick at least one answer as right.")
        return None


class DiscussionBlock(blocks.StructBlock):
    question = blocks.TextBlock(label=_("Question"), rows=2)
    hint = blocks.TextBlock(label=_("How to talk about it"), required=False, rows=2)

    class Meta:
        icon = "comment"
        group = GROUP
        label = _("Discussion prompt")
        description = _("A question to think over alone or in the branch")
        template = "cms/blocks/discussion.html"
        preview_value = {"question": "你的支部最难请到会的是谁？为什么？", "hint": "先各自写三行，再轮流说。"}
