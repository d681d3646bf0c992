"""Makers of elections: people trained in every way, and workbooks read back."""

from datetime import UTC, date, datetime, timedelta

import openpyxl

from certificates.models import Certificate
from cohorts.models import AttendanceMark, ClassSession, Cohort, ElectionRound, Enrolment, Programme
from cohorts.queries.readiness_data import collect
from cohorts.reports.readiness import Handing, write_readiness
from courses.models import HourEntry
from lms.jobs.actions import run_job
from lms.jobs.models import Job

DAY = date(2018, 3, 31)
NOW = datetime(2018, 4, 2, 1, tzinfo=UTC)
HANDING = Handing(by="管理员", at=NOW, purpose="换届前汇报", recipient="区委组织部")


def make_round(organisation, **fields):
    return ElectionRound.objects.create(
        **{"organisation": organisation, "title": "2018年换届", "since": date(2017, 1, 1), "cut_off": DAY} | fields
    )


def make_training(organisation, title="书记轮训", *, sessions=4, concentrated=True, first=date(2017, 9, 4)):
    """A class with closed sessions on as many days; returns ``(cohort, sessions)``."""
    programme = Programme.objects.get_or_create(
        organisation=organisation, title=f"{title}项目", year=2017, defaults={"concentrated": concentrated}
    )[0]
    cohort = Cohort.objects.create(
        programme=programme, organiser=organisation, title=title, quota=2000, starts_on=first,
        ends_on=first + timedelta(days=sessions),
    )
    begins = [datetime(first.year, first.month, first.day, 1, tzinfo=UTC) + timedelta(days=add) for add in range(sessions)]
    return cohort, [
        ClassSession.objects.create(cohort=cohort, title=f"第{number}讲", minutes=135, starts_at=at, closed_at=at,
                                    ends_at=at + timedelta(hours=2)) for number, at in enumerate(begins)
    ]


def train(cohort, post, sessions, statuses, *, state="completed", minutes=0, certificate="", **fields):
    """Put the holder of a post into the class; one status a session, None for no mark."""
    place = Enrolment.objects.create(
        cohort=cohort, person_id=post.person_id, organisation_id=post.organisation_id, position=post.position, state=state,
        **fields,
    )
    AttendanceMark.objects.bulk_create([
        AttendanceMark(session=session, enrolment=place, status=status, method="grid")
        for session, status in zip(sessions, statuses, strict=False) if status
    ])
    if minutes:
        source = f"session:{cohort.pk}:person:{post.person_id}"
        HourEntry.objects.create(person_id=post.person_id, on_date=cohort.starts_on, kind="lecture", minutes=minutes,
                                 observed=minutes, source=source, source_root=source, title=cohort.title, concentrated=True)
    if certificate:
        Certificate.objects.create(person_id=post.person_id, source=f"cohort:{cohort.pk}:person:{post.person_id}",
                                   number=certificate, issued_at=datetime(2017, 12, 1, tzinfo=UTC))
    return place


def workbook(path, user, round_, *, as_of=DAY, area=None, handing=HANDING):
    """Write the workbook of now; return ``({sheet: rows below the headings}, figures)``."""
    data = collect(user=user, round_=round_, as_of=as_of, area=area)
    figures = write_readiness(path=path, data=data, handing=handing)
    return read(path), figures


def work():
    """Do the jobs that wait."""
    for pk in Job.objects.filter(state="queued").order_by("created_at").values_list("pk", flat=True):
        run_job(pk)


def read(path):
    """Return ``{sheet: [values of each row below the headings]}``."""
    found = {}
    for page in openpyxl.load_workbook(path):
        head = int(page.print_title_rows.split("$")[-1])
        lines = page.iter_rows(min_row=head + 1, values_only=True)
        found[page.title] = [list(line) for line in lines if any(value is not None for value in line)]
    return found
