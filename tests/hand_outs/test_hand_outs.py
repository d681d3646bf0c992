"""Files with personal data: asked for with purpose and recipient, approved by another, fetched by who asked, gone in a week."""

import io
import os
import subprocess
import sys
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from lms.approvals.actions import approve, decline
from lms.approvals.models import Approval
from lms.audit.models import AuditEntry
from lms.hand_outs.actions import expire_hand_outs, make_hand_out
from lms.hand_outs.approvals import ask_hand_out
from lms.hand_outs.models import HandOut
from lms.notices.models import Notice
from lms.people import actions
from lms.people.enums import Role
from lms.people.models import RoleGrant
from tests.cohorts.elections import make_round, make_training, train, work


@pytest.fixture(autouse=True)
def alone(settings):
    settings.SECOND_PERSON = ["none"]


@pytest.fixture
def two(settings):
    settings.SECOND_PERSON = ["hand_out.make"]


@pytest.fixture
def round_(world):
    return make_round(world.root)


@pytest.fixture
def sign_in(client, world):
    def sign(role):
        client.force_login(world.people[role])
        return client

    return sign


def ask(client, round_, area, **changes):
    form = {"area": area.pk, "as_of": "2018-03-31", "purpose": "换届前汇报", "recipient": "区委组织部"} | changes
    answer = client.post(reverse("cohorts:readiness-export", args=[round_.pk]), form)
    work()
    return answer


def asked(world, round_, actor=None, area=None):
    area = area or world.east
    row = ask_hand_out(actor=actor or world.p_subdistrict, kind="cohorts.readiness", title="换届准备", organisation=area,
                        params={"round_id": round_.pk, "as_of": "2018-03-31"}, purpose="汇报", recipient="区委组织部")
    work()
    return row


def fetched(client, row):
    answer = client.get(reverse("hand_outs:file", args=[row.pk]))
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def test_who_asks_says_what_for_and_for_whom(sign_in, world, round_):
    for lacking in ({"purpose": ""}, {"recipient": ""}, {"purpose": "  "}):
        assert ask(sign_in("subdistrict"), round_, world.east, **lacking).status_code == 200
    assert HandOut.objects.count() == 0
    with pytest.raises(ValidationError):
        ask_hand_out(actor=world.p_district, kind="cohorts.readiness", title="x", params={}, organisation=world.root,
                     purpose=" ", recipient="x")


@pytest.mark.parametrize(("role", "area", "status", "names"), [
    ("subdistrict", "east", 302, ["张学员", "钱后备"]), ("district", "root", 302, ["张学员", "钱后备", "王外人"]),
    ("district", "west", 302, ["王外人"]), ("subdistrict", "root", 200, None), ("subdistrict", "west", 200, None),
    ("auditor", "root", 403, None), ("liaison", "east_branch", 404, None), ("trainer", "east", 404, None),
    ("outsider", "west", 404, None), ("learner", "east", 404, None),
])
def test_each_role_gets_exactly_its_rows(sign_in, world, round_, role, area, status, names):
    client = sign_in(role)
    assert ask(client, round_, getattr(world, area)).status_code == status
    if names is None:
        assert HandOut.objects.count() == 0
        return
    book = fetched(client, HandOut.objects.get())
    details = [line[3] for line in book["明细"].iter_rows(min_row=5, values_only=True) if line[3]]
    assert details == names
    reserves = [line[3] for line in book["后备"].iter_rows(min_row=5, values_only=True) if line[3]]
    assert reserves == [name for name in names if name == "钱后备"]


def test_an_auditor_who_administers_a_part_gets_that_part_alone(sign_in, world, round_):
    RoleGrant.objects.create(person=world.p_subdistrict, role=Role.AUDITOR, organisation=world.root)
    client = sign_in("subdistrict")
    assert ask(client, round_, world.root).status_code == 200
    assert ask(client, round_, world.east).status_code == 302
    assert "王外人" not in {cell.value for page in fetched(client, HandOut.objects.get()) for line in page for cell in line}


