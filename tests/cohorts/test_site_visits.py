"""The code that hangs at an open site: it marks whom it concerns, and tells nobody else anything."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cohorts.actions.bookings import accept_booking
from cohorts.actions.venues import renew_site_code
from cohorts.models import AttendanceMark, ClassSession, Enrolment, SiteBooking
from cohorts.rules.site_code import site_code

from .classes import make_people, url
from .visits import ask, make_site


@pytest.fixture(autouse=True)
def at_noon():
    """Visits begin minutes before now: close to midnight they would lie on another day."""
    with time_machine.travel(timezone.localtime().replace(hour=12, minute=0)):
        yield


@pytest.fixture
def site(world):
    return make_site(world)


@pytest.fixture
def session(world, site):
    """A visit of the eastern branch that began five minutes ago."""
    row = accept_booking(actor=world.p_school, booking=ask(world, site)).session
    return begin(row)


def begin(session, minutes=5):
    starts_at = timezone.now() - timedelta(minutes=minutes)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
    ClassSession.objects.filter(pk=session.pk).update(**times)
    SiteBooking.objects.filter(session=session).update(**times)
    session.refresh_from_db()
    return session


def main_of(page):
    return page.content.decode().split("<main")[1].split("</main>")[0]


def address(site):
    return url("site-visit", site.pk, site_code(site.secret, site.pk))


def test_a_scan_marks_whose_branch_is_there(sign_in, world, site, session):
    client = sign_in("learner")
    page = client.get(address(site))
    assert AttendanceMark.objects.count() == 0
    done = client.post(address(site), {"claim": page.context["claim"]}, follow=True)
    mark = AttendanceMark.objects.get()
    assert (mark.session, mark.enrolment.person, mark.method, mark.status) == (session, world.p_learner, "site", "present")
    assert done.context["outcome"] == "ok"
    client.post(address(site))
    assert AttendanceMark.objects.count() == 1
    assert client.get(address(site)).context["outcome"] == "already"


def test_who_is_not_of_the_branch_learns_nothing(sign_in, world, site, session):
    with_visit = sign_in("outsider").get(address(site))
    SiteBooking.objects.all().delete()
    without = sign_in("outsider").get(address(site))
    assert main_of(with_visit) == main_of(without)
    assert session.title not in with_visit.content.decode()
    assert sign_in("outsider").post(address(site)).status_code == 200
    assert AttendanceMark.objects.count() == 0


def test_a_code_that_was_replaced_opens_nothing(sign_in, world, site, session):
    old = address(site)
    renew_site_code(actor=world.p_school, venue=site)
    assert sign_in("learner").get(old).context["replaced"] is True
    sign_in("learner").post(old)
    assert AttendanceMark.objects.count() == 0
    assert sign_in("learner").get(address(site)).status_code == 200


def test_a_wrong_code_of_a_site_that_is_none_says_the_same(client, site):
    answers = [client.get(url("site-visit", venue, "x" * 20)) for venue in (site.pk, 987654)]
    assert [answer.context["replaced"] for answer in answers] == [True, True]


def test_who_comes_without_being_on_the_list_is_put_on_it(sign_in, world, site):
    make_people(world.east_branch, 5)
    session = begin(accept_booking(actor=world.p_school, booking=ask(world, site, people=4)).session)
    sign_in("learner").post(address(site))
    assert Enrolment.objects.get(cohort=session.cohort).person == world.p_learner
    assert AttendanceMark.objects.get().method == "site"


@pytest.mark.parametrize(("minutes", "outcome"), [(-120, "too_early"), (121, "over")])
def test_outside_its_time_a_visit_says_so(sign_in, world, site, session, minutes, outcome):
    begin(session, minutes)
    assert sign_in("learner").post(address(site)).context["outcome"] == outcome


def test_a_scan_before_signing_in_counts_from_then(client, world, site, session):
    session = begin(session, minutes=9)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert client.get(address(site)).status_code == 302
        client.force_login(world.p_learner)
        clock.shift(timedelta(seconds=90))
        page = client.get(address(site))
        client.post(address(site), {"claim": page.context["claim"]})
    assert AttendanceMark.objects.get().status == "present"  # a minute and a half later it would be late
