"""What needs whom today, of everything that exists: registered with ``cohorts.today``."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cohorts.queries import needs as rows
from cohorts.queries.leave import waiting_for
from cohorts.queries.make_up import make_ups_waiting
from cohorts.rules.today import Urgency
from courses.models.lesson_question import ANSWERERS
from courses.models.recognition import DECIDERS
from courses.permissions import MARKERS
from lms.jobs.registry import KINDS
from lms.people.enums import GRANTABLE_ROLES, Role

from . import today
from .today import Need

ADMINISTRATORS = rows.ADMINISTRATORS
LEADERS = (Role.TRAINER, *ADMINISTRATORS)


def _when(moment):
    return f"{timezone.localtime(moment):%m-%d %H:%M}"


def _job(row):
    return (KINDS[row.kind].label if row.kind in KINDS else row.kind), row.error.strip().split("\n")[0][:120]


# Somebody stands still until it is done.
today.register(
    Need("sessions-to-close", _("Sessions to close"), "circle-check", Urgency.NOW, (Role.TRAINER, Role.SCHOOL),
         rows.sessions_to_close, "ends_at", "session.close", "cohorts:session-close",
         lambda row: (row.title, f"{_when(row.starts_at)} · {row.cohort.title}")),
    Need("invitations", _("Invitations to teach"), "presentation", Urgency.NOW, (Role.TRAINER,),
         rows.invitations, "asked_at", "invitation.answer", "cohorts:invitation",
         lambda row: (row.session.title, f"{_when(row.session.starts_at)} · {row.session.cohort.title}")),
    Need("refusals", _("Sessions whose trainer declined"), "user-round-x", Urgency.NOW, LEADERS,
         rows.refusals, "answered_at", "session.substitute", "cohorts:substitute",
         lambda row: (row.session.title, f"{row.trainer.name} · {_when(row.session.starts_at)}"),
         key="session_id", subject=lambda row: row.session),
    Need("leaves", _("Leaves to decide"), "calendar-off", Urgency.NOW, LEADERS,
         waiting_for, "applied_at", "leave.decide", "cohorts:leave",
         lambda row: (row.enrolment.person.name, f"{_when(row.starts_at)} · {row.enrolment.cohort.title}")),
    Need("orders", _("Orders to answer"), "truck", Urgency.NOW, ADMINISTRATORS,
         rows.orders, "waiting_since", "order.answer", "cohorts:order",
         lambda row: (row.item.title, f"{row.organisation.name} · {_when(row.wanted_at)}")),
    Need("proposed-orders", _("Other times proposed for your orders"), "truck", Urgency.NOW, (Role.LIAISON,),
         rows.proposed_orders, "decided_at", "order.change", "cohorts:order",
         lambda row: (row.item.title, f"{row.organisation.name} · {_when(row.proposed_at)}")),
    Need("bookings", _("Site bookings to answer"), "landmark", Urgency.NOW, ADMINISTRATORS,
         rows.bookings, "placed_at", "booking.answer", "cohorts:booking",
         lambda row: (row.venue.name, f"{row.organisation.name} · {_when(row.starts_at)}")),
    Need("places", _("Places that wait for names"), "ticket", Urgency.NOW, (Role.LIAISON, *ADMINISTRATORS),
         rows.places, "name_until", "share.name", "cohorts:share",
         lambda row: (row.cohort.title, row.organisation.name), due=True),
    Need("jobs", _("Work that failed"), "triangle-alert", Urgency.NOW, GRANTABLE_ROLES,
         rows.failed_jobs, "finished_at", "desk.open", "jobs:job", _job),
)

# It should be done today.
today.register(
    Need("applications", _("Applications for a place"), "user-round-plus", Urgency.TODAY, ADMINISTRATORS,
         rows.applications, "created_at", "cohort.enrol", "cohorts:applications",
         lambda row: (row.person.name, f"{row.organisation.name} · {row.cohort.title}"),
         key="cohort_id", subject=lambda row: row.cohort),
    Need("make-ups", _("Make-ups to decide"), "rotate-ccw", Urgency.TODAY, LEADERS,
         make_ups_waiting, "chosen_at", "make_up.decide", "cohorts:make-up",
         lambda row: (row.enrolment.person.name, row.session.title)),
    Need("imports", _("Rosters to confirm"), "file-up", Urgency.TODAY, DECIDERS,
         rows.imports, "created_at", "roster.import", "people:import",
         lambda row: (row.file_name, row.get_state_display())),
    Need("recognitions", _("Hours from elsewhere to decide"), "hourglass", Urgency.TODAY, DECIDERS,
         rows.recognitions, "applied_at", "recognition.decide", "courses:recognition",
         lambda row: (row.person.name, row.title)),
    Need("reviews", _("Certificates to review"), "shield-question-mark", Urgency.TODAY, (Role.DISTRICT,),
         rows.reviews, "review_since", "certificate.let_stand", "certificates:stands",
         lambda row: (row.person.name, row.facts.get("cohort", ""))),
)

# What is filed, put right, appealed against, and asked of a second person.
today.register(
    Need("returned-filings", _("Plans returned to you"), "folder-check", Urgency.TODAY, (Role.LIAISON,),
         rows.returned_filings, "decided_at", "filing.write", "cohorts:filing-version",
         lambda row: (row.filing.call.title, row.filing.organisation.name), subject=lambda row: row.filing.organisation),
    Need("filings", _("Plans to file or return"), "folder-check", Urgency.TODAY, rows.FILED_WITH,
         rows.submitted_filings, "submitted_at", "filing.decide", "cohorts:filing-version",
         lambda row: (row.filing.call.title, row.filing.organisation.name)),
    Need("approvals", _("Waiting for a second person"), "users-round", Urgency.TODAY, ADMINISTRATORS,
         rows.approvals, "requested_at", "approval.decide", "approvals:approval",
         lambda row: (row.title, row.requested_by.name)),
    Need("appeals", _("Appeals about points"), "star", Urgency.TODAY, rows.FILED_WITH,
         rows.appeals, "made_at", "point_appeal.answer", "cohorts:point-appeal-answer",
         lambda row: (row.entry.person.name, row.words[:80])),
    Need("rectifications", _("Findings to put right"), "wrench", Urgency.TODAY, (Role.LIAISON,),
         rows.rectifications, "due_on", "rectification.report", "cohorts:rectification",
         lambda row: (row.finding[:80], row.organisation.name), due=True),
    Need("re-checks", _("Findings to check again"), "wrench", Urgency.TODAY, rows.FILED_WITH,
         rows.rechecks, "due_on", "rectification.check", "cohorts:rectification",
         lambda row: (row.finding[:80], row.organisation.name), due=True),
)

# It can wait for a quiet hour.
today.register(
    Need("certificates", _("Certificates to issue"), "award", Urgency.CALM, DECIDERS,
         rows.certificates, "decided_at", "certificate.issue", "cohorts:certificates",
         lambda row: (row.person.name, row.cohort.title), key="cohort_id", subject=lambda row: row.cohort,
         url="cohorts:certificates-waiting"),
    Need("cohorts-to-close", _("Cohorts to close"), "graduation-cap", Urgency.CALM, ADMINISTRATORS,
         rows.cohorts_to_close, "ends_on", "cohort.close", "cohorts:close",
         lambda row: (row.title, row.organiser.name)),
    Need("proposals", _("Excellent trainees to decide"), "star", Urgency.CALM, ADMINISTRATORS,
         rows.proposals, "proposed_at", "excellence.decide", "cohorts:excellent",
         lambda row: (row.enrolment.person.name, row.enrolment.cohort.title),
         key="enrolment__cohort_id", subject=lambda row: row.enrolment.cohort),
    Need("works", _("Works to mark"), "notebook-pen", Urgency.CALM, MARKERS,
         rows.works, "latest__submitted_at", "work.mark", "courses:work-desk",
         lambda row: (row.assignment.title, _when(row.latest.submitted_at))),
    Need("exams", _("Exams with answers to mark"), "pen-line", Urgency.CALM, GRANTABLE_ROLES,
         rows.exams, "oldest", "exam.mark", "courses:marking-exam",
         lambda row: (row.title, row.organisation.name)),
    Need("questions", pgettext_lazy("need", "Questions on lessons"), "message-circle-question-mark", Urgency.CALM, ANSWERERS,
         rows.questions, "asked_at", "lesson_question.answer", "courses:lesson-question",
         lambda row: (row.text[:80], row.lesson.title)),
)
