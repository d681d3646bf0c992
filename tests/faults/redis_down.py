"""Redis stops, or hangs, under a site whose cache and broker it is: people sign in, check in and sit their exam all the same.

``python -m tests.faults.redis_down [--how stopped|hung] [--candidates 40] [--seconds 30] [--unguarded]`` prints one JSON line.
The Redis is a private one. A site of two processes and a worker run on a database of their own (PostgreSQL where
``BENCH_DATABASE_URL`` names a server). While Redis is away candidates save answers and hand in, a class arrives, people sign in,
a guesser tries passwords and the six digits of a class, and others ask for a copy of their data, which is a job. Then Redis
comes back, and the jobs are waited for.

``--unguarded`` is the control: Django's own cache and Celery's own patience. The same harness must find errors and waiting there.
"""

import argparse
import json
import os
import random
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from http.client import HTTPException

from benchmarks import check_in, exam_day
from benchmarks.exam_day import Journal, arrange, compare, sit_all
from benchmarks.harness import fresh_database, visit
from tests.faults.exam_kills import respawning_server
from tests.faults.servers import PrivateRedis, private_redis, worker

PASSWORD = "a-long-Passphrase-9"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--how", choices=["stopped", "hung"], default="stopped")
    parser.add_argument("--candidates", type=int, default=40)
    parser.add_argument("--questions", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=30, help="for how long Redis is away")
    parser.add_argument("--brief", action="store_true", help="no worker, and no waiting for the jobs")
    parser.add_argument("--unguarded", action="store_true")
    options = parser.parse_args()
    if PrivateRedis.program is None:
        raise SystemExit("No redis-server on this machine.")
    with private_redis() as redis, fresh_database(CACHE_URL=redis.url(1), CELERY_BROKER_URL=redis.url(0)):
        from django.db import connection

        exam, cookies = arrange(options.candidates, options.questions)
        meeting, arrivals = check_in.arrange(options.candidates)
        people, password_of = arrange_people(options.jobs)
        factory = "tests.faults.unguarded:redis_site" if options.unguarded else "benchmarks.harness:site"
        with respawning_server(factory) as (port, _), nullcontext() if options.brief else worker():
            site = Watched(port)
            site.arrive(meeting, arrivals[:1])  # both processes have asked Redis before it goes
            journal = Journal()
            outage = threading.Thread(target=site.outage, args=(redis, options))
            outage.start()
            site.during(exam, cookies, meeting, arrivals[1:], people, password_of, journal, options)
            outage.join()
            drained = None if options.brief else wait_for_jobs(site.back, 180)
            again = site.ready()
        lost, halves = compare(exam, journal)
        errors = Counter(f"{what} {status}" for what, status in site.wrong)
        print(json.dumps({
            "fault": "redis_down", "how": options.how, "database": connection.vendor, "guarded": not options.unguarded,
            "load": round(os.getloadavg()[0], 1), "away_seconds": round(site.back - site.gone),
            "acknowledged": len(journal.answers), "handed_in": len(journal.handed_in), "lost": len(lost),
            "half_marked": len(halves), "arrived": site.arrived, "marks": marks_of(meeting), "signed_in": site.signed_in,
            "server_errors": sum(errors.values()), "which": dict(errors),
            "save_p95_ms": journal.p95("save"), "submit_p95_ms": journal.p95("submit"), "check_in_p95_ms": site.p95("check-in"),
            "sign_in_p95_ms": site.p95("sign-in"), "job_p95_ms": site.p95("job"), "page_p95_ms": site.p95("page"),
            "slowest_ms": site.slowest(journal), "passwords_tried": site.passwords, "digits_tried": site.digits,
            "ready_meanwhile": site.state, "ready_after": again, "jobs": len(site.jobs), "jobs_done": sum(jobs()),
            "drained_seconds": None if drained is None else round(drained),
        }), flush=True)


def arrange_people(count):
    """Make people who sign in with a password, and the victim of a guesser; return user names and the password of each."""
    from lms.people import actions

    names = [f"redis{number}" for number in range(count)] + ["victim"]
    for name in names:
        person = actions.create_person(actor=None, name="某人", username=name)
        actions.set_password(person=person, password=PASSWORD)
    return names[:-1], PASSWORD


