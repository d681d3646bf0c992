"""Queries that take long, in the log: the statement with places for its values, never the values."""

import logging
import time

from django.conf import settings
from django.db.backends.signals import connection_created
from django.dispatch import receiver

logger = logging.getLogger("lms.slow_queries")
LONGEST = 2000  # characters of a statement


def watch(execute, statement, values, many, context):
    began = time.monotonic()
    try:
        return execute(statement, values, many, context)
    finally:
        took = 1000 * (time.monotonic() - began)
        if took >= settings.SLOW_QUERY_MS:
            logger.warning("query took %d ms: %s", took, statement[:LONGEST])


@receiver(connection_created)
def begin(connection, **kwargs):
    if settings.SLOW_QUERY_MS > 0 and watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)
