"""Systems that read the demo district: one that still may, one whose token was revoked. Their secrets are shown nowhere."""

from datetime import timedelta

from django.utils import timezone

from lms.api.actions import create_token, note_read, revoke_token
from lms.api.models import ApiToken
from lms.people.models import Organisation


def build_systems(root, accounts, *, now):
    """Connect two systems; made once."""
    if ApiToken.objects.exists():
        return
    today = timezone.localdate(now)
    token, _ = create_token(
        actor=accounts["district"], name="区人事系统", purpose="每晚核对书记任职和参训情况，由区委组织部干部科负责", organisation=root,
        resources=["organisations", "people", "hours", "certificates"], starts_on=today, ends_on=today + timedelta(days=180),
    )
    for resource, rows in (("organisations", 40), ("people", 500)):
        note_read(actor=None, token=token, resource=resource, rows=rows, day=today)
    street = Organisation.objects.filter(parent=root).order_by("pk").first()
    former, _ = create_token(
        actor=accounts["district"], name="街道数据大屏", purpose="显示参训率，已停用", organisation=street,
        resources=["cohorts", "attendance"], starts_on=today, ends_on=today + timedelta(days=30),
    )
    revoke_token(actor=accounts["district"], token=former)