class Watched:
    """The site as people see it: what they were told, how long it took, what was answered with an error of the server."""

    def __init__(self, port):
        self.port, self.lock = port, threading.Lock()
        self.wrong, self.times, self.arrived, self.signed_in, self.jobs = [], {}, 0, 0, []
        self.passwords = self.digits = 0

    def ask(self, what, path, cookies, form=None):
        """Send one request, time it under ``what`` and note an error; return ``(status, text, headers)``."""
        began = time.perf_counter()
        try:
            answer = visit(self.port, path, cookies, form)
        except (OSError, HTTPException):
            answer = (0, "", {})
        with self.lock:
            self.times.setdefault(what, []).append(time.perf_counter() - began)
            if answer[0] >= 500 or not answer[0]:
                self.wrong.append((what, answer[0]))
        return answer

    def p95(self, what):
        times = sorted(self.times.get(what, []))
        return round(times[int(len(times) * 0.95)] * 1000) if times else None

    def slowest(self, journal):
        return round(1000 * max(max(times) for times in [*self.times.values(), *journal.times.values()] if times))

    def outage(self, redis, options):
        """Take Redis away for a time, and ask the probe shortly before it comes back."""
        redis.take_away(options.how)
        self.gone = time.monotonic()
        time.sleep(options.seconds * 0.8)
        self.state = self.ready()
        time.sleep(max(0, options.seconds - (time.monotonic() - self.gone)))
        redis.bring_back()
        self.back = time.monotonic()

    def ready(self):
        answer = self.ask("probe", "/readyz", {})
        return json.loads(answer[1])["status"] if answer[1].startswith("{") else str(answer[0])

    def during(self, exam, cookies, meeting, arrivals, people, password, journal, options):
        """Everything at once, until everyone has handed in."""
        others = [
            threading.Thread(target=self.arrive, args=(meeting, arrivals)),
            threading.Thread(target=self.sign_in_and_ask, args=(people, password)),
            threading.Thread(target=self.guess_password), threading.Thread(target=self.guess_digits, args=(arrivals[0],)),
        ]
        for thread in others:
            thread.start()
        pause = 0.8 * options.seconds / (options.questions + 3)
        noted = self.listening()
        sit_all(self.port, exam, cookies, journal, begin_within=min(5, options.seconds / 6), pause=pause, insist=True)
        noted()
        for thread in others:
            thread.join()

    def listening(self):
        """Note the errors that candidates get, who send again and so hide them; return what ends it."""
        plain = exam_day.visit

        def heard(port, path, cookies, form=None):
            answer = plain(port, path, cookies, form)
            if answer[0] >= 500:
                with self.lock:
                    self.wrong.append(("exam", answer[0]))
            return answer

        exam_day.visit = heard
        return lambda: setattr(exam_day, "visit", plain)

    def arrive(self, meeting, arrivals):
        from django.db import connections
        from django.utils import timezone

        from cohorts.rules.check_in import code_at

        def one(cookies):
            path = f"/check-in/{meeting.pk}/{code_at(meeting.secret, meeting.pk, timezone.now())}/"
            page = self.ask("check-in", path, cookies)
            fields = {name: found[1] for name in ("csrfmiddlewaretoken", "claim")
                      if (found := re.search(rf'name="{name}" value="([^"]+)"', page[1]))}
            if self.ask("check-in", path, cookies, fields)[0] == 302:
                with self.lock:
                    self.arrived += 1

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(one, arrivals))
        connections.close_all()

    def sign_in_and_ask(self, people, password):
        """Each signs in, looks at the public front page, and asks for a copy of their data."""
        for name in people:
            cookies = {}
            token = _token(self.ask("sign-in", "/login/", cookies)[1])
            done = self.ask("sign-in", "/login/", cookies, {"csrfmiddlewaretoken": token, "username": name, "password": password})
            if done[0] != 302:
                continue
            self.signed_in += 1
            self.ask("page", "/", cookies)
            token = _token(self.ask("page", "/account/", cookies)[1])
            asked = self.ask("job", "/account/copy/", cookies, {"csrfmiddlewaretoken": token})
            if asked[0] == 302:
                self.jobs.append(asked[2]["Location"])

    def guess_password(self):
        """Guess until refused, at most 12 times."""
        cookies = {}
        token = _token(self.ask("guess", "/login/", cookies)[1])
        for self.passwords in range(1, 13):  # noqa: B020 -- how far it came is the figure
            form = {"csrfmiddlewaretoken": token, "username": "victim", "password": f"wrong-{self.passwords}"}
            if self.ask("guess", "/login/", cookies, form)[0] == 429:
                return

    def guess_digits(self, cookies):
        """Type wrong digits until refused, at most 30 times."""
        token = _token(self.ask("digits", "/check-in/", cookies)[1])
        rng = random.Random(5)
        for self.digits in range(1, 31):  # noqa: B020 -- how far it came is the figure
            form = {"csrfmiddlewaretoken": token, "code": f"{rng.randrange(10**6):06}"}
            answer = self.ask("digits", "/check-in/", cookies, form)
            if answer[0] == 200 and 'name="code"' not in answer[1]:
                return


def _token(text):
    tokens = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    return tokens[-1] if tokens else ""


def wait_for_jobs(since, seconds):
    """Return the seconds from ``since`` until no job waited any more; None when some did after ``seconds``."""
    from django.db import connections

    while time.monotonic() - since < seconds:
        if all(jobs()):
            return time.monotonic() - since
        connections.close_all()
        time.sleep(0.5)
    return None


def jobs():
    """Return of every job whether it is done."""
    from lms.jobs.models import Job

    return [state == "done" for state in Job.objects.values_list("state", flat=True)]


def marks_of(meeting):
    from cohorts.models import AttendanceMark

    return AttendanceMark.objects.filter(session=meeting).count()


if __name__ == "__main__":
    main()
