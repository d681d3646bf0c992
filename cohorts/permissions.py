"""Who may do what with programmes, cohorts, sessions, attendance, orders and exports."""

from django.utils.translation import gettext_lazy as _

from lms import navigation
from lms.people.access import covers, holds, register
from lms.people.enums import GRANTABLE_ROLES, Role

ADMINISTRATORS = (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT)


def _organiser_path(cohort):
    return cohort.organiser.path


def runs(user, cohort):
    """The user organises the cohort, or is its class teacher."""
    return user.scope.covers(cohort.organiser.path, *ADMINISTRATORS) or (
        cohort.class_teacher_id == user.pk and user.scope.holds(Role.TRAINER)
    )


def teaches(user, session):
    """The user runs the session's cohort, or teaches this session."""
    return runs(user, session.cohort) or (session.trainer_id == user.pk and user.scope.holds(Role.TRAINER))


register({
    "desk.open": holds(*GRANTABLE_ROLES),
    "programme.browse": holds(Role.TRAINER, *ADMINISTRATORS, Role.AUDITOR),
    "programme.create": holds(Role.SUBDISTRICT, Role.DISTRICT),
    "programme.edit": covers(lambda programme: programme.organisation.path, Role.SUBDISTRICT, Role.DISTRICT),
    "cohort.browse": holds(Role.LIAISON, Role.TRAINER, *ADMINISTRATORS, Role.AUDITOR),
    "cohort.open": holds(*ADMINISTRATORS),
    "cohort.edit": covers(_organiser_path, *ADMINISTRATORS),
    "cohort.roster": lambda user, cohort: runs(user, cohort) or user.scope.holds(
        Role.TRAINER, Role.LIAISON, Role.SUBDISTRICT, Role.AUDITOR
    ),
    "cohort.enrol": covers(_organiser_path, *ADMINISTRATORS),
    "cohort.schedule": runs,
    "timetable.browse": holds(Role.LIAISON, Role.TRAINER, *ADMINISTRATORS, Role.AUDITOR),
    "venue.browse": holds(Role.TRAINER, *ADMINISTRATORS, Role.AUDITOR),
    "venue.create": holds(*ADMINISTRATORS),
    "venue.edit": covers(lambda venue: venue.organisation.path, *ADMINISTRATORS),
    "cohort.close": covers(_organiser_path, *ADMINISTRATORS),
    "certificate.issue": covers(_organiser_path, Role.SUBDISTRICT, Role.DISTRICT),
    "session.project": teaches,
    "session.mark": teaches,
    "session.close": teaches,
    "menu.browse": holds(Role.LIAISON, *ADMINISTRATORS, Role.AUDITOR),
    "menu.create": holds(*ADMINISTRATORS),
    "menu.edit": covers(lambda item: item.school.path, *ADMINISTRATORS),
    "order.browse": holds(Role.LIAISON, *ADMINISTRATORS, Role.AUDITOR),
    "order.place": holds(Role.LIAISON),
    "order.answer": covers(lambda order: order.item.school.path, *ADMINISTRATORS),
    "attendance.export": holds(Role.LIAISON, Role.TRAINER, *ADMINISTRATORS),
    "readiness.view": holds(Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR),
    "readiness.export": holds(Role.SUBDISTRICT, Role.DISTRICT),
})

navigation.register(
    navigation.NavItem(1, _("Desk home"), "cohorts:desk", "layout-dashboard", "desk.open"),
    navigation.NavItem(5, _("Timetable"), "cohorts:timetable", "calendar-days", "timetable.browse"),
    navigation.NavItem(10, _("Cohorts"), "cohorts:cohorts", "graduation-cap", "cohort.browse"),
    navigation.NavItem(12, _("Programmes"), "cohorts:programmes", "clipboard-list", "programme.browse"),
    navigation.NavItem(16, _("Venues"), "cohorts:venues", "map-pin", "venue.browse"),
    navigation.NavItem(18, _("Orders"), "cohorts:orders", "truck", "order.browse"),
    navigation.NavItem(40, _("Election readiness"), "cohorts:readiness", "vote", "readiness.view"),
    navigation.NavItem(42, _("Exports"), "cohorts:exports", "file-spreadsheet", "attendance.export"),
)
