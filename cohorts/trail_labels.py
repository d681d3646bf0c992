"""The verbs of programmes, cohorts, timetable, attendance, orders and reports in words."""

from django.utils.translation import gettext_lazy as _

from cohorts.enums import AttendanceStatus, MarkMethod
from lms.audit.labels import register, register_details

register(_("Programmes and cohorts"), {
    "programme.create": _("created a programme"),
    "programme.update": _("changed a programme"),
    "cohort.open": _("opened a cohort"),
    "cohort.update": _("changed a cohort"),
    "cohort.upgrade": _("asked the newer lessons of a cohort"),
    "cohort.cancel": _("cancelled a cohort"),
    "cohort.close": _("closed a cohort"),
    "cohort.enrol": _("enrolled people"),
    "cohort.seat": _("gave free seats to those waiting"),
    "cohort.withdraw": _("withdrew someone from a cohort"),
})
register(_("Timetable and attendance"), {
    "venue.create": _("entered a venue"),
    "venue.update": _("changed a venue"),
    "session.schedule": _("scheduled a session"),
    "session.move": _("moved a session"),
    "session.cancel": _("cancelled a session"),
    "feed.make": _("made a calendar link"),
    "feed.revoke": _("revoked a calendar link"),
    "session.close": _("closed a session"),
    "attendance.check_in": _("checked in"),
    "attendance.mark": _("marked attendance"),
    "attendance.correct": _("corrected attendance"),
})
register(_("Orders of lessons"), {
    "menu.create": _("put a lesson on the menu"),
    "menu.update": _("changed a lesson of the menu"),
    "order.place": _("ordered a lesson"),
    "order.accept": _("accepted an order"),
    "order.decline": _("declined an order"),
})
register(_("Exports"), {
    "attendance.export": _("exported attendance"),
    "readiness.export": _("exported election readiness"),
})
register_details({
    "absent": _("absent"), "posted": _("hours posted"), "completed": _("completed"), "not_completed": _("not completed"),
    "left_open": _("left open"), "programme": _("programme"), "quota": _("places"), "cohort": _("cohort"),
    "session": _("session"), "sessions": _("sessions"), "enrolments": _("enrolments"), "status": _("attendance"),
    "method": _("how"), "item": _("lesson of the menu"), "as_of": _("as of"), "organisations": _("organisations"),
    "sha256": _("checksum"), "marks": _("marks"), "corrections": _("corrections"), "enrolled": _("enrolled"),
    "waitlisted": _("waiting"),
}, {"status": AttendanceStatus, "method": MarkMethod})
