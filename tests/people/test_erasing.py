"""Erasing a person: everything personal goes, what figures are counted from stays, and nothing is forgotten."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from certificates.merits import Merit
from certificates.models import Certificate
from certificates.queries.candidates import candidates
from cohorts.models import AttendanceMark, Cohort, Enrolment, Leave
from cohorts.queries.readiness import readiness
from courses import erasing as of_courses
from courses.models import Attempt, HourEntry, Note, Recognition
from lms.audit.models import AuditEntry
from lms.jobs.models import Job
from lms.notices.actions import notify
from lms.notices.models import Notice
from lms.people import actions, erasing
from lms.people.backends import find_person
from lms.people.models import ImportBatch, ImportRow, Person, SignInSession
from tests.cohorts.elections import DAY, make_round, make_training, train
from tests.privacy.dump import places

HOUSE = {"lms", "certificates", "courses", "cohorts", "cms"}
BACKEND = "lms.people.backends.IdentifierBackend"
NAME, NUMBER = "欧阳金丝雀", "14077712345"
REASON = "书面申请"


@pytest.fixture
def leaver(world):
    """Somebody with a past: a closed class, hours, a certificate, notices, and traces everywhere."""
    person = actions.create_person(
        actor=None, name=NAME, phone=NUMBER, email="jsq@example.org", staff_no="JSQ077", born="1971-02",
        post={"organisation": world.east_branch, "position": "deputy", "starts_on": DAY - timedelta(days=900)})
    cohort, sessions = make_training(world.east)
    statuses = ["present", "late", "absent", "present"]
    train(cohort, person.appointments.get(), sessions, statuses, minutes=360, certificate="沪训 001")
    Certificate.objects.update(facts={
        "name": NAME, "programme": "项目", "organisation": "东", "starts_on": "2017-09-04", "ends_on": "2017-09-08",
        "minutes": 360, "issuer": "区委", "issued_on": "2017-12-01"})
    Cohort.objects.update(closed_at=timezone.now())
    return person


def erase(world, person):
    return actions.erase_person(actor=world.p_district, person=person, reason=REASON)


def test_everything_that_points_at_a_person_goes_is_emptied_or_stays_for_a_reason():
    there = {f"{each.related_model._meta.label}.{each.field.name}" for each in Person._meta.related_objects
             if each.related_model._meta.app_config.name.partition(".")[0] in HOUSE}
    told = {f"{part.model}.{part.person}" for part in erasing.PARTS if isinstance(part, erasing.Part)}
    assert sorted(there - told - erasing.STAYS.keys()) == []


def test_a_rule_names_columns_and_files_that_there_are(world):
    for part in erasing.PARTS:
        if isinstance(part, erasing.Part):
            names = {field.name for field in part.rows(world.p_learner).model._meta.get_fields()}
            assert {*part.columns, *part.files} <= names


def test_nothing_personal_is_left_but_the_frozen_certificate(world, leaver, client):
    notify(person=leaver, kind="lesson_question.answered", source="one", params={"lesson": "第一课"})
    batch = ImportBatch.objects.create(uploaded_by=world.p_district, file_name="x", state="applied", effects={
        "people": [leaver.pk], "person_updates": {str(leaver.pk): {"phone": ["", NUMBER]}}, "appointments": []})
    ImportRow.objects.create(batch=batch, position=1, sheet="s", number=1, state="new", shown={"name": NAME, "phone": NUMBER})
    seat = Enrolment.objects.get()
    leave = Leave.objects.create(enrolment=seat, kind="sick", starts_at=timezone.now(), level="class_teacher", text=f"{NAME}住院",
                                 ends_at=timezone.now() + timedelta(hours=2))
    leave.proof.save("proof.pdf", ContentFile(b"x"))
    proof, storage = leave.proof.name, leave.proof.storage
    client.force_login(leaver, backend=BACKEND)
    client.get("/")
    Job.objects.create(kind="x", owner=leaver, state="done")
    row = erase(world, leaver)
    assert (row.name, row.phone, row.email, row.staff_no, row.born) == (f"已注销{row.pk}", None, "", None, "")
    assert places(NAME, NUMBER, "JSQ077", "jsq@example.org", "ouyang") == {"certificates_certificate.facts": NAME}
    assert [row.shown for row in ImportRow.objects.all()] == [{}]
    assert ImportBatch.objects.get().effects["person_updates"] == {}
    assert (SignInSession.objects.count(), Notice.objects.count(), Job.objects.count()) == (0, 0, 0)
    assert (Leave.objects.get().text, bool(Leave.objects.get().proof)) == ("—", False)
    assert client.get("/account/").status_code == 302  # signed out
    assert find_person(NUMBER) is None
    assert storage.exists(proof)  # until the transaction is over
    line = AuditEntry.objects.get(verb="person.erase")
    assert (line.actor, line.detail["reason"], line.detail["files"]) == (world.p_district, REASON, 1)
    storage.delete(proof)


@pytest.mark.django_db(transaction=True)
def test_files_go_when_it_is_done(world):
    leaver = actions.create_person(actor=None, name=NAME)
    row = Recognition(person=leaver, title="x", organiser="y", first_day=DAY, last_day=DAY, minutes=45)
    row.proof.save("proof.pdf", ContentFile(b"x"))
    assert row.proof.storage.exists(row.proof.name)
    erase(world, leaver)
    assert not row.proof.storage.exists(row.proof.name)
    assert Recognition.objects.get().proof.name == ""


def figures(world):

    round_ = make_round(world.root)
    told = []
    for day in (DAY, timezone.localdate()):
        for one in readiness(user=world.p_district, round_=round_, as_of=day):
            told.append((day, one.name, one.standing, one.vacant, one.reserve_count, one.reserves_prepared,
                         [(person.person_id, person.facts, person.verdict) for person in one.people]))
    round_.delete()
    return (
        told,
        list(AttendanceMark.objects.order_by("pk").values_list("session_id", "enrolment_id", "status")),
        list(HourEntry.objects.order_by("pk").values_list("person_id", "minutes", "observed", "on_date", "kind")),
        list(Enrolment.objects.order_by("pk").values_list("cohort_id", "person_id", "state", "position", "organisation_id")),
        Certificate.objects.current().count(),
    )


def test_the_figures_are_what_they_were(world, leaver):
    before = figures(world)
    assert len(before[1]) == 4
    erase(world, leaver)
    assert figures(world) == before


def test_the_public_check_knows_the_number_and_no_name(world, leaver, client):
    certificate = Certificate.objects.get()
    assert "欧" in client.get(f"/verify/{certificate.code}/").content.decode()
    erase(world, leaver)
    page = client.get(f"/verify/{certificate.code}/").content.decode()
    assert ("沪训 001" in page, "＊＊＊" in page, "欧" in page) == (True, True, False)


def test_no_certificate_is_issued_to_nobody(world, leaver):

    row = erase(world, leaver)
    merit = Merit.__new__(Merit)
    for name, value in {"person": row, "source": "new"}.items():
        object.__setattr__(merit, name, value)
    assert [one.obstacle for one in candidates([merit], world.p_district)] == ["erased"]


def test_it_is_done_once(world, leaver):
    erase(world, leaver)
    erase(world, leaver)
    assert AuditEntry.objects.filter(verb="person.erase").count() == 1


@pytest.mark.parametrize("who", ["subdistrict", "liaison", "auditor", "learner"])
def test_the_district_alone_may(world, leaver, who):
    with pytest.raises(PermissionDenied):
        actions.erase_person(actor=world.people[who], person=leaver, reason=REASON)


def test_nobody_erases_themselves(world):
    with pytest.raises(PermissionDenied):
        erase(world, world.p_district)


def test_who_is_still_needed_is_not_erased(world, leaver):
    Cohort.objects.update(closed_at=None)
    with pytest.raises(actions.Hindered) as hindered:
        erase(world, leaver)
    assert [("书记轮训" in sentence) for sentence in hindered.value.sentences] == [True]
    assert Person.objects.get(pk=leaver.pk).name == NAME
    Cohort.objects.update(closed_at=datetime(2018, 1, 1, tzinfo=UTC))
    Job.objects.create(kind="x", owner=leaver)
    with pytest.raises(actions.Hindered):
        erase(world, leaver)


def test_an_exam_under_way_is_waited_for(world, leaver, monkeypatch):
    monkeypatch.setattr(Attempt.objects, "filter", lambda **asked: Waiting("submitted_at" in asked))
    assert len(list(of_courses._exam_under_way(leaver))) == 1


class Waiting:
    def __init__(self, there):
        self.there = there

    def exists(self):
        return self.there


def test_the_page_shows_it_first(client, world, leaver, settings):
    settings.SECOND_PERSON = ["none"]
    Note.objects.all().delete()
    client.force_login(world.p_district, backend=BACKEND)
    address = f"/desk/people/{leaver.pk}/erase/"
    notify(person=leaver, kind="lesson_question.answered", source="one", params={"lesson": "第一课"})
    assert address in client.get(f"/desk/people/{leaver.pk}/").content.decode()
    page = client.get(address)
    assert (page.status_code, NAME in page.content.decode()) == (200, True)
    assert ("通知", 1) in [(str(label), count) for label, count in page.context["outlook"]["goes"]]
    assert client.post(address, {"reason": REASON}).status_code == 200  # not sure yet
    assert Person.objects.get(pk=leaver.pk).erased_at is None
    assert client.post(address, {"reason": REASON, "sure": "on"}).url == f"/desk/people/{leaver.pk}/"
    shown = client.get(f"/desk/people/{leaver.pk}/").content.decode()
    assert (NAME in shown, f"已注销{leaver.pk}" in shown, "erase/" in shown) == (False, True, False)
    assert client.get(address).status_code == 302


def test_the_page_says_what_stands_against_it(client, world, leaver):
    Cohort.objects.update(closed_at=None)
    client.force_login(world.p_district, backend=BACKEND)
    page = client.post(f"/desk/people/{leaver.pk}/erase/", {"reason": REASON, "sure": "on"})
    assert (page.status_code, "书记轮训" in page.content.decode()) == (409, True)


def test_the_operator_can_by_command(world, leaver):
    out = StringIO()
    call_command("erase_person", str(leaver.pk), "--reason", REASON, stdout=out)
    assert Person.objects.get(pk=leaver.pk).erased_at is None
    call_command("erase_person", str(leaver.pk), "--reason", REASON, "--yes", stdout=out)
    assert Person.objects.get(pk=leaver.pk).erased_at is not None
    assert NAME not in out.getvalue()
    with pytest.raises(CommandError):
        call_command("erase_person", "0", "--reason", REASON)
