"""The server's clock is set back: what was closed or handed in stays so, old codes open nothing, and the trail tells of the step.

``python -m tests.faults.clock_back [--rounds 20] [--unguarded]`` prints one JSON line. In each round people check in to a session
and begin an exam; some hand in, of the others the server hands in what they had saved; the session is closed. Then the clock
is set back, by another time each round, to a moment when session and exam were under way. Everyone tries again.

``--unguarded`` is the control: nothing was closed or handed in, only time had passed. The same harness must find sessions and
exams there that go on.
"""

import argparse
import json
import random
import re
from datetime import timedelta

from benchmarks import check_in, exam_day
from benchmarks.harness import fresh_database

PEOPLE, QUESTIONS = 4, 3


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--unguarded", action="store_true")
    options = parser.parse_args()
    with fresh_database():
        from django.db import connection

        rng, total = random.Random(5), dict.fromkeys(
            ("tried", "marks_taken", "answers_taken", "old_codes_taken", "changed_attempts", "steps_noted"), 0)
        for _ in range(options.rounds):
            for name, count in one(rng, unguarded=options.unguarded).items():
                total[name] += count
        print(json.dumps({"fault": "clock_back", "database": connection.vendor, "guarded": not options.unguarded,
                          "steps": options.rounds, **total}), flush=True)


def one(rng, *, unguarded):
    import time_machine
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from cohorts.actions.sessions import close_session
    from cohorts.models import AttendanceMark
    from cohorts.rules.check_in import code_at
    from courses.actions.exams import finish_overdue
    from courses.models import Attempt, AttemptAnswer
    from lms.audit.models import AuditEntry
    from lms.operations.actions import watch_clock

    begin = timezone.now()
    with time_machine.travel(begin, tick=True) as clock:
        meeting, cookies = check_in.arrange(PEOPLE)
        exam, candidates = exam_day.arrange(PEOPLE, QUESTIONS)

        def client(cookie):
            made = Client()
            made.cookies[settings.SESSION_COOKIE_NAME] = cookie[settings.SESSION_COOKIE_NAME]
            return made

        def arrive(cookie, code):
            """Scan and press; tell whether the tick came."""
            path, phone = f"/check-in/{meeting.pk}/{code}/", client(cookie)
            page = phone.get(path).content.decode()
            claim = re.search(r'name="claim" value="([^"]+)"', page)
            return phone.post(path, {"claim": claim[1]} if claim else {}).status_code == 302

        def code():
            return code_at(meeting.secret, meeting.pk, timezone.now())

        clock.shift(timedelta(minutes=5))
        arrived, old = [arrive(cookie, code()) for cookie in cookies[: PEOPLE // 2]], code()
        sitting = [(one_, one_.post(f"/exams/{exam.pk}/").headers["Location"]) for one_ in map(client, candidates)]
        paper = list(exam.paper.values_list("question_id", flat=True))
        for phone, page in sitting:
            phone.post(f"{page}save/", exam_day.report(paper[0], 1, 1))
        clock.shift(timedelta(hours=3))
        if not unguarded:
            sitting[0][0].post(f"{sitting[0][1]}hand-in/")
            finish_overdue()
            close_session(actor=None, session=meeting, now=timezone.now())
        watch_clock()
        before = list(Attempt.objects.filter(exam=exam).order_by("pk").values_list("submitted_at", "points"))
        marks = AttendanceMark.objects.filter(session=meeting).count()
        steps = AuditEntry.objects.filter(verb="clock.step").count()

        clock.shift(timedelta(minutes=-rng.uniform(135, 170)))  # session and exam were under way then
        watch_clock()
        for cookie in cookies:
            arrive(cookie, code())
        taken = [phone.post(f"{page}save/", exam_day.report(paper[1], 2, 2)).status_code == 200 for phone, page in sitting]
        old_taken = sum(arrive(cookie, old) for cookie in cookies[PEOPLE // 2:])
        attempts = list(Attempt.objects.filter(exam=exam).order_by("pk").values_list("submitted_at", "points"))
        answered = AttemptAnswer.objects.filter(attempt__exam=exam, question_id=paper[1]).exclude(chosen=[]).count()
        assert all(arrived)
        return {
            "tried": 3 * PEOPLE, "marks_taken": AttendanceMark.objects.filter(session=meeting).count() - marks,
            "answers_taken": max(sum(taken), answered), "old_codes_taken": old_taken,
            "changed_attempts": sum(was != now for was, now in zip(before, attempts, strict=True)),
            "steps_noted": AuditEntry.objects.filter(verb="clock.step").count() - steps,
        }


if __name__ == "__main__":
    main()
