"""Kinds of long work of this app that hand out files."""

import tempfile
from datetime import date
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.actions.exports import (
    export_attendance,
    export_demand,
    export_hours,
    export_points,
    export_results,
    export_surveys,
    export_teaching,
)
from cohorts.export_forms import AttendanceExportForm
from cohorts.models import Cohort
from cohorts.queries.compliance import Asked
from cohorts.reports.attendance import suffix_of
from lms.jobs.actions import JobError
from lms.jobs.registry import job_kind
from lms.people import access
from lms.people.models import Organisation


@job_kind("cohorts.export_attendance", gettext_lazy("Export of attendance"), verb="attendance.export", queue="exports")
def attendance_job(run, *, what="", **asked):
    """``asked`` is what ``AttendanceExportForm.kept`` gave: it is read again, so that what was lost since is refused.

    A job that was interrupted begins anew: a workbook half made is no workbook, and none is ever attached.
    """
    form = AttendanceExportForm(asked, user=run.job.owner)
    if not form.is_valid():
        raise JobError(_("What was asked is no longer open to you. Choose anew on the page of exports."))
    told = _("The work was interrupted and has begun again from the start.") if run.job.attempts > 1 else ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "attendance"
        rows = export_attendance(
            actor=run.job.owner, wanted=form.wanted, path=path, shape=form.chosen_shape, form=form.chosen_format,
            progress=lambda done, total: run.progress(done, total, told),
        )
        run.attach(path, f"{_('Attendance')} {what}"[:150] + f".{suffix_of(form.chosen_shape, form.chosen_format)}")
    return {"rows": rows}


@job_kind("cohorts.export_teaching", gettext_lazy("Teaching hours"), verb="teaching.export", queue="exports")
def teaching_job(run, *, year):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "teaching.xlsx"
        rows = export_teaching(actor=run.job.owner, year=year, path=path, progress=run.progress)
        run.attach(path, _("Teaching hours %(year)s") % {"year": year} + ".xlsx")
    return {"rows": rows}


@job_kind("cohorts.export_surveys", gettext_lazy("Averages of surveys"), verb="survey.export", queue="exports")
def surveys_job(run, *, year):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "surveys.xlsx"
        rows = export_surveys(actor=run.job.owner, year=year, path=path)
        run.attach(path, _("Evaluation of teaching %(year)s") % {"year": year} + ".xlsx")
    return {"rows": rows}


@job_kind("cohorts.export_results", gettext_lazy("Final results"), queue="exports")
def results_job(run, *, cohort_id):
    user = run.job.owner
    found = Cohort.objects.visible_to(user).select_related("organiser", "programme__exam")
    cohort = found.filter(pk=cohort_id).first()
    if cohort is None or not access.allowed(user, "cohort.results_export", cohort):
        raise JobError(_("This cohort is no longer open to you. Ask the administrator of your organisation."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "results.xlsx"
        rows = export_results(actor=user, cohort=cohort, path=path)
        run.attach(path, _("Final results") + f" {cohort.title}.xlsx")
    return {"rows": rows}


@job_kind("cohorts.export_hours", gettext_lazy("Hours of a year"), verb="hours.export", queue="exports")
def hours_job(run, *, as_of, recorded, position, category, organisation_id):
    user, organisation = run.job.owner, None
    if organisation_id:
        organisation = Organisation.objects.visible_to(user).filter(pk=organisation_id).first()
        if organisation is None:
            raise JobError(_("This organisation is no longer open to you. Ask the district administrator."))
    run.progress(0, 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hours.xlsx"
        asked = Asked(date.fromisoformat(as_of), recorded, organisation, position, category)
        rows = export_hours(actor=user, asked=asked, path=path)
        run.attach(path, _("Learning hours") + f" {as_of}.xlsx")
    return {"rows": rows}


@job_kind("cohorts.export_unmet", gettext_lazy("Demand that was not met"), verb="order.unmet_export", queue="exports")
def unmet_job(run, *, year):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demand.xlsx"
        rows = export_demand(actor=run.job.owner, year=year, today=timezone.localdate(), path=path)
        run.attach(path, _("Demand that was not met %(year)s") % {"year": year} + ".xlsx")
    return {"rows": rows}


@job_kind("cohorts.export_points", gettext_lazy("Points of members"), verb="points.export", queue="exports")
def points_job(run):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.xlsx"
        rows = export_points(actor=run.job.owner, path=path)
        run.attach(path, _("Points of members") + ".xlsx")
    return {"rows": rows}
