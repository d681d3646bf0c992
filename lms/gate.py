"""Where requests wait for a process of the site, and which of them are turned away before they wait in vain.

A few threads (``WEB_THREADS``) answer; the web server's own threads bring the requests here and wait. Whoever would wait
longer than ``WEB_WAIT_SECONDS`` is turned away in words (``lms.views.troubles.crowded``), so that those who are let in are
answered soon. Once somebody has waited for ``PATIENT`` seconds, whoever came last is answered first: in turn everybody would wait
almost as long as those who are turned away. What must not be lost (``FIRST``) goes ahead of all others, and waits longer.

The web server needs more threads of its own than may wait here: ``granian --blocking-threads 256``. With fewer, requests wait
where nobody sees them, and none is turned away.
"""

import logging
import re
import threading
import time
from collections import deque
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)
TURNED_AWAY = "lms.turned_away"  # in the environment of a request
WAITING = 150  # requests that wait in one process at most, besides those that go first
FIRST_SECONDS = 30
PATIENT = 1
NOTED_EVERY = 10  # seconds between two notes of how many were turned away
# An exam from its first page to handing it in, check-in and marks of attendance, a work that is handed in; probes; what pages are
# drawn with.
FIRST = re.compile(
    r"/(exams/(attempts/)?\d+|check-in|kiosk|desk/sessions/\d+/marks|assignments/\d+|static|healthz|readyz|metrics)(/|$)"
)


@dataclass(eq=False)
class Waiting:
    """A request that waits for its ``answer`` since ``since``."""

    environ: dict
    answer: Future = field(default_factory=Future)
    since: float = field(default_factory=time.monotonic)


class Gate:
    """The WSGI ``application``, answered by ``threads`` at a time; ``seconds`` is how long a request may wait for one."""

    def __init__(self, application, *, threads, seconds):
        self.application, self.threads, self.seconds = application, threads, seconds
        self.first, self.others, self.changed = deque(), deque(), threading.Condition()
        self.started, self.turned_away, self.noted = False, 0, 0.0

    def __call__(self, environ, start_response):
        waits = self._enter(environ)
        if waits is None:
            return self.application(environ | {TURNED_AWAY: True}, start_response)
        (status, headers), body = waits.result()
        start_response(status, headers)
        return body

    def _enter(self, environ):
        """Return the ``Future`` of the answer once it is being made; None when the request is turned away."""
        goes_first, waiting = FIRST.match(environ["PATH_INFO"]), Waiting(environ)
        line = self.first if goes_first else self.others
        with self.changed:
            if not self.started:
                self.started = True
                for _ in range(self.threads):
                    threading.Thread(target=self._work, daemon=True).start()
            if not goes_first and len(line) >= WAITING:
                line.popleft().answer.cancel()
            line.append(waiting)
            self.changed.notify()
        try:
            waiting.answer.exception(FIRST_SECONDS if goes_first else self.seconds)
        except (TimeoutError, CancelledError):
            if waiting.answer.cancel():
                with self.changed:
                    self.turned_away += 1
                    with suppress(ValueError):
                        line.remove(waiting)
                return None
        return waiting.answer

    def _work(self):
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.first or self.others)
                waiting = self._next()
            if not waiting.answer.set_running_or_notify_cancel():
                continue
            try:
                waiting.answer.set_result(self._answer(waiting.environ))
            except BaseException as error:  # noqa: BLE001 -- it is raised where the request came from
                waiting.answer.set_exception(error)
            self._note()

    def _next(self):
        if self.first:
            return self.first.popleft()
        in_turn = time.monotonic() - self.others[0].since < PATIENT
        return self.others.popleft() if in_turn else self.others.pop()

    def _answer(self, environ):
        told = []
        body = self.application(environ, lambda status, headers, exc_info=None: told.append((status, headers)))
        if getattr(body, "streaming", True):
            return told[-1], body  # a file, sent by the thread that brought the request
        try:
            return told[-1], [b"".join(body)]
        finally:
            body.close()

    def _note(self):
        """Write down now and then how many were turned away."""
        with self.changed:
            if not self.turned_away or time.monotonic() < self.noted + NOTED_EVERY:
                return
            count, self.turned_away, self.noted = self.turned_away, 0, time.monotonic()
        from lms.operations.actions import count_turned_away  # noqa: PLC0415 -- cycle: models need the site to be set up

        logger.warning("%s requests were turned away: more come than can be answered in good time", count)
        try:
            count_turned_away(count)
        except Exception:  # whatever it is, this thread goes on answering
            logger.exception("they could not be counted")
