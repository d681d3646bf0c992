import uuid
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.enums import Gender, Role, TextSize, Theme
from lms.people.rules.scope import Grant, Scope
from lms.sealing.fields import SealedNumberField, TailHash, WholeHash

# Roles that see the people of their subtree; trainers and schools see theirs through the rosters of their classes.
PEOPLE_ROLES = (Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR)


def new_username():
    """Return a name for an account that says nothing about its owner."""
    return f"p{uuid.uuid4().hex[:15]}"


class PersonQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def in_subtrees(self, *paths):
        """People with a current appointment in the subtrees at ``paths``."""
        from .appointment import Appointment  # noqa: PLC0415 -- cycle: appointments point at people

        inside = Q(pk__in=[])
        for path in paths:
            inside |= Q(organisation__path__startswith=path)
        return self.filter(pk__in=Appointment.objects.current().filter(inside).values("person_id"))

    def visible_to(self, user):
        """Oneself, and the people of the subtrees on which the user holds a role that sees people."""
        if not user.is_authenticated:
            return self.none()
        paths = user.scope.paths(*PEOPLE_ROLES)
        if not paths:
            return self.filter(pk=user.pk)
        if user.scope.sees_everything:
            return self.all()
        return self.filter(Q(pk=user.pk) | Q(pk__in=Person.objects.in_subtrees(*paths).values("pk")))


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):
    def get_by_natural_key(self, username):
        return self.get(username=username)


class Person(AbstractBaseUser, PermissionsMixin):
    """Someone who learns, teaches or administers; also the account with which they sign in.

    Most people of a roster never signed in: their password is unusable until a first sign-in with a code sets it
    (``people.actions.accounts``). ``name_key`` and ``initials`` are pinyin, written with the name by
    ``people.pinyin.name_fields``. ``phone`` lies encrypted (``lms.sealing``). ``born`` is as exact as what was handed in:
    ``1974``, ``1974-05`` or ``1974-05-02``. With ``erased_at`` it is a number without a name, to whom records still point
    (``people.actions.erasing``).
    """

    username = models.CharField(_("user name"), max_length=60, unique=True, default=new_username)
    name = models.CharField(_("name"), max_length=60)
    name_key = models.CharField(max_length=200, blank=True, db_index=True, editable=False)
    initials = models.CharField(max_length=30, blank=True, db_index=True, editable=False)
    gender = models.CharField(_("gender"), max_length=1, choices=Gender, blank=True)
    born = models.CharField(_("born"), max_length=10, blank=True)
    education = models.CharField(_("education"), max_length=30, blank=True)
    phone = SealedNumberField(_("telephone"), null=True, blank=True)
    staff_no = models.CharField(_("staff number"), max_length=30, unique=True, null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    text_size = models.CharField(_("text size"), max_length=8, choices=TextSize, blank=True)
    theme = models.CharField(_("colours"), max_length=8, choices=Theme, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    must_set_password = models.BooleanField(default=False, editable=False)
    code_expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name_key", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.UniqueConstraint(WholeHash("phone"), name="person_phone_once")]
        indexes = [models.Index(TailHash("phone"), name="person_phone_tail")]

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    def get_absolute_url(self):
        return reverse("people:person", args=[self.pk])

    @property
    def masked_phone(self):
        return f"{self.phone[:3]}****{self.phone[-4:]}" if self.phone else ""

    @cached_property
    def scope(self):
        """The person's grants of today, read once a request."""
        from .role_grant import RoleGrant  # noqa: PLC0415 -- cycle: grants point at people

        grants = RoleGrant.objects.active().filter(person=self).values_list("role", "organisation__path")
        return Scope(tuple(Grant(role, path) for role, path in grants))

    @cached_property
    def own_organisation_ids(self):
        """Ids of the organisations of the person's current appointments, and of all above them."""
        from .appointment import Appointment  # noqa: PLC0415 -- cycle: appointments point at people

        paths = Appointment.objects.current().filter(person=self).values_list("organisation__path", flat=True)
        return sorted({int(part) for path in paths for part in path.split("/") if part})

    @property
    def code_expired(self):
        return bool(self.must_set_password and self.code_expires_at and self.code_expires_at < timezone.now())
