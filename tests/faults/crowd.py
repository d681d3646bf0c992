"""More ask than the site can answer, while an exam is sat: the crowd is turned away soon and in words, the exam goes on.

``python -m tests.faults.crowd [--crowd 60] [--candidates 5] [--questions 5] [--patience 1] [--unguarded]`` prints one JSON line.
Once the candidates have begun, everyone of the crowd asks for the sign-in page again and again without a pause.
``--unguarded`` is the control: a site without a gate, in which answers of the exam wait behind everybody else's pages.
"""

import argparse
import json
import os
import threading
import time
from collections import Counter
from http.client import HTTPException

from benchmarks import exam_day, harness
from benchmarks.exam_day import Journal, arrange, compare, sit_all
from benchmarks.harness import fresh_database, server, visit

WORDS = {"zh-hans": "网站现在使用的人非常多", "en": "Very many people are using the site"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--crowd", type=int, default=60)
    parser.add_argument("--candidates", type=int, default=5)
    parser.add_argument("--questions", type=int, default=5)
    parser.add_argument("--patience", type=int, default=1, help="WEB_WAIT_SECONDS")
    parser.add_argument("--unguarded", action="store_true")
    options = parser.parse_args()
    if options.unguarded:
        harness.ROOM_TO_WAIT = ("--blocking-threads", "4")
    with fresh_database(WEB_WAIT_SECONDS="0" if options.unguarded else str(options.patience)):
        from django.db import connection

        from lms.operations.models import Pulse

        exam, cookies = arrange(options.candidates, options.questions)
        with server() as port:
            journal = Journal()
            saves = heard(journal)
            crowd = Crowd(port, options.crowd, lambda: len(journal.times.get("page", ())) == options.candidates)
            sit_all(port, exam, cookies, journal, begin_within=1, pause=2, insist=True)
            crowd.end()
        lost, halves = compare(exam, journal)
        noted = Pulse.objects.named("turned_away")
        print(json.dumps({
            "fault": "crowd", "database": connection.vendor, "guarded": not options.unguarded,
            "load": round(os.getloadavg()[0], 1), "crowd": options.crowd, "pages": crowd.statuses[200],
            "turned_away": crowd.statuses[503], "other": sum(crowd.statuses.values()) - crowd.statuses[200] - crowd.statuses[503],
            "without_words": crowd.wordless, "page_p95_ms": crowd.p95(200), "turned_away_p95_ms": crowd.p95(503),
            "acknowledged": len(journal.answers), "handed_in": len(journal.handed_in), "lost": len(lost),
            "half_marked": len(halves), "saves_refused": saves[503], "save_p95_ms": journal.p95("save"),
            "noted": bool(noted) and 0 < noted.detail["requests"] <= crowd.statuses[503] + saves[503],
        }), flush=True)


def heard(journal):
    """Count the answers that candidates get when they save or hand in, who send again and so hide them."""
    statuses, plain = Counter(), exam_day.visit

    def listen(port, path, cookies, form=None):
        answer = plain(port, path, cookies, form)
        if path.startswith("/exams/attempts/"):
            with journal.lock:
                statuses[answer[0]] += 1
        return answer

    exam_day.visit = listen
    return statuses


class Crowd:
    """Visitors who ask without a pause; ``statuses`` counts what they were answered, ``times`` how long it took."""

    def __init__(self, port, size, come):
        self.port, self.come, self.over, self.lock = port, come, threading.Event(), threading.Lock()
        self.statuses, self.times, self.wordless = Counter(), {}, 0
        self.threads = [threading.Thread(target=self.ask, args=(number,)) for number in range(size)]
        for thread in self.threads:
            thread.start()

    def ask(self, number):
        language = list(WORDS)[number % 2]
        while not self.come():
            time.sleep(0.2)
        while not self.over.is_set():
            began = time.monotonic()
            try:
                status, text, headers = visit(self.port, "/login/", {"django_language": language})
            except (OSError, HTTPException):
                status, text, headers = 0, "", {}
            with self.lock:
                self.statuses[status] += 1
                self.times.setdefault(status, []).append(time.monotonic() - began)
                self.wordless += status == 503 and not (WORDS[language] in text and headers["Retry-After"] == "10")
            if status != 200:
                time.sleep(0.5)

    def end(self):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def p95(self, status):
        times = sorted(self.times.get(status, []))
        return round(times[int(len(times) * 0.95)] * 1000) if times else None


if __name__ == "__main__":
    main()
