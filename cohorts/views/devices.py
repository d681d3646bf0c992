"""A phone that checked in several people: what was decided about it, and the form to decide."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cohorts.actions.devices import decide_device
from cohorts.queries.attendance import phones_of, session_rows
from cohorts.views.sessions import session_or_404


class DeviceForm(forms.Form):
    withdrawn = forms.MultipleChoiceField(
        label=gettext_lazy("Take back the mark of"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Leave all empty where everyone was in the room."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200,
        help_text=gettext_lazy("One sentence is enough: who told you, or what was seen. It stays with the record."),
    )

    def __init__(self, *args, people, **kwargs):
        """``people`` are the enrolments whose mark may be taken back; none where the session is closed."""
        super().__init__(*args, **kwargs)
        self.fields["withdrawn"].choices = [(enrolment.pk, enrolment.person.name) for enrolment in people]
        if not people:
            del self.fields["withdrawn"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def device(request, pk, device):
    session = session_or_404(request, pk, "session.judge")
    rows = session_rows(session, request.user)
    phone = next((one for one in phones_of(session, rows) if one.device == device), None)
    if phone is None:
        raise Http404("no phone of this session that stands for several")
    own = request.user.pk in {enrolment.person_id for enrolment in phone.people}
    if own and request.method == "POST":
        raise PermissionDenied("nobody decides about their own mark")
    standing = {row.enrolment.pk for row in rows if row.mark and row.mark.device == device}
    people = [] if session.closed_at else [enrolment for enrolment in phone.people if enrolment.pk in standing]
    form = DeviceForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            decide_device(
                actor=request.user, session=session, device=device, reason=form.cleaned_data["reason"],
                withdrawn=[int(one) for one in form.cleaned_data.get("withdrawn", [])],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The decision is kept."))
            return redirect("cohorts:session", pk)
    return render(request, "cohorts/attendance/device.html", {
        "session": session, "phone": phone, "form": form if phone.is_open and not own else None, "own": own,
    })
