"""Hours earned elsewhere: asked for with a proof, decided by somebody else, posted once."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from courses.actions import recognition as actions
from courses.actions.recognition import RecognitionRefused
from courses.enums import RecognitionState
from courses.models import HourEntry, Recognition
from courses.queries.hour_years import recognised_classes
from lms.notices.models import Notice

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
VALUES = {
    "title": "社区治理", "organiser": "市委党校", "first_day": date(2018, 3, 1), "last_day": date(2018, 3, 2), "minutes": 720,
    "concentrated": True,
}


def ask(person, **more):
    return actions.apply_for_recognition(person=person, proof=ContentFile(PDF, name="a.pdf"), values=VALUES | more)


def test_recognised_hours_stand_in_the_record_once(world):
    row = ask(world.p_learner)
    actions.recognise(actor=world.p_subdistrict, row=row, minutes=360)
    line = HourEntry.objects.get()
    assert (line.kind, line.minutes, line.source, line.title, line.on_date, line.concentrated) == (
        "recognised", 360, f"recognition:{row.pk}", "市委党校 · 社区治理", date(2018, 3, 2), True)
    with pytest.raises(RecognitionRefused, match="已有人处理"):
        actions.recognise(actor=world.p_district, row=row, minutes=720)
    assert (HourEntry.objects.count(), Notice.objects.get(person=world.p_learner).kind) == (1, "recognition.approved")
    assert recognised_classes([world.p_learner.pk], date(2018, 12, 31)) == {world.p_learner.pk: [date(2018, 3, 2)]}


def test_a_training_over_the_turn_of_the_year_is_divided(world):
    row = ask(world.p_learner, first_day=date(2017, 12, 30), last_day=date(2018, 1, 2))
    actions.recognise(actor=world.p_subdistrict, row=row, minutes=720)
    lines = HourEntry.objects.order_by("on_date").values_list("on_date", "minutes", "source")
    assert list(lines) == [
        (date(2017, 12, 31), 360, f"recognition:{row.pk}/2017"), (date(2018, 1, 2), 360, f"recognition:{row.pk}/2018")]
    assert recognised_classes([world.p_learner.pk], date(2018, 12, 31)) == {world.p_learner.pk: [date(2018, 1, 2)]}


@pytest.mark.parametrize("who", ["learner", "outsider", "trainer", "liaison", "auditor"])
def test_nobody_decides_their_own_or_outside_their_area(world, who):
    row = ask(world.p_learner)
    with pytest.raises(PermissionDenied):
        actions.recognise(actor=world.people[who], row=row, minutes=720)
    assert not HourEntry.objects.exists()


def test_an_administrator_does_not_recognise_their_own(world):
    row = ask(world.p_district)
    with pytest.raises(PermissionDenied):
        actions.recognise(actor=world.p_district, row=row, minutes=720)


def test_returned_with_a_reason_it_is_mended_and_handed_in_again(world):
    row = ask(world.p_learner)
    actions.return_recognition(actor=world.p_subdistrict, row=row, answer="看不清日期")
    row.refresh_from_db()
    assert (row.state, row.answer) == (RecognitionState.RETURNED, "看不清日期")
    actions.mend_recognition(person=world.p_learner, row=row, proof=None, values=VALUES | {"minutes": 180})
    row.refresh_from_db()
    assert (row.state, row.answer, row.minutes) == (RecognitionState.APPLIED, "", 180)
    with pytest.raises(PermissionDenied):
        actions.mend_recognition(person=world.p_reserve, row=row, proof=None, values=VALUES)


def test_taken_back_it_is_not_decided_any_more(world):
    row = ask(world.p_learner)
    actions.withdraw_recognition(person=world.p_learner, row=row)
    with pytest.raises(RecognitionRefused):
        actions.recognise(actor=world.p_subdistrict, row=row, minutes=720)


def post_form(client, **more):
    data = {"title": "社区治理", "organiser": "市委党校", "first_day": "2018-03-01", "last_day": "2018-03-02", "hours": "16",
            "proof": SimpleUploadedFile("a.pdf", PDF)}
    return client.post("/my/hours/recognition/new/", data | more)


def test_the_form_takes_a_proof_and_hours(world, client):
    client.force_login(world.p_learner)
    assert post_form(client).status_code == 302
    row = Recognition.objects.get()
    assert (row.person, row.minutes, row.proof.name.endswith(".pdf")) == (world.p_learner, 720, True)


@pytest.mark.parametrize(("more", "said"), [
    ({"proof": SimpleUploadedFile("a.txt", b"hello")}, "这个文件不是能打开的照片或 PDF"),
    ({"last_day": "2018-02-01"}, "结束日期早于开始日期"),
    ({"last_day": "2099-02-01"}, "这一天还没到"), ({"hours": "0"}, "0.5"),
])
def test_the_form_says_what_is_wrong(world, client, more, said):
    client.force_login(world.p_learner)
    answer = post_form(client, **more)
    assert (answer.status_code, Recognition.objects.count()) == (200, 0)
    assert said in answer.content.decode()


def test_the_desk_decides_with_a_reason_for_returning(world, client):
    row = ask(world.p_learner)
    client.force_login(world.p_subdistrict)
    url = f"/desk/hours/recognition/{row.pk}/"
    assert "请说明缺什么" in client.post(url, {"hours": "16", "return": "1"}).content.decode()
    assert client.post(url, {"hours": "8", "approve": "1"}).status_code == 302
    assert HourEntry.objects.get().minutes == 360


@pytest.mark.parametrize(("who", "status"), [("learner", 200), ("subdistrict", 200), ("auditor", 403), ("reserve", 404)])
def test_the_proof_is_private(world, client, who, status):
    row = ask(world.p_learner)
    client.force_login(world.people[who])
    assert client.get(f"/desk/hours/recognition/{row.pk}/proof/").status_code == status
