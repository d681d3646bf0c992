"""Notices grow old, and name people."""

from django.utils.translation import gettext_lazy as _

from lms import retention
from lms.config.personal import days
from lms.notices.models import Notice


@retention.rule("notices", _("Notices, read or not"), keep=lambda: days("NOTICE_DAYS"), setting="NOTICE_DAYS")
def notices(now, keep, dry):
    return retention.rows(Notice.objects.filter(created_at__lt=now - keep), dry=dry)
