"""What follows when a fact changes behind a certificate that was issued: someone has to look whether it still holds."""

from django.utils.translation import gettext as _

from certificates.actions.reviewing import ask_review
from cohorts.explain_results import tenths
from cohorts.models import Cohort
from cohorts.queries.certificates import certificates_about
from cohorts.queries.completion import facts_of
from cohorts.rules.completion import Requirements, completion
from lms.templatetags.house import hours

COMPARED = ("attended", "excused", "minutes")  # what is told of a frozen verdict; lessons and exam change by themselves


def review_facts(*, actor, enrolments, why, now, exam=False):
    """Ask for a review of each certificate whose class says something else today than when it was closed.

    ``exam``: a result was corrected, so it is compared too. The frozen verdict stays as it is. Without a certificate there
    is nothing to do: one query, or none while classes run.
    """
    decided = [row for row in enrolments if row.verdict]
    if not decided:
        return
    certificates = certificates_about(decided)
    by_cohort = {}
    for row in decided:
        if any(one.holds for one in certificates[row.pk]):
            by_cohort.setdefault(row.cohort_id, []).append(row)
    for cohort in Cohort.objects.filter(pk__in=by_cohort).select_related("organiser", "programme__exam"):
        rows = by_cohort[cohort.pk]
        facts = facts_of(cohort, rows)
        for row in rows:
            changes = _changes(row.verdict, facts[row.pk], exam)
            for certificate in certificates[row.pk] if changes else ():
                if certificate.holds:
                    ask_review(
                        actor=actor, certificate=certificate, reason=f"{why} {'；'.join(changes)}", now=now,
                        organisation=cohort.organiser,
                    )


def _changes(verdict, facts, exam):
    """Return what is not as it was frozen, a few words each."""
    before, found = verdict.get("facts", {}), []
    asked = Requirements(**verdict.get("requirements", {}))
    if verdict["complete"] and not completion(facts, asked).complete:
        found.append(_("no longer complete"))
    labels = {"attended": _("attended"), "excused": _("on leave"), "minutes": _("hours")}
    for name in COMPARED:
        old, new = before.get(name, 0), getattr(facts, name)
        if old != new:
            shown = (hours(old), hours(new)) if name == "minutes" else (old, new)
            found.append(f"{labels[name]} {shown[0]} → {shown[1]}")
    was, now = before.get("final"), facts.final
    if was and now and was["total"] != now.total:
        found.append(f"{_('final result')} {tenths(was['total'])} → {tenths(now.total)}")
    if exam and before.get("exam_best") != facts.exam_best:
        shown = ["–" if one is None else f"{one} %" for one in (before.get("exam_best"), facts.exam_best)]
        found.append(f"{_('exam')} {shown[0]} → {shown[1]}")
    return found
