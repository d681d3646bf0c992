"""The cache on a Redis that may go away: what is asked of it meanwhile is answered by a table of the database.

A Redis that hangs costs one request a process its patience (``socket_timeout``) every ``AGAIN_AFTER`` seconds; the others do not
ask it. Limits on guessing go on counting in the table, so that nobody guesses freely while Redis is away.
"""

import logging
import threading
import time

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)
FALLBACK = "fallback"  # its alias among the caches
AGAIN_AFTER = 10  # seconds after which one request tries Redis again
PATIENCE = 0.3  # seconds; a Redis that is well answers in a thousandth of one
REMEMBERED = 1000  # keys that were written elsewhere meanwhile
OPTIONS = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}


class Circuit:
    """Whether one Redis is asked, as the threads of a process agree; what was written elsewhere while it was not."""

    def __init__(self):
        self.away, self.until, self.written = False, 0.0, set()
        self._lock = threading.Lock()

    def asks(self):
        """Tell whether to ask Redis. While it is away one request in ``AGAIN_AFTER`` seconds does."""
        if not self.away:
            return True
        with self._lock:
            now = time.monotonic()
            if now < self.until:
                return False
            self.until = now + AGAIN_AFTER
            return True

    def broke(self, error):
        with self._lock:
            if not self.away:
                logger.warning("Redis does not answer (%s); the cache goes on in the database", type(error).__name__)
            self.away, self.until = True, time.monotonic() + AGAIN_AFTER

    def answered(self):
        """Note that Redis answers again; return the keys that were written elsewhere meanwhile, which it has wrong."""
        with self._lock:
            if self.away:
                logger.warning("Redis answers again")
            self.away, written = False, self.written
            self.written = set()
            return written

    def wrote(self, keys):
        with self._lock:
            self.written.update(keys)
            while len(self.written) > REMEMBERED:
                self.written.pop()


_circuits = {}


def _either(name, writes=None):
    """Return the method ``name`` of both caches: that of Redis while it answers. ``writes(first)`` are the keys it changes."""

    def method(self, *args, **kwargs):
        if self.circuit.asks():
            try:
                result = getattr(super(SteadyRedisCache, self), name)(*args, **kwargs)
                if self.circuit.away:
                    self._forget(self.circuit.answered())
            except (RedisError, OSError) as error:
                self.circuit.broke(error)
            else:
                return result
        if writes:
            self.circuit.wrote(writes(args[0] if args else kwargs.get("key", ())))
        return getattr(caches[FALLBACK], name)(*args, **kwargs)

    method.__name__ = name
    return method


def _one(key):
    return [key]


class SteadyRedisCache(RedisCache):
    """``LOCATION`` as Django's. Needs a second cache with the alias ``fallback``."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._options = {**OPTIONS, "retry": Retry(NoBackoff(), 0), **self._options}
        self.circuit = _circuits.setdefault(str(server), Circuit())

    add, set = _either("add", _one), _either("set", _one)
    get, get_many, has_key = _either("get"), _either("get_many"), _either("has_key")
    touch, incr, delete = _either("touch", _one), _either("incr", _one), _either("delete", _one)
    set_many, delete_many = _either("set_many", list), _either("delete_many", list)

    def answers(self):
        """Ask Redis itself, whatever is known of it; for whoever looks after the machine."""
        try:
            return bool(self._cache.get_client(None, write=True).ping())
        except (RedisError, OSError):
            return False

    def _forget(self, keys):
        """Remove from Redis what was changed while it was away: it is older there."""
        if keys:
            super().delete_many(list(keys))
