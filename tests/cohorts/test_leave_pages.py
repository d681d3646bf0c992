"""Pages of leave: asked for on the phone, decided at the desk in two taps, the certificate for who decides alone."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cohorts.models import Leave
from cohorts.queries.attendance import session_rows
from tests.certificates.private import files_in

from .leaves import learner_in, session_in
from .meetings import fill, make_meeting, standing

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def own_folder(tmp_path):
    with files_in(tmp_path):
        yield


@pytest.fixture
def seat(world):
    return learner_in(world)


@pytest.fixture
def sessions(world, seat):
    return [session_in(world, seat.cohort, days) for days in (1, 2, 3)]


def photo(size=(40, 30), **options):
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, options.pop("format", "JPEG"), **options)
    return out.getvalue()


def sent(*sessions, **fields):
    return {"sessions": [session.pk for session in sessions], "kind": "illness", "text": "发烧"} | fields


def leave_of(seat, session, **fields):
    fields = {"kind": "illness", "text": "发烧", "level": "class_teacher"} | fields
    return Leave.objects.create(enrolment=seat, starts_at=session.starts_at, ends_at=session.ends_at, **fields)


def test_leave_is_asked_for_by_sessions_or_by_days(client, world, seat, sessions):
    client.force_login(world.p_learner)
    url = reverse("cohorts:leave-new", args=[seat.cohort_id])
    assert [pk for pk, _ in client.get(url).context["form"].fields["sessions"].choices] == [one.pk for one in sessions]
    assert client.post(url, sent(sessions[0])).url == "/my/leaves/"
    days = {"first_day": f"{sessions[1].starts_at:%Y-%m-%d}", "last_day": f"{sessions[2].starts_at:%Y-%m-%d}"}
    assert client.post(url, sent(**days)).url == "/my/leaves/"
    assert list(Leave.objects.order_by("pk").values_list("level", flat=True)) == ["class_teacher", "school"]
    page = client.get("/my/leaves/")
    assert [leave.can_cancel for leave in page.context["page"]] == [True, True]


@pytest.mark.parametrize("data", [
    {"sessions": []}, {"sessions": [999999]}, {"text": ""}, {"kind": "holiday"},
    {"sessions": [], "first_day": "2017-09-02", "last_day": "2017-09-01"},
    {"sessions": [], "first_day": "2017-09-01", "last_day": "2017-09-02"},
])
def test_what_makes_no_sense_is_shown_again(client, world, seat, sessions, data):
    client.force_login(world.p_learner)
    page = client.post(reverse("cohorts:leave-new", args=[seat.cohort_id]), sent(sessions[0]) | data)
    assert (page.status_code, Leave.objects.count()) == (200, 0)
    assert page.context["form"].errors != {}


@pytest.mark.parametrize(("name", "content", "suffix"), [
    ("a.jpg", photo(), "jpg"), ("证明.png", photo(format="PNG"), "jpg"), ("x.exe", PDF, "pdf"), ("a.jpg", b"<html>", None),
    ("a.pdf", b"MZ\x90", None), ("a.pdf", b"%PDF-1.4 cut off", None), ("a.svg", b"<svg xmlns='x'/>", None),
    ("a.jpg", photo() + b"x" * (10 * 1024 * 1024), None), ("a.gif", photo(format="GIF"), None),
])
def test_a_certificate_is_judged_by_what_is_in_it(client, world, seat, sessions, name, content, suffix):
    client.force_login(world.p_learner)
    upload = SimpleUploadedFile(name, content, content_type="image/jpeg")
    client.post(reverse("cohorts:leave-new", args=[seat.cohort_id]), sent(sessions[0], proof=upload))
    kept = [leave.proof.name.rpartition(".")[2] for leave in Leave.objects.all()]
    assert kept == ([suffix] if suffix else [])


def test_a_photo_is_kept_without_where_it_was_taken(client, world, seat, sessions):
    exif = Image.Exif()
    exif[0x010E] = "衡山路 12 号"
    client.force_login(world.p_learner)
    upload = SimpleUploadedFile("a.jpg", photo((5000, 3000), exif=exif), content_type="image/jpeg")
    client.post(reverse("cohorts:leave-new", args=[seat.cohort_id]), sent(sessions[0], proof=upload))
    with Image.open(Leave.objects.get().proof) as kept:
        assert (dict(kept.getexif()), kept.size) == ({}, (2400, 1440))


def test_only_who_decides_opens_the_certificate(client, world, seat, sessions):
    client.force_login(world.p_learner)
    client.post(reverse("cohorts:leave-new", args=[seat.cohort_id]),
                sent(*sessions, proof=SimpleUploadedFile("a.pdf", PDF, content_type="application/pdf")))
    url = reverse("cohorts:leave-proof", args=[Leave.objects.get().pk])
    seen = {}
    for role in ("learner", "trainer", "school", "district", "liaison", "auditor", "outsider"):
        client.force_login(world.people[role])
        answer = client.get(url)
        seen[role] = answer.status_code
        if answer.status_code == 200:
            assert (answer["X-Content-Type-Options"], answer["Content-Disposition"][:10]) == ("nosniff", "attachment")
            assert b"".join(answer.streaming_content) == PDF
    assert seen == {"learner": 403, "trainer": 403, "school": 200, "district": 200, "liaison": 403, "auditor": 403,
                    "outsider": 404}


def test_two_taps_approve_and_declining_asks_for_words(client, world, seat, sessions):
    leave = leave_of(seat, sessions[0])
    client.force_login(world.p_trainer)
    assert [row.pk for row in client.get("/desk/leaves/").context["waiting"]] == [leave.pk]
    url = reverse("cohorts:leave", args=[leave.pk])
    assert client.post(url, {"decline": "", "answer": ""}).context["form"].has_error("answer") is True
    assert client.post(url, {"approve": "", "answer": ""}).url == "/desk/leaves/"
    leave.refresh_from_db()
    assert (leave.state, leave.decided_by) == ("approved", world.p_trainer)
    assert client.get("/desk/leaves/").context["waiting"] == []


def test_who_does_not_decide_reads_and_is_refused(client, world, seat, sessions):
    leave = leave_of(seat, sessions[0], level="department")
    client.force_login(world.p_trainer)
    url = reverse("cohorts:leave", args=[leave.pk])
    assert (client.get(url).status_code, client.post(url, {"approve": ""}).status_code) == (200, 403)


def test_the_session_shows_who_is_on_leave_and_everyone_else_is_marked(client, world, seat):
    (other,) = fill(seat.cohort, world.east_branch, 1)
    session = make_meeting(world, seat.cohort)
    leave = leave_of(seat, session, state="approved")
    assert {row.enrolment.pk: row.leave for row in session_rows(session, world.p_trainer)} == {seat.pk: leave, other.pk: None}
    client.force_login(world.p_trainer)
    url = reverse("cohorts:grid", args=[session.pk])
    client.post(url, {"form": client.get(url).context["form_id"], f"seen-{seat.pk}": "", f"seen-{other.pk}": "", "rest": ""})
    assert standing(session) == {other.pk: "present"}


def test_the_person_and_the_teacher_report_back(client, world, seat):
    session = make_meeting(world, seat.cohort)
    for person, address in ((world.p_learner, "/my/leaves/"), (world.p_trainer, None)):
        leave = leave_of(seat, session, state="approved")
        client.force_login(person)
        answer = client.post(reverse("cohorts:leave-return", args=[leave.pk]))
        assert answer.url == (address or reverse("cohorts:leave", args=[leave.pk]))
        leave.refresh_from_db()
        assert leave.state == "returned"


@pytest.mark.parametrize("count", [1, 15])
def test_queries_of_the_lists_do_not_grow(client, world, django_assert_num_queries, count):
    seat = learner_in(world)
    session = session_in(world, seat.cohort, 1)
    for row in fill(seat.cohort, world.east_branch, count):
        leave_of(row, session)
    leave_of(seat, session, state="approved", decided_by=world.p_school)
    client.force_login(world.p_trainer)
    client.get("/desk/leaves/")
    with django_assert_num_queries(8):
        client.get("/desk/leaves/")
    for number in range(count):
        leave_of(seat, session_in(world, seat.cohort, 2 + number))
    client.force_login(world.p_learner)
    client.get("/my/leaves/")
    with django_assert_num_queries(7):
        client.get("/my/leaves/")
