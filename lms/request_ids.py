"""The number of a request: taken from the proxy before us or made here, told back, and carried into every line of the log.

A worker's lines carry the number of the request that asked for the work.
"""

import re
import uuid
from contextvars import ContextVar

from celery import signals

HEADER = "X-Request-ID"
current = ContextVar("request_id", default="")
_PROPER = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestIdMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = request.headers.get(HEADER, "")
        number = asked if _PROPER.fullmatch(asked) else uuid.uuid4().hex
        token = current.set(number)
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        response.headers[HEADER] = number
        return response


@signals.before_task_publish.connect
def tell(headers=None, **kwargs):
    if headers is not None and current.get():
        headers["request_id"] = current.get()


@signals.task_prerun.connect
def take_over(task=None, **kwargs):
    current.set((task.request.get("request_id") or (task.request.headers or {}).get("request_id") or "") if task else "")


@signals.task_postrun.connect
def leave(**kwargs):
    current.set("")
