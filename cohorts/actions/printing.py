"""Hand out paper with people's names on it: it leaves a line in the trail."""

from cohorts.enums import Sheet
from cohorts.reports.printing import cohort_paper
from lms.audit.trail import record


def print_paper(*, actor, what, cohort, session=None, phones=False, reason=""):
    """Return the PDF of ``what`` (``cohorts.enums.Sheet``) and record that it was handed out, and whether with whole
    numbers, for which ``reason``."""
    body = cohort_paper(what, cohort=cohort, session=session, phones=phones)
    if what != Sheet.TIMETABLE:
        record(actor=actor, verb="cohort.print_phones" if phones else "cohort.print", target=cohort,
               organisation=cohort.organiser, detail={"sheet": what.value, **({"reason": reason} if phones else {})})
    return body
