"""Paper of a cohort: what stands on it, who may have it, and that it is drawn whole."""

import io
import subprocess

import pytest
from django.utils.translation import gettext

from cohorts.actions.cohorts import update_cohort
from cohorts.enums import Sheet
from cohorts.models import CohortGroup, Enrolment, TimetableVersion
from cohorts.reports.printing import cohort_paper
from cohorts.rules.site_code import site_code
from cohorts.views import paper
from lms.audit.models import AuditEntry
from lms.jobs.models import Job
from lms.people.models import Person

from .classes import at, make_cohort, make_session, url
from .meetings import fill
from .visits import make_site

PHONE = "13800001234"


def text_of(body):
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=body, capture_output=True, check=True).stdout.decode()


def pages_of(body):
    said = subprocess.run(["pdfinfo", "-"], input=body, capture_output=True, check=True).stdout.decode()
    return int(said.split("Pages:")[1].split()[0])


@pytest.fixture
def cohort(world):
    cohort = make_cohort(world, class_teacher=world.p_trainer)
    update_cohort(actor=world.p_district, cohort=cohort, quota=200)
    people = fill(cohort, world.east_branch, 12)
    Person.objects.filter(pk=people[0].person_id).update(name="阿卜杜热合曼·买买提明·玉素甫", phone=PHONE)
    group = CohortGroup.objects.create(cohort=cohort, name="第一小组", leader=people[1].person)
    Enrolment.objects.filter(pk__in=[row.pk for row in people[:5]]).update(group=group)
    return cohort


@pytest.fixture
def session(world, cohort):
    return make_session(world, cohort, title="党的十九大精神辅导", trainer=world.p_trainer)


def test_the_sign_in_sheet_names_everyone_and_the_session(cohort, session):
    text = text_of(cohort_paper(Sheet.SIGN_IN, cohort=cohort, session=session))
    assert session.title in text
    assert "2017-09-04" in text
    for person in Person.objects.filter(enrolments__cohort=cohort):
        assert person.name[:4] in text
    assert "1/1" in text.replace(" ", "")


def test_a_session_of_one_group_lists_that_group(world, cohort):
    session = make_session(world, cohort, kind="breakout", starts_at=at(5, 9), ends_at=at(5, 11), group=cohort.groups.get())
    text = text_of(cohort_paper(Sheet.SIGN_IN, cohort=cohort, session=session))
    inside, outside = cohort.enrolments.filter(group__isnull=False), cohort.enrolments.filter(group=None)
    assert [row.person.name[:4] in text for row in inside] == [True] * 5
    assert [row.person.name in text for row in outside.exclude(person__name__in=inside.values("person__name"))] == [False] * 7


@pytest.mark.parametrize(("phones", "shown"), [(False, "138****1234"), (True, PHONE)])
def test_telephone_numbers_are_masked_unless_asked_for_whole(cohort, phones, shown):
    text = text_of(cohort_paper(Sheet.ROSTER, cohort=cohort, phones=phones))
    assert shown in text
    assert (PHONE in text) is phones


def test_badges_are_eight_and_cards_two_to_the_page(cohort):
    assert pages_of(cohort_paper(Sheet.BADGES, cohort=cohort)) == 2
    body = cohort_paper(Sheet.CARDS, cohort=cohort)
    assert pages_of(body) == 6
    name = cohort.enrolments.order_by("pk").last().person.name
    assert text_of(body).replace(" ", "").count(name) >= 1


def test_a_long_list_repeats_its_head_and_counts_its_pages(world, cohort):
    fill(cohort, world.east_branch, 60)
    body = cohort_paper(Sheet.ROSTER, cohort=cohort)
    count = pages_of(body)
    assert count >= 3
    assert f"1/{count}" in text_of(body).replace(" ", "")
    assert text_of(body).count("联系电话") == count


def test_the_timetable_is_the_published_one(world, cohort, session):
    text = text_of(cohort_paper(Sheet.TIMETABLE, cohort=cohort))
    assert session.title in text
    type(session).objects.update(title="改过还没有公布")
    assert "改过还没有公布" not in text_of(cohort_paper(Sheet.TIMETABLE, cohort=cohort))


def test_a_plan_that_was_never_published_says_that_it_is_a_draft(cohort, session):
    TimetableVersion.objects.all().delete()
    text = text_of(cohort_paper(Sheet.TIMETABLE, cohort=cohort))
    assert session.title in text
    assert str(gettext("Draft: this timetable is not published yet.")) in text


def test_groups_stand_with_their_leader_first(cohort):
    lines = text_of(cohort_paper(Sheet.GROUPS, cohort=cohort))
    leader = cohort.groups.get().leader.name
    others = [row.person.name for row in cohort.enrolments.filter(group__isnull=False).exclude(person__name=leader)]
    assert all(lines.index(leader) < lines.index(name[:4]) for name in others)


def test_markup_in_a_name_is_text(cohort):
    Person.objects.filter(phone=PHONE).update(name="<b>张</b>&三")
    assert "<b>张</b>&三" in text_of(cohort_paper(Sheet.BADGES, cohort=cohort))


def test_paper_comes_from_the_desk_and_leaves_a_line(world, sign_in, cohort, session):
    client = sign_in("trainer")
    assert client.get(url("print", cohort.pk)).status_code == 200
    answer = client.post(url("print-make", cohort.pk), {"what": "sign-in", "session": session.pk})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert AuditEntry.objects.get(verb="cohort.print").detail == {"sheet": "sign-in"}


def test_whole_numbers_are_for_those_who_administer_people(world, sign_in, cohort):
    sent = {"what": "roster", "phones": "on"}
    assert sign_in("trainer").post(url("print-make", cohort.pk), sent).status_code == 403
    client = sign_in("subdistrict")
    assert client.post(url("print-make", cohort.pk), sent).url == url("print", cohort.pk)  # what for?
    answer = client.post(url("print-make", cohort.pk), sent | {"reason": "逐一电话通知"})
    assert PHONE in text_of(answer.content)
    assert [line.detail for line in AuditEntry.objects.filter(verb="cohort.print_phones")] == [
        {"sheet": "roster", "reason": "逐一电话通知"}]


def test_a_sign_in_sheet_without_a_session_is_asked_for_again(sign_in, cohort):
    assert sign_in("trainer").post(url("print-make", cohort.pk), {"what": "sign-in"}).url == url("print", cohort.pk)


def test_hundreds_are_drawn_in_the_background(world, sign_in, cohort, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(paper, "AT_ONCE", 5)
    with django_capture_on_commit_callbacks(execute=True):
        answer = sign_in("trainer").post(url("print-make", cohort.pk), {"what": "badges"})
    job = Job.objects.get(kind="cohorts.print")
    assert (answer.url, job.state) == (f"/jobs/{job.pk}/", "done")
    with job.result_file.open() as file:
        assert pages_of(io.BytesIO(file.read()).getvalue()) == 2


def test_the_code_of_a_site_is_printed_for_whoever_runs_it(world, sign_in):
    site = make_site(world)
    answer = sign_in("school").get(url("site-code", site.pk))
    assert site.name in text_of(answer.content)
    assert sign_in("liaison").get(url("site-code", site.pk)).status_code == 403
    old = site_code(site.secret, site.pk)
    sign_in("school").post(url("site-code-renew", site.pk))
    site.refresh_from_db()
    assert site_code(site.secret, site.pk) != old
