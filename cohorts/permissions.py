"""Who may do what with programmes, cohorts, sessions, attendance, orders and exports."""

from cohorts.enums import LeaveLevel
from cohorts.models.election import READERS
from lms.people.access import covers, holds, register
from lms.people.enums import GRANTABLE_ROLES, Role
from lms.people.models.person import PEOPLE_ROLES

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
    "certificate.issue_any": holds(Role.SUBDISTRICT, Role.DISTRICT),
    "session.project": teaches,
    "session.mark": teaches,
    "session.close": teaches,
    "session.kiosk": teaches,
    "session.call": teaches,
    "cohort.cards": runs,
    "menu.browse": holds(Role.LIAISON, *ADMINISTRATORS, Role.AUDITOR),
    "menu.create": holds(*ADMINISTRATORS),
    "menu.edit": covers(lambda item: item.school.path, *ADMINISTRATORS),
    "order.browse": holds(Role.LIAISON, *ADMINISTRATORS, Role.AUDITOR),
    "order.place": holds(Role.LIAISON),
    "order.change": covers(lambda order: order.organisation.path, Role.LIAISON),
    "order.answer": covers(lambda order: order.item.school.path, *ADMINISTRATORS),
    "order.cancel": lambda user, order: user.scope.covers(order.organisation.path, Role.LIAISON) or user.scope.covers(
        order.item.school.path, *ADMINISTRATORS
    ),
    "order.policy": covers(lambda school: school.path, *ADMINISTRATORS),
    "order.unmet": holds(*ADMINISTRATORS, Role.AUDITOR),
    "order.unmet_export": holds(*ADMINISTRATORS),
    "wish.browse": holds(Role.LIAISON, *ADMINISTRATORS, Role.AUDITOR),
    "wish.place": holds(Role.LIAISON),
    "wish.withdraw": covers(lambda wish: wish.organisation.path, Role.LIAISON),
    "attendance.export": holds(Role.LIAISON, Role.TRAINER, *ADMINISTRATORS),
    "readiness.view": holds(*READERS),
    "readiness.export": holds(Role.SUBDISTRICT, Role.DISTRICT),
    # Asked of an organisation: names of its reserves, and snapshots, which hold them.
    "readiness.reserves": covers(lambda organisation: organisation.path, Role.SUBDISTRICT, Role.DISTRICT),
    "readiness.snapshot": covers(lambda organisation: organisation.path, Role.SUBDISTRICT, Role.DISTRICT),
    "round.create": holds(Role.SUBDISTRICT, Role.DISTRICT),
    "round.edit": covers(lambda round_: round_.organisation.path, Role.SUBDISTRICT, Role.DISTRICT),
    "hours.browse": holds(*PEOPLE_ROLES),
    "hours.export": holds(Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT),
})

# Who names people for the places kept for an organisation.
NAMERS = (Role.LIAISON, *ADMINISTRATORS)


def _names_for(user, share):
    return user.scope.covers(share.organisation.path, *NAMERS)


def _takes_out(user, enrolment):
    """Whoever organises the cohort; and who named the person for a place that is kept for their organisation."""
    return user.scope.covers(enrolment.cohort.organiser.path, *ADMINISTRATORS) or (
        enrolment.share is not None and _names_for(user, enrolment.share)
    )


# Reach of a programme, groups of a cohort, places kept for organisations.
register({
    "programme.coverage": holds(*ADMINISTRATORS, Role.AUDITOR),
    "cohort.group": runs,
    "enrolment.withdraw": _takes_out,
    "share.browse": holds(*NAMERS),
    "share.name": _names_for,
    "share.change": lambda user, share: user.scope.covers(share.cohort.organiser.path, *ADMINISTRATORS),
})


def _themselves_or(*roles):
    """Predicate: about oneself, or asked by one of ``roles``; whom these reach is decided by the query they come from."""
    return lambda user, person: person.pk == user.pk or user.scope.holds(*roles)


