import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.enums import CertificateKind
from lms.people.models import Person
from lms.storage import private_storage


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


class Certificate(models.Model):
    """Proof that says the same for ever: ``facts`` are frozen at issue and everything is drawn from them alone.

    ``facts``: name, programme, organisation, starts_on, ends_on (ISO dates), minutes, issuer, issued_on. ``source`` names
    the achievement (``cohort:12:person:7:completion``) and is unique: issuing twice finds the first. ``review_since`` is set
    while someone has to look whether it still holds, because a fact behind it was changed; ``review_reason`` says which, and
    once that is settled why the certificate stands. ``template_version`` pins how it looks; without one it looks as those
    did that were issued before there were templates (``certificates.rules.builtin``).
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(_("kind"), max_length=12, choices=CertificateKind, default=CertificateKind.COMPLETION)
    source = models.CharField(max_length=80, unique=True)
    number = models.CharField(_("number"), max_length=60, unique=True)
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
    review_since = models.DateTimeField(null=True, blank=True)
    review_reason = models.CharField(_("to be reviewed because"), max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self):
        return self.number
