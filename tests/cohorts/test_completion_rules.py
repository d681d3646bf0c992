import pytest
from django.utils.translation import override

from cohorts.explain import reason_texts
from cohorts.rules.completion import Facts, Reason, Requirements, Verdict, completion, freeze, thaw

ASKED = Requirements(attendance_percent=80, lessons=True, exam=True, exam_percent=60, minutes=360)
PLAIN = {"half_days": False, "lates": 0, "late_absences": 0}
DONE = Facts(sessions_closed=4, attended=4, lessons_required=6, lessons_done=6, exam_best=80, exam_passed=True, minutes=360)


def judged(**change):
    return completion(Facts(**{**DONE.__dict__, **change}), ASKED)


def test_everything_done_is_complete():
    assert judged() == Verdict(True, ())


@pytest.mark.parametrize(("change", "reason"), [
    ({"attended": 3}, Reason("attendance", {"attended": 3, "counted": 4, "percent": 75, "required": 80} | PLAIN)),
    ({"lessons_done": 4}, Reason("lessons", {"done": 4, "required": 6})),
    ({"exam_passed": False, "exam_best": 55}, Reason("exam_not_passed", {"best": 55, "required": 60})),
    ({"exam_passed": False, "exam_best": None}, Reason("exam_not_taken", {"required": 60})),
    ({"minutes": 180}, Reason("minutes", {"done": 180, "required": 360})),
    ({"sessions_closed": 0, "attended": 0, "sessions_open": 2}, Reason("no_session_closed", {"open": 2})),
    ({"attended": 0, "excused": 4}, Reason("all_excused", {"excused": 4})),
    ({"sessions_closed": 4, "attended": 3, "half_days": True, "lates": 2, "late_absences": 1},
     Reason("attendance", {"attended": 3, "counted": 4, "percent": 75, "required": 80, "half_days": True, "lates": 2,
                           "late_absences": 1})),
])
def test_each_lack_is_named_with_its_numbers(change, reason):
    assert judged(**change) == Verdict(False, (reason,))


def test_leave_leaves_the_count():
    assert judged(attended=3, excused=1).complete is True
    assert judged(sessions_closed=10, attended=7, excused=1).reasons[0].numbers["counted"] == 9


@pytest.mark.parametrize(("excused", "most", "codes"), [(2, 20, []), (3, 20, ["leave"]), (3, 0, []), (3, 30, [])])
def test_leave_of_more_than_a_share_of_all_sessions_fails(excused, most, codes):
    facts = Facts(sessions_closed=6, sessions_open=4, attended=6 - excused, excused=excused)
    verdict = completion(facts, Requirements(attendance_percent=80, leave_most_percent=most))
    assert [reason.code for reason in verdict.reasons] == codes


def test_exactly_the_percentage_is_enough_and_a_hair_less_is_not():
    assert judged(sessions_closed=5, attended=4).complete is True
    assert judged(sessions_closed=34, attended=27).complete is False
    assert judged(sessions_closed=34, attended=27).reasons[0].numbers["percent"] == 79


def test_a_class_without_sessions_asks_for_no_attendance():
    assert judged(sessions_closed=0, attended=0).complete is True


def test_nothing_asked_is_nothing_missing():
    assert completion(Facts(), Requirements()) == Verdict(True, ())


def test_a_frozen_verdict_reads_the_same():
    facts = Facts(sessions_closed=4, attended=3)
    verdict = completion(facts, ASKED)
    assert thaw(freeze(verdict, facts, ASKED)) == verdict


def test_every_reason_has_its_sentence():
    facts = Facts(sessions_closed=4, attended=3, lessons_required=6, lessons_done=4, exam_best=55, minutes=180)
    verdict = completion(facts, ASKED)
    with override("en"):
        assert reason_texts(verdict) == [
            "Attended 3 of 4 sessions: 75 %, 80 % are asked for", "Learned 4 of 6 lessons",
            "Exam not passed: best 55 %, 60 % are asked for", "Earned 4.0 of 8.0 hours",
        ]
