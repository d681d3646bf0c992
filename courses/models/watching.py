import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import MediumKind
from lms.people.own import OwnQuerySet

from .catalogue import Lesson


class LessonMediumQuerySet(models.QuerySet):
    def active(self):
        return self.filter(retired_at=None)

    def visible_to(self, user):
        """What can be watched now; the published catalogue is public."""
        return self.active().filter(lesson__retired_at=None)


class LessonMedium(models.Model):
    """A film or recording of a lesson. Written by ``courses.actions.watching.register_media`` when the page is published.

    ``key`` is the id of its block on the page: the same for ever, wherever the block moves on the page.
    """

    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="media")
    key = models.CharField(max_length=64)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=5, choices=MediumKind)
    duration_ms = models.PositiveIntegerField(default=0)  # 0: nobody knows
    source = models.CharField(max_length=1500, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = LessonMediumQuerySet.as_manager()

    class Meta:
        ordering = ["lesson", "order", "pk"]
        verbose_name = _("film or recording of a lesson")
        verbose_name_plural = _("films and recordings of lessons")
        constraints = [models.UniqueConstraint(fields=["lesson", "key"], name="medium_once")]

    def __str__(self):
        return self.title


class PlaybackSession(models.Model):
    """One player on one page: what it may still have counted, and what it reported. Written by ``courses.actions.watching``.

    ``unspent_ms`` of the medium may be counted as of ``settled_at``; ``asks_at`` is when the person is asked whether they
    are there. A newer player of the same person supersedes it: the database allows one that is not superseded.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="playback_sessions")
    medium = models.ForeignKey(LessonMedium, on_delete=models.PROTECT, related_name="sessions")
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    started_at = models.DateTimeField(default=timezone.now)
    last_beat_at = models.DateTimeField(null=True, blank=True)
    last_sequence = models.PositiveIntegerField(default=0)
    position_ms = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(default=timezone.now)
    unspent_ms = models.PositiveIntegerField(default=0)
    asks_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("player")
        verbose_name_plural = _("players")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(superseded_at=None), name="player_one_open"),
        ]
        indexes = [models.Index(fields=["person", "medium", "-started_at"], name="player_latest")]

    def __str__(self):
        return f"{self.person_id} {self.medium_id}"


class WatchedInterval(models.Model):
    """A part of a medium that a person watched, between ``first_at`` and ``last_at``; parts that touch are one row."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="watched_intervals")
    medium = models.ForeignKey(LessonMedium, on_delete=models.PROTECT, related_name="intervals")
    start_ms = models.PositiveIntegerField()
    end_ms = models.PositiveIntegerField()
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["medium", "start_ms", "pk"]
        verbose_name = _("part watched")
        verbose_name_plural = _("parts watched")
        constraints = [models.CheckConstraint(condition=Q(end_ms__gt=F("start_ms")), name="interval_not_empty")]
        indexes = [models.Index(fields=["person", "medium"], name="interval_of_person")]

    def __str__(self):
        return f"{self.person_id} {self.medium_id} {self.start_ms}-{self.end_ms}"


class WatchingPolicy(models.Model):
    """How watching counts in this district: one row, edited by its administrators."""

    SPEEDS = [(100, "1×"), (125, "1.25×"), (150, "1.5×")]

    only = models.BooleanField(default=True, unique=True, editable=False)
    speed_percent = models.PositiveSmallIntegerField(
        _("fastest speed"), choices=SPEEDS, default=150, help_text=_("Whatever is played faster does not count."),
    )
    seek_forward = models.BooleanField(
        _("skipping forward allowed"), default=False,
        help_text=_("Unticked, one goes forward only over what one has watched."),
    )
    share_percent = models.PositiveSmallIntegerField(
        _("share to watch, percent"), default=90, validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("So much of each film and recording is watched before a lesson can be finished."),
    )
    asks_presence = models.BooleanField(
        _("ask whether one is there"), default=False,
        help_text=_("A large button appears now and then; unanswered for a minute, the film pauses and nothing more counts."),
    )
    asks_after = models.PositiveSmallIntegerField(
        _("ask after, minutes, at least"), default=8, validators=[MinValueValidator(1), MaxValueValidator(240)],
    )
    asks_before = models.PositiveSmallIntegerField(
        _("ask after, minutes, at most"), default=15, validators=[MinValueValidator(1), MaxValueValidator(240)],
    )

    class Meta:
        verbose_name = _("rules of watching")
        verbose_name_plural = _("rules of watching")

    def __str__(self):
        return str(_("Rules of watching"))

    def clean(self):
        if self.asks_before < self.asks_after:
            raise ValidationError({"asks_before": _("At most must not be less than at least.")})
        if self._state.adding and WatchingPolicy.objects.exists():
            raise ValidationError(_("These rules stand once: change the ones that are there."))

    @classmethod
    def current(cls):
        """Return the rules that hold: the row, or what a new installation begins with."""
        return cls.objects.first() or cls()
