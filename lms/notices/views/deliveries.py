"""Messages that did not go out, or of which nobody knows: a person decides whether to send them again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lms.notices.actions.delivering import in_trouble, send_again
from lms.notices.models import Delivery
from lms.people import access

PAGE = 30


@login_required
@require_GET
def deliveries(request):
    access.require(request.user, "delivery.browse")
    found = in_trouble(Delivery.objects.visible_to(request.user), timezone.now()).select_related("notice__person").order_by("-pk")
    return render(request, "notices/deliveries.html", {"page": Paginator(found, PAGE).get_page(request.GET.get("page"))})


@login_required
@require_POST
def delivery_again(request, pk):
    row = get_object_or_404(Delivery.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "delivery.again", row)
    try:
        send_again(actor=request.user, delivery=row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The message is sent again."))
    return redirect("notices:deliveries")
