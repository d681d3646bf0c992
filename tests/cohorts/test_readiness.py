"""Readiness for an election: who is prepared as of a day, what the others lack, and the workbook."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from certificates.models import Certificate
from cohorts.actions.exports import export_readiness
from cohorts.models import AttendanceMark, ClassSession, Cohort, ElectionRound, Enrolment, Programme
from cohorts.queries.readiness import readiness, summarise
from cohorts.rules.readiness import Criteria, Lack, Preparation, Standing, TrainingFacts, preparation, standing
from courses.models import HourEntry
from lms.audit.models import AuditEntry
from lms.people.actions import create_person, grant_role
from lms.people.enums import Role

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2018, 3, 31)


@pytest.fixture
def election(world):
    return ElectionRound.objects.create(
        organisation=world.root, title="2018年居民区换届", since=date(2017, 1, 1), cut_off=DAY
    )


@pytest.fixture
def trained(world):
    """The eastern secretary completed a class in September 2017: three sessions, one missed, one on leave."""
    programme = Programme.objects.create(organisation=world.root, title="2017年度书记轮训", year=2017)
    cohort = Cohort.objects.create(
        programme=programme, organiser=world.root, title="第一期", quota=50,
        starts_on=date(2017, 9, 5), ends_on=date(2017, 9, 7),
    )
    enrolment = Enrolment.objects.create(
        cohort=cohort, person=world.p_learner, organisation=world.east_branch, position="secretary", state="completed"
    )
    for day, status in [(5, "present"), (6, "absent"), (7, "excused")]:
        session = ClassSession.objects.create(
            cohort=cohort, title=f"第{day}日", minutes=135,
            starts_at=datetime(2017, 9, day, 9, tzinfo=SHANGHAI), ends_at=datetime(2017, 9, day, 11, tzinfo=SHANGHAI),
            closed_at=datetime(2017, 9, day, 12, tzinfo=SHANGHAI),
        )
        AttendanceMark.objects.create(session=session, enrolment=enrolment, status=status, method="grid")
    HourEntry.objects.create(
        person=world.p_learner, on_date=date(2017, 9, 5), kind="lecture", minutes=135, source="session:1:person:1",
        source_root="session:1:person:1", title="第5日", concentrated=True,
    )
    Certificate.objects.create(
        person=world.p_learner, source="cohort:1:person:1", number="测委党训〔2017〕0001号",
        issued_at=datetime(2017, 9, 8, tzinfo=SHANGHAI),
    )
    return cohort


def test_who_completed_a_concentrated_training_is_prepared():
    assert preparation(TrainingFacts(completed=1), Criteria()) == Preparation(True, ())


@pytest.mark.parametrize(("facts", "lack"), [
    (TrainingFacts(), Lack.NEVER_PLACED),
    (TrainingFacts(running=1, failed=1), Lack.RUNNING),
    (TrainingFacts(failed=1, withdrawn=1), Lack.NOT_COMPLETED),
    (TrainingFacts(withdrawn=1), Lack.WITHDRAWN),
])
def test_the_lack_names_how_far_someone_came(facts, lack):
    assert preparation(facts, Criteria()) == Preparation(False, (lack,))


def test_hours_and_certificate_are_lacking_only_where_they_are_asked_for():
    facts = TrainingFacts(completed=1, minutes=100)
    assert preparation(facts, Criteria(minutes=101, certificate=True)).lacks == (Lack.MINUTES, Lack.CERTIFICATE)
    assert preparation(facts, Criteria(minutes=100)).lacks == ()


def test_an_organisation_is_red_only_without_anyone_prepared():
    yes, no = Preparation(True, ()), Preparation(False, (Lack.NEVER_PLACED,))
    assert standing([no, yes], [no]) == Standing.READY
    assert standing([no], [yes]) == Standing.RESERVE_ONLY
    assert standing([], []) == Standing.NOBODY


def test_facts_are_those_of_the_period(world, election, trained):
    east, west = readiness(user=world.p_district, round_=election, as_of=DAY)
    assert (east.name, east.standing) == ("东一居民区党总支", Standing.READY)
    assert east.incumbents[0].facts == TrainingFacts(
        completed=1, minutes=135, sessions=2, attended=1, excused=1, certificates=("测委党训〔2017〕0001号",)
    )
    assert [person.verdict.lacks for person in east.reserves] == [(Lack.NEVER_PLACED,)]
    assert west.standing == Standing.NOBODY


def test_a_class_that_ended_later_was_still_running_on_the_day(world, election, trained):
    east, _ = readiness(user=world.p_district, round_=election, as_of=date(2017, 9, 6))
    assert east.incumbents[0].verdict.lacks == (Lack.RUNNING,)


def test_a_subdistrict_reads_its_own_organisations_only(world, election, trained):
    found = readiness(user=world.p_subdistrict, round_=election, as_of=DAY)
    assert [organisation.name for organisation in found] == ["东一居民区党总支"]


def test_summary_counts_each_subdistrict(world, election, trained):
    lines = summarise(readiness(user=world.p_district, round_=election, as_of=DAY))
    counts = [(s.name, s.organisations, s.incumbents_prepared, s.incumbents, s.reserves, s.nobody) for s in lines]
    assert counts == [("东街道", 1, 1, 1, 1, 0), ("西街道", 1, 0, 1, 0, 1)]


@pytest.mark.parametrize("more", [0, 12])
def test_queries_do_not_grow_with_the_organisations(world, election, trained, django_assert_num_queries, more):
    from lms.people import actions

    for number in range(more):
        branch = actions.create_organisation(
            actor=None, parent=world.west, name=f"西{number}", kind="general_branch", category=world.west_branch.category
        )
        person = actions.create_person(actor=None, name=f"书记{number}")
        actions.appoint(actor=None, person=person, organisation=branch, position="secretary")
    user = world.p_district
    assert user.scope.sees_everything
    assert user.own_organisation_ids == []
    with django_assert_num_queries(7):
        assert len(readiness(user=user, round_=election, as_of=DAY)) == 2 + more


def test_the_workbook_names_who_is_still_to_be_trained(world, election, trained, tmp_path):
    world.p_reserve.name = '=HYPERLINK("http://127.0.0.1/")'
    world.p_reserve.save()
    path = tmp_path / "readiness.xlsx"
    figures = export_readiness(actor=world.p_district, round_=election, as_of=DAY, path=path)
    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == 6
    rows = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows(min_row=5)]
    assert sorted(row[3] for row in rows) == ['=HYPERLINK("http://127.0.0.1/")', "王外人"]
    assert {cell.data_type for row in book.worksheets[1].iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert figures["organisations"] == 2
    assert figures["people"] == 3
    assert AuditEntry.objects.filter(verb="readiness.export").count() == 1


def test_the_same_data_gives_the_same_sum(world, election, trained, tmp_path):
    sums = {
        export_readiness(actor=world.p_district, round_=election, as_of=DAY, path=tmp_path / f"{n}.xlsx")["sha256"]
        for n in range(2)
    }
    assert len(sums) == 1


def test_the_command_writes_what_the_person_may_see(world, election, trained, tmp_path, capsys, settings):
    settings.SECOND_PERSON = ["none"]
    path = tmp_path / "east.xlsx"
    call_command("export_readiness", "--as-of", "2018-03-31", "--output", str(path), "--as", "subdistrict")
    assert '"organisations": 1' in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("export_readiness", "--as-of", "2018-03-31", "--output", str(path), "--as", "learner")


def test_the_command_asks_who_the_second_person_is(world, election, trained, tmp_path):
    path, second = tmp_path / "all.xlsx", create_person(actor=None, name="陆副部长", username="second")
    grant_role(actor=None, person=second, role=Role.DISTRICT, organisation=world.root)

    def write(*approved):
        call_command("export_readiness", "--as-of", "2018-03-31", "--output", str(path), "--as", "district", *approved)

    with pytest.raises(CommandError, match="--approved-by"):
        write()
    for nobody in ("district", "learner", "no-such-person"):
        with pytest.raises(CommandError, match="may not approve"):
            write("--approved-by", nobody)
    assert not path.exists()
    write("--approved-by", "second")
    assert path.exists()
    assert AuditEntry.objects.filter(verb="readiness.export").latest("pk").detail["approved_by"] == second.pk


@pytest.mark.parametrize(("who", "status"), [("district", 200), ("auditor", 200), ("learner", 403), ("trainer", 403)])
def test_the_page_is_for_administrators_and_auditors(world, election, trained, client, who, status):
    client.force_login(world.people[who], backend="lms.people.backends.IdentifierBackend")
    assert client.get("/desk/readiness/", {"as_of": "2018-03-31"}).status_code == status
