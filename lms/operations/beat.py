"""Celery's clock, of which any number may run: the one that holds the lease in the database ticks, the others wait."""

import os
import socket
import time
from contextlib import suppress

from celery.beat import PersistentScheduler
from django.db import DatabaseError, connection

from lms.operations.actions import beat_lease, end_lease

RENEW = 8  # seconds; well below the lease


class LeasedScheduler(PersistentScheduler):
    """Tells the due tasks only while it holds the lease; a second clock takes over half a minute after the first one died."""

    max_interval = RENEW

    def __init__(self, *args, **kwargs):
        self.holder = f"{socket.gethostname()[:70]}:{os.getpid()}"
        self.until, self.held = 0.0, False
        kwargs["max_interval"] = RENEW
        super().__init__(*args, **kwargs)

    def tick(self, *args, **kwargs):
        """Return the seconds until the next tick."""
        now = time.monotonic()
        if now >= self.until:
            self.held, self.until = self._lease(), now + RENEW
        return super().tick(*args, **kwargs) if self.held else RENEW / 4

    def _lease(self):
        try:
            return beat_lease(self.holder)
        except DatabaseError:
            return False  # nobody ticks while the database is away: what is due is told when it is back
        finally:
            connection.close()

    def close(self):
        super().close()
        with suppress(DatabaseError):
            end_lease(self.holder)
