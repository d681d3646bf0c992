"""Snapshots: frozen to the byte, compared person by person, and handed out by the same way as the workbook of now."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from certificates.models import Certificate
from cohorts.actions.elections import take_snapshot, update_round
from cohorts.models import Enrolment, ReadinessSnapshot
from cohorts.rules.readiness_data import Change, Why, canonical, compare, read_data, sum_of
from lms.audit.models import AuditEntry
from lms.hand_outs.models import HandOut
from lms.jobs.models import Job
from lms.people import actions
from lms.people.models import Appointment, Person
from lms.sealing.fields import LockedText
from tests.cohorts.elections import DAY, make_round, make_training, read, train, work


@pytest.fixture
def round_(world, settings):
    settings.SECOND_PERSON = ["none"]
    return make_round(world.root)


def frozen(world, round_, note="上报数", **fields):
    return take_snapshot(**{
        "actor": world.p_district, "round_": round_, "area": world.root, "as_of": DAY, "note": note} | fields)


def export(client, row):
    form = {"purpose": "复核", "recipient": "区委组织部"}
    assert client.post(reverse("cohorts:snapshot-export", args=[row.pk]), form).status_code == 302
    work()
    return HandOut.objects.order_by("pk").last()


def post_of(person):
    return Appointment.objects.get(person=person, ends_on=None)


def test_a_snapshot_exported_before_and_after_the_data_changed_is_the_same(sign_in, world, round_):
    cohort, sessions = make_training(world.root)
    place = train(cohort, post_of(world.p_learner), sessions, ["present"] * 4, minutes=270, certificate="1号")
    row = frozen(world, round_)
    before = export(sign_in("district"), row)
    Person.objects.filter(pk=world.p_learner.pk).update(name="改名", phone="14000000009")
    Enrolment.objects.filter(pk=place.pk).update(state="not_completed")
    Certificate.objects.all().delete()
    actions.appoint(actor=None, person=world.p_trainer, organisation=world.east_branch, position="deputy")
    update_round(actor=world.p_district, round_=round_, classes=3, title="改名的换届", left_out=[world.west_branch])
    after = export(sign_in("district"), row)
    assert before.sha256 == after.sha256 == row.sha256 == sum_of(row.data)
    first, second = (read(one.file.path) for one in (before, after))
    first.pop("口径说明"), second.pop("口径说明")  # they say when they were made
    assert first == second
    assert [line[3] for line in second["明细"] if line[2] == "书记" and line[0] == "东街道"] == ["张学员"]
    now = frozen(world, round_, note="另一份")
    assert now.sha256 != row.sha256


@pytest.mark.parametrize("data", [
    lambda row: row.data.replace("张学员", "李学员"),  # by someone who holds the key
    lambda row: LockedText("s1.none.none"),  # by someone who does not
])
def test_a_snapshot_that_was_changed_says_so_and_hands_nothing_out(sign_in, world, round_, data):
    row, second = frozen(world, round_), frozen(world, round_, note="另一份")
    ReadinessSnapshot.objects.filter(pk=row.pk).update(data=data(row))
    client = sign_in("district")
    for address in (reverse("cohorts:snapshot", args=[row.pk]),
                    f"{reverse('cohorts:snapshot-compare', args=[second.pk])}?other={row.pk}"):
        page = client.get(address)
        assert page.status_code == 409
        assert "与冻结时不一致" in page.content.decode()
        assert "李学员" not in page.content.decode()
    listed = client.get(reverse("cohorts:snapshots", args=[round_.pk])).content.decode()
    assert [note in listed for note in ("上报数", "另一份")] == [True, True]
    assert export(client, row).file == ""
    job = Job.objects.latest("created_at")
    assert (job.state, job.error[:9]) == ("failed", "这份快照保存的内容")


def test_the_same_rows_are_the_same_text_whatever_their_order_of_keys():
    assert canonical({"b": 1, "a": "书"}) == canonical({"a": "书", "b": 1}) == '{"a":"书","b":1}'


def test_two_snapshots_name_exactly_who_changed_and_why(sign_in, world, round_):
    cohort, sessions = make_training(world.root)
    people = [actions.create_person(actor=None, name=name) for name in ("得一", "失二", "走三", "动四", "同五", "来六")]
    posts = [actions.appoint(actor=None, person=one, organisation=world.east_branch, position="committee") for one in people[:5]]
    places = [
        train(cohort, post, sessions, ["present"] * 4, state=state)
        for post, state in zip(posts, ["enrolled", "completed", "completed", "completed", "completed"], strict=True)
    ]
    first = frozen(world, round_, "之前")
    Enrolment.objects.filter(pk=places[0].pk).update(state="completed")
    Enrolment.objects.filter(pk=places[1].pk).update(state="withdrawn")
    Appointment.objects.filter(pk__in=[posts[2].pk, posts[3].pk]).update(ends_on=date(2018, 3, 1))
    actions.appoint(actor=None, person=people[3], organisation=world.west_branch, position="deputy", starts_on=date(2018, 3, 1))
    actions.appoint(actor=None, person=people[5], organisation=world.east_branch, position="deputy", starts_on=date(2018, 3, 2))
    second = frozen(world, round_, "之后")
    found = compare(read_data(first.data, first.sha256), read_data(second.data, second.sha256))
    assert [(one.change, one.why, one.person["name"], one.person["position"], one.lacks) for one in found] == [
        (Change.GAINED, Why.MET, "得一", "committee", ("running",)),
        (Change.LOST, Why.LACKS, "失二", "committee", ("withdrawn",)),
        (Change.CAME, Why.APPOINTED, "来六", "deputy", ()),
        (Change.CAME, Why.MOVED, "动四", "deputy", ()),
        (Change.LEFT, Why.MOVED, "动四", "committee", ()),
        (Change.LEFT, Why.ENDED, "走三", "committee", ()),
    ]
    assert compare(read_data(first.data, first.sha256), read_data(first.data, first.sha256)) == []
    html = sign_in("district").get(f"{reverse('cohorts:snapshot-compare', args=[second.pk])}?other={first.pk}").content.decode()
    assert [name in html for name in ("得一", "失二", "走三", "动四", "来六", "同五", "张学员")] == [True] * 5 + [False] * 2
    assert "原欠缺项已补齐：培训班尚未结束" in html
    assert "2018-03-02 任职" in html
    assert "职务变动：西一居民区党总支 副书记" in html


def test_organisations_that_are_counted_anew_or_no_more_are_the_reason(world, round_):
    update_round(actor=world.p_district, round_=round_, left_out=[world.east_branch])
    first = frozen(world, round_)
    update_round(actor=world.p_district, round_=round_, left_out=[world.west_branch])
    second = frozen(world, round_)
    found = compare(*(read_data(one.data, one.sha256) for one in (first, second)))
    assert {(one.change, one.why, one.person["name"]) for one in found} == {
        (Change.CAME, Why.ORGANISATION_CAME, "张学员"), (Change.CAME, Why.ORGANISATION_CAME, "钱后备"),
        (Change.LEFT, Why.ORGANISATION_LEFT, "王外人")}


def test_a_snapshot_is_deliberate_noted_and_audited(sign_in, world, round_):
    client, address = sign_in("subdistrict"), reverse("cohorts:snapshots", args=[round_.pk])
    form = {"area": world.east.pk, "as_of": "2018-03-31", "note": "上报数"}
    assert client.post(address, form | {"note": ""}).status_code == 200
    assert client.post(address, form | {"area": world.root.pk}).status_code == 200
    assert client.post(address, form).status_code == 302
    row = ReadinessSnapshot.objects.get()
    assert (row.organisations, row.people, row.taken_by) == (1, 2, world.p_subdistrict)
    assert list(AuditEntry.objects.filter(verb="readiness.snapshot").values_list("detail__sha256", flat=True)) == [row.sha256]
    with pytest.raises(PermissionDenied):
        frozen(world, round_, actor=world.p_subdistrict)
    with pytest.raises(ValidationError):
        frozen(world, round_, note=" ")


def test_whoever_administers_less_or_audits_reads_no_snapshot(sign_in, world, round_):
    row = frozen(world, round_)
    for role in ("subdistrict", "auditor", "liaison", "outsider"):
        client = sign_in(role)
        for name in ("snapshot", "snapshot-export", "snapshot-compare"):
            assert client.get(reverse(f"cohorts:{name}", args=[row.pk])).status_code == 404, (role, name)


@pytest.mark.parametrize("more", [0, 55])
def test_the_list_takes_the_same_queries_however_many_there_are(sign_in, world, round_, django_assert_num_queries, more):
    for number in range(min(more, 1) + 1):
        frozen(world, round_, f"第{number}份")
    row = ReadinessSnapshot.objects.first()
    ReadinessSnapshot.objects.bulk_create([
        ReadinessSnapshot(round=round_, organisation=world.root, as_of=DAY, note=str(number), taken_by=world.p_district,
                          data=row.data, sha256=row.sha256) for number in range(more)
    ])
    client = sign_in("district")
    for address in (reverse("cohorts:snapshots", args=[round_.pk]),):
        client.get(address)
        with django_assert_num_queries(9):
            client.get(address)
