"""What marks earn: once a session is closed, the ledger follows its marks, and so does whatever was decided by them."""

from django.urls import reverse
from django.utils import timezone

from cohorts.enums import AttendanceStatus, MakeUpState
from cohorts.models import AttendanceMark, Enrolment, MakeUp
from cohorts.queries.make_up import LIVING
from cohorts.queries.policy import policy_of
from cohorts.rules.attendance import EARNING, counts_as, minutes_earned
from courses.actions.ledger import HourLine, post_hours
from courses.enums import HourKind
from lms.notices.actions import notify_all

from .review import review_facts
from .standing import recompute_later


def follow(*, actor, session, marks, now=None):
    """Post what ``marks`` of the closed ``session`` earn, settle make-ups by them, and ask for reviews; return new lines.

    The standings of their classes are reckoned anew afterwards. A guest's mark earns nothing by itself: it makes up for the
    session they missed. A guest's own class is not touched else.
    """
    now, policy = now or timezone.now(), policy_of(session)
    marks = list(marks)
    rows = {row.pk: row for row in Enrolment.objects.filter(pk__in=[mark.enrolment_id for mark in marks])}
    counted = {mark.enrolment_id: counts_as(mark.status, mark.late_minutes, policy) for mark in marks}
    own = [row for row in rows.values() if row.cohort_id == session.cohort_id]
    posted = post_hours(actor=actor, lines=[hour_line(session, row.person_id, counted[row.pk]) for row in own])
    _end_make_ups(actor, session, [row.pk for row in own if counted[row.pk] in EARNING], now)
    guests = {pk: counted[pk] in EARNING for pk, row in rows.items() if row.cohort_id != session.cohort_id}
    if guests:
        _settle_guests(actor, session, guests, now)
    reason = next((mark.reason for mark in marks if mark.reason), "")
    review_facts(
        actor=actor, enrolments=rows.values(), why=f"{session.title} {timezone.localdate(session.starts_at)}: {reason}", now=now
    )
    for cohort_id in sorted({row.cohort_id for row in rows.values()}):
        recompute_later(cohort_id)
    return posted


def hour_line(session, person_id, status):
    """The line of the ledger that ``status`` earns at ``session``; no minutes for whoever was not there."""
    return HourLine(
        person_id=person_id, on_date=timezone.localdate(session.starts_at), kind=session.kind,
        observed=minutes_earned(status, session.minutes), source=f"session:{session.pk}:person:{person_id}",
        title=f"{session.cohort.title} · {session.title}", subject=session.title, concentrated=_concentrated(session),
    )


def post_teaching(*, actor, session):
    """Post what whoever taught the closed ``session`` earns by it; a session without a trainer earns nobody anything."""
    if session.trainer_id is None:
        return
    post_hours(actor=actor, lines=[HourLine(
        person_id=session.trainer_id, on_date=timezone.localdate(session.starts_at), kind=HourKind.TEACHING,
        observed=session.minutes, source=f"teaching:{session.pk}:person:{session.trainer_id}",
        title=f"{session.cohort.title} · {session.title}", subject=session.title,
    )])


def settle(*, actor, make_ups, state, on_date, now):
    """Put ``make_ups`` into ``state`` and post the minutes of what each made up, or take them back; write all at once."""
    for make_up in make_ups:
        make_up.state, make_up.decided_at, make_up.decided_by = state, now, actor
    MakeUp.objects.bulk_update(make_ups, ["state", "decided_at", "decided_by", "answer"], batch_size=500)
    return post_hours(actor=actor, lines=[_make_up_line(make_up, on_date) for make_up in make_ups])


def _make_up_line(make_up, on_date):
    session, person_id = make_up.session, make_up.enrolment.person_id
    return HourLine(
        person_id=person_id, on_date=on_date, kind=HourKind.MAKE_UP,
        observed=session.minutes if make_up.state == MakeUpState.DONE else 0,
        source=f"makeup:{session.pk}:person:{person_id}", title=f"{session.cohort.title} · {session.title}",
        subject=session.title, concentrated=_concentrated(session),
    )


def missed(make_up):
    """Tell whether the session of ``make_up`` still counts as missed by the mark that stands. Two queries."""
    mark = (
        AttendanceMark.objects.current().exclude(status=AttendanceStatus.UNDONE)
        .filter(session=make_up.session, enrolment=make_up.enrolment).first()
    )
    return mark is None or counts_as(mark.status, mark.late_minutes, policy_of(make_up.session)) not in EARNING


def _end_make_ups(actor, session, enrolments, now):
    """Whoever was there after all has nothing to make up: the session's own hours take the place of those made up."""
    found = MakeUp.objects.filter(session=session, enrolment__in=enrolments, state__in=LIVING)
    found = list(found.select_related("enrolment", "session__cohort__programme"))
    if found:
        settle(actor=actor, make_ups=found, state=MakeUpState.CANCELLED, on_date=timezone.localdate(now), now=now)


def _settle_guests(actor, session, there, now):
    """Settle the make-ups of guests by whether they were ``there``: ``{enrolment id: bool}``."""
    found = MakeUp.objects.filter(other=session, enrolment__in=there).order_by("pk").select_related(
        "enrolment", "session__cohort__programme"
    )
    came, away = [], []
    for make_up in found:
        if _settles(make_up, there[make_up.enrolment_id]):
            (came if there[make_up.enrolment_id] else away).append(make_up)
    day = timezone.localdate(session.starts_at)
    for make_ups, state, kind in ((came, MakeUpState.DONE, "make_up.done"), (away, MakeUpState.CANCELLED, "make_up.missed")):
        if make_ups:
            settle(actor=actor, make_ups=make_ups, state=state, on_date=day, now=now)
            notify_all({
                "person_id": make_up.enrolment.person_id, "kind": kind, "params": {"session": make_up.session.title},
                "source": f"make_up:{make_up.pk}:{state}:{now.isoformat()}", "url": reverse("cohorts:my-make-ups"),
            } for make_up in make_ups)


def _settles(make_up, came):
    """Tell whether that a guest came, or did not, changes the make-up."""
    if make_up.state in (MakeUpState.CHOSEN, MakeUpState.DONE):
        return make_up.state == MakeUpState.CHOSEN or not came
    if not came or make_up.state != MakeUpState.CANCELLED:
        return False
    # Marked absent by mistake: it stands again, unless the person has chosen another way since.
    others = MakeUp.objects.filter(enrolment=make_up.enrolment_id, session=make_up.session_id, state__in=LIVING)
    return not others.exists() and missed(make_up)


def _concentrated(session):
    programme = session.cohort.programme
    return programme is not None and programme.concentrated
