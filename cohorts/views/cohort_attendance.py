"""The attendance of a whole cohort on one page."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cohorts.enums import MARKS
from cohorts.models import Cohort
from cohorts.queries.cohort_attendance import SIGNS, attendance_of
from lms.people import access


@login_required
@require_safe
def cohort_attendance(request, pk):
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user).select_related("organiser"), pk=pk)
    access.require(request.user, "cohort.roster", cohort)
    sessions, lines = attendance_of(cohort, request.user, timezone.now())
    groups = sorted({line.enrolment.group for line in lines if line.enrolment.group}, key=lambda group: (group.place, group.pk))
    group = next((each for each in groups if str(each.pk) == request.GET.get("group")), None)
    return render(request, "cohorts/attendance/cohort.html", {
        "cohort": cohort, "sessions": sessions, "groups": groups, "group": group,
        "lines": [line for line in lines if group in (None, line.enrolment.group)],
        "signs": [(value, SIGNS[value], label) for value, label in MARKS], "sign_of": SIGNS,
    })
