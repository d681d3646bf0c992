"""The tools that stand on every list of the desk: export, saved filters, scheduled reports."""

from urllib.parse import urlencode

from django import template

from lms.lists.enums import Form
from lms.lists.queries import filters_of
from lms.lists.registry import KINDS
from lms.people import access

register = template.Library()


@register.inclusion_tag("components/list_tools.html", takes_context=True)
def list_tools(context, key, of=None):
    """Show them for the list ``key`` as the page's address narrows it; ``of`` is the row whose list it is. One query."""
    request, kind = context["request"], KINDS[key]
    asked = kind.asked(request.GET, of)
    of_query = urlencode({"of": of.pk}) if of is not None else ""
    saved = [
        {"pk": row.pk, "name": row.name, "url": f"?{row.query}", "current": row.query == asked.query}
        for row in filters_of(request.user, kind)
    ]
    may_export = kind.may_export(request.user, of)
    return {
        "request": request, "kind": kind, "query": "&".join(part for part in (of_query, asked.query) if part),
        "of_query": of_query, "saved": saved, "filtered": bool(asked), "may_export": may_export, "formats": Form.choices,
        "may_schedule": may_export and access.allowed(request.user, "list.schedule"), "known": bool(kind.known),
    }
