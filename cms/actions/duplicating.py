"""Begin next year's edition of a course from this year's."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page

from cms.models import school_of
from cms.rules.next_year import free_slug, next_year
from lms.audit.trail import record


@transaction.atomic
def duplicate_course(*, actor, page, this_year):
    """Copy the course ``page`` and its lessons beside it as drafts; return the new course page.

    Content, files and lecturers stay; the keys are new, so that a new record starts when it is published. The exam
    does not come along: its results are this year's.
    """
    parent = page.get_parent()
    if not page.permissions_for_user(actor).can_copy_to(parent, recursive=True):
        raise PermissionDenied("content.duplicate")
    taken = set(Page.objects.child_of(parent).values_list("slug", flat=True))
    title = next_year(page.title, this_year)
    slug = free_slug(page.slug, taken, this_year)
    copy = page.copy(
        recursive=True, copy_revisions=False, keep_live=False, user=actor,
        update_attrs={
            "title": title, "draft_title": title, "slug": slug, "exam": None, "go_live_at": None, "expire_at": None,
        },
    )
    record(
        actor=actor, verb="content.duplicate", target=copy, organisation=school_of(copy),
        detail={"from": page.pk, "pages": copy.get_descendant_count() + 1},
    )
    return copy
