"""The people of the load, for Locust: who learns, who arrives at a class, who sits an exam, who works at a desk.

Each waits as somebody does who reads (``WAIT``); a film reports every twelve seconds, an answer is saved when it is chosen.
``LOAD_SCENE`` names what ``scene.arrange`` wrote, ``LOAD_JOURNAL`` the file that gets what was acknowledged and the figures;
``LOAD_SECONDS`` is how long it lasts.
"""

import json
import os
import random
import re
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from http.cookiejar import Cookie
from itertools import count
from pathlib import Path

import gevent
from locust import FastHttpUser, between, events, task

from cohorts.rules.check_in import code_at

SCENE = json.loads(Path(os.environ["LOAD_SCENE"]).read_text())
WAIT = (8, 22)  # seconds between two pages of one person
EVERY = 12  # seconds between two reports of a player
TOKEN = "a" * 32
SECONDS = int(os.environ["LOAD_SECONDS"])

answers, arrived = {}, []
turned_away, times = Counter(), defaultdict(list)  # by page: how many were told to come again; milliseconds of the answers


class Visitor(FastHttpUser):
    """Somebody who is signed in; ``kind`` names whose cookies they take."""

    abstract = True
    kind = ""
    wait_time = between(*WAIT)
    connection_timeout = network_timeout = 60

    def on_start(self):
        mine = SCENE[self.kind][next(_places[self.kind]) % len(SCENE[self.kind])]
        for name, value in {**mine, "csrftoken": TOKEN}.items():
            self.client.cookiejar.set_cookie(Cookie(
                0, name, value, None, False, "127.0.0.1", False, False, "/", True, False, None, False, None, None, {}))
        gevent.sleep(random.uniform(0, WAIT[1]))  # nobody starts together

    def see(self, path, name):
        return self.client.get(path, name=name, allow_redirects=False)

    def send(self, path, name, form=None, body=None, good=(200, 302)):
        more = {"json": body} if body is not None else {"data": form or {}}
        with self.client.post(path, name=name, headers={"X-CSRFToken": TOKEN}, allow_redirects=False, catch_response=True,
                              **more) as answer:
            if answer.status_code in good:
                answer.success()
            else:
                answer.failure(f"{name}: {answer.status_code}")
        return answer


_places = {kind: count() for kind in ("learners", "arrivals", "candidates", "desk")}


class Learner(Visitor):
    """Looks at their page and at courses, opens lessons, and watches a film for a minute."""

    kind, weight = "learners", 14

    @task(2)
    def look(self):
        self.see("/my/", "my page")

    @task(2)
    def browse(self):
        self.see(random.choice(SCENE["courses"]), "course page")

    @task(3)
    def read(self):
        self.see(random.choice(SCENE["lessons"]), "lesson page")

    @task(1)
    def watch(self):
        opened = self.send(f"/learn/media/{SCENE['film']}/start/", "film begins", body={})
        if opened.status_code != 200:
            return
        token = json.loads(opened.text)["token"]
        for turn in range(5):
            gevent.sleep(EVERY)
            beat = [turn + 1, turn * EVERY, (turn + 1) * EVERY, EVERY]
            self.send(f"/learn/media/{SCENE['film']}/beats/", "film reports",
                      body={"token": token, "position": (turn + 1) * EVERY, "beats": [beat]})


class Arrival(Visitor):
    """Looks at their classes, and checks in to one that begins while the load lasts."""

    kind, weight = "arrivals", 3

    def on_start(self):
        super().on_start()
        self.due = time.monotonic() + random.uniform(0.2, 0.9) * SECONDS

    @task
    def look(self):
        if self.due and time.monotonic() > self.due:
            self._arrive()
        else:
            self.see(random.choice(["/my/", "/my/classes/", "/my/hours/"]), "my classes")

    def _arrive(self):
        path = f"/check-in/{SCENE['session']}/{code_at(SCENE['secret'], SCENE['session'], datetime.now(UTC))}/"
        page = self.see(path, "check-in opens")
        claim = re.search(r'name="claim" value="([^"]+)"', page.text or "")
        if claim is None:
            return
        done = self.send(path, "check-in", {"csrfmiddlewaretoken": TOKEN, "claim": claim[1]}, good=(302,))
        if done.status_code == 302:
            self.due = None
            arrived.append(path)


