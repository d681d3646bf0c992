"""The demo district's timetables: what is published, a change told of, a class still being planned, templates of a day."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cohorts.actions.publishing import publish_timetable
from cohorts.actions.timetable import move_session
from cohorts.enums import SessionKind
from cohorts.models import ClassSession, Cohort, DayTemplate, TimetableVersion
from cohorts.queries.published import snapshot
from cohorts.rules.versions import difference, next_meetings
from lms.people.models import Organisation

DAYS = [
    ("集中培训日", [
        ("签到", SessionKind.DISCUSSION, "08:30", "09:00"), ("上午授课", SessionKind.LECTURE, "09:00", "11:30"),
        ("下午授课", SessionKind.LECTURE, "13:30", "15:30"), ("分组讨论", SessionKind.DISCUSSION, "15:45", "17:00"),
    ]),
    ("半天培训", [("签到", SessionKind.DISCUSSION, "13:00", "13:30"), ("下午授课", SessionKind.LECTURE, "13:30", "16:30")]),
]
CHUNK = 200


def build_templates(root):
    """Create the district's templates of a training day."""
    for name, slots in DAYS:
        DayTemplate.objects.get_or_create(organisation=root, name=name, defaults={"slots": [
            {"title": title, "kind": kind.value, "start": start, "end": end} for title, kind, start, end in slots
        ]})


def publish_running(cohort, accounts):
    """Publish the running class, and then again with its last meeting at another hour: there is a difference to look at."""
    if TimetableVersion.objects.filter(cohort=cohort).exists():
        return
    publish_timetable(actor=accounts["trainer"], cohort=cohort)
    last = cohort.sessions.order_by("-starts_at").first()
    move_session(actor=accounts["trainer"], session=last, starts_at=last.starts_at + timedelta(hours=4),
                 ends_at=last.ends_at + timedelta(hours=4))
    publish_timetable(actor=accounts["trainer"], cohort=cohort)


def build_draft(programmes, venues, accounts, *, now):
    """Create the sub-district's next class, whose timetable nobody has been told of yet."""
    today = timezone.localdate(now)
    street = Organisation.objects.get(parent__parent=None, name="天平路街道")
    first = today + timedelta(days=21 - today.weekday())
    venue = next(venue for venue in venues if venue.organisation_id == street.pk)
    cohort, created = Cohort.objects.get_or_create(
        programme=programmes["residential", today.year], organiser=street,
        title=f"{today.year}年居民区党组织书记轮训（天平路街道二班）",
        defaults={"starts_on": first, "ends_on": first + timedelta(days=11), "quota": 40, "class_teacher": accounts["trainer"],
                  "venue": venue},
    )
    if not created:
        return
    ClassSession.objects.bulk_create([
        ClassSession(cohort=cohort, title=title, kind=kind, starts_at=_at(first + timedelta(days=add), hour),
                     ends_at=_at(first + timedelta(days=add), hour) + timedelta(minutes=150), minutes=150, venue=venue,
                     trainer=accounts["trainer"])
        for title, kind, add, hour in [
            ("开班动员", SessionKind.LECTURE, 0, 9), ("住宅小区综合治理案例", SessionKind.LECTURE, 0, 13),
            ("分组讨论：加装电梯怎么议", SessionKind.DISCUSSION, 1, 9), ("换届选举程序", SessionKind.LECTURE, 7, 9),
        ]
    ])


def publish_finished():
    """Write a first version for every class that is over and has none, without telling anybody years later."""
    pending = list(Cohort.objects.filter(versions=None, ends_on__lt=timezone.localdate()).order_by("pk"))
    for start in range(0, len(pending), CHUNK):
        part = pending[start:start + CHUNK]
        meetings = {cohort.pk: [] for cohort in part}
        for session in ClassSession.objects.filter(cohort__in=part).select_related("venue", "trainer", "group").order_by(
                "starts_at", "pk"):
            meetings[session.cohort_id].append(snapshot(session))
        TimetableVersion.objects.bulk_create([
            TimetableVersion(cohort=cohort, number=1, meetings=told, changes=difference([], told),
                             published_at=_at(cohort.starts_on - timedelta(days=14), 10), published_by=cohort.class_teacher)
            for cohort in part if (told := next_meetings([], meetings[cohort.pk]))
        ])


def _at(day: date, hour):
    return timezone.make_aware(datetime.combine(day, time(hour)))
