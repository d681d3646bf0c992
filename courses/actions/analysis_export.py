"""Handing out the analysis of an exam as a workbook: it can hold keys, so every time is in the audit trail."""

from django.db import transaction

from courses.analysis_report import write_analysis
from lms.audit import trail


@transaction.atomic
def export_analysis(*, actor, exam, found, pick, keyed, path):
    """Write ``found`` (``queries.item_analysis.ExamAnalysis``) to ``path``; ``keyed`` are the banks whose keys go with it."""
    write_analysis(path, exam, found, pick=pick, keyed=keyed, author=actor.name if actor else "")
    trail.record(
        actor=actor, verb="exam.analysis_export", target=exam, organisation=exam.organisation,
        detail={"questions": len(found.analysis.items), "keys": bool(keyed)},
    )
