"""Rules of hours of the demo district, a draft that can be previewed, and hours of every kind for the demo trainee."""

from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from courses.actions.hour_rules import draft_rules
from courses.actions.ledger import HourLine, post_hours
from courses.actions.recognition import apply_for_recognition, recognise, return_recognition
from courses.enums import HourKind, RuleState
from courses.models import HourRuleVersion, Recognition
from courses.rules.hour_presets import UNIT_2018, YUNNAN

TITLE = "区党员教育培训学时计算办法"
# Eight hours a full day and four half a day, online learning half of what the year asks at most.
DISTRICT = UNIT_2018 | {"caps": [{"kinds": ["online", "micro"], "percent": 50, "of": "required"}]}
PROOF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def build_rules(root, accounts):
    """Create the district's rules, in force since 2014, and a draft for the next year with online learning in bands."""
    if HourRuleVersion.objects.filter(organisation=root).exists():
        return
    version = draft_rules(
        actor=accounts["district"], organisation=root, title=TITLE, valid_from=date(2014, 1, 1), data=DISTRICT,
    )
    version.state, version.in_force_at, version.in_force_by = RuleState.IN_FORCE, timezone.now(), accounts["district"]
    version.save()
    this_year = timezone.localdate().year
    draft_rules(
        actor=accounts["district"], organisation=root, title=f"{TITLE}（网络学习按时长分档）", valid_from=date(this_year, 1, 1),
        data=DISTRICT | {"kinds": DISTRICT["kinds"] | {kind: YUNNAN["kinds"][kind] for kind in ("online", "micro", "exam")}},
    )


def build_own(accounts, *, now):
    """Give the demo trainee hours of organised study, teaching and from elsewhere; and applications in every state."""
    learner, today = accounts["learner"], timezone.localdate(now)
    if Recognition.objects.filter(person=learner).exists():
        return
    days = [today - timedelta(days=add) for add in (12, 26, 40, 75)]
    post_hours(actor=accounts["liaison"], lines=[
        HourLine(learner.pk, days[0], HourKind.STUDY, 100, f"demo:study:person:{learner.pk}", "支部党员大会集体学习"),
        HourLine(learner.pk, days[1], HourKind.TEACHING, 45, f"demo:teaching:person:{learner.pk}", "给支部党员讲党课"),
        HourLine(learner.pk, days[2], HourKind.FIELD, 180, f"demo:field:person:{learner.pk}", "参观龙华烈士陵园"),
    ])
    for title, organiser, hours, answer in [
        ("社区治理专题网络班", "市委党校", 8, None), ("物业管理法规讲座", "区房管局", 4, "证明上看不出学习日期，请补一张签到表照片。"),
        ("社会工作者继续教育", "市社工协会", 6, ""),
    ]:
        row = apply_for_recognition(person=learner, proof=ContentFile(PROOF, name="proof.pdf"), values={
            "title": title, "organiser": organiser, "first_day": days[3], "last_day": days[3], "minutes": hours * 45,
            "concentrated": False,
        })
        if answer:
            return_recognition(actor=accounts["subdistrict"], row=row, answer=answer)
        elif answer == "":
            recognise(actor=accounts["subdistrict"], row=row, minutes=hours * 45)
