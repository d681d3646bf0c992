"""After a certificate was issued: a changed fact asks for a review, and never touches what was decided."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import override

from certificates.actions import issuing
from certificates.actions.reviewing import let_stand
from certificates.models import Certificate
from cohorts.actions.completion import close_cohort
from cohorts.actions.corrections import correct_mark, set_mark
from cohorts.actions.make_up import accept_make_up, withdraw_make_up
from cohorts.actions.sessions import close_session
from cohorts.models import Enrolment, MakeUp
from cohorts.queries.certificates import merit_of
from cohorts.queries.completion import facts_of
from courses.actions import exams, regrading
from courses.actions.candidates import admit_candidates
from lms.notices.models import Notice
from tests.courses.exam_making import make_exam, right

from .leaves import learner_in, mark_of, session_in
from .meetings import fill, mark, minutes_of


@pytest.fixture
def seat(world):
    """The learner attended both sessions of a class that asks for 90 per cent."""
    seat = learner_in(world, ends_on=timezone.localdate())
    seat.cohort.programme.attendance_percent = 90
    seat.cohort.programme.save()
    for days in (-3, -2):
        session = session_in(world, seat.cohort, days, minutes=90)
        mark(world, session, (seat, "present"))
        close_session(actor=world.p_trainer, session=session, now=session.ends_at)
    return seat


@pytest.fixture
def certificate(world, seat):
    return certify(world, seat)


def certify(world, seat):
    close_cohort(actor=world.p_subdistrict, cohort=seat.cohort)
    seat.refresh_from_db()
    merit = merit_of(Enrolment.objects.get(pk=seat.pk), "completion")
    return issuing.issue(
        actor=world.p_district, person=seat.person, source=merit.source, pattern="东训〔{year}〕{n:04}号",
        facts=merit.said(timezone.localdate()),
    )


def last(seat):
    return seat.cohort.sessions.order_by("starts_at").last()


def correct(world, seat, status, **fields):
    return correct_mark(
        actor=world.p_school, mark=mark_of(last(seat), seat), status=status, reason="那天是别人代签的", **fields
    )


def test_a_corrected_mark_asks_for_a_review_and_changes_nothing_decided(world, seat, certificate):
    before = seat.verdict
    with override("en"):
        correct(world, seat, "absent")
    certificate.refresh_from_db()
    assert certificate.review_since is not None
    for words in ("那天是别人代签的", last(seat).title, "no longer complete", "attended 2 → 1", "hours 4.0 → 2.0"):
        assert words in certificate.review_reason
    assert (certificate.revoked_at, certificate.facts["minutes"], minutes_of(seat.person)) == (None, 180, 90)
    seat.refresh_from_db()
    assert (seat.verdict, seat.state) == (before, "completed")
    notice = Notice.objects.get(kind="certificate.review")
    assert (notice.person, notice.url) == (world.p_district, "/desk/certificates/review/")


def test_a_regraded_exam_asks_for_a_review(world, seat):
    exam, asked = make_exam(world)
    seat.cohort.programme.exam = exam
    seat.cohort.programme.save()
    admit_candidates(actor=None, exam=exam, person_ids=[seat.person_id])
    attempt = exams.start_attempt(person=seat.person, exam=exam)
    exams.submit_attempt(attempt=attempt, answers=right(asked[1:]))
    certificate = certify(world, seat)
    with override("en"):
        found = regrading.prepare_regrade(
            actor=world.p_subdistrict, exam=exam, question=asked[1], remedy="void", reason="两个答案都对"
        )
        regrading.apply_regrade(actor=world.p_subdistrict, regrade=found)
    certificate.refresh_from_db()
    for words in ("结业考试: 两个答案都对", "no longer complete", "exam 66 % → 50 %"):
        assert words in certificate.review_reason
    assert certificate.revoked_at is None


def test_a_regrade_before_the_result_is_out_asks_for_no_review(world, seat):
    """A certificate stands on results that were out: of one that is not, the class knew nothing when it closed."""
    exam, asked = make_exam(world, scores_after="decided")
    seat.cohort.programme.exam = exam
    seat.cohort.programme.save()
    admit_candidates(actor=None, exam=exam, person_ids=[seat.person_id])
    attempt = exams.start_attempt(person=seat.person, exam=exam)
    exams.submit_attempt(attempt=attempt, answers=right(asked[1:]))
    assert facts_of(seat.cohort, [seat])[seat.pk].exam_best is None
    certificate = certify(world, seat)
    found = regrading.prepare_regrade(
        actor=world.p_subdistrict, exam=exam, question=asked[1], remedy="void", reason="两个答案都对")
    regrading.apply_regrade(actor=world.p_subdistrict, regrade=found)
    certificate.refresh_from_db()
    assert (certificate.review_reason, certificate.review_since) == ("", None)


@pytest.mark.parametrize(("status", "fields"), [("late", {"late_minutes": 3}), ("left_early", {"early_minutes": 5})])
def test_what_changes_no_fact_asks_for_nothing(world, seat, certificate, status, fields):
    correct(world, seat, status, **fields)
    certificate.refresh_from_db()
    assert certificate.review_since is None


def test_without_a_certificate_or_with_a_revoked_one_there_is_nothing_to_review(world, seat):
    certificate = certify(world, seat)
    issuing.revoke(actor=world.p_district, certificate=certificate, reason="错发")
    correct(world, seat, "absent")
    certificate.refresh_from_db()
    assert certificate.review_since is None


def test_a_second_change_keeps_the_day_of_the_first_and_tells_once(world, seat, certificate):
    correct(world, seat, "absent")
    since = Certificate.objects.get().review_since
    correct(world, seat, "excused")
    certificate.refresh_from_db()
    assert certificate.review_since == since
    assert Notice.objects.filter(kind="certificate.review").count() == 1


def test_it_stands_with_a_reason_by_someone_else(world, seat, certificate):
    correct(world, seat, "absent")
    asked = Certificate.objects.get()
    with pytest.raises(ValidationError):
        let_stand(actor=world.p_district, certificate=asked, reason=" ")
    with pytest.raises(issuing.OwnRecord):
        let_stand(actor=seat.person, certificate=asked, reason="我在")
    with pytest.raises(ValidationError):
        let_stand(actor=world.p_district, certificate=certificate, reason="看的是改动以前的")
    settled = let_stand(actor=world.p_district, certificate=asked, reason="另有补课")
    assert (settled.review_since, settled.review_reason, settled.revoked_at) == (None, "另有补课", None)
    with pytest.raises(ValidationError):
        let_stand(actor=world.p_district, certificate=settled, reason="再说一次")


def test_revoking_settles_it_too(world, seat, certificate):
    correct(world, seat, "absent")
    issuing.revoke(actor=world.p_district, certificate=certificate, reason="缺勤")
    certificate.refresh_from_db()
    assert (certificate.review_since, certificate.revoked_reason) == (None, "缺勤")


def test_a_make_up_withdrawn_afterwards_asks_for_a_review(world, seat):
    third = session_in(world, seat.cohort, -1, minutes=90)
    close_session(actor=world.p_trainer, session=third, now=third.ends_at)
    make_up = MakeUp.objects.create(enrolment=seat, session=third, note="学习体会", state="handed_in")
    accept_make_up(actor=world.p_trainer, make_up=make_up)
    certificate = certify(world, seat)
    assert certificate.facts["minutes"] == 270
    withdraw_make_up(actor=world.p_school, make_up=make_up, answer="不是本人写的")
    certificate.refresh_from_db()
    assert "6.0 → 4.0" in certificate.review_reason
    assert Enrolment.objects.get(pk=seat.pk).state == "completed"


def test_the_check_says_that_it_is_looked_at_and_holds_and_not_a_word_of_why(client, world, seat, certificate):
    page = client.get(f"/verify/{certificate.code}/").content.decode()
    correct(world, seat, "absent")
    again = client.get(f"/verify/{certificate.code}/")
    assert (again.context["found"]["state"], again.context["found"]["revoked_at"]) == ("review", None)
    for words in ("代签", "缺勤", "出勤"):
        assert (words in again.content.decode(), words in page) == (False, False)


def test_the_list_and_its_two_ways_out(client, world, seat, certificate):
    correct(world, seat, "absent")
    client.force_login(world.p_district)
    page = client.get("/desk/certificates/review/")
    assert [row.pk for row in page.context["page"]] == [certificate.pk]
    assert client.post(f"/desk/certificates/{certificate.pk}/stands/", {"reason": ""}).status_code == 200
    client.post(f"/desk/certificates/{certificate.pk}/stands/", {"reason": "核对过签到表"})
    assert list(client.get("/desk/certificates/review/").context["page"]) == []
    client.force_login(world.p_auditor)
    assert client.get("/desk/certificates/review/").status_code == 200
    assert client.get(f"/desk/certificates/{certificate.pk}/stands/").status_code == 403


@pytest.mark.parametrize("count", [1, 12])
def test_queries_of_the_list_do_not_grow(client, world, django_assert_num_queries, count):
    people = fill(learner_in(world).cohort, world.east_branch, count)
    Certificate.objects.bulk_create([
        Certificate(person=row.person, source=f"s{row.pk}", number=f"n{row.pk}", code=f"c{row.pk}", facts={"name": "甲"},
                    review_since=timezone.now(), review_reason="更正") for row in people
    ])
    client.force_login(world.p_district)
    client.get("/desk/certificates/review/")
    with django_assert_num_queries(6):
        client.get("/desk/certificates/review/")


def test_nobody_marks_themselves(world, seat):
    with pytest.raises(PermissionDenied):
        set_mark(actor=seat.person, session=last(seat), enrolment=seat, mark=mark_of(last(seat), seat), status="late", reason="x")
