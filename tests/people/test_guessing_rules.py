"""How long an account rests after each lock, and which network an address belongs to."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.networks import network_of
from lms.people.rules.guessing import rests_until

NOON = datetime(2017, 6, 1, 12, tzinfo=UTC)
PAUSES = [timedelta(minutes=each) for each in (15, 30, 60)]


@pytest.mark.parametrize(("locks", "until"), [
    ([], None), ([0], 15), ([0, 15], 45), ([0, 15, 45], 105), ([0, 15, 45, 105], 165), ([45, 0, 15], 105),
    ([0, 0, 1, 14], 15), ([0, 1, 20, 21], 50),
])
def test_the_rest_grows_with_each_lock_and_those_of_one_moment_are_one(locks, until):
    found = rests_until([NOON + timedelta(minutes=each) for each in locks], pauses=PAUSES)
    assert found == (None if until is None else NOON + timedelta(minutes=until))


@pytest.mark.parametrize(("address", "network"), [
    ("203.0.113.77", "203.0.113.0/24"), ("::ffff:203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2:3::9", "2001:db8:1:2::/64"),
    ("", "None"), ("unix:", "None"), ("127.0.0.1", "None"), ("::1", "None"),
])
def test_the_network_of_an_address(address, network):
    assert str(network_of(address)) == network
