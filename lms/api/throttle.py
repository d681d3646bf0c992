"""How often a token may ask, counted in the cache."""

import logging
import math
import time

from django.core.cache import cache

from lms.api import conf

logger = logging.getLogger(__name__)
WINDOW = 60


def seconds_to_wait(token):
    """Count this request; return how many seconds to wait, 0 where it may be answered.

    Without a cache requests are answered: whoever asks has a token, which can be revoked, and every read is counted in the
    database. A whole district's exchange of data does not stop because the cache does.
    """
    now = time.time()
    window = int(now // WINDOW)
    key = f"api:{token.pk}:{window}"
    try:
        cache.add(key, 0, 2 * WINDOW)
        counted = cache.incr(key)
    except ValueError:  # the cache was emptied in between
        return 0
    except Exception:
        logger.warning("the cache does not answer: requests of other systems are not counted", exc_info=True)
        return 0
    return 0 if counted <= conf.API_A_MINUTE else max(1, math.ceil((window + 1) * WINDOW - now))