class Candidate(Visitor):
    """Sits an exam and changes answers as long as the load lasts."""

    kind, weight = "candidates", 2
    wait_time = between(5, 15)

    def on_start(self):
        super().on_start()
        self.page = None
        self.seq = count(random.randrange(1, 1_000_000))

    @task
    def sit(self):
        if self.page is None:
            self._begin()
            return
        question, place = random.choice(self.questions), random.randrange(1, 5)
        change = {"q": question, "seq": next(self.seq), "age": 0, "seconds": 3, "fields": {f"q{question}": [str(place)]}}
        form = {"page": "load", "changes": json.dumps([change]), "leaves": "[]"}
        if self.send(f"{self.page}save/", "answer saved", form, good=(200,)).status_code == 200:
            answers[self.attempt, question] = place

    def _begin(self):
        opened = self.see(f"/exams/{SCENE['exam']}/", "exam opens")
        page = re.search(r'href="(/exams/attempts/\d+/)"', opened.text or "")
        if page is None:
            begun = self.send(f"/exams/{SCENE['exam']}/", "exam begins", {"csrfmiddlewaretoken": TOKEN}, good=(302,))
            where = begun.headers.get("Location", "") if begun.headers else ""
        else:
            where = page[1]
        if not re.fullmatch(r"/exams/attempts/\d+/", where):
            return
        shown = self.see(where, "exam paper")
        self.questions = [int(pk) for pk in re.findall(r'data-question="(\d+)"', shown.text or "")]
        if self.questions:
            self.page, self.attempt = where, int(where.split("/")[-2])


class Officer(Visitor):
    """Works at a desk: its page, people, classes, one class, hours."""

    kind, weight = "desk", 1

    @task
    def work(self):
        path, name = random.choice([
            ("/desk/", "desk"), ("/desk/", "desk"), ("/desk/people/", "people"), ("/desk/cohorts/", "classes"),
            (f"/desk/cohorts/{random.choice(SCENE['cohorts'])}/", "one class"), ("/desk/timetable/", "timetable"),
            ("/desk/organisations/", "organisations"),
        ])
        with self.client.get(path, name=f"desk: {name}", allow_redirects=False, catch_response=True) as answer:
            if answer.status_code in (200, 302, 403, 404):  # not every desk has every page
                answer.success()


@events.spawning_complete.add_listener
def forget_the_beginning(user_count, **_):
    """Figures are of the time in which everybody is there."""
    gevent.spawn_later(WAIT[1], begin_anew)


def begin_anew():
    Visitor.environment.stats.reset_all()
    turned_away.clear()
    times.clear()


@events.request.add_listener
def tell_apart(name, response_time, response, exception, **_):
    """Those who are told to come again are counted apart, and the times are those of the answers."""
    if response is not None and response.status_code == 503:
        turned_away[name] += 1
    elif exception is None:
        times[name].append(response_time)


@events.init.add_listener
def keep(environment, **_):
    Visitor.environment = environment


@events.quitting.add_listener
def write(environment, **_):
    def figures(entry, names):
        away, answered = sum(turned_away[name] for name in names), sorted(time for name in names for time in times[name])
        within = {f"p{share}_ms": round(answered[len(answered) * share // 100]) if answered else None for share in (50, 95, 99)}
        return {"name": entry.name, "requests": entry.num_requests, "turned_away": away, "failures": entry.num_failures - away,
                "answered_a_second": round(len(answered) * entry.total_rps / max(1, entry.num_requests), 1), **within}

    stats = environment.stats
    Path(os.environ["LOAD_JOURNAL"]).write_text(json.dumps({
        "total": figures(stats.total, list(times | turned_away)),
        "pages": [figures(entry, [entry.name]) for entry in stats.entries.values()],
        "errors": sorted({str(error.error)[:120] for error in stats.errors.values()})[:10],
        "answers": [[attempt, question, place] for (attempt, question), place in answers.items()],
        "check_ins": len(arrived),
    }))
