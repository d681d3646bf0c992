"""What a token is worth on a day, and what may be asked of a new one."""

from datetime import date, timedelta

import pytest

from lms.api.rules.tokens import Standing, Term, lacks, standing

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(("today", "revoked", "expected"), [
    (DAY - timedelta(days=1), False, Standing.NOT_YET),
    (DAY, False, Standing.VALID),
    (DAY + timedelta(days=30), False, Standing.VALID),
    (DAY + timedelta(days=31), False, Standing.EXPIRED),
    (DAY, True, Standing.REVOKED),
    (DAY + timedelta(days=31), True, Standing.REVOKED),
])
def test_a_token_is_good_from_its_first_to_its_last_day_unless_revoked(today, revoked, expected):
    assert standing(Term(DAY, DAY + timedelta(days=30), revoked=revoked), today=today) == expected


@pytest.mark.parametrize(("changes", "expected"), [
    ({}, {}),
    ({"resources": []}, {"resources": "none"}),
    ({"ends": DAY - timedelta(days=1)}, {"ends_on": "before_start"}),
    ({"today": DAY + timedelta(days=60)}, {"ends_on": "over"}),
    ({"ends": DAY + timedelta(days=365)}, {}),
    ({"ends": DAY + timedelta(days=366)}, {"ends_on": "too_long"}),
    ({"telephones": True}, {"telephones_reason": "none"}),
    ({"telephones": True, "reason": "  "}, {"telephones_reason": "none"}),
    ({"telephones": True, "reason": "短信通知"}, {}),
    ({"telephones": True, "reason": "短信通知", "resources": ["hours"]}, {"telephones": "without_people"}),
])
def test_a_new_token_lacks_what_it_lacks(changes, expected):
    given = {"ends": DAY + timedelta(days=30), "resources": ["people"], "telephones": False, "reason": "", "today": DAY}
    given |= changes
    term = Term(DAY, given.pop("ends"))
    assert lacks(term, **given) == expected
