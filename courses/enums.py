from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
