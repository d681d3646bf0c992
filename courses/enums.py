from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LessonKind(TextChoices):
    LESSON = "lesson", _("Lesson")
    MICRO = "micro", _("Micro-lesson")


class Readers(TextChoices):
    """Who may read a page of the catalogue, as far as its lists have to know."""

    ALL = "", _("Everybody")
    SIGNED_IN = "signed_in", _("Whoever is signed in")
    SOME = "some", _("A group, or whoever knows a password")


class MediumKind(TextChoices):
    VIDEO = "video", _("Film")
    AUDIO = "audio", _("Recording")


class QuestionKind(TextChoices):
    SINGLE = "single", _("Single choice")
    MULTIPLE = "multiple", _("Multiple choice")
    TRUE_FALSE = "true_false", _("True or false")
    FILL_IN = "fill_in", _("Fill in")
    MATCHING = "matching", _("Matching")
    ORDERING = "ordering", _("Ordering")
    SHORT = "short", _("Short answer")
    ESSAY = "essay", _("Essay")
    CASE = "case", _("Case with sub-questions")


class Difficulty(IntegerChoices):
    EASY = 1, _("Easy")
    FAIRLY_EASY = 2, _("Fairly easy")
    MIDDLE = 3, _("Middling")
    FAIRLY_HARD = 4, _("Fairly hard")
    HARD = 5, _("Hard")


class WorkKind(TextChoices):
    """What an assignment takes (``courses.rules.assignments``)."""

    TEXT = "text", _("Text")
    PICTURE = "picture", _("Pictures")
    AUDIO = "audio", pgettext_lazy("work", "Recording")
    DOCUMENT = "document", _("Document")


class Activity(TextChoices):
    """Activities of the 2017 notice (part II, 3 to 5), whose best works are shown to everyone."""

    ESSAY = "essay", _("Essays")
    READING = "reading", _("Reading aloud")
    PHOTO = "photo", _("Photography")


class LatePolicy(TextChoices):
    REFUSE = "refuse", _("Not taken any more")
    ACCEPT = "accept", _("Taken, and marked as late")
    UNTIL = "until", _("Taken as late until a second date")


class WorkState(TextChoices):
    DRAFT = "draft", pgettext_lazy("work", "Being written")
    HANDED_IN = "handed_in", pgettext_lazy("work", "To mark")
    RETURNED = "returned", pgettext_lazy("work", "Returned")
    MARKED = "marked", pgettext_lazy("work", "Marked")


class Consent(TextChoices):
    """What the author allows to be shown to others."""

    NOTHING = "", _("Do not show my work")
    UNNAMED = "unnamed", _("Show my work without my name")
    NAMED = "named", _("Show my work with my name and organisation")


class Counting(TextChoices):
    """Which of several attempts is the result."""

    BEST = "best", _("The best attempt")
    LAST = "last", _("The last attempt")
    AVERAGE = "average", _("The average of all attempts")


class Release(TextChoices):
    """When a candidate is shown something of the result."""

    HANDED_IN = "handed_in", _("As soon as it is marked")
    CLOSED = "closed", _("When the exam is over for everyone")
    DECIDED = "decided", _("When it is released by hand")
    NEVER = "never", _("Never")


class ExamPlace(TextChoices):
    ANYWHERE = "anywhere", _("Anywhere")
    ROOM = "room", _("In the room, with the code shown there")


class EndedBy(TextChoices):
    CANDIDATE = "candidate", _("Handed in")
    TIME = "time", _("Time ran out")
    INVIGILATOR = "invigilator", _("Ended by the invigilator")
    PAPER = "paper", _("Written on paper")


class SittingEvent(TextChoices):
    """What happened during an attempt, as the invigilator reads it."""

    BEGUN = "begun", _("Begun")
    OTHER_DEVICE = "other_device", _("Another device was refused")
    FREED = "freed", _("Freed for another device")
    TAKEN_OVER = "taken_over", _("Went on with another device")
    LEFT_PAGE = "left_page", _("Left the page")
    CAME_BACK = "came_back", _("Came back to the page")
    EXTENDED = "extended", _("Given more time")
    HANDED_IN = "handed_in", _("Handed in")
    ENDED = "ended", _("Ended")
    KEYED_IN = "keyed_in", _("Keyed in from paper")


class Remedy(TextChoices):
    """What is done about a question that proves faulty after people have answered it."""

    VOID = "void", _("Leave the question out")
    FULL = "full", _("Give everyone its points")
    REKEY = "rekey", _("Mark it by its newest version")
    NONE = "none", _("Take it back: the question counts as it was")


class RegradeState(TextChoices):
    PREPARING = "preparing", _("The preview is being made")
    READY = "ready", _("Preview")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", pgettext_lazy("regrading", "Applied")


class QuestionState(TextChoices):
    """What becomes of a question: only a live one is asked."""

    LIVE = "live", pgettext_lazy("state of a question", "In use")
    DRAFT = "draft", pgettext_lazy("state of a question", "Draft")
    RETIRED = "retired", pgettext_lazy("state of a question", "Retired")


class UploadState(TextChoices):
    READING = "reading", _("Being read")
    READY = "ready", _("Ready to import")
    APPLYING = "applying", _("Being imported")
    APPLIED = "applied", pgettext_lazy("roster", "Imported")
    FAILED = "failed", _("Could not be read")


class HourKind(TextChoices):
    """How hours were earned. The first four are the session kinds of face-to-face training."""

    LECTURE = "lecture", _("Lecture")
    BREAKOUT = "breakout", _("Breakout by category")
    FIELD = "field", _("Field practice")
    DISCUSSION = "discussion", _("Discussion")
    STUDY = "study", _("Organised study")
    ONLINE = "online", _("Online")
    MICRO = "micro", _("Micro-lesson")
    EXAM = "exam", _("Exam")
    TEACHING = "teaching", _("Teaching")
    MAKE_UP = "make_up", _("Made up")
    RECOGNISED = "recognised", _("Recognised from elsewhere")


FACE_TO_FACE = frozenset({HourKind.LECTURE, HourKind.BREAKOUT, HourKind.FIELD, HourKind.DISCUSSION})


class LineStatus(TextChoices):
    """What a line of the ledger is worth: asked for and not decided, counting, or taken back."""

    PENDING = "pending", _("Waiting for a decision")
    CONFIRMED = "confirmed", _("Counts")
    REVERSED = "reversed", _("Taken back")


class RuleState(TextChoices):
    DRAFT = "draft", pgettext_lazy("rules of hours", "Draft")
    APPLYING = "applying", _("Being put in force")
    IN_FORCE = "in_force", _("In force")


class RecognitionState(TextChoices):
    """Where an application for hours earned elsewhere stands."""

    APPLIED = "applied", _("Waiting for a decision")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Recognised")
    WITHDRAWN = "withdrawn", _("Taken back")


class HourImportState(TextChoices):
    READING = "reading", _("Being read")
    MAPPING = "mapping", _("Columns to confirm")
    CHECKING = "checking", _("Being checked")
    READY = "ready", _("Ready to import")
    APPLYING = "applying", _("Being imported")
    APPLIED = "applied", pgettext_lazy("roster", "Imported")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
