"""Programmes and cohorts of the demo district, with their marks and hours, by bulk inserts."""

import random
import uuid
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from cohorts.enums import AttendanceStatus, EnrolmentState, MarkMethod, SessionKind, VenueKind
from cohorts.models import (
    AttendanceMark,
    ClassSession,
    Cohort,
    ElectionRound,
    Enrolment,
    Programme,
    Venue,
)
from courses.actions.ledger import credited
from courses.actions.syllabus import freeze_syllabus
from courses.models import Course, HourEntry
from courses.queries.hour_rules import RuleBook
from courses.rules.hours import subject_of
from lms.people.enums import Position
from lms.people.models import Appointment, Category, Organisation

POSTS = [Position.SECRETARY, Position.DEPUTY, Position.RESERVE, Position.MEMBER]
SESSION_MINUTES = 135  # three learning hours of 45 minutes
SHARE_ATTENDING = 0.93
FEW = 20  # so few cohorts are closed one by one, with their verdicts; more are written as closed
RECENT = 3  # of so few, the last ones were held this year: the categories beside the one whose class is running

# The notice of 2017, part III: the residential organisations' theme, and each category's emphasis.
PROGRAMMES = [
    ("residential", "居民区党组织书记轮训", "创新基层社会治理，深化城市基层党建"),
    ("government", "机关事业单位党支部书记轮训", "强实务、重规范：把支部工作做扎实"),
    ("soe", "国企基层党组织书记轮训", "强促进、重结合：党建与经营同向发力"),
    ("two_new", "“两新”党组织书记轮训", "强覆盖、重引领：让党的工作看得见"),
]
SESSIONS = [
    ("学习贯彻市第十一次党代会精神", SessionKind.LECTURE), ("支部规范化建设与“三会一课”", SessionKind.LECTURE),
    ("分类研讨：我们支部最难的一件事", SessionKind.BREAKOUT), ("基地实训：走进党建服务站", SessionKind.FIELD),
    ("住宅小区综合治理案例", SessionKind.LECTURE), ("群众工作方法", SessionKind.DISCUSSION),
    ("主题党日怎么办", SessionKind.LECTURE), ("发展党员与党费收缴实务", SessionKind.LECTURE),
    ("换届选举程序", SessionKind.LECTURE), ("交流与总结", SessionKind.DISCUSSION),
]


def build_venues(root):
    streets = list(root.children.order_by("path"))
    wanted = [
        Venue(organisation=street, name=f"{street.name}社区党校教室", kind=VenueKind.ROOM, capacity=80,
              address=f"{street.name}党建服务中心三楼")
        for street in streets if street.affiliated_kind == "subdistrict"
    ] + [
        Venue(organisation=root, name=name, kind=VenueKind.OPEN_SITE, capacity=capacity, address=address)
        for name, capacity, address in [
            ("区党建服务中心报告厅", 320, "南宁路一号二楼"), ("滨江党群服务站", 60, "龙腾大道二号"),
            ("楼宇党建示范点", 40, "漕溪北路三号"),
        ]
    ]
    known = set(Venue.objects.values_list("organisation_id", "name"))
    Venue.objects.bulk_create([v for v in wanted if (v.organisation_id, v.name) not in known])
    return list(Venue.objects.filter(organisation__path__startswith=root.path).order_by("pk"))


def build_programmes(root, years):
    """Create a programme a category and year; return them by ``(category code, year)``."""
    found = {}
    for year in years:
        for code, title, theme in PROGRAMMES:
            programme, created = Programme.objects.get_or_create(
                organisation=root, year=year, title=f"{year}年度{title}",
                defaults={"theme": theme, "required_minutes": 270, "attendance_percent": 75,
                          "positions": [Position.SECRETARY, Position.DEPUTY, Position.RESERVE]},
            )
            if created:
                programme.categories.set(Category.objects.filter(code=code))
                programme.courses.set(Course.objects.active().filter(categories__code=code).order_by("order", "pk")[:1])
            found[code, year] = programme
    return found


def build_round(root):
    round_, _ = ElectionRound.objects.get_or_create(
        organisation=root, title="2018年居民区党组织换届",
        defaults={"since": date(2017, 1, 1), "cut_off": date(2018, 3, 31)},
    )
    return round_


