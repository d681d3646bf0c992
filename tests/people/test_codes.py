"""First sign-in codes: who may issue them to whom, shown once, slips for everyone of an organisation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lms.audit.models import AuditEntry
from lms.jobs.actions import run_job
from lms.jobs.enums import JobState
from lms.jobs.models import Job
from lms.people import actions
from lms.people.models import Person
from lms.people.rules.first_codes import ALPHABET


@pytest.fixture
def as_(client, world):
    def enter(role):
        client.force_login(world.people[role], backend="lms.people.backends.IdentifierBackend")
        return client

    return enter


@pytest.fixture
def staff_of_the_branch(world):
    """The administrators hold posts in the eastern branch too, so that everyone there can see them."""
    for role in ("trainer", "subdistrict", "district"):
        actions.appoint(actor=None, person=world.people[role], organisation=world.east_branch, position="member")


@pytest.mark.parametrize(("role", "whom", "status"), [
    ("liaison", "learner", 302), ("subdistrict", "learner", 302), ("district", "learner", 302), ("auditor", "learner", 403),
    ("liaison", "outsider", 404), ("liaison", "trainer", 403), ("subdistrict", "trainer", 302),
    ("subdistrict", "district", 403), ("district", "subdistrict", 302), ("district", "district", 403),
])
def test_who_issues_codes_to_whom(as_, world, staff_of_the_branch, role, whom, status):
    before = world.people[whom].password
    assert as_(role).post(f"/desk/people/{world.people[whom].pk}/first-code/").status_code == status
    assert (Person.objects.get(pk=world.people[whom].pk).password != before) is (status == 302)


def test_a_code_is_shown_once_and_kept_as_a_hash(as_, world):
    browser = as_("subdistrict")
    slip = browser.post(f"/desk/people/{world.p_learner.pk}/first-code/").url
    page = browser.get(slip)
    code = page.context["slips"][0]["code"].replace(" ", "")
    assert (len(code), set(code) <= set(ALPHABET)) == (8, True)
    assert browser.get(slip).url == f"/desk/people/{world.p_learner.pk}/"
    person = Person.objects.get(pk=world.p_learner.pk)
    assert (person.check_password(code), person.must_set_password) == (True, True)
    left = person.code_expires_at - timezone.now()
    assert timedelta(days=13, hours=23) < left <= timedelta(days=14)
    line = AuditEntry.objects.get(verb="person.first_code")
    assert (line.target_id, line.detail, code in str(line.__dict__)) == (str(person.pk), {}, False)


def test_the_slip_of_another_person_does_not_show_the_code(as_, world):
    browser = as_("subdistrict")
    browser.post(f"/desk/people/{world.p_learner.pk}/first-code/")
    assert browser.get(f"/desk/people/{world.p_reserve.pk}/slip/").status_code == 302


def test_a_shared_demo_account_keeps_its_password(as_, world):
    Person.objects.filter(pk=world.p_learner.pk).update(is_demo=True)
    assert as_("subdistrict").post(f"/desk/people/{world.p_learner.pk}/first-code/").status_code == 403


def make_slips(browser, organisation, **form):
    answer = browser.post(f"/desk/organisations/{organisation.pk}/first-codes/", form)
    job = Job.objects.get(pk=answer.url.split("/")[2])
    run_job(job.pk)
    job.refresh_from_db()
    return job


def test_everyone_of_an_organisation_who_never_signed_in_gets_a_slip(as_, world):
    signed_in = actions.create_person(actor=None, name="李来过")
    member = actions.create_person(actor=None, name="周党员")
    for person, position in [(signed_in, "deputy"), (member, "member")]:
        actions.appoint(actor=None, person=person, organisation=world.east_branch, position=position)
    Person.objects.filter(pk=signed_in.pk).update(last_login=timezone.now())
    browser = as_("subdistrict")
    job = make_slips(browser, world.east)
    page = browser.get(job.result["open"])
    assert [slip["name"] for slip in page.context["slips"]] == ["钱后备", "张学员"]
    code = page.context["slips"][1]["code"].replace(" ", "")
    assert Person.objects.get(pk=world.p_learner.pk).check_password(code)
    assert Person.objects.get(pk=world.p_outsider.pk).must_set_password is False
    assert AuditEntry.objects.get(verb="person.first_codes").detail == {"people": 2}
    assert code not in str(Job.objects.get(pk=job.pk).__dict__)


def test_a_slip_that_is_still_good_stays_good_unless_asked(as_, world):
    browser = as_("liaison")
    first = make_slips(browser, world.east_branch)
    second = make_slips(browser, world.east_branch)
    assert (first.state, second.state, bool(second.error)) == (JobState.DONE, JobState.FAILED, True)
    assert make_slips(browser, world.east_branch, again="on").result["people"] == 2


def test_holders_of_roles_are_invited_singly(as_, world, staff_of_the_branch):
    job = make_slips(as_("district"), world.east, members="on")
    assert job.result["people"] == 2


@pytest.mark.parametrize(("role", "status"), [("auditor", 403), ("school", 403), ("learner", 403), ("outsider", 404)])
def test_who_may_not_make_slips(as_, world, role, status):
    address = f"/desk/organisations/{world.east_branch.pk}/first-codes/"
    assert [as_(role).get(address).status_code, as_(role).post(address).status_code] == [status, status]
    assert Job.objects.count() == 0


def test_slips_are_for_whoever_made_them(as_, world):
    job = make_slips(as_("subdistrict"), world.east)
    assert as_("subdistrict").get(job.result["open"]).status_code == 200
    for role in ("district", "auditor", "liaison", "outsider"):
        assert as_(role).get(job.result["open"]).status_code == 404
