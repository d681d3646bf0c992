"""Find pages by what people type at the prompt: a number, a slug, an address, a title."""

from django.core.management.base import CommandError
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.models import CoursePage


def course_named(text):
    return _one(CoursePage.objects.all(), text)


def page_named(text):
    return _one(Page.objects.filter(depth__gt=1), text)


def _one(pages, text):
    """Return the one page that ``text`` names; stop with a sentence when there is none, or more than one."""
    if text.isdecimal():
        found = list(pages.filter(pk=int(text)))
    elif "/" in text.strip("/"):
        found = list(pages.filter(url_path__endswith=f"/{text.strip('/')}/"))
    else:
        found = list(pages.filter(Q(slug=text.strip("/")) | Q(title=text)).order_by("path")[:10])
    if not found:
        raise CommandError(_("There is no such page: {text}").format(text=text))
    if len(found) > 1:
        named = ", ".join(f"{page.pk} ({page.title})" for page in found)
        raise CommandError(_("Several pages are called so. Give the number of one: {named}").format(named=named))
    return found[0]