def build_finished(scale, seed, root, programmes, venues, teachers, *, today):
    """Create the finished cohorts that are missing, with every mark and hour, some twenty cohorts at a time.

    Secretary and reserve of a branch learn together, so that some branches are ready for their election.
    """
    pool = list(
        Appointment.objects.current().filter(
            Q(person__username__startswith="demo-") | Q(person__username="learner"), position__in=POSTS
        )
        .order_by("-person__is_demo", "organisation__category__order", "organisation_id", "pk")
        .values_list("person_id", "organisation_id", "position", "organisation__category__code")
    )
    by_code = {}
    for row in pool:
        by_code.setdefault(row[3], []).append(row)
    known = set(Cohort.objects.filter(programme__isnull=False).values_list("title", flat=True))
    titles, plan = {code: title for code, title, _ in PROGRAMMES}, []
    for number in range(scale.cohorts):
        code, first = PROGRAMMES[number % 4][0], date(2017, 8, 28) + timedelta(days=number * 9 % 84)
        year = 2017
        if scale.cohorts <= FEW and number < scale.cohorts - RECENT:
            code = PROGRAMMES[0][0]
        elif scale.cohorts <= FEW:
            year, first = today.year, today - timedelta(days=40 + number * 3)
        title = f"{year}年{titles[code]}第{number + 1}期"
        if title not in known:
            plan.append((number, programmes[code, year], code, title, first))
    for start in range(0, len(plan), 20):
        _write_cohorts(plan[start:start + 20], scale, seed, root, venues, teachers, by_code)


