"""Makers of lessons with film, and a player, for the tests of watching."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from courses.actions.catalogue import register_lesson
from courses.actions.watching import Medium, register_media
from courses.models import WatchingPolicy
from courses.queries.watching import lesson_watched

NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)
HOUR = 3600


def make_lesson(*lengths, minutes=60, kind="lesson"):
    """Return a published lesson with a film of each of ``lengths`` (seconds), and its media."""
    lesson = register_lesson(key=uuid4(), title="看一课", summary="", url="/kan/", published_at=NOON, kind=kind, minutes=minutes)
    register_media(lesson=lesson, media=[
        Medium(f"block-{number}", f"第{number}段", "video", seconds, f"/media/media/{number}.mp4")
        for number, seconds in enumerate(lengths, start=1)
    ])
    return lesson, list(lesson.media.all())


def policy(**fields):
    WatchingPolicy.objects.update_or_create(defaults=fields)


class Phone:
    """A player with a steady clock of its own, as honest as the test lets it be."""

    def __init__(self, client, person, medium, clock):
        self.client, self.medium, self.clock = client, medium, clock
        if person is not None:
            client.force_login(person)
        self.sequence = 0
        self.start()

    def start(self):
        self.opened = self.client.post(f"/learn/media/{self.medium.pk}/start/").json()
        self.token = self.opened["token"]

    def wait(self, seconds):
        self.clock.shift(timedelta(seconds=seconds))

    def beat(self, start, end, elapsed=None):
        self.sequence += 1
        return [self.sequence, start, end, end - start if elapsed is None else elapsed]

    def send(self, *beats, **more):
        body = {"token": self.token, "beats": list(beats), **more}
        return self.client.post(
            f"/learn/media/{self.medium.pk}/beats/", json.dumps(body), content_type="application/json"
        )

    def play(self, start, end, step=12):
        """Play honestly from ``start`` to ``end``, a report every ``step`` seconds; return the last answer."""
        while start < end:
            stop = min(end, start + step)
            self.wait(stop - start)
            answer = self.send(self.beat(start, stop), position=stop).json()
            start = stop
        return answer


def watched(person, medium):
    return lesson_watched(person, medium.lesson).by_key()[medium.key].state.watched
