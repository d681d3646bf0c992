"""Uploaded rosters, sign-ins and tries to sign in are not kept for ever."""

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms import retention
from lms.config.personal import days
from lms.people.actions.sessions import tidy_sessions
from lms.people.models import BatchState, ImportBatch, ImportRow, SignInSession
from lms.people.models.imports import OPEN_STATES

DONE = (BatchState.APPLIED, BatchState.UNDONE)


@retention.rule("rosters", _("Files and rows of rosters that were imported (undoing stays possible)"),
                keep=lambda: days("IMPORT_DAYS"), setting="IMPORT_DAYS")
def imported(now, keep, dry):
    due = ImportBatch.objects.filter(state__in=DONE, created_at__lt=now - keep).exclude(applied_at__gte=now - keep)
    rows = ImportRow.objects.filter(batch__in=due.values("pk"))
    files = retention.files_of(due, ("file", "error_file"))
    if dry:
        return len(files) + rows.count()
    due.update(file="", error_file="")
    retention.delete_files(files)
    return len(files) + retention.rows(rows, dry=False)


@retention.rule("abandoned rosters", _("Rosters that were uploaded and never imported"), keep=lambda: days("ABANDONED_DAYS"),
                setting="ABANDONED_DAYS")
def abandoned(now, keep, dry):
    return retention.rows(ImportBatch.objects.filter(state__in=OPEN_STATES, created_at__lt=now - keep), dry=dry,
                          files=("file", "error_file"))


@retention.rule("sign-ins", _("Sign-ins whose time is over"),
                keep=lambda: timedelta(seconds=settings.SESSION_COOKIE_AGE), noted=False)
def sign_ins(now, keep, dry):
    if dry:
        return SignInSession.objects.filter(began_at__lt=now - keep).count()
    return tidy_sessions(now=now)


@retention.rule("failed sign-ins", _("Counters of failed sign-ins"), keep=lambda: days("FAILED_SIGN_IN_DAYS"),
                setting="FAILED_SIGN_IN_DAYS", noted=False)
def failures(now, keep, dry):
    return sum(retention.rows(counted.objects.filter(attempt_time__lt=now - keep), dry=dry)
               for counted in (AccessAttempt, AccessFailureLog))
