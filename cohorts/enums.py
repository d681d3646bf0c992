from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EnrolmentState(TextChoices):
    APPLIED = "applied", _("Applied")
    WAITLISTED = "waitlisted", _("On the waiting list")
    ENROLLED = "enrolled", _("Enrolled")
    DECLINED = "declined", _("Application declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    COMPLETED = "completed", _("Completed")
    NOT_COMPLETED = "not_completed", _("Not completed")


class FeedKind(TextChoices):
    """What a calendar link shows; the values ``cohort`` and ``venue`` are the columns that say which."""

    MINE = "mine", _("My sessions")
    COHORT = "cohort", _("A cohort")
    VENUE = "venue", _("A venue")


class ExcellenceState(TextChoices):
    """What became of naming an excellent trainee; the values are kept with :class:`cohorts.models.ExcellentTrainee`."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", pgettext_lazy("excellent trainee", "Excellent trainee")
    DECLINED = "declined", _("Proposal declined")


# States that take a seat.
SEATED = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED, EnrolmentState.NOT_COMPLETED)


class SessionKind(TextChoices):
    """Kinds of meeting; the values are those of ``courses.enums.HourKind``, under which their hours are posted."""

    LECTURE = "lecture", _("Lecture")
    BREAKOUT = "breakout", _("Breakout by category")
    FIELD = "field", _("Field practice")
    DISCUSSION = "discussion", _("Discussion")
    ONLINE = "online", _("Online")


class AttendanceStatus(TextChoices):
    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    LEFT_EARLY = "left_early", _("Left early")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")
    UNDONE = "undone", _("Taken back")  # the last link of a chain that says nothing any more


# What a person can be marked as.
MARKS = [choice for choice in AttendanceStatus.choices if choice[0] != AttendanceStatus.UNDONE]

# Statuses of someone who was there: they earn the session's hours.
ATTENDED = (AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY)


class MarkMethod(TextChoices):
    QR = "qr", _("QR code")
    CODE = "code", _("Spoken code")
    GRID = "grid", _("Marked by the trainer")
    KIOSK = "kiosk", _("At the tablet by the door")
    CARD = "card", _("Personal card, scanned by the trainer")
    PAPER = "paper", _("From the paper sheet")
    SITE = "site", _("Code that hangs at the open site")
    LEAVE = "leave", _("Approved leave")
    CLOSING = "closing", _("At closing, without a mark")


# Ways in which people check in with a device of their own.
OWN_DEVICE = (MarkMethod.QR, MarkMethod.CODE)


class VenueKind(TextChoices):
    ROOM = "room", _("Room")
    OPEN_SITE = "open_site", _("Open activity site")


class InvitationState(TextChoices):
    """What a trainer says to a session they are asked to teach."""

    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", pgettext_lazy("teaching", "Accepted")
    DECLINED = "declined", _("Declined")


class BookingState(TextChoices):
    PLACED = "placed", pgettext_lazy("visit", "Placed")
    ACCEPTED = "accepted", pgettext_lazy("visit", "Accepted")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")


class LeaveKind(TextChoices):
    ILLNESS = "illness", _("Illness")
    WORK = "work", _("Work")
    FAMILY = "family", _("Family")
    OTHER = "other", _("Other")


class LeaveState(TextChoices):
    """``returned``: approved, and the person has reported back (销假)."""

    APPLIED = "applied", _("Applied")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", pgettext_lazy("leave", "Declined")
    CANCELLED = "cancelled", _("Cancelled")
    RETURNED = "returned", _("Reported back")


class LeaveLevel(TextChoices):
    """Who decides, by the length of the leave; each level includes those before it."""

    CLASS_TEACHER = "class_teacher", _("Class teacher")
    SCHOOL = "school", _("School")
    DEPARTMENT = "department", _("Organisation department")


class MakeUpState(TextChoices):
    CHOSEN = "chosen", pgettext_lazy("make-up", "Chosen")
    HANDED_IN = "handed_in", _("Handed in")
    DONE = "done", _("Made up")
    DECLINED = "declined", pgettext_lazy("make-up", "Declined")
    CANCELLED = "cancelled", _("Cancelled")


class SurveyAbout(TextChoices):
    """What people are asked about."""

    SESSION = "session", _("One session")
    COHORT = "cohort", _("The whole cohort")


class SurveyKind(TextChoices):
    """Kinds of question; the values are those of ``rules.surveys``."""

    SCALE = "scale", _("Scale from 1 to 5")
    CHOICE = "choice", _("One of several answers")
    TEXT = "text", _("In words")


class OrderState(TextChoices):
    """The values are those of ``cohorts.rules.orders.State``. Orders that share a session are all accepted."""

    PLACED = "placed", _("Placed")
    PROPOSED = "proposed", _("Another time proposed")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back by the branch")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Cancelled")


class DayPart(TextChoices):
    """Parts of a day that an order may ask for; the values are those of ``cohorts.rules.orders.PARTS``."""

    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")


class OrderMoment(TextChoices):
    """What happened to an order."""

    PLACED = "placed", _("Order placed")
    CHANGED = "changed", _("Order changed")
    WITHDRAWN = "withdrawn", _("Order withdrawn")
    PROPOSED = "proposed", _("Another time proposed")
    AGREED = "agreed", _("Proposed time accepted")
    REFUSED = "refused", _("Proposed time declined")
    ACCEPTED = "accepted", _("Order accepted")
    JOINED = "joined", _("Put into a joint session")
    TAKEN_OUT = "taken_out", _("Taken out of the joint session")
    DECLINED = "declined", _("Order declined")
    MOVED = "moved", _("Session changed")
    DELIVERED = "delivered", _("Lesson delivered")
    CANCELLED = "cancelled", _("Order cancelled")


class Sheet(TextChoices):
    """What can be printed of a cohort."""

    SIGN_IN = "sign-in", _("Sign-in sheet")
    ROSTER = "roster", _("Roster")
    BADGES = "badges", _("Name badges")
    CARDS = "cards", _("Table cards")
    TIMETABLE = "timetable", _("Timetable")
    GROUPS = "groups", _("Group list")


class PlanKind(TextChoices):
    """What a yearly plan holds: the three meetings and one lesson (三会一课), the theme day, training."""

    GENERAL = "general", _("General meeting of members")
    COMMITTEE = "committee", _("Committee meeting")
    GROUP = "group", _("Group meeting")
    LESSON = "lesson", _("Party lesson")
    THEME = "theme", _("Theme day")
    TRAINING = "training", _("Training")
    OTHER = "other", _("Other")


# The three meetings and the lesson that a plan of a branch speaks of (the notice, part I, paragraph 1).
MEETINGS = (PlanKind.GENERAL, PlanKind.COMMITTEE, PlanKind.GROUP, PlanKind.LESSON)


class FilingState(TextChoices):
    """What became of one version of a filing."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", pgettext_lazy("filing", "Submitted")
    RETURNED = "returned", pgettext_lazy("filing", "Returned")
    FILED = "filed", pgettext_lazy("filing", "Filed")


class FilingStanding(TextChoices):
    """How an organisation stands with what it is to file; the values are those of ``rules.filing``."""

    LATE = "late", pgettext_lazy("filing", "Late")
    RETURNED = "returned", pgettext_lazy("filing", "Returned")
    DUE = "due", pgettext_lazy("filing", "Due")
    WAITING = "waiting", pgettext_lazy("filing", "Waits for an answer")
    FILED_LATE = "filed_late", pgettext_lazy("filing", "Filed late")
    FILED = "filed", pgettext_lazy("filing", "Filed")


class FileWanted(TextChoices):
    NONE = "none", _("No file")
    MAY = "may", _("A file may be attached")
    MUST = "must", _("A file is to be attached")


class NudgeAbout(TextChoices):
    """What a nudge (催办) is about; ``of`` beside it says which year, call, class or round."""

    HOURS = "hours", _("Learning hours of a year")
    FILING = "filing", pgettext_lazy("nudge", "Filing")
    COHORT = "cohort", _("What a class asks for")
    READINESS = "readiness", _("Election readiness")
    OTHER = "other", _("Something else")


class NudgeTo(TextChoices):
    PERSON = "person", _("To the person")
    LIAISON = "liaison", _("To the liaison of their organisation")


class LeftOut(TextChoices):
    """Why someone of those chosen is not nudged; the values are those of ``rules.nudges``."""

    CLOSED = "closed", _("nothing is missing any more")
    RECENT = "recent", _("nudged about the same a short while ago")
    NO_LIAISON = "no_liaison", _("no liaison looks after the organisation")
    OWN = "own", _("you would nudge yourself")
    INACTIVE = "inactive", _("the account is not active")


class RectificationState(TextChoices):
    OPEN = "open", pgettext_lazy("rectification", "Open")
    REPORTED = "reported", _("Reported done")
    FAILED = "failed", _("Re-checked: not done")
    PASSED = "passed", _("Re-checked: done")


class RectificationAct(TextChoices):
    REPORT = "report", _("reported as done")
    PASS = "pass", _("re-checked: done")
    FAIL = "fail", _("re-checked: not done")


class PointSource(TextChoices):
    """What earns points (积分). Nothing of them counts as hours, nor do hours count here."""

    SESSION = "session", _("A session attended")
    COHORT = "cohort", _("A class completed")
    LESSON = "lesson", _("A lesson learned")
    EXAM = "exam", _("An exam passed")
    TEACHING = "teaching", _("A session taught")
    EXCELLENT = "excellent", _("Named an excellent trainee")
    FILING = "filing", _("A plan filed on time")
    HAND = "hand", _("Entered by hand, with a reason")


class AppealState(TextChoices):
    OPEN = "open", pgettext_lazy("appeal", "Waits for an answer")
    UPHELD = "upheld", _("The entry stands")
    CORRECTED = "corrected", _("The entry was corrected")
