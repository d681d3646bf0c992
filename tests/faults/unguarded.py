"""The control of the exam harness: a site that says "saved" first and writes a moment later, from memory.

Never part of the product; ``exam_kills --unguarded`` runs it to show that the harness sees the losses it looks for.
"""

import queue
import threading
import time

FACTORY = "tests.faults.unguarded:site"
DELAY = 1.5  # seconds between the word and the deed


def site():
    from benchmarks.harness import site as guarded

    application = guarded()
    from courses.actions import exams

    write, waiting = exams.save_changes, queue.Queue()

    def later(**what):
        waiting.put((time.monotonic() + DELAY, what))
        return True

    def work():
        while True:
            due, what = waiting.get()
            time.sleep(max(0, due - time.monotonic()))
            write(**what)

    exams.save_changes = later
    threading.Thread(target=work, daemon=True).start()
    return application


def redis_site():
    """A site whose cache is Django's own on Redis, and whose broker is waited for as long as Celery likes."""
    from django.conf import settings

    settings.CACHES["default"]["BACKEND"] = "django.core.cache.backends.redis.RedisCache"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
    from benchmarks.harness import site as guarded

    return guarded()


def database_site():
    """A site that keeps its connections unexamined, answers any error as a fault of its own, and says "saved" too early."""
    from django.conf import settings

    settings.DATABASES["default"] |= {"CONN_HEALTH_CHECKS": False, "CONN_MAX_AGE": None}
    application = site()
    from lms import urls

    del urls.handler500
    return application


def disk_site():
    """A site that says "saved" too early, and answers any error as a fault of its own."""
    application = site()
    from lms import urls

    del urls.handler500
    return application
