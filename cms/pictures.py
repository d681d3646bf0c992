"""Who may see a picture in the sizes that pages show: whoever may open one of the pages that show it."""

from django.db.models import CharField
from django.db.models.functions import Cast
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, ReferenceIndex

from lms.views.media import EVERYBODY, GUARDS, NO, YES


def guard(request, path):
    """Tell of the file of a rendition whether it is for everybody, for this visitor, or not.

    A picture that stands on a page for everyone, or beside pages (the card of a lecturer, a school's logo), is for everybody;
    one that stands on pages with Wagtail's privacy alone is for those whom one of these pages lets in. Without a page that
    is not for everyone it takes one query.
    """
    restrictions = list(PageViewRestriction.objects.select_related("page").prefetch_related("groups"))
    if not restrictions:
        return EVERYBODY
    used = _uses(path)
    pages = Page.objects.filter(pk__in=[pk for pk, is_page in used if is_page]).only("path", "live")
    if not used or not all(is_page for _pk, is_page in used):
        return EVERYBODY
    over = [[one for one in restrictions if page.path.startswith(one.page.path)] for page in pages if page.live]
    if not all(over):
        return EVERYBODY
    if request.user.has_perm("wagtailadmin.access_admin"):
        return YES
    return YES if any(all(one.accept_request(request) for one in page) for page in over) else NO


def _uses(path):
    """Return ``(id, is it a page)`` of everything that shows the picture whose rendition lies at ``path``."""
    image = get_image_model()
    shown = image.objects.filter(renditions__file=path).annotate(number=Cast("pk", CharField())).values("number")
    rows = ReferenceIndex.objects.filter(
        to_content_type__app_label=image._meta.app_label, to_content_type__model=image._meta.model_name,
        to_object_id__in=shown,
    )
    return [
        (pk, (app, model) == ("wagtailcore", "page")) for pk, app, model in
        rows.values_list("object_id", "base_content_type__app_label", "base_content_type__model").distinct()
    ]


GUARDS["images"] = guard
