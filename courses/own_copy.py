"""Learning in a person's copy of their own data. Of exams the result is told and never the paper, which others still sit."""

from django.utils.translation import gettext_lazy as _

from lms.people.own_copy import leave_out, register

register("courses.HourEntry", "person", _("Hours"), {
    _("Day"): "on_date", _("What"): "title", _("Kind"): "kind", _("Minutes"): "minutes", _("Organisation"): "organisation",
    _("Reason"): "reason",
})
register("courses.CourseEnrolment", "person", _("Courses"), {
    _("Course"): "course", _("From"): "enrolled_at", _("To"): "left_at",
})
register("courses.LessonProgress", "person", _("Lessons"), {
    _("Lesson"): "lesson.title", _("Begun"): "started_at", _("Finished"): "completed_at", _("Opened last"): "last_opened_at",
})
register("courses.Bookmark", "person", _("Bookmarks"), {_("Lesson"): "lesson.title", _("At"): "created_at"})
register("courses.Note", "person", _("Notes"), {_("Lesson"): "lesson.title", _("Text"): "text", _("At"): "changed_at"})
register("courses.LessonQuestion", "asker", _("Questions asked"), {
    _("Lesson"): "lesson.title", _("Text"): "text", _("At"): "asked_at", _("Answered"): "answered_at",
})
register("courses.ExamCandidate", "person", _("Exams admitted to"), {
    _("Exam"): "exam.title", _("At"): "admitted_at", _("Extra minutes"): "extra_minutes",
})
register("courses.Attempt", "person", _("Exams"), {
    _("Exam"): "exam.title", _("Begun"): "started_at", _("Handed in"): "submitted_at",
    _("Passed"): lambda row: row.passed if row.told_at else None, _("Points"): lambda row: row.points if row.told_at else None,
})
register("courses.Recognition", "person", _("Hours applied for"), {
    _("What"): "title", _("First day"): "first_day", _("Last day"): "last_day", _("Minutes"): "minutes", _("State"): "state",
    _("Answer"): "answer",
})
register("courses.Work", "person", _("Works"), {_("Assignment"): "assignment.title", _("State"): "state", _("At"): "created_at"})
register("courses.Participant", "person", _("Assignments"), {_("Assignment"): "assignment.title", _("At"): "admitted_at"})
register("courses.ScormAttempt", "person", _("Packages played"), {
    _("Lesson"): "lesson.title", _("Seconds"): "seconds", _("At"): "updated_at",
})
leave_out(_("how a film was played; what counts of it stands under hours and lessons"), "courses.PlaybackSession.person",
          "courses.WatchedInterval.person")
