"""The pages an installation begins with: empty shelves for editors to fill."""

import re

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from cms.models import CataloguePage, CategoryPage, HomePage, MicroLessonIndexPage, SchoolIndexPage, SchoolPage
from lms.audit.trail import record
from lms.people.enums import OrganisationKind
from lms.people.models import Category, Organisation
from lms.people.pinyin import syllables


@transaction.atomic
def make_first_pages(*, actor):
    """Publish what is missing of: home page, catalogue with a page a category, micro-lessons, a school a sub-district or town.

    Return how many pages were made. Pages are found by their place, so that running it twice makes none twice and leaves alone
    what editors changed.
    """
    made = []

    def page(parent, model, slug, found=None, **fields):
        there = found or model.objects.child_of(parent).filter(slug=slug).first()
        if there is None:
            there = model(slug=slug, live=False, owner=actor, **fields)
            Page.objects.get(pk=parent.pk).add_child(instance=there)  # a fresh parent: a child is written into its count and path
            there.save_revision(user=actor, log_action=False).publish(user=actor, log_action=False, skip_permission_checks=True)
            made.append(there)
        return there

    root = Page.get_first_root_node()
    home = page(root, HomePage, "shouye", HomePage.objects.first(), title=str(settings.SITE_TITLE))
    _lead_to(home, root)
    catalogue = page(home, CataloguePage, "courses", CataloguePage.objects.first(), title="全部课程")
    shown = {row.category_id: row for row in CategoryPage.objects.all()}
    for category in Category.objects.all():
        slug = category.code.replace("_", "-")
        page(catalogue, CategoryPage, slug, shown.get(category.pk), title=str(category), category=category)
    page(home, MicroLessonIndexPage, "micro", MicroLessonIndexPage.objects.first(), title="微党课")
    schools = page(home, SchoolIndexPage, "schools", SchoolIndexPage.objects.first(), title="社区党校")
    kept = {row.school_id: row for row in SchoolPage.objects.all()}
    for place in Organisation.objects.active().filter(kind=OrganisationKind.AFFILIATED, affiliated_kind="subdistrict"):
        name = re.sub(r"^中共|(党工委|工委|工作委员会|党委|委员会)$", "", place.name)
        page(schools, SchoolPage, f"{_slug(name)}-{place.pk}", kept.get(place.pk), title=f"{name}社区党校", school=place)
    if made:
        record(actor=actor, verb="content.build", detail={"pages": len(made)})
    return len(made)


def _lead_to(home, root):
    """Let the site's address lead to ``home``, and take away the page that Wagtail welcomes with."""
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    welcome = Page.objects.child_of(root).filter(slug="home", content_type__model="page").first()
    if site.root_page_id in (None, welcome and welcome.pk):
        site.root_page, site.site_name = home, str(settings.SITE_TITLE)
        site.save()
        if welcome is not None:
            welcome.delete()


def _slug(title):
    return "-".join(re.sub(r"[^a-z0-9]", "", part) for part in syllables(title) if part.isalnum())[:50].strip("-") or "school"
