"""Modules of the demo's programmes, a class open to applications, one with places kept, a waiting list, groups."""

from datetime import timedelta

from django.utils import timezone

from cohorts.actions.applications import apply
from cohorts.actions.cohorts import open_cohort
from cohorts.actions.enrolment import enrol
from cohorts.actions.groups import divide_evenly, make_groups
from cohorts.actions.programmes import propose_modules, update_programme, upgrade_programme
from cohorts.actions.shares import keep_places, name_people
from cohorts.enums import SessionKind
from cohorts.models import ClassSession, Cohort
from lms.people.enums import Position
from lms.people.models import Appointment, Organisation

GROUPS = ["第一组", "第二组", "第三组"]
MINUTES = {SessionKind.LECTURE: 540, SessionKind.BREAKOUT: 135, SessionKind.FIELD: 135, SessionKind.DISCUSSION: 135}
# Which meetings of the demo belong to which module, by its place: what everyone hears, then the two parts of the emphasis.
TOPICS = {
    0: ["学习贯彻市第十一次党代会精神", "换届选举程序", "交流与总结"],
    1: ["分类研讨：我们支部最难的一件事", "住宅小区综合治理案例", "群众工作方法", "基地实训：走进党建服务站"],
    2: ["支部规范化建设与“三会一课”", "主题党日怎么办", "发展党员与党费收缴实务"],
}
APPLICANTS, PLACES, KEPT, NAMED = 5, 30, 6, 4


def build_modules(programmes, accounts):
    """Plan the hours of each programme by kind and by module, pin its courses, and put its meetings into the modules."""
    for programme in programmes.values():
        if programme.modules.exists():
            continue
        update_programme(actor=accounts["district"], programme=programme, minutes_by_kind=MINUTES)
        upgrade_programme(actor=accounts["district"], programme=programme)
        modules = propose_modules(actor=accounts["district"], programme=programme)
        for place, module in enumerate(modules):
            ClassSession.objects.filter(cohort__programme=programme, title__in=TOPICS.get(place, ())).update(module=module)


def build_groups(running, accounts):
    if not running.groups.exists():
        make_groups(actor=accounts["school"], cohort=running, names=GROUPS)
        divide_evenly(actor=accounts["school"], cohort=running)


def build_open_class(root, programmes, venues, accounts, *, now):
    """A class of the first sub-district that takes applications, some of which wait for an answer."""
    today = timezone.localdate(now)
    street = Organisation.objects.get(parent=root, name="天平路街道")
    title = f"{today.year}年居民区党组织书记轮训（天平路街道第二期）"
    if Cohort.objects.filter(title=title).exists():
        return
    cohort = open_cohort(
        actor=accounts["school"], programme=programmes["residential", today.year], organiser=street, title=title,
        starts_on=today + timedelta(days=21), ends_on=today + timedelta(days=23), quota=PLACES,
        apply_until=today + timedelta(days=14), class_teacher=accounts["trainer"], groups=GROUPS[:2],
        venue=next(venue for venue in venues if venue.organisation_id == street.pk),
    )
    unplaced = _posts(street, Position.SECRETARY).exclude(person__enrolments__cohort__programme=cohort.programme)
    for post in unplaced[:APPLICANTS]:
        apply(actor=post.person, cohort=cohort)


def build_kept_places(root, programmes, venues, accounts, *, now):
    """A class of the district with places kept for sub-districts, partly named, and a waiting list for the others."""
    today = timezone.localdate(now)
    title = f"{today.year}年居民区党组织书记轮训（全区示范班）"
    if Cohort.objects.filter(title=title).exists():
        return
    cohort = open_cohort(
        actor=accounts["district"], programme=programmes["residential", today.year], organiser=root, title=title,
        starts_on=today + timedelta(days=28), ends_on=today + timedelta(days=30), quota=PLACES,
        class_teacher=accounts["trainer"], venue=next(venue for venue in venues if venue.organisation_id == root.pk),
    )
    streets = list(Organisation.objects.filter(parent=root, affiliated_kind="subdistrict").order_by("path")[:4])
    own = Organisation.objects.get(name="天平路第1居民区党总支")
    until = today + timedelta(days=10)
    for organisation, seats in [*((street, KEPT) for street in streets[:3]), (own, 2)]:
        share = keep_places(actor=accounts["district"], cohort=cohort, organisation=organisation, seats=seats, name_until=until)
        if organisation in streets[1:3]:
            name_people(actor=accounts["district"], share=share, appointments=_posts(organisation, Position.SECRETARY)[:NAMED])
    # More ask than find a place among those that nobody keeps.
    enrol(actor=accounts["district"], cohort=cohort, appointments=_posts(streets[3], Position.SECRETARY)[:16])


def _posts(organisation, position):
    return Appointment.objects.current().filter(
        organisation__path__startswith=organisation.path, position=position, person__is_active=True
    ).select_related("person").order_by("pk")
