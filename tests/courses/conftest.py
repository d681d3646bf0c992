import pytest
import time_machine

from .watching import HOUR, NOON, Phone, make_lesson


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def film(world):
    """An hour of film in a lesson of an hour."""
    return make_lesson(HOUR)[1][0]


@pytest.fixture
def phone(world, client, film, clock):
    return Phone(client, world.p_learner, film, clock)
