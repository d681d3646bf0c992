"""Which template is taken where none was chosen."""

from django.db.models import F, Max

from certificates.models import CertificateTemplate


def usual_versions(organisation, kinds):
    """Return ``{kind: id of a version}``: the newest version of the usual template of each kind, the nearest above
    ``organisation`` first. A kind without one is left out. One query, none without an organisation."""
    if organisation is None or not kinds:
        return {}
    rows = (
        CertificateTemplate.objects.for_use_by(organisation).current().filter(standard=True, kind__in=kinds)
        .annotate(newest=Max("versions"), depth=F("organisation__depth")).order_by("depth")
    )
    return {row.kind: row.newest for row in rows}


def templates_for(organisation, kind):
    """The templates of a kind that certificates of ``organisation`` may look like, the usual one of the nearest first."""
    return (
        CertificateTemplate.objects.for_use_by(organisation).current().filter(kind=kind)
        .annotate(newest=Max("versions")).order_by("-organisation__depth", "-standard", "title", "pk")
    )
