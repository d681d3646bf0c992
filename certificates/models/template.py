"""How certificates look: templates, their versions, and the pictures that lie in them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.enums import CertificateKind, ImageRole
from certificates.rules.layout import Layout
from lms.people.enums import Role
from lms.people.models import Organisation
from lms.storage import private_storage

KEEPERS = (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT)


class OwnedQuerySet(models.QuerySet):
    """Rows of an organisation that those below it use as well."""

    def visible_to(self, user):
        """Those of the user's subtrees as an administrator or auditor, and of the organisations above them."""
        if not user.is_authenticated:
            return self.none()
        inside, above = models.Q(pk__in=[]), set()
        for path in user.scope.paths(*KEEPERS, Role.AUDITOR):
            inside |= models.Q(organisation__path__startswith=path)
            above |= set(lines_above(path))
        return self.filter(inside | models.Q(organisation__path__in=above))

    def for_use_by(self, organisation):
        """Those of an organisation and of the organisations above it."""
        return self.filter(organisation__path__in=lines_above(organisation.path))

    def current(self):
        return self.filter(retired_at=None)


def lines_above(path):
    """Return the paths of an organisation and of all above it: ``1/4/9/`` gives ``1/``, ``1/4/``, ``1/4/9/``."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:count]) + "/" for count in range(1, len(parts) + 1)]


class CertificateTemplate(models.Model):
    """A way certificates of one kind look. ``standard``: taken for its organisation, and those below that have none of their
    own, unless another is chosen."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="certificate_templates"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=CertificateKind, default=CertificateKind.COMPLETION)
    title = models.CharField(_("name"), max_length=80)
    standard = models.BooleanField(_("taken unless another is chosen"), default=False)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "title", "pk"]
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"], condition=models.Q(standard=True), name="template_standard_once"
            ),
        ]

    def __str__(self):
        return self.title


class VersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(template__in=CertificateTemplate.objects.visible_to(user).values("pk"))


class TemplateVersion(models.Model):
    """A layout as it was saved; never changed, so that a certificate which pins it looks the same for ever."""

    template = models.ForeignKey(CertificateTemplate, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    layout = models.JSONField(_("layout"))
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of a template")
        verbose_name_plural = _("versions of templates")
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="template_version_once")]

    def __str__(self):
        return f"{self.template_id} v{self.number}"

    @property
    def read(self):
        """The layout as a value (``certificates.rules.layout.Layout``)."""
        return Layout.from_row(self.layout)


class CertificateImage(models.Model):
    """A picture for templates, known by the SHA-256 of its file; never replaced, since certificates name it by that."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="certificate_images"
    )
    role = models.CharField(_("what it is"), max_length=12, choices=ImageRole)
    title = models.CharField(_("name"), max_length=80)
    sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    file = models.FileField(storage=private_storage, upload_to="certificates/pictures", max_length=200)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    brought_at = models.DateTimeField(default=timezone.now)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["role", "title", "pk"]
        verbose_name = _("picture for certificates")
        verbose_name_plural = _("pictures for certificates")
        constraints = [models.UniqueConstraint(fields=["organisation", "role", "sha256"], name="certificate_image_once")]

    def __str__(self):
        return self.title

    def bytes(self):
        with self.file.open("rb") as opened:
            return opened.read()