def _calls_off(user, booking):
    return user.scope.covers(booking.organisation.path, Role.LIAISON) or user.scope.covers(
        booking.venue.organisation.path, *ADMINISTRATORS
    )


def _prints(user, cohort):
    """Whoever runs the cohort, teaches in it, or administers or audits its organiser: they all see its whole list."""
    return runs(user, cohort) or user.scope.covers(cohort.organiser.path, Role.AUDITOR) or (
        user.scope.holds(Role.TRAINER) and cohort.sessions.filter(trainer=user).exists()
    )


# Open sites, trainers, paper, messages.
register({
    "site.browse": holds(Role.LIAISON, Role.TRAINER, *ADMINISTRATORS, Role.AUDITOR),
    "booking.browse": holds(Role.LIAISON, *ADMINISTRATORS, Role.AUDITOR),
    "booking.place": holds(Role.LIAISON),
    "booking.answer": covers(lambda booking: booking.venue.organisation.path, *ADMINISTRATORS),
    "booking.cancel": _calls_off,
    "trainer.browse": holds(*ADMINISTRATORS, Role.AUDITOR),
    "trainer.edit": _themselves_or(*ADMINISTRATORS),
    "teaching.own": holds(Role.TRAINER),
    "teaching.hours": holds(*ADMINISTRATORS, Role.AUDITOR),
    "teaching.export": holds(*ADMINISTRATORS),
    "invitation.answer": lambda user, invitation: invitation.trainer_id == user.pk,
    "session.substitute": lambda user, session: runs(user, session.cohort),
    "cohort.print": _prints,
    "cohort.phones": covers(_organiser_path, Role.SUBDISTRICT, Role.DISTRICT),
})


def _decides_leave(user, leave):
    """Whom the length of the leave concerns: the class teacher, the school, the organisation department; never one's own."""
    cohort = leave.enrolment.cohort
    if leave.enrolment.person_id == user.pk:
        return False
    if leave.level == LeaveLevel.CLASS_TEACHER:
        return runs(user, cohort)
    roles = ADMINISTRATORS if leave.level == LeaveLevel.SCHOOL else (Role.DISTRICT,)
    return user.scope.covers(cohort.organiser.path, *roles)


def _runs_for_others(user, row):
    """The user runs the cohort of an enrolment's row, and is not the person it is about."""
    return row.enrolment.person_id != user.pk and runs(user, row.enrolment.cohort)


# The timetable: templates of a day, and what people are told.
register({
    "timetable.publish": runs,
    "day_template.browse": holds(Role.TRAINER, *ADMINISTRATORS, Role.AUDITOR),
    "day_template.create": holds(*ADMINISTRATORS),
    "day_template.edit": covers(lambda template: template.organisation.path, *ADMINISTRATORS),
})


# Leave, make-ups, and the rules of attendance.
register({
    "attendance.rules": holds(Role.DISTRICT, Role.AUDITOR),
    "attendance.rules_edit": holds(Role.DISTRICT),
    "leave.browse": holds(Role.TRAINER, *ADMINISTRATORS, Role.AUDITOR),
    "leave.decide": _decides_leave,
    "leave.report_back": _runs_for_others,
    "make_up.browse": holds(Role.TRAINER, *ADMINISTRATORS, Role.AUDITOR),
    "make_up.decide": _runs_for_others,
})

# Completion: reckoned anew, closed (above), opened again; excellent trainees are proposed by the class and named by the school.
register({
    "cohort.recompute": runs,
    "cohort.reopen": covers(_organiser_path, Role.SUBDISTRICT, Role.DISTRICT),
    "excellence.propose": runs,
    "excellence.decide": covers(_organiser_path, *ADMINISTRATORS),
})

