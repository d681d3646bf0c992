"""Reads for the public: a certificate by its code, by a shared link, or by a file."""

from certificates.models import Certificate, CertificateShare
from certificates.signing.documents import Condition


def by_code(code):
    """Return the certificate of a verification code, with what came after it; None for a code that was never given."""
    if not code.isprintable():  # PostgreSQL keeps no NUL
        return None
    return Certificate.objects.select_related("superseded_by", "person").filter(code=code).first()


def by_share(token):
    """Return the link (:class:`~certificates.models.CertificateShare`) that was not withdrawn, with its certificate; or None."""
    if not token.isprintable():
        return None
    links = CertificateShare.objects.active().select_related("certificate__superseded_by", "certificate__person")
    return links.filter(token=token).first()


def certificate_of_file(checked):
    """Return the certificate that an intact file (:class:`~certificates.signing.documents.Checked`) was signed as, or None."""
    return by_code(checked.code) if checked.condition == Condition.INTACT and checked.code else None