def test_without_a_second_person_it_is_made_at_once_and_marked(sign_in, world, round_):
    client = sign_in("subdistrict")
    ask(client, round_, world.east)
    row = HandOut.objects.get()
    assert (row.state, row.decided_by, row.figures["people"]) == ("ready", None, 2)
    assert abs(row.expires_at - row.made_at - timedelta(days=7)) < timedelta(seconds=1)
    for page in fetched(client, row):
        assert "subdistrict 某 于 " in page.oddHeader.right.text
        assert "区委组织部" in page.oddHeader.right.text
    verbs = list(AuditEntry.objects.filter(verb__startswith="hand_out").order_by("pk").values_list("verb", "actor__username"))
    assert verbs == [("hand_out.ask", "subdistrict"), ("hand_out.make", "subdistrict"), ("hand_out.download", "subdistrict")]
    assert AuditEntry.objects.get(verb="hand_out.make").detail["sha256"] == row.sha256
    assert Notice.objects.filter(kind="hand_out.ready", person=world.p_subdistrict).count() == 1


def test_only_who_asked_fetches_the_file(sign_in, world, round_):
    row = asked(world, round_)
    statuses = {role: sign_in(role).get(reverse("hand_outs:file", args=[row.pk])).status_code
                for role in ("district", "auditor", "liaison", "outsider")}
    assert statuses == {"district": 403, "auditor": 403, "liaison": 404, "outsider": 404}


