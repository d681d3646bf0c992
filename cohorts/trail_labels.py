"""The verbs of programmes, cohorts, timetable, attendance, orders and reports in words."""

from django.utils.translation import gettext_lazy as _

from lms.audit.labels import register

register(_("Programmes and cohorts"), {
    "programme.create": _("created a programme"),
    "programme.update": _("changed a programme"),
    "cohort.open": _("opened a cohort"),
    "cohort.update": _("changed a cohort"),
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
