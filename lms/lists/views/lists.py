"""From any list of the desk: export it as it is shown, and keep its filters."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.lists.actions import remove_filter, save_filter, start_export
from lms.lists.forms import FormatForm
from lms.lists.models import SavedFilter
from lms.lists.registry import KINDS
from lms.people import access


def asked_list(request, key, *, export=True):
    """Return the list and what the address asks of it; 404 where it (or the row whose list it is) is not seen, else 403."""
    kind = KINDS.get(key)
    if kind is None:
        raise Http404("no such list")
    of, of_id = None, _number(request.GET.get("of", ""))
    if kind.fetch:
        of = kind.row(request.user, of_id)
        if of is None:
            raise Http404("no such row")
    if not (kind.may_export(request.user, of) if export else access.allowed(request.user, kind.verb, of)):
        raise PermissionDenied(kind.verb)
    return kind, kind.asked(request.GET, of)


def _number(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


@login_required
@require_POST
def export(request, key):
    """Start the job that writes the list with the filters of the address; its page shows how far it is."""
    kind, asked = asked_list(request, key)
    with transaction.atomic():
        job = start_export(actor=request.user, kind=kind, asked=asked, form=FormatForm(request.POST).chosen)
    return redirect("jobs:job", job.pk)


@login_required
@require_POST
def filter_save(request, key):
    kind, asked = asked_list(request, key, export=False)
    try:
        save_filter(actor=request.user, kind=kind, asked=asked, name=request.POST.get("name", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The filter is saved. It stands above this list."))
    return redirect(kind.url(asked, asked.of.pk if asked.of is not None else None))


@login_required
@require_POST
def filter_remove(request, pk):
    saved = get_object_or_404(SavedFilter.objects.visible_to(request.user), pk=pk)
    remove_filter(actor=request.user, saved=saved)
    messages.success(request, _("The filter “%(name)s” is removed.") % {"name": saved.name})
    kind, of_id = KINDS.get(saved.list_key), _number(request.GET.get("of", ""))
    if kind is None or (kind.fetch and of_id is None):
        return redirect("lists:schedules")
    return redirect(kind.url(of_id=of_id))
