from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LessonKind(TextChoices):
    LESSON = "lesson", _("Lesson")
    MICRO = "micro", _("Micro-lesson")


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
    ONLINE = "online", _("Online")
    MICRO = "micro", _("Micro-lesson")
    EXAM = "exam", _("Exam")
    MAKE_UP = "make_up", _("Made up")
    RECOGNISED = "recognised", _("Recognised from elsewhere")


FACE_TO_FACE = frozenset({HourKind.LECTURE, HourKind.BREAKOUT, HourKind.FIELD, HourKind.DISCUSSION})
