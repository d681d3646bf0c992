"""A Redis that is away: the cache goes on in the database, limits count on, and what changed meanwhile is right afterwards."""

import pytest
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.core.management import call_command
from redis.exceptions import TimeoutError as RedisTimeout

from lms import steady_cache
from lms.config.databases import TABLE
from lms.steady_cache import Circuit, SteadyRedisCache


@pytest.fixture
def redis(monkeypatch, settings):
    """A cache on a Redis that is a dict, and the dict; ``redis.away`` takes it away."""
    settings.CACHES = settings.CACHES | {"fallback": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "fallback"}}
    caches["fallback"].clear()
    cache = SteadyRedisCache("redis://nowhere", {})
    cache.circuit = Circuit()
    cache.kept, cache.away, cache.asked = {}, False, 0

    def reach(answer):
        def method(self, *arguments, **options):
            self.asked += 1
            if self.away:
                raise RedisTimeout
            return answer(self, *arguments, **options)

        return method

    monkeypatch.setattr(RedisCache, "get", reach(lambda self, key, default=None: self.kept.get(key, default)))
    monkeypatch.setattr(RedisCache, "set", reach(lambda self, key, value, timeout=None: self.kept.update({key: value})))
    monkeypatch.setattr(RedisCache, "delete_many", reach(lambda self, keys: [self.kept.pop(key, None) for key in keys]))
    return cache


def test_the_database_stands_in_and_redis_is_not_asked_at_every_turn(redis):
    redis.set("a", 1)
    redis.away = True
    assert redis.get("a") is None
    redis.set("a", 2)
    assert (redis.get("a"), redis.asked) == (2, 2)


def test_what_changed_meanwhile_is_not_read_from_redis_afterwards(redis, monkeypatch):
    redis.set("a", 1)
    redis.set("b", 1)
    redis.away = True
    redis.set("a", 2)
    redis.away = False
    monkeypatch.setattr(steady_cache, "AGAIN_AFTER", 0)
    redis.circuit.until = 0
    assert (redis.get("b"), redis.get("a"), redis.circuit.away) == (1, None, False)


def test_limits_count_on(redis):
    redis.away = True
    assert redis.get("n", 0) == 0
    assert redis.add("n", 0, 60)
    assert [redis.incr("n"), redis.incr("n")] == [1, 2]


def test_of_many_one_tries_again():
    circuit = Circuit()
    circuit.broke(RedisTimeout())
    assert circuit.asks() is False
    circuit.until = 0
    assert [circuit.asks(), circuit.asks()] == [True, False]


@pytest.mark.django_db
def test_a_table_that_stands_in_forgets_no_limit_because_others_are_written():
    call_command("createcachetable", "limits", verbosity=0)
    table = DatabaseCache("limits", {"OPTIONS": TABLE})
    table.add("limit", 7, 60)
    for number in range(400):  # Django's own limit is 300
        table.set(f"other{number}", 1, 60)
    assert table.get("limit") == 7