def _write_cohorts(plan, scale, seed, root, venues, teachers, by_code):
    cohorts, sessions, enrolments = [], [], []
    for number, programme, _code, title, first in plan:
        days = max(1, scale.sessions // 2)
        cohorts.append(Cohort(
            programme=programme, organiser=root, title=title, quota=scale.seats + 2, starts_on=first,
            ends_on=first + timedelta(days=days - 1), class_teacher=teachers[number % len(teachers)],
            closed_at=_at(first + timedelta(days=days), 17) if scale.cohorts > FEW else None, created_at=_at(first - timedelta(days=30), 9),
        ))
    Cohort.objects.bulk_create(cohorts)
    for cohort, (number, _programme, code, _title, _first) in zip(cohorts, plan, strict=True):
        for index in range(scale.sessions):
            day = cohort.starts_on + timedelta(days=index // 2)
            title, kind = SESSIONS[index % len(SESSIONS)]
            starts = _at(day, 9) if index % 2 == 0 else _at(day, 13, 30)
            sessions.append(ClassSession(
                cohort=cohort, title=title, kind=kind, starts_at=starts, ends_at=starts + timedelta(minutes=150),
                minutes=SESSION_MINUTES, venue=venues[number % len(venues)], trainer=cohort.class_teacher,
                closed_at=starts + timedelta(minutes=170), closed_by=cohort.class_teacher,
            ))
        people, offset = by_code[code], number * scale.seats
        seats = min(scale.seats, len(people))
        for seat in range(seats):
            person_id, organisation_id, position, _ = people[(offset + seat) % len(people)]
            enrolments.append(Enrolment(
                cohort=cohort, person_id=person_id, organisation_id=organisation_id, position=position,
                created_at=cohort.created_at, decided_at=cohort.closed_at,
            ))
    ClassSession.objects.bulk_create(sessions, batch_size=500)
    meetings = {}
    for session in sessions:
        meetings.setdefault(session.cohort_id, []).append(session)
    rng = random.Random(f"{seed}/marks/{plan[0][0]}")  # noqa: S311
    statuses = _draw(enrolments, meetings, rng)
    Enrolment.objects.bulk_create(enrolments, batch_size=1000)
    _write_marks(enrolments, meetings, statuses, rng)


def _draw(enrolments, meetings, rng):
    """Draw what happened; whoever attended three quarters of the sessions completed."""
    drawn = []
    for enrolment in enrolments:
        share = SHARE_ATTENDING if rng.random() < 0.95 else 0.5
        marks = [
            (AttendanceStatus.LATE if rng.random() < 0.04 else AttendanceStatus.PRESENT)
            if rng.random() < share else
            (AttendanceStatus.EXCUSED if rng.random() < 0.3 else AttendanceStatus.ABSENT)
            for _ in meetings[enrolment.cohort_id]
        ]
        due = [mark for mark in marks if mark != AttendanceStatus.EXCUSED]
        attended = [mark for mark in due if mark != AttendanceStatus.ABSENT]
        complete = bool(due) and len(attended) * 4 >= len(due) * 3 and len(attended) >= 2
        if enrolment.decided_at:
            enrolment.state = EnrolmentState.COMPLETED if complete else EnrolmentState.NOT_COMPLETED
        drawn.append(marks)
    return drawn


def _write_marks(enrolments, meetings, statuses, rng):
    marks, hours, book = [], [], RuleBook()
    paths = dict(Organisation.objects.values_list("pk", "path"))
    for enrolment, drawn in zip(enrolments, statuses, strict=True):
        for session, status in zip(meetings[enrolment.cohort_id], drawn, strict=True):
            there = status in (AttendanceStatus.PRESENT, AttendanceStatus.LATE)
            marks.append(AttendanceMark(
                session=session, enrolment=enrolment, status=status,
                method=MarkMethod.QR if there and rng.random() < 0.8 else MarkMethod.GRID,
                observed_at=session.starts_at + timedelta(minutes=rng.randint(-20, 0) if there else 150),
                recorded_at=session.starts_at, nonce=uuid.UUID(int=rng.getrandbits(128), version=4),
            ))
            if there:
                source, day = f"session:{session.pk}:person:{enrolment.person_id}", timezone.localdate(session.starts_at)
                hours.append(credited(HourEntry(
                    person_id=enrolment.person_id, organisation_id=enrolment.organisation_id, on_date=day, kind=session.kind,
                    observed=session.minutes, source=source, source_root=source, title=session.title,
                    subject=subject_of(session.title), concentrated=True, recorded_at=session.closed_at,
                ), book.version(paths[enrolment.organisation_id], day)))
    AttendanceMark.objects.bulk_create(marks, batch_size=2000)
    HourEntry.objects.bulk_create(hours, batch_size=2000)


def _at(day, hour, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def build_running(root, programmes, venues, accounts, *, now):
    """Create this year's running cohort, led by the demo trainer, with a session that is open for check-in now."""
    today = timezone.localdate(now)
    street = Organisation.objects.get(parent=root, name="天平路街道")
    programme = programmes["residential", today.year]
    title = f"{today.year}年居民区党组织书记轮训（天平路街道班）"
    cohort, created = Cohort.objects.get_or_create(
        programme=programme, organiser=street, title=title,
        defaults={"starts_on": today - timedelta(days=1), "ends_on": today + timedelta(days=13), "quota": 40,
                  "class_teacher": accounts["trainer"]},
    )
    if not created:
        return cohort
    venue = next(venue for venue in venues if venue.organisation_id == street.pk)
    begun = now.replace(minute=0, second=0, microsecond=0)
    days = [_at(today - timedelta(days=1), 9), begun, *[_at(today + timedelta(days=add), 9) for add in (1, 7, 13)]]
    ClassSession.objects.bulk_create([
        ClassSession(cohort=cohort, title=SESSIONS[index][0], kind=SESSIONS[index][1], starts_at=starts,
                     ends_at=starts + timedelta(minutes=150), minutes=SESSION_MINUTES, venue=venue,
                     trainer=accounts["trainer"])
        for index, starts in enumerate(days)
    ])
    posts = Appointment.objects.current().filter(
        organisation__parent=street, position__in=[Position.SECRETARY, Position.RESERVE]
    ).order_by("position", "pk")[:31]
    own = Appointment.objects.current().get(person=accounts["learner"])
    cohort.syllabuses.set([
        freeze_syllabus(actor=accounts["district"], course=course) for course in programme.courses.all()
    ])
    Enrolment.objects.bulk_create([
        Enrolment(cohort=cohort, person_id=post.person_id, organisation_id=post.organisation_id, position=post.position)
        for post in [own, *posts]
    ])
    return cohort
