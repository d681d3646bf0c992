"""Files with personal data that were handed out: removed when their time is over; their rows stay as the record."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms import retention
from lms.hand_outs.actions import expire_hand_outs
from lms.hand_outs.enums import HandOutState
from lms.hand_outs.models import HandOut


@retention.rule("handed out", _("Files handed out whose time is over"), keep=lambda: timedelta(days=settings.HAND_OUT_DAYS),
                setting="HAND_OUT_DAYS", often=True)
def handed_out(now, keep, dry):
    if dry:
        return HandOut.objects.filter(state=HandOutState.READY, expires_at__lte=now).count()
    return expire_hand_outs(now=now)
