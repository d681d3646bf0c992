"""What the desk's menu offers of this app, each entry to whoever holds its verb."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms import navigation

navigation.register(
    navigation.NavItem(1, _("Desk home"), "cohorts:desk", "layout-dashboard", "desk.open", alone=True),
    navigation.NavItem(5, _("Timetable"), "cohorts:timetable", "calendar-days", "timetable.browse",
                       also=("/desk/sessions/", "/desk/calls/", "/desk/day-templates/")),
    navigation.NavItem(10, _("Cohorts"), "cohorts:cohorts", "graduation-cap", "cohort.browse",
                       also=("/desk/enrolments/", "/desk/groups/")),
    navigation.NavItem(12, _("Programmes"), "cohorts:programmes", "clipboard-list", "programme.browse"),
    navigation.NavItem(11, _("Places kept for us"), "cohorts:places", "ticket", "share.browse"),
    navigation.NavItem(16, _("Venues"), "cohorts:venues", "map-pin", "venue.browse"),
    navigation.NavItem(6, _("My teaching"), "cohorts:teaching", "presentation", "teaching.own",
                       also=("/desk/invitations/", "/desk/absences/", "/desk/trainers/")),
    navigation.NavItem(15, _("Trainers"), "cohorts:trainers", "user-round-check", "trainer.browse"),
    navigation.NavItem(17, _("Open sites"), "cohorts:sites", "landmark", "site.browse", also=("/desk/bookings/",)),
    navigation.NavItem(13, _("Leave"), "cohorts:leaves", "calendar-off", "leave.browse"),
    navigation.NavItem(14, _("Make-ups"), "cohorts:make-ups", "rotate-ccw", "make_up.browse"),
    navigation.NavItem(44, _("Attendance rules"), "cohorts:attendance-rules", "scale", "attendance.rules"),
    navigation.NavItem(19, _("Evaluation of teaching"), "cohorts:surveys", "message-square-heart", "survey.browse"),
    navigation.NavItem(18, _("Orders"), "cohorts:orders", "truck", "order.browse", also=("/desk/menu/", "/desk/wishes/")),
    navigation.NavItem(36, _("Filing"), "cohorts:filings", "folder-check", "filing.browse"),
    navigation.NavItem(37, _("Nudges"), "cohorts:nudges", "bell-ring", "nudge.browse"),
    navigation.NavItem(38, _("Rectification"), "cohorts:rectifications", "wrench", "rectification.browse"),
    navigation.NavItem(39, _("Learning hours"), "cohorts:hours", "hourglass", "hours.browse"),
    navigation.NavItem(39, pgettext_lazy("members", "Points"), "cohorts:points", "star", "points.browse"),
    navigation.NavItem(40, _("Election readiness"), "cohorts:readiness", "vote", "readiness.view"),
    navigation.NavItem(45, _("Certificates to issue"), "cohorts:certificates-waiting", "award", "certificate.issue_any"),
    navigation.NavItem(42, _("Exports"), "cohorts:exports", "file-spreadsheet", "attendance.export"),
)
