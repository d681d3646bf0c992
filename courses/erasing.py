"""Learning of a person who is erased: what was written and handed in goes, what is counted stays."""

from django.utils.translation import gettext_lazy as _

from courses.models import Attempt
from lms.people.erasing import emptied, goes, hindrance, stays

goes("courses.Bookmark", "person", _("bookmarks"))
goes("courses.Note", "person", _("notes"))
goes("courses.OfflineAct", "person", _("what was sent by a phone without a network"))
emptied("courses.LessonQuestion", "asker", _("questions about lessons (what all readers see of them stays)"),
        columns={"text": "—"})
emptied("courses.ScormAttempt", "person", _("what packages kept of this person"), columns={"state": {}})
emptied("courses.Recognition", "person", _("proofs of hours applied for"), files=("proof",))
emptied("courses.Submission", "work__person", _("texts handed in"), columns={"text": ""})
emptied("courses.Work", "person", _("works"), columns={"draft": "", "consent": "", "shown_at": None})
emptied("courses.HourImportRow", "person", _("rows of imported hours"), columns={"shown": {}, "problems": []})
goes("courses.WorkFile", "work__person", _("pictures, recordings and documents handed in"), files=("file", "thumbnail"))
stays(_("hours, lessons, courses and exams, which figures are counted from"), "courses.HourEntry.person",
      "courses.LessonProgress.person", "courses.CourseEnrolment.person", "courses.ExamCandidate.person",
      "courses.Attempt.person", "courses.Participant.person", "courses.PlaybackSession.person", "courses.WatchedInterval.person")


@hindrance
def _exam_under_way(person):
    if Attempt.objects.filter(person=person, submitted_at=None).exists():
        yield _("An exam of this person is under way. Wait until it is handed in.")
    if Attempt.objects.filter(person=person, submitted_at__isnull=False, marked_at=None).exists():
        yield _("An exam of this person waits to be marked. Have it marked first.")
