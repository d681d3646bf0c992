"""What somebody did that a certificate may prove. Apps to the right say who did what; here it is numbered and drawn."""

from dataclasses import dataclass, field

from certificates.models import Certificate
from lms.people.models import Organisation, Person


@dataclass(frozen=True)
class Merit:
    """One person's; ``facts`` as ``Certificate`` names them but for the day of issue, ``source`` unique for what it proves.

    ``organisation`` is shown beside the name where there is one; ``of`` is the class or series that it was earned in.
    """

    kind: str
    person: Person
    source: str
    facts: dict = field(hash=False)
    organisation: Organisation | None = None
    of: object = None

    def said(self, day):
        """Return what a certificate issued on ``day`` says, for ever."""
        return {**self.facts, "issued_on": day.isoformat()}


def certificates_of(merits):
    """Map the source of each merit that is proved to the certificate that stands for it, in the order of ``merits``.

    One query.
    """
    sources = [merit.source for merit in merits]
    found = {row.source: row for row in Certificate.objects.current().filter(source__in=sources)}
    return {source: found[source] for source in sources if source in found}
