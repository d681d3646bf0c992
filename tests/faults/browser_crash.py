"""The browser dies while somebody writes an exam: how much of what was chosen and typed is there when it is opened again.

``python -m tests.faults.browser_crash [--crashes 20] [--unguarded]`` prints two JSON lines. Chromium with a profile on disk sits
an exam of choices and one essay; at a moment of its own all its processes get SIGKILL, about every second time with the
network cut some seconds before, which is told apart. Then it is opened again on the same attempt, and what the page shows is
compared with what was done: the answers chosen, the seconds of typing lost, and the time left beside the server's.

``--unguarded`` is the control: the page's script is missing, so that nothing is saved before the form is sent.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.harness import cookie_of, fresh_database, server

# Playwright keeps an event loop in the thread of this program; Django's guard takes it for an asynchronous view.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHOICES = 8
KEY_EVERY = 0.15  # seconds, as somebody types who is used to it


@dataclass
class Journal:
    """What was done, as the page had taken it: options by question, and when each word of the essay was typed."""

    chosen: dict = field(default_factory=dict)
    words: list = field(default_factory=list)  # moments, word n at n


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--crashes", type=int, default=20)
    parser.add_argument("--unguarded", action="store_true")
    options = parser.parse_args()
    if not Path(CHROMIUM).exists():
        sys.exit("there is no Chromium on this machine")
    found = {
        network: {"crashes": 0, "answers": 0, "kept": 0, "typing_lost_s": [], "clock_differs_s": []}
        for network in ("there", "cut")
    }
    with fresh_database(), server(collected=True) as port:
        from playwright.sync_api import sync_playwright

        for crash in range(options.crashes):
            exam, cookie = arrange()
            folder = tempfile.TemporaryDirectory(prefix="profile-", ignore_cleanup_errors=True)
            with folder as profile, sync_playwright() as play:
                sit_until_it_dies(play, profile, port, exam, cookie, options.unguarded, random.Random(crash), found)
    for network, seen in found.items():
        lost, clock = sorted(seen.pop("typing_lost_s")) or [0], seen.pop("clock_differs_s")
        print(json.dumps({
            "fault": "browser_crash", "guarded": not options.unguarded, "network": network, **seen,
            "typing_lost_median_s": round(lost[len(lost) // 2], 1), "typing_lost_most_s": round(lost[-1], 1),
            "clock_differs_most_s": round(max(clock), 1) if clock else None,
        }), flush=True)


def arrange():
    """Make an open exam of choices and an essay with one candidate; return it, and the cookie of their sign-in."""
    from courses.actions import candidates, exam_setup
    from courses.actions.questions import add_question, create_bank
    from lms.people import actions
    from lms.people.models import Organisation

    district = Organisation.objects.first() or actions.create_organisation(
        actor=None, parent=None, name="区委", kind="district"
    )
    person = actions.create_person(actor=None, name="考生")
    bank = create_bank(actor=None, organisation=district, title="题库")
    options = [{"id": letter, "text": f"选项{letter}"} for letter in "abcd"]
    asked = [
        add_question(actor=None, bank=bank, kind="single", stem=f"第{number}题", options=options, key=["a"])
        for number in range(CHOICES)
    ]
    asked.append(add_question(actor=None, bank=bank, kind="essay", stem="谈谈体会", options=[], key=[]))
    exam = exam_setup.create_exam(
        actor=None, organisation=district, title="结业考试", minutes=60, attempts_allowed=1, one_device=True
    )
    exam_setup.set_paper(actor=None, exam=exam, items=[(question, 5) for question in asked])
    exam_setup.open_exam(actor=None, exam=exam)
    candidates.admit_candidates(actor=None, exam=exam, person_ids=[person.pk])
    return exam, cookie_of(person)


def sit_until_it_dies(play, profile, port, exam, cookie, unguarded, rng, found):
    address, journal = f"http://127.0.0.1:{port}", Journal()
    context = open_browser(play, profile, address, cookie, unguarded)
    page = context.pages[0]
    page.goto(f"{address}/exams/{exam.pk}/")
    page.locator("main form[method=post] .button--primary").click()
    page.wait_for_url("**/exams/attempts/*/")
    where = page.url
    ends = time.monotonic() + rng.uniform(4, 14)
    cut = ends - rng.uniform(0.5, 5) if rng.random() < 0.5 else None
    found = found["cut" if cut else "there"]
    found["crashes"] += 1
    essay = page.locator("textarea").last
    boxes = page.locator("[data-question]:has(input[type=radio])").all()
    rng.shuffle(boxes)
    while time.monotonic() < ends:
        if cut and time.monotonic() > cut:
            context.set_offline(True)
            cut = None
        if boxes and rng.random() < 0.1:
            box = boxes.pop()
            option = box.locator("label.exam__option").nth(rng.randrange(4))
            option.click()
            journal.chosen[box.get_attribute("data-question")] = option.locator("input").get_attribute("value")
        else:
            essay.press_sequentially(f"{len(journal.words)} ")
            journal.words.append(time.monotonic())
            time.sleep(KEY_EVERY)
    died = time.monotonic()
    kill_all(profile)
    context = open_browser(play, profile, address, cookie, unguarded)
    page = context.pages[0]
    page.goto(where)
    page.wait_for_timeout(1500)
    for question, option in journal.chosen.items():
        found["answers"] += 1
        found["kept"] += page.locator(f"[data-question='{question}'] input[value='{option}']").is_checked()
    there = len(page.locator("textarea").last.input_value().split())
    found["typing_lost_s"].append(0 if there >= len(journal.words) else died - journal.words[there])
    if not unguarded:  # without the script there is no clock that runs
        found["clock_differs_s"].append(abs(seconds_shown(page) - seconds_left(exam)))
    context.close()


def open_browser(play, profile, address, cookie, unguarded):
    context = play.chromium.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"], locale="zh-CN", timezone_id="Asia/Shanghai",
    )
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookie.items()])
    if unguarded:
        context.route("**/js/exam*.js", lambda route: route.abort())
    return context


def kill_all(profile):
    """Send SIGKILL to every process that was started with this profile (Linux)."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                if profile.encode() in (entry / "cmdline").read_bytes():
                    os.kill(int(entry.name), signal.SIGKILL)
            except OSError:
                continue
    time.sleep(1)
    for name in ("SingletonLock", "SingletonSocket", "SingletonCookie"):
        Path(profile, name).unlink(missing_ok=True)


def seconds_shown(page):
    minutes, _, seconds = page.locator("[data-exam-left]").inner_text().partition(":")
    return int(minutes) * 60 + int(seconds)


def seconds_left(exam):
    from django.utils import timezone

    from courses.models import Attempt

    return (Attempt.objects.get(exam=exam).deadline - timezone.now()).total_seconds()


if __name__ == "__main__":
    main()
