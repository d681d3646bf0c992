"""The only writers of certificates: issue, keep the drawn file, revoke."""

from dataclasses import dataclass, field
from datetime import date

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from certificates.enums import CertificateKind
from certificates.models import Certificate, NumberSequence
from certificates.pdf import Renderer
from certificates.pdf.render import verification_url
from certificates.queries.templates import usual_versions
from certificates.rules.numbers import read_pattern
from certificates.signing import documents
from lms.audit import trail


class OwnRecord(Exception):
    """Nobody issues or revokes a certificate of their own."""


@dataclass(frozen=True)
class IssueItem:
    """One certificate to issue; ``facts`` as ``certificates.models.Certificate`` names them, numbered by ``pattern``.

    ``template`` is the id of the version of a template that it will look like; without one it is the usual template of its
    kind for the organisation that issues.
    """

    person_id: int
    source: str
    facts: dict = field(hash=False)
    pattern: str
    kind: str = CertificateKind.COMPLETION
    template: int | None = None

    @property
    def year(self):
        return date.fromisoformat(self.facts["issued_on"]).year


def issue(*, actor, person, source, facts, pattern, kind=CertificateKind.COMPLETION, organisation=None):
    """Issue one certificate and return it; a source issued before returns the first."""
    item = IssueItem(person_id=person.pk, source=source, facts=facts, pattern=pattern, kind=kind)
    return issue_many(actor=actor, items=[item], organisation=organisation)[0]


def issue_many(*, actor, items, organisation=None):
    """Issue certificates, all or none, and return them in the order of ``items``; what was issued before is returned too.

    Numbers run without gap within a pattern and a year: the sequence's row is locked before anything is read, so two who
    issue at once follow each other, and one that fails gives its numbers back. ``organisation`` is whose administrators
    may read the line in the audit trail.
    """
    if actor is not None and any(item.person_id == actor.pk for item in items):
        raise OwnRecord
    try:
        return _issue(actor, items, organisation)
    except IntegrityError:
        # The same achievement was issued under another pattern at this moment: now it can be read.
        return _issue(actor, items, organisation)


@transaction.atomic
def _issue(actor, items, organisation):
    groups = {}
    for item in items:
        groups.setdefault((read_pattern(item.pattern), item.year), []).append(item)
    groups = sorted(groups.items(), key=lambda group: (group[0][0].key, group[0][1]))
    sequences = {(pattern.key, year): _locked_sequence(pattern.key, year) for (pattern, year), members in groups}
    sources = [item.source for item in items]
    found = {row.source: row for row in Certificate.objects.current().filter(source__in=sources)}
    usual = usual_versions(organisation, {item.kind for item in items if item.template is None})
    made = []
    for (pattern, year), members in groups:
        new = list({item.source: item for item in members if item.source not in found}.values())
        if not new:
            continue
        sequence = sequences[pattern.key, year]
        first = sequence.last + 1
        sequence.last += len(new)
        sequence.save(update_fields=["last"])
        made += [
            Certificate(
                person_id=item.person_id, kind=item.kind, source=item.source, facts=item.facts, issued_by=actor,
                template_version_id=item.template or usual.get(item.kind),
                number=pattern.number(year, running), sequence=sequence, running=running,
            )
            for running, item in enumerate(new, start=first)
        ]
    Certificate.objects.bulk_create(made)
    if made:
        trail.record(
            actor=actor, verb="certificate.issue", target=made[0] if len(made) == 1 else None, organisation=organisation,
            detail={"certificates": len(made), "first": made[0].number, "last": made[-1].number},
        )
    found.update({row.source: row for row in made})
    return [found[source] for source in sources]


def _locked_sequence(key, year):
    """Return the row that numbers of ``key`` and ``year`` run by, locked until the end of the transaction."""
    NumberSequence.objects.get_or_create(pattern=key, year=year)
    rows = NumberSequence.objects.filter(pattern=key, year=year)
    rows.update(last=F("last"))  # the lock, on SQLite as well
    return rows.get()


def draw(*, certificates, progress=None):
    """Draw and keep the PDF of each certificate that has none; return how many were drawn.

    ``progress(done, total)`` is called after each. Safe to run twice and to kill half-way: what has its file is left alone,
    and a file is kept only when it is whole. Raises ``certificates.pdf.CharacterMissing`` before any is drawn.
    """
    waiting = [certificate for certificate in certificates if not certificate.pdf]
    if not waiting:
        return 0
    renderer = Renderer(waiting)
    for place, certificate in enumerate(waiting, start=1):
        _keep(certificate, renderer.render(certificate))
        if progress:
            progress(place, len(waiting))
    return len(waiting)


def redraw(*, certificate):
    """Draw again the PDF of a certificate whose file is missing; it says what it said."""
    Certificate.objects.filter(pk=certificate.pk).update(pdf="")
    _keep(certificate, Renderer([certificate]).render(certificate))


def _keep(certificate, content):
    """Sign the drawn file and keep it, once."""
    content = documents.sign(content, number=certificate.number, address=verification_url(certificate.code))
    storage = Certificate._meta.get_field("pdf").storage
    name = storage.save(f"certificates/{certificate.issued_at.year}/{certificate.code}.pdf", ContentFile(content))
    if not Certificate.objects.filter(pk=certificate.pk, pdf="").update(pdf=name):
        storage.delete(name)  # another worker was faster; its file says the same
        certificate.refresh_from_db(fields=["pdf"])
    else:
        certificate.pdf.name = name


@transaction.atomic
def revoke(*, actor, certificate, reason):
    """Revoke a certificate, at once and for everyone who checks it; revoked before, the first reason stands.

    A review that was asked for is settled by it.
    """
    if actor is not None and certificate.person_id == actor.pk:
        raise OwnRecord
    changed = Certificate.objects.filter(pk=certificate.pk, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=actor, revoked_reason=reason.strip()[:200], review_since=None
    )
    if changed:
        trail.record(actor=actor, verb="certificate.revoke", target=certificate, detail={"number": certificate.number})
    certificate.refresh_from_db()
    return certificate
