"""Values in a cache that other machines reach: each bears a seal, and what bears none is never loaded.

Django keeps values as pickles, which run what they say when they are loaded; whoever can write to Redis could run programs here.
"""

import hashlib
import hmac
import pickle

from django.conf import settings
from django.utils.functional import cached_property

SEAL = 32  # bytes


class SealedSerializer:
    """Stands in for ``django.core.cache.backends.redis.RedisSerializer``; a value that is not ours reads as None."""

    @cached_property
    def _key(self):
        return hashlib.sha256(b"lms.cache_values" + settings.SECRET_KEY.encode()).digest()

    def _seal(self, data):
        return hmac.digest(self._key, data, "sha256")

    def dumps(self, value):
        if type(value) is int:  # counted up by the cache itself
            return value
        data = pickle.dumps(value)
        return self._seal(data) + data

    def loads(self, kept):
        try:
            return int(kept)
        except ValueError:
            seal, data = kept[:SEAL], kept[SEAL:]
        if not hmac.compare_digest(seal, self._seal(data)):
            return None
        return pickle.loads(data)  # noqa: S301 -- sealed by this installation
