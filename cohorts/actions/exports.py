"""Hand out the workbooks: each is scoped like the page it stands beside, and leaves an audit line."""

import hashlib

from django.utils import timezone

from cohorts.queries.readiness_data import collect
from cohorts.reports.attendance import write_attendance
from cohorts.reports.demand import write_demand
from cohorts.reports.hours import write_hours
from cohorts.reports.points import write_points
from cohorts.reports.readiness import Handing, write_readiness
from cohorts.reports.results import write_results
from cohorts.reports.surveys import write_averages
from cohorts.reports.teaching import write_teaching
from lms.audit.trail import record


def export_attendance(*, actor, wanted, path, shape="long", form="xlsx", progress=None):
    """Write the attendance that ``wanted`` names and ``actor`` may see to ``path``; return the number of marks.

    ``shape`` and ``form`` are those of :func:`cohorts.reports.attendance.write_attendance`.
    """
    count = write_attendance(path=path, user=actor, wanted=wanted, shape=shape, form=form, progress=progress)
    target = wanted.cohort or wanted.programme
    organisation = wanted.cohort.organiser if wanted.cohort else wanted.programme.organisation if wanted.programme else None
    with open(path, "rb") as made:
        digest = hashlib.file_digest(made, "sha256").hexdigest()
    record(actor=actor, verb="attendance.export", target=target, organisation=organisation or wanted.superior,
           detail={"rows": count, "shape": shape, "format": form, "sha256": digest})
    return count


def export_readiness(*, actor, round_, as_of, path, purpose="", recipient="", area=None, approver=None):
    """Write the election workbook as of a day to ``path``; return ``{"organisations", "people", "sha256"}``.

    At the desk the workbook is asked for (``cohorts.readiness_files``); this is for whoever works on the server itself, who
    names the second person (``approver``) where one is asked for.
    """
    handing = Handing(by=actor.name, at=timezone.now(), purpose=purpose or round_.title, recipient=recipient or actor.name)
    data = collect(user=actor, round_=round_, as_of=as_of, area=area)
    figures = write_readiness(path=path, data=data, handing=handing)
    record(actor=actor, verb="readiness.export", target=round_, organisation=round_.organisation,
           detail={**figures, "as_of": as_of.isoformat(), "purpose": handing.purpose, "recipient": handing.recipient,
                   **({"approved_by": approver.pk} if approver else {})})
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


def export_demand(*, actor, year, today, path):
    """Write the demand of a year that was not met, of what ``actor`` sees, to ``path``; return how many asks it lists."""
    count = write_demand(path=path, user=actor, year=year, today=today)
    record(actor=actor, verb="demand.export", detail={"rows": count, "year": year})
    return count


def export_points(*, actor, path):
    """Write the points of the people whom ``actor`` sees to ``path``; return how many people."""
    count = write_points(path=path, user=actor)
    record(actor=actor, verb="points.export", detail={"rows": count})
    return count
