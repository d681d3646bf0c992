"""Files with personal data: asked for with purpose and recipient, approved by another, fetched by who asked, gone in a week."""

import io
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from lms.audit.models import AuditEntry
from lms.hand_outs.actions import approve_hand_out, ask_hand_out, decline_hand_out, expire_hand_outs, make_hand_out
from lms.hand_outs.models import HandOut
from lms.notices.models import Notice
from lms.people import actions
from lms.people.enums import Role
from lms.people.models import RoleGrant
from tests.cohorts.elections import make_round, make_training, train, work


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


def test_without_the_setting_it_is_made_at_once_and_marked(sign_in, world, round_):
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


def test_a_second_person_approves_and_never_who_asked(sign_in, world, round_, settings):
    settings.HAND_OUT_APPROVAL = True
    client = sign_in("subdistrict")
    assert ask(client, round_, world.east).status_code == 302
    row = HandOut.objects.get()
    assert (row.state, row.job) == ("waiting", None)
    assert client.get(reverse("hand_outs:file", args=[row.pk])).status_code == 404
    assert client.post(reverse("hand_outs:approve", args=[row.pk])).status_code == 403
    assert client.post(reverse("hand_outs:decline", args=[row.pk]), {"reason": "x"}).status_code == 403
    with pytest.raises(PermissionDenied):
        approve_hand_out(actor=world.p_subdistrict, hand_out=row)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOut.objects.update(decided_by=world.p_subdistrict)
    assert list(Notice.objects.filter(kind="hand_out.waiting").values_list("person__username", flat=True)) == ["district"]
    lists = {
        (role, name): len(sign_in(role).get(reverse("hand_outs:hand_outs"), {"list": name}).context["page"])
        for role in ("subdistrict", "district") for name in ("mine", "waiting")
    }
    assert list(lists.values()) == [1, 0, 0, 1]
    assert sign_in("district").post(reverse("hand_outs:approve", args=[row.pk])).status_code == 302
    work()
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("ready", world.p_district)
    fetched(sign_in("subdistrict"), row)
    with pytest.raises(ValidationError):
        approve_hand_out(actor=world.p_district, hand_out=row)


def test_a_declined_file_is_never_made_and_says_why(sign_in, world, round_, settings):
    settings.HAND_OUT_APPROVAL = True
    row = asked(world, round_)
    assert sign_in("district").post(reverse("hand_outs:decline", args=[row.pk]), {"reason": ""}).status_code == 200
    decline_hand_out(actor=world.p_district, hand_out=row, reason="用途不明")
    assert (row.state, row.answer, make_hand_out(hand_out=row), bool(row.file)) == ("declined", "用途不明", {}, False)
    assert "用途不明" in sign_in("subdistrict").get(reverse("hand_outs:hand_out", args=[row.pk])).content.decode()
    assert Notice.objects.filter(kind="hand_out.declined", person=world.p_subdistrict).count() == 1


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
    settings.HAND_OUT_APPROVAL = True
    waiting = asked(world, round_)
    RoleGrant.objects.filter(person=world.p_subdistrict).delete()
    world.p_subdistrict.__dict__.pop("scope", None)
    assert sign_in("subdistrict").get(reverse("hand_outs:file", args=[row.pk])).status_code == 403
    approve_hand_out(actor=world.p_district, hand_out=waiting)
    work()
    waiting.refresh_from_db()
    waiting.job.refresh_from_db()
    assert (waiting.state, bool(waiting.file), waiting.job.state) == ("approved", False, "failed")


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
    settings.HAND_OUT_APPROVAL = True
    with pytest.raises(CommandError):
        call_command("export_readiness", "--as-of", "2018-03-31", "--output", str(tmp_path / "x.xlsx"), "--as", "district")
    settings.HAND_OUT_APPROVAL = False
    call_command("export_readiness", "--as-of", "2018-03-31", "--output", str(tmp_path / "x.xlsx"), "--as", "district",
                 "--purpose", "汇报", "--recipient", "区委")
    assert AuditEntry.objects.get(verb="readiness.export").detail["recipient"] == "区委"


@pytest.mark.parametrize("more", [0, 60])
def test_the_list_takes_the_same_queries(sign_in, world, round_, settings, django_assert_num_queries, more):
    settings.HAND_OUT_APPROVAL = True
    row = asked(world, round_)
    HandOut.objects.bulk_create([
        HandOut(kind=row.kind, title=str(number), organisation=world.east, asked_by=row.asked_by, purpose="x", recipient="y")
        for number in range(more)
    ])
    client = sign_in("district")
    client.get(reverse("hand_outs:hand_outs"))
    with django_assert_num_queries(7):
        client.get(reverse("hand_outs:hand_outs"), {"list": "waiting"})


def test_people_of_a_class_alone_see_no_files(sign_in, world, round_):
    cohort, sessions = make_training(world.root)
    assert sign_in("learner").get(reverse("hand_outs:hand_outs")).status_code == 403
    assert train(cohort, world.p_learner.appointments.get(), sessions, []).pk
    other = actions.create_person(actor=None, name="另一联络员", username="other-liaison")
    actions.grant_role(actor=None, person=other, role=Role.LIAISON, organisation=world.west_branch)
    row = asked(world, round_)
    world.people["other"] = other
    assert sign_in("other").get(reverse("hand_outs:hand_out", args=[row.pk])).status_code == 404
