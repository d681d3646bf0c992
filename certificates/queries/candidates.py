"""Whom a certificate waits for, and who cannot be issued one now, and why."""

from dataclasses import dataclass

from django.utils import timezone

from certificates.enums import CertificateObstacle
from certificates.merits import Merit, certificates_of
from certificates.models import Certificate
from certificates.pdf import CharacterMissing
from certificates.pdf.render import check_printable


@dataclass(frozen=True)
class Candidate:
    """Someone with a merit; ``obstacle`` is why they are not issued one now, ``character`` the one that no font has."""

    merit: Merit
    certificate: Certificate | None = None
    obstacle: str = ""
    character: str = ""


def candidates(merits, user):
    """Return a :class:`Candidate` for each of ``merits``, as ``user`` would issue them today. One query."""
    have, today, found = certificates_of(merits), timezone.localdate(), []
    for merit in merits:
        if merit.source in have:
            found.append(Candidate(merit, have[merit.source], CertificateObstacle.HAS))
        elif merit.person.pk == user.pk:
            found.append(Candidate(merit, obstacle=CertificateObstacle.OWN))
        elif merit.person.erased_at:
            found.append(Candidate(merit, obstacle=CertificateObstacle.ERASED))
        else:
            missing = _unprintable(merit.said(today))
            found.append(Candidate(merit, obstacle=CertificateObstacle.UNPRINTABLE if missing else "", character=missing))
    return found


def _unprintable(facts):
    """Return the first character of what a certificate would say that no font has, or nothing."""
    try:
        check_printable(facts)
    except CharacterMissing as missing:
        return missing.character
    return ""
