"""What machines ask: may traffic come here, and how does it go."""

import uuid

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.operations import metrics as figures
from lms.operations.checks.work import broker_trouble

NEEDED = ("database", "migrations")  # without the others the site goes on: long work waits


@require_safe
@never_cache
def readyz(request):
    """200 ``ok``; 200 ``degraded`` when cache or broker are away; 503 ``unavailable`` when no page could be right."""
    found = {"database": _database(), "migrations": False, "cache": _cache(), "broker": not broker_trouble()}
    found["migrations"] = found["database"] and _migrated()
    ready = all(found[name] for name in NEEDED)
    state = "unavailable" if not ready else "ok" if all(found.values()) else "degraded"
    return JsonResponse({"status": state, "checks": found}, status=200 if ready else 503)


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrated():
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _cache():
    key = f"ready-{uuid.uuid4().hex}"
    try:
        if not getattr(cache, "answers", lambda: True)():  # the site goes on without it, in the database
            return False
        cache.set(key, 1, 10)
        return cache.get(key) == 1
    except Exception:  # noqa: BLE001 -- each kind of cache has errors of its own
        return False


@require_safe
@never_cache
def metrics(request):
    """Figures for whoever shows ``METRICS_TOKEN``; without that variable the page does not exist."""
    if not settings.METRICS_TOKEN:
        raise Http404
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not constant_time_compare(shown, settings.METRICS_TOKEN):
        answer = HttpResponse("The token is missing or wrong.\n", status=401, content_type="text/plain; charset=utf-8")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    return HttpResponse(figures.text(), content_type="text/plain; version=0.0.4; charset=utf-8")
