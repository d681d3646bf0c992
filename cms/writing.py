"""What is written on a page, as plain text for the search."""

from wagtail.rich_text import get_text_for_indexing

from cms.models import CoursePage


def written_on(page):
    """Return the text of a lesson's blocks, or of what a course says of itself: objectives, theme, lecturers."""
    if isinstance(page, CoursePage):
        cards = [each.lecturer for each in page.course_lecturers.select_related("lecturer")]
        return " ".join([
            get_text_for_indexing(page.objectives), page.theme, *(f"{card.name} {card.title}" for card in cards),
        ])
    return " ".join(page.body.stream_block.get_searchable_content(page.body))
