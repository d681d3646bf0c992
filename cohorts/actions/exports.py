"""Hand out the workbooks: each is scoped like the page it stands beside, and leaves an audit line."""

from cohorts.reports.attendance import write_attendance
from cohorts.reports.hours import write_hours
from cohorts.reports.points import write_points
from cohorts.reports.readiness import write_readiness
from cohorts.reports.results import write_results
from cohorts.reports.surveys import write_averages
from cohorts.reports.teaching import write_teaching
from lms.audit.trail import record


def export_attendance(*, actor, programme, path, progress=None):
    """Write the attendance of ``programme`` that ``actor`` may see to ``path``; return the number of marks."""
    count = write_attendance(path=path, user=actor, programme=programme, progress=progress)
    record(actor=actor, verb="attendance.export", target=programme, organisation=programme.organisation,
           detail={"rows": count})
    return count


def export_readiness(*, actor, round_, as_of, path):
    """Write the election workbook as of a day to ``path``; return ``{"organisations", "people", "sha256"}``."""
    figures = write_readiness(path=path, user=actor, round_=round_, as_of=as_of)
    record(actor=actor, verb="readiness.export", target=round_, organisation=round_.organisation,
           detail={**figures, "as_of": as_of.isoformat()})
    return figures


def export_teaching(*, actor, year, path, progress=None):
    """Write the teaching hours of a year, of the cohorts that ``actor`` sees, to ``path``; return the number of sessions."""
    count = write_teaching(path=path, user=actor, year=year, progress=progress)
    record(actor=actor, verb="teaching.export", detail={"rows": count, "year": year})
    return count


def export_surveys(*, actor, year, path):
    """Write the averages of a year's surveys that ``actor`` sees to ``path``, no answer among them; return the lines."""
    count = write_averages(path=path, user=actor, year=year)
    record(actor=actor, verb="survey.export", detail={"rows": count, "year": year})
    return count


def export_results(*, actor, cohort, path):
    """Write the final results of ``cohort``, of the people whom ``actor`` sees, to ``path``; return how many."""
    count = write_results(path=path, user=actor, cohort=cohort)
    record(actor=actor, verb="results.export", target=cohort, organisation=cohort.organiser, detail={"rows": count})
    return count


def export_hours(*, actor, asked, path):
    """Write who has done what the year asks, of the people whom ``actor`` sees, to ``path``; return how many people."""
    count = write_hours(path=path, user=actor, asked=asked)
    record(actor=actor, verb="hours.export", organisation=asked.organisation,
           detail={"rows": count, "as_of": asked.day.isoformat(), "position": asked.position})
    return count


def export_points(*, actor, path):
    """Write the points of the people whom ``actor`` sees to ``path``; return how many people."""
    count = write_points(path=path, user=actor)
    record(actor=actor, verb="points.export", detail={"rows": count})
    return count
