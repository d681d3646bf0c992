"""A whole telephone number, for a reason: asked for on a page, shown in the answer to it and nowhere else."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lms.people import access, actions
from lms.people.forms import RevealForm
from lms.people.models import Person


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "POST"])
def person_reveal(request, pk):
    """Ask for the reason, and for the password where it was typed long ago; then show the number in this very answer."""
    shown = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    access.require(request.user, "person.browse", shown)  # one's own number has a page of its own
    access.require(request.user, "person.reveal", shown)
    return _page(request, shown, RevealForm(_posted(request), request=request))


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "POST"])
def own_telephone(request):
    """The same for oneself: no reason is asked for."""
    form = RevealForm(_posted(request), request=request)
    del form.fields["reason"]
    return _page(request, request.user, form)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _page(request, shown, form):
    number = ""
    if request.method == "POST" and form.is_valid():
        number = actions.reveal_phone(actor=request.user, person=shown, reason=form.cleaned_data.get("reason", ""))
    layout = "layouts/desk.html" if request.user.scope.grants else "layouts/my.html"
    answer = render(request, "people/telephone.html", {
        "person": shown, "form": form, "number": number, "own": shown == request.user, "layout": layout,
    })
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
