"""PostgreSQL stops at once, starts again, has its connections cut, while candidates save answers: nothing acknowledged is lost.

``python -m tests.faults.database_down [--candidates 40] [--outages 5] [--unguarded]`` prints one JSON line. The cluster is a
private one, as is the site of two processes on it. Candidates send again what was not answered, with the same number, as the page
does. What is answered meanwhile is read: its status, its words in both languages, ``Retry-After``, no traceback. After each
outage it is measured how long the site takes to be ready again, without a restart.

``--unguarded`` is the control: a site that keeps its connections unexamined and answers any error as a fault of its own, and says
"saved" before it has written. The same harness must find losses, wrong pages, and errors after the database's return there.
"""

import argparse
import json
import os
import threading
import time
from collections import Counter
from http.client import HTTPException

from benchmarks import exam_day
from benchmarks.exam_day import Journal, arrange, compare, sit_all
from benchmarks.harness import fresh_database, visit
from tests.faults.exam_kills import respawning_server
from tests.faults.servers import PrivatePostgres, private_postgres, until

HEALTHY_WITHIN = 30
PAGE = "/login/"  # reads the database, and is for everyone
WORDS = {"": "网站的数据库暂时没有响应", "en": "The database of the site does not answer just now"}
TRACES = ("Traceback", "OperationalError", "psycopg", "lms/", "site-packages")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--candidates", type=int, default=40)
    parser.add_argument("--questions", type=int, default=15)
    parser.add_argument("--pause", type=float, default=5)
    parser.add_argument("--outages", type=int, default=5)
    parser.add_argument("--down", type=float, default=4, help="seconds of each outage")
    parser.add_argument("--unguarded", action="store_true")
    options = parser.parse_args()
    if not PrivatePostgres.there:
        raise SystemExit("No programs of a PostgreSQL server on this machine.")
    with private_postgres() as cluster:
        template = os.environ.get("BENCH_TEMPLATE", "")
        if template:
            cluster.fill_from(os.environ["BENCH_DATABASE_URL"], template)
        with fresh_database(DATABASE_URL=cluster.url):
            print(json.dumps(run(cluster, options)), flush=True)


def run(cluster, options):
    from django.db import connections

    exam, cookies = arrange(options.candidates, options.questions)
    factory = "tests.faults.unguarded:database_site" if options.unguarded else "benchmarks.harness:site"
    journal, seen = Journal(), Pages()
    with respawning_server(factory) as (port, masters):
        connections.close_all()
        over = threading.Event()
        trouble = threading.Thread(target=hurt, args=(cluster, port, options, over, seen))
        trouble.start()
        plain = exam_day.visit
        exam_day.visit = seen.reading(plain)
        sit_all(port, exam, cookies, journal, begin_within=3, pause=options.pause, insist=True)
        over.set()
        trouble.join()
        exam_day.visit = plain
        restarted = len(masters) - 1
    lost, halves = compare(exam, journal)
    connections.close_all()
    return {
        "fault": "database_down", "database": "postgresql", "guarded": not options.unguarded,
        "load": round(os.getloadavg()[0], 1), "outages": seen.outages, "connections_cut": seen.cut,
        "acknowledged": len(journal.answers), "handed_in": len(journal.handed_in), "lost": len(lost), "half_marked": len(halves),
        "duplicates": duplicates(exam), "gave_up": len(journal.errors), "answers_by_status": dict(sorted(seen.statuses.items())),
        "wrong_pages": seen.wrong, "what": sorted(seen.what)[:3], "languages_read": sorted(seen.languages),
        "healthy_after_seconds": [round(each, 1) for each in seen.healthy], "errors_after_return": seen.late,
        "site_restarted": restarted,
    }


class Pages:
    """What was answered while the database was away."""

    def __init__(self):
        self.lock, self.statuses, self.what, self.languages = threading.Lock(), Counter(), set(), set()
        self.wrong = self.outages = self.cut = self.late = 0
        self.healthy = []

    def reading(self, plain):
        def heard(port, path, cookies, form=None):
            answer = plain(port, path, cookies, form)
            self.judge(answer, "")
            return answer

        return heard

    def judge(self, answer, language):
        status, text, headers = answer
        if status < 500:
            return
        faults = [trace for trace in TRACES if trace in text]
        if status != 503:
            faults.append(f"status {status}")
        if not (headers.get("Retry-After") or "").isdecimal():
            faults.append("no Retry-After")
        if WORDS[language] not in text:
            faults.append(f"not in words ({language or 'zh'})")
        with self.lock:
            self.statuses[str(status)] += 1
            self.wrong += bool(faults)
            self.what.update(faults)
            if not faults:
                self.languages.add(language or "zh-hans")


def hurt(cluster, port, options, over, seen):
    """Stop the cluster and start it again, cut connections in between, until everyone has handed in or all was done."""
    for _ in range(options.outages):
        if over.wait(options.down / 2):
            return
        cluster.stop()
        seen.outages += 1
        end = time.monotonic() + options.down
        while time.monotonic() < end:
            for language in WORDS:
                answer = ask(port, PAGE, {"django_language": language} if language else {})
                if answer:
                    seen.judge(answer, language)
            time.sleep(0.3)
        cluster.start()
        until(cluster.answers, 30, "PostgreSQL")
        back = time.monotonic()
        until(lambda: (ask(port, "/readyz", {}) or [0])[0] == 200, HEALTHY_WITHIN, "the site")
        seen.healthy.append(time.monotonic() - back)
        time.sleep(0.5)
        for _try in range(16):  # both processes and their threads
            seen.late += (ask(port, PAGE, {}) or [0])[0] != 200
        if over.wait(options.down / 2):
            return
        seen.cut += cluster.cut()
        for _try in range(16):
            seen.late += (ask(port, PAGE, {}) or [0])[0] not in (200, 503)


def ask(port, path, cookies):
    try:
        return visit(port, path, cookies)
    except (OSError, HTTPException):
        return None


def duplicates(exam):
    """Count answers and attempts that are there twice."""
    from courses.models import Attempt, AttemptAnswer

    answers = Counter(AttemptAnswer.objects.filter(attempt__exam=exam).values_list("attempt_id", "question_id"))
    attempts = Counter(Attempt.objects.filter(exam=exam).values_list("person_id", flat=True))
    return sum(count - 1 for counted in (answers, attempts) for count in counted.values())


if __name__ == "__main__":
    main()
