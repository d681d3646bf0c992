"""Long work of this app: registered here so that workers and pages know it."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses import series_jobs  # noqa: F401
from courses.actions import (
    exams,
    hour_imports,
    hour_rules,
    question_import,
    question_media,
    regrading,
    result_notices,
)
from courses.models import HourImport, HourRuleVersion, QuestionUpload, Regrade
from lms.jobs.actions import JobError
from lms.jobs.registry import job_kind
from lms.people import access


@shared_task(name="courses.finish_overdue")
def finish_overdue():
    exams.finish_overdue()


@shared_task(name="courses.tell_results")
def tell_results():
    result_notices.tell_due()


@shared_task(name="courses.tidy_question_media")
def tidy_question_media():
    """Remove pictures and sounds that were brought and never saved with a question; running twice finds nothing then."""
    question_media.drop_forgotten(now=timezone.now())


def _upload(run, pk):
    upload = QuestionUpload.objects.select_related("bank__organisation").filter(pk=pk).first()
    if upload is None:
        raise JobError(_("This file has been discarded. Upload it again if it is still needed."))
    if not access.allowed(run.job.owner, "bank.edit", upload.bank):
        raise JobError(_("You no longer look after this question bank. Ask the district administrator."))
    return upload


@job_kind("questions.read", _("Read a file of questions"), verb="bank.browse")
def read_questions(run, upload):
    question_import.read_upload(upload=_upload(run, upload), progress=run.progress)


@job_kind("questions.apply", _("Import a file of questions"), verb="bank.browse", retry=False)
def apply_questions(run, upload):
    return {"questions": question_import.apply_upload(actor=run.job.owner, upload=_upload(run, upload))}


def _regrade(run, pk):
    found = Regrade.objects.select_related("exam__organisation", "by").filter(pk=pk).first()
    if found is None:
        raise JobError(_("This preview has been discarded. Make it again if it is still needed."))
    if not access.allowed(run.job.owner, "exam.regrade", found.exam):
        raise JobError(_("You no longer look after this exam. Ask the district administrator."))
    return found


@job_kind("exams.regrade_preview", _("Preview of a regrading"), verb="exam.browse")
def preview_regrade(run, regrade):
    regrading.preview_regrade(regrade=_regrade(run, regrade), progress=run.progress)


@job_kind("exams.regrade", _("Regrading of a question"), verb="exam.browse")
def carry_out_regrade(run, regrade):
    return {"attempts": regrading.carry_out(regrade=_regrade(run, regrade), progress=run.progress)}


def _rules(run, pk):
    found = HourRuleVersion.objects.select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise JobError(_("This draft has been discarded. Begin a new one if it is still needed."))
    if not access.allowed(run.job.owner, "hour_rules.edit", found):
        raise JobError(_("You no longer make the rules of this organisation. Ask the district administrator."))
    return found


@job_kind("courses.preview_hour_rules", _("Preview of rules of hours"), verb="hour_rules.browse")
def preview_hour_rules(run, version):
    return {"people": hour_rules.preview_rules(version=_rules(run, version), progress=run.progress)}


@job_kind("courses.apply_hour_rules", _("Counting hours anew"), verb="hour_rules.browse")
def apply_hour_rules(run, version):
    return {"lines": hour_rules.recalculate(actor=run.job.owner, version=_rules(run, version), progress=run.progress)}


def _hours(run, pk):
    found = HourImport.objects.filter(pk=pk).first()
    if found is None:
        raise JobError(_("This file has been discarded. Upload it again if it is still needed."))
    return found


@job_kind("hours.read", _("Read a workbook of hours"), verb="hours.import")
def read_hours(run, batch):
    hour_imports.read_batch(batch=_hours(run, batch))


@job_kind("hours.check", _("Check a workbook of hours"), verb="hours.import")
def check_hours(run, batch):
    hour_imports.check_batch(actor=run.job.owner, batch=_hours(run, batch), progress=run.progress)


@job_kind("hours.apply", _("Import a workbook of hours"), verb="hours.import", retry=False)
def apply_hours(run, batch):
    return {"lines": hour_imports.apply_batch(actor=run.job.owner, batch=_hours(run, batch), progress=run.progress)}


@job_kind("hours.undo", _("Undo an import of hours"), verb="hours.import", retry=False)
def undo_hours(run, batch):
    return {"lines": hour_imports.undo_batch(actor=run.job.owner, batch=_hours(run, batch), progress=run.progress)}
