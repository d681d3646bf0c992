"""What waits for approval, and what was declined, becomes a request for a second person as other things are; no request is lost.

The time in which it can be decided begins with the upgrade. Notices lead to where the request is now.
"""

from datetime import timedelta

from django.conf import settings
from django.db import migrations, models
from django.urls import reverse
from django.utils import timezone

KIND = "hand_out.make"


def hand_over(apps, schema_editor):
    HandOut, Approval = apps.get_model("hand_outs", "HandOut"), apps.get_model("approvals", "Approval")
    Notice = apps.get_model("notices", "Notice")
    until = timezone.now() + timedelta(days=settings.SECOND_PERSON_DAYS)
    for row in HandOut.objects.filter(state__in=["waiting", "declined"]).order_by("pk"):
        approval = Approval.objects.create(
            kind=KIND, about=f"hand_outs.handout:{row.pk}", subject=row.title, organisation_id=row.organisation_id,
            reason=row.purpose, state=row.state, requested_by_id=row.asked_by_id, requested_at=row.asked_at,
            expires_at=until if row.state == "waiting" else row.decided_at, decided_by_id=row.decided_by_id,
            decided_at=row.decided_at, answer=row.answer, params={
                "kind": row.kind, "title": row.title, "params": row.params, "purpose": row.purpose, "recipient": row.recipient,
                "organisation": row.organisation_id, "asked_by": row.asked_by_id,
            },
        )
        _tell(Notice, row, approval)
        row.delete()


def _tell(notices, row, approval):
    url = reverse("approvals:approval", args=[approval.pk])
    for notice in notices.objects.filter(source__startswith=f"hand_out:{row.pk}:"):
        told = notice.kind.rpartition(".")[2]
        notice.kind, notice.url = f"approval.{told}", url
        notice.source = f"approval:{approval.pk}:{told}"
        if told == "waiting":
            notice.source += f":{notice.person_id}"
            notice.params = {
                "name": notice.params.get("name", ""), "day": timezone.localdate(approval.expires_at).isoformat(),
            }
        else:
            notice.params = {"reason": row.answer}
        notice.save()


class Migration(migrations.Migration):

    dependencies = [
        ("approvals", "0001_initial"),
        ("hand_outs", "0001_initial"),
        ("notices", "0002_initial"),
    ]

    operations = [
        migrations.RunPython(hand_over, migrations.RunPython.noop),
        migrations.RemoveField(model_name="handout", name="answer"),
        migrations.AlterField(
            model_name="handout",
            name="state",
            field=models.CharField(
                choices=[("approved", "Being made"), ("ready", "Ready"), ("expired", "Expired")], default="approved",
                max_length=10, verbose_name="state",
            ),
        ),
    ]
