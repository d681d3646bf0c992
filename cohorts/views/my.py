"""The trainee's own pages: what to do next, my classes, my hours."""

from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cohorts.enums import SEATED, EnrolmentState
from cohorts.explain import reason_text, reason_texts
from cohorts.explain_results import line_texts, total_text
from cohorts.explain_standing import missing_of
from cohorts.queries import home as home_queries
from cohorts.queries import my as queries
from cohorts.queries.completion import standings
from cohorts.queries.excellence import is_excellent
from cohorts.queries.hours import year_of_hours
from cohorts.queries.mending import ways_of
from cohorts.queries.policy import policy_on
from cohorts.queries.results import final_of
from cohorts.queries.surveys import surveys_to_answer
from cohorts.rules.completion import thaw
from cohorts.rules.due import waiting
from courses.models import Syllabus
from courses.queries import continue_learning, micro_lessons, series_begun

PAGE = 50
NEW = 3  # micro-lessons on the first page


def _with_syllabuses(enrolments):
    return enrolments.prefetch_related(
        Prefetch("cohort__syllabuses", queryset=Syllabus.objects.select_related("course"))
    )


@login_required
@require_GET
def home(request):
    """The one home of whoever learns: go on, what is due this year, the next class, new micro-lessons."""
    person, now = request.user, timezone.now()
    today = timezone.localdate(now)
    running = list(_with_syllabuses(
        queries.my_enrolments(person).filter(state=EnrolmentState.ENROLLED, cohort__closed_at=None)
    ))
    sessions = queries.next_meetings(person, now)
    marked = home_queries.marked_sessions(person, [meeting.pk for meeting in sessions])
    opens_before = timedelta(minutes=policy_on(today).opens_before)
    open_now = [
        session for session in sessions
        if session.starts_at - opens_before <= now < session.ends_at and session.pk not in marked
    ]
    going_on = continue_learning(person)
    joined, certificates = home_queries.counts_of(person)
    return render(request, "cohorts/my/home.html", {
        "posts": home_queries.posts_of(person),
        "open_now": open_now,
        "surveys": surveys_to_answer(person, now),
        "going_on": going_on,
        "taken": home_queries.lately_taken(person, now),
        "hours": year_of_hours(person, today.year),
        "year_ends": date(today.year, 12, 31),
        "due": waiting(home_queries.due_of(person, running), today),
        "sessions": sessions,
        "next_class": next((session for session in sessions if session.starts_at > now), sessions[0] if sessions else None),
        "series": series_begun(person),
        "joined": joined,
        "micro": micro_lessons(person)[:NEW],
        "certificates": certificates,
    })


@login_required
@require_GET
def courses(request):
    """The courses a person joined, began, or has to learn for a class, with how far they are; those finished apart."""
    person = request.user
    rows = queries.my_courses(person)
    return render(request, "cohorts/my/courses.html", {
        "open": [row for row in rows if not row.progress.complete],
        "finished": [row for row in rows if row.progress.complete],
    })


@login_required
@require_GET
def classes(request):
    """One's classes, each with what is missing: as it was last reckoned, or as it was decided at closing."""
    page = Paginator(queries.my_enrolments(request.user), PAGE).get_page(request.GET.get("page"))
    for place in page:
        kept = place.verdict or (place.standing if place.state == EnrolmentState.ENROLLED else {})
        place.missing = reason_texts(thaw(kept)) if kept else []
    return render(request, "cohorts/my/classes.html", {"page": page})


@login_required
@require_GET
def my_class(request, pk):
    """One's own class: timetable with one's marks, courses to learn, exam. Other people's classes are not found."""
    place = get_object_or_404(_with_syllabuses(queries.my_enrolments(request.user)), cohort_id=pk)
    now = timezone.now()
    meetings = queries.my_meetings(place)
    opens_before = timedelta(minutes=policy_on(timezone.localdate(now)).opens_before)
    for_check_in = {meeting.told.pk for meeting in meetings or () if meeting.takes_marks(now, opens_before)}
    standing = standings(place.cohort, [place])[0] if place.state in SEATED else None
    final = final_of(standing) if standing else None
    running = place.state == EnrolmentState.ENROLLED and not (place.cohort.closed_at or place.cohort.cancelled_at)
    ways = ways_of(place, standing.verdict, now) if running else {}
    return render(request, "cohorts/my/class.html", {
        "surveys": surveys_to_answer(request.user, now, place.cohort), "final": final,
        "final_lines": line_texts(final) if final else [], "final_total": total_text(final) if final else "",
        "verdict": standing.verdict if standing else None,
        "missing": missing_of(standing.verdict, ways, reason_text) if standing else [],
        "attendance": standing.attendance if standing else None,
        "running": running, "excellent": is_excellent(place),
        "place": place, "cohort": place.cohort, "meetings": meetings, "for_check_in": for_check_in,
        "due": queries.courses_due(request.user, [place.cohort]),
    })
