"""Tags of the shared components: where the visitor is, form fields, page titles, paging links."""

from django import forms, template
from django.http import QueryDict
from django.middleware.csrf import get_token
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from lms.notices.models import Notice

register = template.Library()

# The browser's own pickers want ISO values, whatever the language of the page.
PICKERS = (
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
)
CHOICE_KINDS = {"radioselect": "choices", "checkboxselectmultiple": "choices", "checkbox": "tick"}


@register.filter
def page_title(text, site):
    """Return ``text · site``, or the site's title alone on a page without a title of its own."""
    text = str(text).strip()
    return mark_safe(f"{text} · {conditional_escape(site)}" if text else conditional_escape(site))  # noqa: S308 -- escaped


@register.simple_tag(takes_context=True)
def current(context, url, exact=False):
    """Return the value of ``aria-current`` for a link to ``url``: ``page``, ``true`` (a page below it) or nothing."""
    path = context.request.path
    if not url:
        return ""
    if path == url:
        return "page"
    return "true" if not exact and path.startswith(url) else ""


@register.simple_tag(takes_context=True)
def desk_menu(context):
    """Return the visitor's menu entries as ``{label, icon, url, current}``; the closest one to the page is current.

    An entry whose page does not exist is left out.
    """
    path = context.request.path
    entries, near = [], []
    for item in context["desk_nav"]:
        try:
            url = reverse(item.url_name)
        except NoReverseMatch:
            continue
        entry = {"label": item.label, "icon": item.icon, "url": url, "current": ""}
        entries.append(entry)
        if path == url:
            near.append((len(path), True, entry))
        below = item.also if item.alone else (url, *item.also)
        near += [(len(start), start == url, entry) for start in below if path.startswith(start)]
    if near:
        closest = max(near, key=lambda found: found[:2])[2]
        closest["current"] = "page" if closest["url"] == path else "true"
    return entries


@register.simple_tag(takes_context=True)
def csrf_input(context):
    """Return the hidden token field, also inside an include that was given ``only`` some variables."""
    request = getattr(context, "request", None)
    if request is None:
        return ""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))


@register.simple_tag(takes_context=True)
def unread_notices(context):
    """Return how many notices wait for whoever is signed in: one query a page however often it is asked, none for visitors."""
    request = context["request"]
    if not hasattr(request, "unread_notices"):
        request.unread_notices = Notice.objects.visible_to(request.user).unread().count()
    return request.unread_notices


@register.filter
def field_kind(field):
    """Return ``choices`` (a list of radios or ticks), ``tick`` (one box), or ``input`` (anything else)."""
    return CHOICE_KINDS.get(field.widget_type, "input")


@register.filter
def control(field):
    """Render the widget of a bound field, with the browser's picker where it holds a date or a time."""
    widget = field.field.widget
    for kind, input_type, pattern in PICKERS:
        if isinstance(widget, kind) and widget.input_type in ("text", input_type):
            widget.input_type, widget.format = input_type, pattern
            widget.attrs.pop("type", None)
            break
    return field.as_widget()


@register.simple_tag(takes_context=True)
def page_url(context, number, query=None):
    """Return the address of page ``number`` of a list: the present query string, or ``query``, with another page."""
    request = getattr(context, "request", None)
    if query is None or query == "":
        values = request.GET.copy() if request else _parse("")
    else:
        values = query.copy() if hasattr(query, "copy") else _parse(query)
    values["page"] = number
    return f"?{values.urlencode()}"


def _parse(text):
    return QueryDict(str(text).lstrip("?"), mutable=True)
