"""The only writers of templates and their versions."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import CertificateImage, CertificateTemplate, TemplateVersion
from certificates.rules import wording
from certificates.rules.layout import problems
from certificates.template_words import problem_in_words
from lms.audit import trail
from lms.people import access
from lms.printing import CharacterMissing, fonts


@transaction.atomic
def create_template(*, actor, organisation, kind, title, layout):
    """Make a template with its first version; return it. Raises ``ValidationError`` for what cannot be drawn."""
    _check(actor, organisation, layout, before=None)
    template = CertificateTemplate.objects.create(organisation=organisation, kind=kind, title=title, created_by=actor)
    TemplateVersion.objects.create(template=template, number=1, layout=layout.to_row(), saved_by=actor)
    trail.record(
        actor=actor, verb="certificate_template.create", target=template, organisation=organisation, detail={"title": title}
    )
    return template


@transaction.atomic
def save_version(*, actor, template, layout, based_on):
    """Save ``layout`` as the next version and return it; a layout that changes nothing is the version it was.

    ``based_on`` is the number of the version that was shown when the change began: a version saved since is not passed over
    in silence. Raises ``ValidationError``.
    """
    CertificateTemplate.objects.select_for_update().get(pk=template.pk)
    latest = template.versions.first()
    if latest.number != based_on:
        raise ValidationError(
            _("Version %(number)s was saved in the meantime. Open the template again and repeat your change.")
            % {"number": latest.number}
        )
    before = latest.read
    _check(actor, template.organisation, layout, before=before)
    if layout == before:
        return latest
    version = TemplateVersion.objects.create(
        template=template, number=latest.number + 1, layout=layout.to_row(), saved_by=actor
    )
    trail.record(
        actor=actor, verb="certificate_template.save", target=template, organisation=template.organisation,
        detail={"title": template.title, "version": version.number},
    )
    return version


def copy_template(*, actor, template, organisation, title):
    """Make a template of ``organisation`` that looks as the newest version of another one does; return it.

    Seals and signatures that the actor may not place there, and pictures that the organisation cannot use, are left out.
    """
    layout = template.versions.first().read
    usable = set(_usable(organisation).values_list("role", "sha256"))
    may_ink = _may_ink(actor, organisation)
    kept = tuple(
        row for row in layout.pictures
        if (row.role, row.image) in usable and (may_ink or (row.role, row.image) not in layout.ink)
    )
    layout = replace(layout, pictures=kept, seal=layout.seal if may_ink else None)
    return create_template(actor=actor, organisation=organisation, kind=template.kind, title=title, layout=layout)


@transaction.atomic
def rename_template(*, actor, template, title):
    if title == template.title:
        return
    trail.record(
        actor=actor, verb="certificate_template.rename", target=template, organisation=template.organisation,
        detail={"title": title},
    )
    template.title = title
    template.save(update_fields=["title"])


@transaction.atomic
def make_standard(*, actor, template):
    """From now on this template is taken unless another is chosen; the one before it no longer is."""
    if template.retired_at:
        raise ValidationError(_("A retired template is not taken. Bring it back first."))
    same = CertificateTemplate.objects.select_for_update().filter(organisation=template.organisation, kind=template.kind)
    list(same.order_by("pk"))  # both rows are held, in one order
    same.filter(standard=True).exclude(pk=template.pk).update(standard=False)
    if same.filter(pk=template.pk, standard=False).update(standard=True):
        trail.record(
            actor=actor, verb="certificate_template.standard", target=template, organisation=template.organisation,
            detail={"title": template.title},
        )
    template.standard = True


@transaction.atomic
def retire_template(*, actor, template):
    """Offer the template no longer; certificates that pin one of its versions keep their looks."""
    if CertificateTemplate.objects.filter(pk=template.pk, retired_at=None).update(retired_at=timezone.now(), standard=False):
        trail.record(
            actor=actor, verb="certificate_template.retire", target=template, organisation=template.organisation,
            detail={"title": template.title},
        )


@transaction.atomic
def revive_template(*, actor, template):
    if CertificateTemplate.objects.filter(pk=template.pk).exclude(retired_at=None).update(retired_at=None):
        trail.record(
            actor=actor, verb="certificate_template.revive", target=template, organisation=template.organisation,
            detail={"title": template.title},
        )


def _usable(organisation):
    return CertificateImage.objects.for_use_by(organisation)


def _may_ink(actor, organisation):
    return actor is None or access.allowed(actor, "certificate_template.ink", organisation)


def _check(actor, organisation, layout, before):
    """Raise ``ValidationError`` with everything that stands in the way of this layout."""
    wrong = [problem_in_words(where, code) for where, code in problems(layout)]
    if not wrong:
        old = {(row.role, row.image) for row in before.pictures} if before else set()
        new = {(row.role, row.image) for row in layout.pictures} - old
        if new and new - set(_usable(organisation).values_list("role", "sha256")):
            wrong.append(_("A picture is not among those of your organisation. Choose another."))
        if layout.ink - (before.ink if before else set()) and not _may_ink(actor, organisation):
            wrong.append(_("You may not place seals and signatures. Ask the sub-district or the district to add them."))
        try:
            fonts.choose("".join(row.text for row in layout.texts) + layout.address + wording.DIGITS)
        except CharacterMissing as missing:
            wrong.append(str(missing))
    if wrong:
        raise ValidationError(wrong)
