"""Certificates for those who learned a whole series: who did is found here, numbered and drawn by ``certificates``."""

from certificates.actions.awarding import award, printable
from courses.queries.series_merits import merits_of


def issue_for(*, actor, series, merits, pattern, template=None, progress=None):
    """Issue and draw certificates for ``merits`` of ``series``; return ``(issued, [(merit, CharacterMissing)])``.

    As ``certificates.actions.awarding.award``; what was learned is looked up again with every batch.
    """
    ready, unprintable = printable(merits, actor=actor, pattern=pattern)
    issued = award(
        actor=actor, merits=ready, pattern=pattern, organisation=series.school, template=template,
        still=lambda some: merits_of(series, people=[merit.person.pk for merit in some]),
        progress=(lambda done: progress(done, len(ready))) if progress else None,
    )
    return issued, unprintable