def test_a_second_person_approves_and_never_who_asked(sign_in, world, round_, two):
    client = sign_in("subdistrict")
    answer = ask(client, round_, world.east)
    row = Approval.objects.get()
    assert answer.url == reverse("approvals:approval", args=[row.pk])
    assert (row.state, row.reason, row.subject, HandOut.objects.count()) == (
        "waiting", "换届前汇报", "2018年换届 东街道 2018-03-31", 0)
    assert client.post(reverse("approvals:approve", args=[row.pk])).status_code == 403
    assert client.post(reverse("approvals:decline", args=[row.pk]), {"reason": "x"}).status_code == 403
    with pytest.raises(PermissionDenied):
        approve(actor=world.p_subdistrict, approval=row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.update(decided_by=world.p_subdistrict)
    assert list(Notice.objects.filter(kind="approval.waiting").values_list("person__username", flat=True)) == ["district"]
    client = sign_in("district")
    page = client.get(reverse("approvals:approval", args=[row.pk])).content.decode()
    assert [word for word in ("换届前汇报", "区委组织部", "东街道") if word not in page] == []
    assert client.post(reverse("approvals:approve", args=[row.pk])).status_code == 302
    work()
    made = HandOut.objects.get()
    assert (made.state, made.asked_by, made.decided_by) == ("ready", world.p_subdistrict, world.p_district)
    fetched(sign_in("subdistrict"), made)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOut.objects.update(decided_by=world.p_subdistrict)
    with pytest.raises(ValidationError):
        approve(actor=world.p_district, approval=row)
    verbs = ["hand_out.ask", "approval.approve", "hand_out.make", "hand_out.download"]
    lines = AuditEntry.objects.filter(verb__in=verbs).order_by("pk").values_list("verb", "actor__username")
    assert list(lines) == list(zip(verbs, ["subdistrict", "district", "subdistrict", "subdistrict"], strict=True))
    assert AuditEntry.objects.get(verb="hand_out.ask").detail == {
        "kind": "cohorts.readiness", "purpose": "换届前汇报", "recipient": "区委组织部"}


def test_the_same_file_waits_once_and_another_beside_it(sign_in, world, round_, two):
    client = sign_in("subdistrict")
    statuses = [ask(client, round_, world.east, purpose=purpose).status_code for purpose in ("汇报", "汇报", "复核")]
    assert (statuses, Approval.objects.count()) == ([302, 200, 302], 2)
    assert "2 个文件" in client.get(reverse("hand_outs:hand_outs")).content.decode()


def test_a_declined_file_is_never_made_and_says_why(sign_in, world, round_, two):
    row = asked(world, round_)
    decline(actor=world.p_district, approval=row, reason="用途不明")
    work()
    assert (HandOut.objects.count(), Approval.objects.get().state) == (0, "declined")
    assert "用途不明" in sign_in("subdistrict").get(reverse("approvals:approval", args=[row.pk])).content.decode()
    assert Notice.objects.filter(kind="approval.declined", person=world.p_subdistrict).count() == 1


def test_an_expired_file_is_gone_and_the_page_says_so(sign_in, world, round_):
    row = asked(world, round_)
    row.refresh_from_db()
    storage, name = row.file.storage, row.file.name
    later = timezone.now() + timedelta(days=7, minutes=1)
    with time_machine.travel(later, tick=False):  # before the clock came round to remove it
        answer = sign_in("subdistrict").get(reverse("hand_outs:file", args=[row.pk]))
        assert (answer.status_code, "已于" in answer.content.decode()) == (410, True)
    assert expire_hand_outs(now=row.expires_at - timedelta(seconds=1)) == 0
    assert storage.exists(name)
    assert [expire_hand_outs(now=later), expire_hand_outs(now=later)] == [1, 0]
    assert not storage.exists(name)
    row.refresh_from_db()
    assert (row.state, bool(row.file), len(row.sha256)) == ("expired", False, 64)
    answer = sign_in("subdistrict").get(reverse("hand_outs:file", args=[row.pk]))
    assert (answer.status_code, "重新申请导出" in answer.content.decode()) == (410, True)


def test_who_lost_the_role_gets_nothing_any_more(sign_in, world, round_, settings):
    row = asked(world, round_)
    settings.SECOND_PERSON = ["all"]
    waiting = asked(world, round_)
    late = HandOut.objects.create(kind=row.kind, title=row.title, params=row.params, organisation=row.organisation,
                                  purpose="x", recipient="y", asked_by=world.p_subdistrict)
    RoleGrant.objects.filter(person=world.p_subdistrict).delete()
    world.p_subdistrict.__dict__.pop("scope", None)
    assert sign_in("subdistrict").get(reverse("hand_outs:file", args=[row.pk])).status_code == 403
    with pytest.raises(ValidationError, match="无权"):
        approve(actor=world.p_district, approval=waiting)
    with pytest.raises(PermissionDenied):
        make_hand_out(hand_out=HandOut.objects.get(pk=late.pk))
    assert [row.state for row in HandOut.objects.order_by("pk")] == ["ready", "approved"]


def test_made_twice_there_is_one_file(world, round_):
    row = asked(world, round_)
    row.refresh_from_db()
    again = HandOut.objects.get(pk=row.pk)
    again.state = "approved"  # as another worker read it
    make_hand_out(hand_out=again)
    row.refresh_from_db()
    assert again.file.name == row.file.name
    assert AuditEntry.objects.filter(verb="hand_out.make").count() == 1


def test_the_command_leaves_it_to_the_desk_where_a_second_person_approves(world, round_, settings, tmp_path):
    settings.SECOND_PERSON = ["all"]
    with pytest.raises(CommandError):
        call_command("export_readiness", "--as-of", "2018-03-31", "--output", str(tmp_path / "x.xlsx"), "--as", "district")
    settings.SECOND_PERSON = ["none"]
    call_command("export_readiness", "--as-of", "2018-03-31", "--output", str(tmp_path / "x.xlsx"), "--as", "district",
                 "--purpose", "汇报", "--recipient", "区委")
    assert AuditEntry.objects.get(verb="readiness.export").detail["recipient"] == "区委"


@pytest.mark.parametrize("more", [0, 60])
def test_the_list_takes_the_same_queries(sign_in, world, round_, django_assert_num_queries, more):
    row = asked(world, round_)
    HandOut.objects.bulk_create([
        HandOut(kind=row.kind, title=str(number), organisation=world.east, asked_by=row.asked_by, purpose="x", recipient="y")
        for number in range(more)
    ])
    client = sign_in("district")
    client.get(reverse("hand_outs:hand_outs"))
    with django_assert_num_queries(7):
        client.get(reverse("hand_outs:hand_outs"), {"list": "all"})


def test_the_variable_of_earlier_versions_adds_its_kind():
    for said, meant in (("none", "['hand_out.make']"), ("all", "['all']"), ("person.erase", "['person.erase', 'hand_out.make']")):
        found = subprocess.run(
            [sys.executable, "-c", "from lms.approvals.conf import SECOND_PERSON; print(SECOND_PERSON)"], text=True,
            capture_output=True, env={**os.environ, "SECOND_PERSON": said, "HAND_OUT_APPROVAL": "true"},
        )
        assert found.stdout.strip() == meant, found.stderr


def test_people_of_a_class_alone_see_no_files(sign_in, world, round_):
    cohort, sessions = make_training(world.root)
    assert sign_in("learner").get(reverse("hand_outs:hand_outs")).status_code == 403
    assert train(cohort, world.p_learner.appointments.get(), sessions, []).pk
    other = actions.create_person(actor=None, name="另一联络员", username="other-liaison")
    actions.grant_role(actor=None, person=other, role=Role.LIAISON, organisation=world.west_branch)
    row = asked(world, round_)
    world.people["other"] = other
    assert sign_in("other").get(reverse("hand_outs:hand_out", args=[row.pk])).status_code == 404
