"""The rules of the second factor: which code is good when, when guesses pause, how codes are read."""

from datetime import UTC, datetime

import pytest

from lms.people import one_time
from lms.people.rules import second_factor as rules

NOW = datetime(2017, 6, 1, 9, 0, 15, tzinfo=UTC)


def generate(step):
    return f"{step % 1_000_000:06}".encode()


@pytest.mark.parametrize(("ahead", "last", "found"), [
    (0, 0, 0), (-1, 0, -1), (1, 0, 1), (-2, 0, None), (2, 0, None), (0, 0 + rules.step_at(NOW), None),
    (1, rules.step_at(NOW), 1), (-1, rules.step_at(NOW), None),
])
def test_a_code_is_good_for_its_step_and_its_neighbours_and_once(ahead, last, found):
    now = rules.step_at(NOW)
    step = rules.matching_step(generate(now + ahead).decode(), now=NOW, last=last, generate=generate)
    assert step == (None if found is None else now + found)


def test_every_step_is_compared_whichever_is_right():
    asked = []
    for ahead in (-1, 0, 1, 5):
        made = []
        rules.matching_step(generate(rules.step_at(NOW) + ahead).decode(), now=NOW, last=0,
                            generate=lambda step, made=made: made.append(step) or generate(step))
        asked.append(made)
    assert asked == [[rules.step_at(NOW) + each for each in (-1, 0, 1)]] * 4


@pytest.mark.parametrize(("failures", "after"), [(0, (1, None)), (3, (4, None)), (4, (0, NOW + rules.PAUSE))])
def test_five_wrong_codes_pause(failures, after):
    assert rules.after_failure(failures, NOW) == after


@pytest.mark.parametrize("text", ["abcde-23456", "ＡＢＣＤＥ ２３４５６", "ABCDE23456", " abcde 23456 "])
def test_codes_are_taken_however_they_are_typed(text):
    assert rules.typed(text) == "ABCDE23456"


def test_the_published_example_of_the_standard():
    """RFC 6238, appendix B, shortened to six digits."""
    box = one_time._box()
    kept = box.encrypt(b"12345678901234567890").decode()
    assert (one_time.code_at(kept, 59 // 30), one_time.code_at(kept, 1111111109 // 30)) == (b"287082", b"081804")
    assert one_time.in_words(kept) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
