import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.enums import CertificateKind, CertificateState
from lms.people.models import Person
from lms.storage import private_storage

from .number import NumberSequence


def new_code():
    """Return 128 random bits as text for the verification address."""
    return secrets.token_urlsafe(16)


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those of the people one sees."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(models.Q(person=user) | models.Q(person__in=Person.objects.visible_to(user).values("pk")))

    def valid(self):
        return self.filter(revoked_at=None)

    def current(self):
        """Those that stand for what they prove; one that was superseded or voided gave that up."""
        return self.filter(current=True)


class Certificate(models.Model):
    """Proof that says the same for ever: ``facts`` are frozen at issue and everything is drawn from them alone.

    ``facts``: name, programme, organisation, starts_on, ends_on (ISO dates), minutes, issuer, issued_on, and of some kinds
    sessions. ``source`` names the achievement (``cohort:12:person:7:completion``) and is unique among the ``current``:
    issuing twice finds the first. ``sequence`` and ``running`` are what the number was made of. ``revoked_at`` is when it
    ended, whichever way: revoked, ``superseded_by`` another, or with its number ``voided``, as if it had never been issued.
    ``review_since`` is set while someone has to look whether it still holds, because a fact behind it was changed;
    ``review_reason`` says which, and once that is settled why the certificate stands. ``template_version`` pins how it looks;
    without one it looks as ``certificates.rules.builtin`` says of its kind.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(_("kind"), max_length=12, choices=CertificateKind, default=CertificateKind.COMPLETION)
    source = models.CharField(max_length=80)
    current = models.BooleanField(default=True)
    number = models.CharField(_("number"), max_length=60, unique=True)
    sequence = models.ForeignKey(NumberSequence, null=True, on_delete=models.PROTECT, related_name="certificates")
    running = models.PositiveIntegerField(null=True)
    code = models.CharField(max_length=30, unique=True, default=new_code, editable=False)
    facts = models.JSONField(default=dict)
    template_version = models.ForeignKey(
        "certificates.TemplateVersion", null=True, on_delete=models.PROTECT, related_name="certificates"
    )
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    pdf = models.FileField(storage=private_storage, upload_to="certificates/%Y", blank=True, max_length=200)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_reason = models.CharField(_("reason"), max_length=200, blank=True)
    superseded_by = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes")
    voided = models.BooleanField(default=False)
    review_since = models.DateTimeField(null=True, blank=True)
    review_reason = models.CharField(_("to be reviewed because"), max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=models.Q(current=True), name="certificate_once"),
            models.UniqueConstraint(fields=["sequence", "running"], name="number_once"),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=False) | models.Q(superseded_by=None, voided=False, current=True),
                name="certificate_ended",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def state(self):
        """What it is worth: a :class:`~certificates.enums.CertificateState`."""
        if self.superseded_by_id is not None:
            return CertificateState.SUPERSEDED
        if self.voided:
            return CertificateState.VOID
        if self.revoked_at is not None:
            return CertificateState.REVOKED
        return CertificateState.VALID if self.review_since is None else CertificateState.REVIEW

    @property
    def holds(self):
        return self.revoked_at is None