# Evaluation of teaching, and final results. Whose surveys and people one sees is decided by the queries.
register({
    "survey.browse": holds(Role.TRAINER, *ADMINISTRATORS, Role.AUDITOR),
    "survey.export": holds(*ADMINISTRATORS),
    "survey_template.browse": holds(*ADMINISTRATORS, Role.AUDITOR),
    "survey_template.create": holds(Role.SUBDISTRICT, Role.DISTRICT),
    "survey_template.edit": covers(lambda template: template.organisation.path, Role.SUBDISTRICT, Role.DISTRICT),
    "cohort.participation": runs,
    "cohort.results_export": runs,
})


def _files_above(user, version):
    """A superior's administrator (not the organisation's own), and not whoever handed the version in."""
    path = version.filing.organisation.path
    return version.submitted_by_id != user.pk and any(
        path != top and path.startswith(top) for top in user.scope.paths(Role.SUBDISTRICT, Role.DISTRICT)
    )


# What organisations file, and what of it they did.
register({
    "filing.browse": holds(Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR),
    "filing_call.create": holds(Role.SUBDISTRICT, Role.DISTRICT),
    "filing_call.edit": covers(lambda call: call.organisation.path, Role.SUBDISTRICT, Role.DISTRICT),
    "filing.write": covers(lambda organisation: organisation.path, Role.LIAISON),
    "filing.decide": _files_above,
})


def _reports_done(user, row):
    return row.responsible_id == user.pk or user.scope.covers(row.organisation.path, Role.LIAISON)


def _checks_again(user, row):
    """An administrator, and never whoever reported it."""
    return row.reported_by_id != user.pk and user.scope.covers(row.organisation.path, Role.SUBDISTRICT, Role.DISTRICT)


# Nudges, and what is to be put right.
register({
    "nudge.send": holds(Role.LIAISON, Role.TRAINER, *ADMINISTRATORS),
    "nudge.cohort": runs,
    "nudge.browse": holds(Role.LIAISON, Role.TRAINER, *ADMINISTRATORS, Role.AUDITOR),
    "nudge.limits": holds(Role.DISTRICT),
    "nudge_template.create": holds(Role.SUBDISTRICT, Role.DISTRICT),
    "nudge_template.edit": covers(lambda template: template.organisation.path, Role.SUBDISTRICT, Role.DISTRICT),
    "rectification.browse": holds(Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR),
    "rectification.open": holds(Role.SUBDISTRICT, Role.DISTRICT),
    "rectification.report": _reports_done,
    "rectification.check": _checks_again,
})


def _enters_points(user, person):
    """An administrator of an organisation of the person's, and not the person."""
    if person.pk == user.pk or not user.scope.holds(Role.SUBDISTRICT, Role.DISTRICT):
        return False
    paths = person.appointments.current().values_list("organisation__path", flat=True)
    return any(user.scope.covers(path, Role.SUBDISTRICT, Role.DISTRICT) for path in paths)


def _answers_appeal(user, appeal):
    entry = appeal.entry
    return entry.person_id != user.pk and entry.organisation is not None and user.scope.covers(
        entry.organisation.path, Role.SUBDISTRICT, Role.DISTRICT)


# Points, apart from hours.
register({
    "points.browse": holds(*PEOPLE_ROLES),
    "points.export": holds(Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT),
    "points.enter": _enters_points,
    "point_rule.browse": holds(Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR),
    "point_rule.create": holds(Role.SUBDISTRICT, Role.DISTRICT),
    "point_rule.edit": covers(lambda rule: rule.organisation.path, Role.SUBDISTRICT, Role.DISTRICT),
    "point_appeal.answer": _answers_appeal,
})

# The figures of the desk's first page and the rows behind them. Whose people and sessions they count is decided by the queries.
register({
    "training.browse": holds(Role.LIAISON, *ADMINISTRATORS, Role.AUDITOR),
    "load.browse": holds(Role.TRAINER, *ADMINISTRATORS, Role.AUDITOR),
})
