import pytest

from .meetings import fill, make_meeting


@pytest.fixture
def sign_in(client, world):
    """``sign_in(role)``: the client, signed in as the person of that role."""

    def sign(role):
        client.force_login(world.people[role])
        return client

    return sign


@pytest.fixture
def meeting(world):
    """A session that is taking place."""
    return make_meeting(world)


@pytest.fixture
def seats(meeting, world):
    """Three people of the east on the list of the session."""
    return fill(meeting.cohort, world.east_branch, 3)
