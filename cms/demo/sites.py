"""Open sites with guide and visits, trainers with subjects and times away, and reminders, of the demo district."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from cohorts.actions.bookings import accept_booking, place_booking
from cohorts.actions.reminders import choose_reminders
from cohorts.actions.trainers import accept_invitation, add_absence, ask_trainers, save_profile
from cohorts.enums import VenueKind
from cohorts.models import ClassSession, ReminderChoice, SiteBooking, TeachingInvitation, TrainerProfile, Venue
from lms.people.models import Organisation

WEEK = {str(day): ["09:00", "17:00"] for day in range(5)}
SITES = {
    "区党建服务中心报告厅": (
        WEEK | {"5": ["09:00", "12:00"]}, "投影、音响、无线话筒、无障碍通道",
        "地铁一号线衡山路站步行八分钟。先看一楼的区域党建史展，约四十分钟，再到二楼报告厅。二十人以上有讲解员，请在预约时注明。",
    ),
    "滨江党群服务站": (
        {str(day): ["09:30", "20:00"] for day in range(7)}, "投影、直饮水、轮椅",
        "从龙腾大道进站，集合点在大厅的党旗墙前。可以沿江走一段“滨江建设者之路”，雨天改在室内看短片。",
    ),
    "楼宇党建示范点": (
        {str(day): ["10:00", "16:00"] for day in (1, 2, 3, 4)}, "电视屏、白板",
        "请从漕溪北路的北门进，报支部名称上十二楼。可以听“楼委会”怎样议事，时间约一小时。",
    ),
}


def build_sites(root, accounts, *, now):
    """Give the open sites opening times, equipment and a guide; two visits of the first branch: one confirmed, one asked for."""
    rooms = Venue.objects.filter(organisation__path__startswith=root.path, opening={})
    # A class meets in the hour in which the demo is made, be it at night: its room is open whenever someone meets there.
    today = ClassSession.objects.filter(starts_at__lte=now, ends_at__gte=now).values("venue_id")
    rooms = list(rooms.exclude(pk__in=today))
    for venue in rooms:
        venue.opening, venue.equipment, venue.guide = SITES.get(venue.name, (WEEK, "投影、话筒、白板", ""))
    Venue.objects.bulk_update(rooms, ["opening", "equipment", "guide"])
    branch = Organisation.objects.get(parent__parent=root, name="天平路第1居民区党总支")
    if SiteBooking.objects.filter(organisation=branch).exists():
        return
    sites = {site.name: site for site in Venue.objects.filter(organisation=root, kind=VenueKind.OPEN_SITE)}
    day = timezone.localdate(now)
    booking = place_booking(
        actor=accounts["liaison"], venue=sites["滨江党群服务站"], organisation=branch, people=18, note="有两位同志坐轮椅",
        **_hours(day + timedelta(days=3), 14, 16),
    )
    accept_booking(actor=accounts["district"], booking=booking)
    tuesday = day + timedelta(days=(1 - day.weekday()) % 7 + 7)
    place_booking(
        actor=accounts["liaison"], venue=sites["楼宇党建示范点"], organisation=branch, people=25, note="想请楼委会的同志讲半小时",
        **_hours(tuesday, 10, 12),
    )


def build_teaching(accounts, *, now):
    """Let the demo trainer have subjects, a time away, accepted sessions, and one that waits for an answer."""
    trainer = accounts["trainer"]
    if TrainerProfile.objects.filter(person=trainer).exists():
        return
    save_profile(actor=trainer, person=trainer, subjects="党章党规，党史教育，支部工作实务，基层治理案例", sessions_a_week=6)
    away = timezone.localdate(now) + timedelta(days=16)
    add_absence(actor=trainer, person=trainer, reason="到市委党校进修", **_hours(away, 0, 23))
    ahead = list(ClassSession.objects.open().filter(trainer=trainer, starts_at__gt=now).order_by("starts_at", "pk"))
    asked = set(TeachingInvitation.objects.standing().filter(session__in=ahead).values_list("session_id", flat=True))
    ask_trainers(actor=accounts["school"], sessions=[session for session in ahead if session.pk not in asked])
    waiting = list(TeachingInvitation.objects.standing().filter(trainer=trainer, state="asked").order_by("session__starts_at", "pk"))
    for invitation in waiting[:-1]:
        accept_invitation(actor=trainer, invitation=invitation)


def build_reminders(accounts):
    """The demo learner is reminded of sessions a day and an hour before, in the system."""
    if not ReminderChoice.objects.filter(person=accounts["learner"]).exists():
        choose_reminders(person=accounts["learner"], day_before=True, hour_before=True, in_app=True)


def _hours(day, first, last):
    return {
        "starts_at": timezone.make_aware(datetime.combine(day, time(first))),
        "ends_at": timezone.make_aware(datetime.combine(day, time(last))),
    }
