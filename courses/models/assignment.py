from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import Activity, LatePolicy
from courses.rules.assignments import Asked, Terms
from lms.people.enums import Role
from lms.people.models import Organisation, Person
from lms.people.reach import reached

from .rubric import SETTERS, Rubric

# Roles that see what was set in their subtree. What people wrote is read by ``SETTERS`` alone, and by trainers, who read
# that of the people they work with (``lms.people.reach``).
READERS = (*SETTERS, Role.AUDITOR)


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the user sets or audits, what an organisation above asks of everyone, and what people in reach take part in."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(*READERS, Role.TRAINER):
            inside |= Q(for_everyone=True, organisation_id__in=[int(part) for part in path.split("/") if part])
        for path in user.scope.paths(*READERS):
            inside |= Q(organisation__path__startswith=path)
        if user.scope.holds(*READERS, Role.TRAINER):
            inside |= Q(pk__in=Participant.objects.visible_to(user).values("assignment_id"))
        return self.filter(inside)

    def open_to(self, person):
        """What ``person`` is asked for or may take part in, and what they began."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(
            Q(is_open=True, for_everyone=True, organisation_id__in=person.own_organisation_ids)
            | Q(pk__in=Participant.objects.filter(person=person).values("assignment_id"))
            | Q(pk__in=person.works.values("assignment_id"))
        )


class Assignment(models.Model):
    """Something to write, photograph or read aloud and hand in: a 心得体会, or an activity (征文、朗读、摄影) with a gallery.

    ``kinds`` are values of ``courses.enums.WorkKind``; characters are counted without spaces, 0 is no limit. It is open to
    everyone under its organisation, or to those admitted (``Participant``). ``anonymous`` hides from markers who wrote it
    until it is marked.
    """

    organisation = models.ForeignKey(Organisation, verbose_name=_("of"), on_delete=models.PROTECT, related_name="assignments")
    title = models.CharField(_("title"), max_length=200)
    brief = models.TextField(_("what is asked"), max_length=4000)
    activity = models.CharField(_("activity with a gallery"), max_length=10, choices=Activity, blank=True)
    kinds = models.JSONField(_("what may be handed in"), default=list)
    least_characters = models.PositiveIntegerField(_("characters, at least"), default=0)
    most_characters = models.PositiveIntegerField(_("characters, at most"), default=0)
    due_at = models.DateTimeField(_("due"))
    late = models.CharField(_("after that"), max_length=8, choices=LatePolicy, default=LatePolicy.REFUSE)
    late_until = models.DateTimeField(_("second date"), null=True, blank=True)
    rubric = models.ForeignKey(Rubric, verbose_name=_("rubric"), on_delete=models.PROTECT, related_name="assignments")
    for_everyone = models.BooleanField(_("open to everyone of the organisation and below it"), default=False)
    anonymous = models.BooleanField(_("markers do not see who wrote it"), default=False)
    is_open = models.BooleanField(_("open"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "-pk"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.CheckConstraint(
                condition=Q(most_characters=0) | Q(most_characters__gte=F("least_characters")), name="assignment_lengths",
            ),
            models.CheckConstraint(
                condition=~Q(late="until") | Q(late_until__isnull=False, late_until__gte=F("due_at")),
                name="assignment_second_date",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def asked(self):
        return Asked(tuple(self.kinds), self.least_characters, self.most_characters, self.activity)

    def terms(self, again_until=None):
        return Terms(self.is_open, self.due_at, self.late, self.late_until, again_until)


class ParticipantQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's subtrees, and those whom one works with."""
        return self.filter(people_in_reach(user, "person_id")) if user.is_authenticated else self.none()


def people_in_reach(user, column):
    """The condition that ``column`` holds the id of someone whose works the user may read."""
    inside = Q(pk__in=[])
    if paths := user.scope.paths(*SETTERS):
        inside |= Q(**{f"{column}__in": Person.objects.in_subtrees(*paths).values("pk")})
    for people in reached(user):
        inside |= Q(**{f"{column}__in": people})
    return inside


class Participant(models.Model):
    """A person admitted to an assignment. Written by ``courses.actions.assignments.admit_participants``."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments_asked")
    admitted_at = models.DateTimeField(default=timezone.now)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [models.UniqueConstraint(fields=["assignment", "person"], name="participant_once")]

    def __str__(self):
        return f"{self.assignment_id}/{self.person_id}"
