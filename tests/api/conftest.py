import pytest
from django.core.cache import cache

from tests.keeping import kept

from .district import make_district, make_token


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


@pytest.fixture
def rows(world):
    """One of everything in the east."""
    return kept("api district", lambda: make_district(world))


@pytest.fixture
def token(world):
    """A token for everything in the east, and its secret as ``token.secret``."""
    made, secret = make_token(world)
    made.secret = secret
    return made
