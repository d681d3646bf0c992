import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.enums import LessonKind, Readers
from lms.people.models import Category, Organisation


class CatalogueQuerySet(models.QuerySet):
    def active(self):
        """What can be learned now: published and not retired."""
        return self.filter(retired_at=None)

    def visible_to(self, user):
        """The published catalogue is public; what was retired is seen only where someone's record names it."""
        return self.active()

    def listed_for(self, user):
        """What a list, a search or a suggestion names to the user (None is a visitor): no page that they may not open.

        A page for a group or behind a password is named in no list: whoever may open it has its address or its class.
        """
        known = user is not None and user.is_authenticated
        return self.active().filter(readers__in=[Readers.ALL, Readers.SIGNED_IN] if known else [Readers.ALL])


class CatalogueItem(models.Model):
    """What the catalogue keeps of a published page: written by ``courses.actions.catalogue`` only.

    ``key`` is the page's ``translation_key``: the record follows the page through renaming and moving, and never holds a
    key to it. ``retired_at`` is set when the page is unpublished or deleted, and cleared when it is published again.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    title_key = models.CharField(max_length=600, blank=True, editable=False)
    initials = models.CharField(max_length=200, blank=True, db_index=True, editable=False)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    url = models.CharField(max_length=1500, blank=True)  # Chinese not percent-encoded; four slugs of 255 at most
    published_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    readers = models.CharField(max_length=10, choices=Readers, default=Readers.ALL, blank=True)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    def is_listed_for(self, user):
        """Say of one row what ``listed_for`` says of many; retired rows too."""
        known = user is not None and user.is_authenticated
        return self.readers == Readers.ALL or (known and self.readers == Readers.SIGNED_IN)


class Series(CatalogueItem):
    """A community party school's series of courses."""

    school = models.ForeignKey(
        Organisation, verbose_name=_("school of"), null=True, blank=True, on_delete=models.PROTECT, related_name="series"
    )

    class Meta:
        ordering = ["title_key", "pk"]
        verbose_name = _("series")
        verbose_name_plural = _("series")


class Lecturer(models.Model):
    """Who teaches courses, as far as lists and filters need it: written by ``courses.actions.catalogue`` only.

    ``key`` is that of the editors' own card of the lecturer, which holds the photo and the biography. ``retired_at`` is
    set when that card is deleted.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=60)
    name_key = models.CharField(max_length=200, blank=True, editable=False)
    title = models.CharField(_("lecturer's title"), max_length=120, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "pk"]
        verbose_name = _("lecturer")
        verbose_name_plural = _("lecturers")

    def __str__(self):
        return self.name


class Course(CatalogueItem):
    """A course of lessons, for the categories and positions it names (for everyone when it names none).

    ``cover`` is the address of a picture ready for lists; ``minutes`` the length that the course declares, else that of
    its required lessons. ``prerequisites`` are the courses to be finished first, ``self_enrolment`` tells whether people
    may put themselves down for it.
    """

    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="courses")
    school = models.ForeignKey(
        Organisation, verbose_name=_("school of"), null=True, blank=True, on_delete=models.PROTECT, related_name="courses"
    )
    categories = models.ManyToManyField(Category, verbose_name=_("for categories"), blank=True, related_name="courses")
    positions = models.JSONField(_("for positions"), default=list, blank=True)
    order = models.PositiveIntegerField(default=0)
    theme = models.CharField(_("theme"), max_length=40, blank=True, db_index=True)
    cover = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveIntegerField(_("minutes"), default=0)
    self_enrolment = models.BooleanField(_("self-enrolment"), default=False)
    lecturers = models.ManyToManyField(Lecturer, verbose_name=_("lecturers"), blank=True, related_name="courses")
    prerequisites = models.ManyToManyField(
        "self", verbose_name=_("prerequisites"), blank=True, symmetrical=False, related_name="opens"
    )

    class Meta:
        ordering = ["order", "title_key", "pk"]
        verbose_name = _("course")
        verbose_name_plural = _("courses")


class Lesson(CatalogueItem):
    """A lesson of a course, or a micro-lesson that stands by itself. ``minutes`` is what it is meant to take."""

    kind = models.CharField(_("kind"), max_length=8, choices=LessonKind, default=LessonKind.LESSON)
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.SET_NULL, related_name="lessons")
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    required = models.BooleanField(_("required"), default=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
