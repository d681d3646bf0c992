"""Uploaded workbooks of hours, and places at answers that nobody took up, are not kept for ever."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from courses.enums import HourImportState
from courses.models import HourImport, HourImportRow, MarkClaim
from courses.models.hour_import import OPEN
from lms import retention
from lms.config.personal import days

DONE = (HourImportState.APPLIED, HourImportState.UNDONE)


@retention.rule("hours", _("Files and cells of hours that were imported (undoing stays possible)"),
                keep=lambda: days("IMPORT_DAYS"), setting="IMPORT_DAYS")
def imported(now, keep, dry):
    due = HourImport.objects.filter(state__in=DONE, created_at__lt=now - keep).exclude(applied_at__gte=now - keep)
    files = retention.files_of(due, ("file", "error_file"))
    if dry:
        return len(files)
    if files:
        HourImportRow.objects.filter(batch__in=due.values("pk")).update(shown={}, problems=[])
        due.update(file="", error_file="")
        retention.delete_files(files)
    return len(files)


@retention.rule("abandoned hours", _("Workbooks of hours that were uploaded and never imported"),
                keep=lambda: days("ABANDONED_DAYS"), setting="ABANDONED_DAYS")
def abandoned(now, keep, dry):
    return retention.rows(HourImport.objects.filter(state__in=OPEN, created_at__lt=now - keep), dry=dry,
                          files=("file", "error_file"))


@retention.rule("answers being marked", _("Places at answers that were held and not used"),
                keep=lambda: timedelta(days=1), noted=False)
def claims(now, keep, dry):
    return retention.rows(MarkClaim.objects.filter(done_at=None, until__lt=now - keep), dry=dry)
