"""Tell a worker of work, without ever failing or holding up whoever asked for it.

What is to be done stands in a row; the message only makes it begin at once. So a broker that is away or hangs costs one request
a process a moment, and nobody tries again for ``AGAIN_AFTER`` seconds. The clock tells later of what still waits.
"""

import logging
import time

from django.conf import settings
from kombu.exceptions import OperationalError
from kombu.pools import producers

from lms.celery import app

logger = logging.getLogger(__name__)
AGAIN_AFTER = 10  # seconds
# Of a visitor with a Redis that hangs. A worker waits longer for it (``CELERY_BROKER_TRANSPORT_OPTIONS``): it asks for
# messages that come within a second.
PATIENCE = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
_away_until = 0.0


def tell(task, *args, **options):
    """Send ``task`` with ``args``; tell whether the broker took it. ``options`` are those of ``apply_async``."""
    global _away_until  # noqa: PLW0603 -- what all threads of this process know of the broker
    if time.monotonic() < _away_until:
        return False
    try:
        _send(task, args, options)
    except (OSError, OperationalError) as error:
        if not settings.CELERY_TASK_ALWAYS_EAGER:  # a test's broker is away for that test only
            _away_until = time.monotonic() + AGAIN_AFTER
        logger.warning("the broker does not answer (%s); %s%s is told later", type(error).__name__, task.name, args)
        return False
    return True


def _send(task, args, options):
    if settings.CELERY_TASK_ALWAYS_EAGER or not settings.CELERY_BROKER_URL.startswith("redis"):
        task.apply_async(args, retry=False, **options)
        return
    with producers[app.connection_for_write(transport_options=PATIENCE)].acquire(block=True) as producer:
        task.apply_async(args, producer=producer, retry=False, **options)
