"""Certificates for the people of a class: what each did is gathered here, numbered and drawn by ``certificates``."""

from certificates.actions.awarding import award, printable
from cohorts.models import Cohort
from cohorts.queries.certificates import merits_of


def issue_for(*, actor, cohort, merits, pattern, template=None, progress=None):
    """Issue and draw certificates for ``merits``, all of one kind and of ``cohort``; return ``(issued, unprintable)``.

    ``template`` is the id of the version they look like; without one it is the usual one of the organiser. ``unprintable`` is
    ``[(merit, CharacterMissing)]``: whose name no font can print gets no number. As ``certificates.actions.awarding.award``
    it may be run twice, be killed and run beside itself; never the actor's own, and nobody whose merit was taken back
    meanwhile: the cohort's row is held, so that it is not opened again beside this.
    """
    ready, unprintable = printable(merits, actor=actor, pattern=pattern)

    def still(some):
        held = Cohort.objects.select_for_update(of=("self",)).select_related("organiser", "programme__organisation")
        return merits_of(held.get(pk=cohort.pk), some[0].kind, people=[merit.person.pk for merit in some])

    issued = award(
        actor=actor, merits=ready, pattern=pattern, organisation=cohort.organiser, still=still, template=template,
        progress=progress,
    )
    return issued, unprintable
