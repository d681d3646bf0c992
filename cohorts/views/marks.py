"""The marks of one person at a session: the whole chain with what explains it, and the form that sets a new one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cohorts.actions.corrections import CORRECT, settle_mark, waiting_correction
from cohorts.enums import AttendanceStatus
from cohorts.mark_forms import CorrectionForm
from cohorts.models import Enrolment, MakeUp
from cohorts.queries.attendance import chain_of, seats_of
from cohorts.queries.guests import guest_places, guests_of
from cohorts.queries.leave import leave_over
from cohorts.queries.policy import policies
from cohorts.rules.attendance import counts_as
from cohorts.views.sessions import session_or_404
from lms.approvals.registry import is_asked
from lms.approvals.wording import ASKED


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_marks(request, pk, enrolment_pk):
    """Who was marked how, when, by whom and by which rules; leave and make-up; and the form for another mark."""
    session = session_or_404(request, pk, "session.mark")
    enrolment = _expected(request, session, enrolment_pk)
    chain = chain_of(session, enrolment)
    last = chain[-1] if chain else None
    mark = last if last and last.status != AttendanceStatus.UNDONE else None
    own = enrolment.person_id == request.user.pk
    if own and request.method == "POST":
        raise PermissionDenied("nobody marks themselves")
    form = CorrectionForm(
        request.POST or None, initial=_as_shown(mark), needs_reason=bool(mark or session.closed_at),
    )
    if request.method == "POST" and form.is_valid():
        try:
            asked = settle_mark(
                actor=request.user, session=session, enrolment=enrolment, mark=mark, now=timezone.now(), **form.values()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if asked:
                messages.info(request, ASKED)
                return redirect("approvals:approval", asked.pk)
            messages.success(request, _("The mark is saved."))
            return redirect("cohorts:session", pk)
    book, day = policies(), timezone.localdate(session.starts_at)
    policy = book.on(day)
    return render(request, "cohorts/attendance/person.html", {
        "session": session, "enrolment": enrolment, "chain": chain, "mark": mark, "form": None if own else form,
        "guest": guests_of(session).get(enrolment.pk), "leave": leave_over(session, enrolment),
        "make_ups": MakeUp.objects.filter(session=session, enrolment=enrolment).select_related("other__cohort", "decided_by"),
        "waiting": waiting_correction(session, enrolment), "asks": bool(session.closed_at) and is_asked(CORRECT),
        "policy": policy, "policy_since": book.since(day),
        "counted": counts_as(mark.status, mark.late_minutes, policy) if mark else "",
    })


def _expected(request, session, pk):
    """Return the enrolment of someone of the class, or of a guest; whoever marks the session sees the guests too."""
    seen = Q(pk__in=Enrolment.objects.visible_to(request.user).values("pk")) | Q(pk__in=guest_places(session))
    marked = Enrolment.objects.filter(cohort=session.cohort_id, marks__session=session)  # of whoever left since, too
    found = Enrolment.objects.filter(Q(pk__in=seats_of(session).values("pk")) | Q(pk__in=marked.values("pk")))
    row = found.filter(seen, pk=pk).select_related("person", "organisation", "cohort").first()
    if row is None:
        raise Http404("not of this session")
    return row


def _as_shown(mark):
    if mark is None:
        return {}
    return {
        "status": mark.status, "late_minutes": mark.late_minutes or None, "early_minutes": mark.early_minutes or None,
    }
