"""Classes in a person's copy of their own data."""

from django.utils.translation import gettext_lazy as _

from lms.people.own_copy import leave_out, register

register("cohorts.Enrolment", "person", _("Classes"), {
    _("Class"): "cohort.title", _("Organisation"): "organisation", _("State"): "state", _("At"): "created_at",
    _("Reason"): "reason",
})
register("cohorts.AttendanceMark", "enrolment__person", _("Attendance"), {
    _("Class"): "session.cohort.title", _("Session"): "session.title", _("From"): "session.starts_at", _("Status"): "status",
    _("Way"): "method", _("At"): "observed_at", _("Reason"): "reason",
})
register("cohorts.Leave", "enrolment__person", _("Leave"), {
    _("Class"): "enrolment.cohort.title", _("From"): "starts_at", _("To"): "ends_at", _("Text"): "text", _("State"): "state",
    _("Answer"): "answer",
})
register("cohorts.PointEntry", "person", _("Points"), {
    _("Day"): "on_date", _("What"): "title", _("Points"): "points", _("Reason"): "reason",
})
register("cohorts.SurveyTicket", "person", _("Surveys"), {_("Survey"): "survey.title", _("Filled in"): "answered"})
register("cohorts.ReminderChoice", "person", _("Reminders"), {
    _("The day before"): "day_before", _("The hour before"): "hour_before", _("E-mail"): "by_email", _("Text message"): "by_sms",
})
register("cohorts.NudgeLine", "person", _("Nudges"), {_("At"): "nudge.sent_at", _("Organisation"): "organisation"})
register("cohorts.Rectification", "person", _("Rectifications"), {
    _("Finding"): "finding", _("Measure"): "measure", _("Due"): "due_on", _("State"): "state",
})
register("cohorts.ClassSession", "trainer", _("Sessions taught"), {
    _("Class"): "cohort.title", _("Session"): "title", _("From"): "starts_at", _("To"): "ends_at",
})
register("cohorts.Cohort", "class_teacher", _("Classes looked after"), {_("Class"): "title"})
register("cohorts.MenuItem", "trainer", _("Lessons to order"), {_("What"): "title"})
register("cohorts.TeachingInvitation", "trainer", _("Invitations to teach"), {
    _("Session"): "session.title", _("State"): "state", _("At"): "asked_at", _("Reason"): "reason",
})
register("cohorts.TrainerAbsence", "person", _("Times away"), {_("From"): "starts_at", _("To"): "ends_at", _("Reason"): "reason"})
register("cohorts.TrainerProfile", "person", _("Subjects"), {_("Subjects"): "subjects"})
leave_out(_("secrets that let somebody in"), "cohorts.CalendarFeed.person", "cohorts.PersonalCard.person")
