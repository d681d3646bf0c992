"""What a second person approves here: a mark of a session that is closed, on which hours were posted."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.actions.corrections import CORRECT, set_mark
from cohorts.enums import AttendanceStatus
from cohorts.models import AttendanceMark, ClassSession, Enrolment
from lms.approvals.registry import Kind, register
from lms.people import access


def _session(pk):
    return ClassSession.objects.select_related("cohort__organiser").get(pk=pk)


def _correct(*, actor, session, enrolment, mark, **values):
    try:
        set_mark(
            actor=actor, session=_session(session), enrolment=Enrolment.objects.get(pk=enrolment),
            mark=AttendanceMark.objects.get(pk=mark) if mark else None, **values,
        )
    except PermissionDenied as error:
        raise ValidationError(_("Nobody decides about their own mark.")) from error


def _may_ask(user, params):
    return access.allowed(user, "attendance.correct", _session(params["session"]))


def _facts(approval):
    params = approval.params
    session, enrolment = _session(params["session"]), Enrolment.objects.get(pk=params["enrolment"])
    standing = AttendanceMark.objects.current().filter(session=session, enrolment=enrolment).first()
    minutes = [
        text % {"count": params[name]} for name, text in (
            ("late_minutes", _("%(count)d minutes late")), ("early_minutes", _("left %(count)d minutes early")),
        ) if params[name]
    ]
    return [
        (_("Session"), f"{session.title} · {timezone.localtime(session.starts_at):%Y-%m-%d %H:%M}"),
        (_("Cohort"), session.cohort.title),
        (_("Stands now"), standing.get_status_display() if standing else _("Not marked yet")),
        (_("Shall be"), " · ".join([str(AttendanceStatus(params["status"]).label), *minutes])),
    ]


register(Kind(
    key=CORRECT, label=gettext_lazy("Correct attendance of a closed session"), icon="clipboard-pen", run=_correct,
    decide="attendance.decide_correction", may_ask=_may_ask, facts=_facts,
))
