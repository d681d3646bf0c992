"""Photograph the main pages at the width of a phone and of a laptop.

``python -m tests.screenshots`` writes ``<name>-390.png`` and ``<name>-1366.png`` into ``var/screenshots``. It asks the
site at ``BASE_URL``, or serves one itself on the database at hand, which should hold the demo. ``--only name`` takes
single pages, ``--theme contrast`` the other colours. ``--guide`` makes the pictures of the administrator's guide anew, one
screen each with few colours, in ``docs/images/guide``. A page that fails is reported and the others are still taken; then
the exit is 1.
"""

import argparse
import io
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import django
import openpyxl
from PIL import Image
from playwright.sync_api import Error, sync_playwright

from tests.fonts import browser_environment

BASE = Path(__file__).resolve().parent.parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIZES = [(390, 844), (1366, 768)]


@dataclass(frozen=True)
class Shot:
    """``account`` is a demo account, or empty for a visitor; ``page`` a URL name, or an address when it starts with ``/``.

    ``follow`` is the beginning of the address of a link on that page: its first one is opened and photographed instead, so
    that pages of single things need no number written here. Where no link leads to it, ``of`` names the model and
    ``nth`` which of the rows the account may see, counted from 0 by key (-1 the last); the address then takes ``by`` of it.
    ``width`` is the only width it is taken at, when there is one. ``press`` are buttons pressed one after the other, the first
    one with a small roster as the page's file; they need a worker, so a running site.
    """

    name: str
    page: str
    account: str = ""
    follow: str = ""
    status: int = 200
    of: str = ""
    nth: int = 0
    by: str = "pk"
    width: int = 0
    press: tuple[str, ...] = ()


PAGES = [
    Shot("home", "/"),
    Shot("sign-in", "login"),
    Shot("design", "design"),
    Shot("not-found", "/desk/no-such-page/", status=404),
    Shot("courses", "/courses/", "learner"),
    Shot("course", "/courses/", "learner", follow="/courses/"),
    Shot("my", "cohorts:my", "learner"),
    Shot("my-courses", "cohorts:my-courses", "learner"),
    Shot("my-calendar", "cohorts:feeds", "learner"),
    Shot("my-bookmarks", "courses:keepings", "learner"),
    Shot("my-notices", "notices:notices", "learner"),
    Shot("hours-line", "cohorts:my-hours", "learner", follow="/my/hours/"),
    Shot("search", "/courses/?q=党日", "learner"),
    Shot("search-nothing", "/courses/?q=量子力学", "learner"),
    Shot("my-classes", "cohorts:my-classes", "learner"),
    Shot("my-class", "cohorts:my-class", "learner", of="cohorts.Cohort"),
    Shot("my-hours", "cohorts:my-hours", "learner"),
    Shot("my-certificates", "certificates:mine", "learner"),
    Shot("my-certificate", "certificates:mine", "learner", follow="/my/certificates/"),
    Shot("my-exams", "courses:exams-mine", "learner"),
    Shot("lesson", "/courses/residential/shequ-zhili/", "learner", follow="/courses/residential/shequ-zhili/"),
    Shot("micro-lessons", "/micro/", "learner"),
    Shot("micro-lesson", "/micro/", "learner", follow="/micro/"),
    Shot("schools", "/schools/", "learner"),
    Shot("school", "/schools/", "learner", follow="/schools/"),
    Shot("article", "/shou-ji-shang-zen-yang-xue-xi/"),
    Shot("verify", "certificates:verify"),
    Shot("verify-found", "certificates:verify-code", of="certificates.Certificate", by="code"),
    Shot("check-in", "cohorts:check-in-code", "learner"),
    Shot("account", "people:account", "learner"),
    Shot("desk-trainer", "cohorts:desk", "trainer"),
    Shot("desk-school", "cohorts:desk", "school"),
    Shot("desk-subdistrict", "cohorts:desk", "subdistrict"),
    Shot("desk-district", "cohorts:desk", "district"),
    Shot("desk-timetable", "cohorts:timetable", "trainer"),
    Shot("desk-publish", "cohorts:publish", "trainer", of="cohorts.Cohort"),
    Shot("desk-versions", "cohorts:versions", "trainer", of="cohorts.Cohort"),
    Shot("desk-day-templates", "cohorts:day-templates", "district"),
    Shot("desk-day-template-new", "cohorts:day-template-new", "district"),
    Shot("desk-day-apply", "cohorts:day-apply", "trainer", of="cohorts.Cohort"),
    Shot("desk-programmes", "cohorts:programmes", "district"),
    Shot("desk-programme", "cohorts:programme", "district", of="cohorts.Programme"),
    Shot("desk-cohorts", "cohorts:cohorts", "district"),
    Shot("desk-cohort", "cohorts:cohort", "subdistrict", of="cohorts.Cohort"),
    Shot("desk-roster", "cohorts:roster", "subdistrict", of="cohorts.Cohort"),
    Shot("desk-enrol", "cohorts:enrol", "subdistrict", of="cohorts.Cohort"),
    Shot("desk-session-new", "cohorts:session-new", "subdistrict", of="cohorts.Cohort"),
    Shot("desk-lesson-questions", "courses:lesson-questions", "trainer"),
    Shot("desk-person-new", "people:person-new", "district"),
    Shot("desk-organisation-edit", "people:organisation-edit", "district", of="people.Organisation", nth=3),
    Shot("desk-programme-new", "cohorts:programme-new", "district"),
    Shot("desk-exam-paper", "courses:exam-paper", "district", of="courses.Exam"),
    Shot("desk-question-new", "courses:question-create", "district", of="courses.QuestionBank"),
    Shot("desk-venues", "cohorts:venues", "subdistrict"),
    Shot("desk-orders", "cohorts:orders", "school"),
    Shot("desk-menu", "cohorts:menu", "liaison"),
    Shot("desk-session", "cohorts:session", "trainer", of="cohorts.ClassSession"),
    Shot("desk-grid", "cohorts:grid", "trainer", of="cohorts.ClassSession"),
    Shot("desk-session-close", "cohorts:session-close", "trainer", of="cohorts.ClassSession", nth=-1),
    Shot("projector", "cohorts:projector", "trainer", of="cohorts.ClassSession", nth=-1),
    Shot("desk-exams", "courses:exams", "school"),
    Shot("desk-exam", "courses:exam-desk", "district", of="courses.Exam"),
    Shot("desk-banks", "courses:banks", "school"),
    Shot("desk-bank", "courses:bank", "district", of="courses.QuestionBank"),
    Shot("desk-people", "people:people", "district"),
    Shot("desk-person", "people:person", "district", of="people.Person", nth=9),
    Shot("desk-person-edit", "people:person-edit", "district", of="people.Person", nth=9),
    Shot("desk-organisations", "people:organisations", "district"),
    Shot("desk-organisation", "people:organisations", "district", follow="/desk/organisations/"),
    Shot("desk-grants", "people:grants", "district"),
    Shot("desk-imports", "people:imports", "district"),
    Shot("desk-board", "cohorts:board", "district", of="cohorts.Cohort", nth=1),
    Shot("desk-board-running", "cohorts:board", "subdistrict", of="cohorts.Cohort"),
    Shot("desk-close", "cohorts:close", "subdistrict", of="cohorts.Cohort"),
    Shot("desk-excellent", "cohorts:excellent", "district", of="cohorts.Cohort", nth=1),
    Shot("desk-reopen", "cohorts:reopen", "district", of="cohorts.Cohort", nth=2),
    Shot("desk-programme-excellence", "cohorts:programme-excellence", "district", of="cohorts.Programme"),
    Shot("certificate-templates", "certificates:templates", "district"),
    Shot("certificate-template", "certificates:template", "district", of="certificates.CertificateTemplate"),
    Shot("certificate-design", "certificates:template-design", "district", of="certificates.CertificateTemplate", nth=1),
    Shot("certificate-template-new", "certificates:template-new", "district"),
    Shot("certificate-pictures", "certificates:images", "district"),
    Shot("desk-certificates", "cohorts:certificates", "district", of="cohorts.Cohort", nth=1),
    Shot("desk-certificates-waiting", "cohorts:certificates-waiting", "district"),
    Shot("desk-certificate-correct", "certificates:correct", "district", of="certificates.Certificate"),
    Shot("desk-certificate-void", "certificates:void", "district", of="certificates.Certificate"),
    Shot("desk-register", "certificates:register", "district"),
    Shot("desk-numbers", "certificates:numbers", "district", of="certificates.NumberSequence"),
    Shot("desk-number-patterns", "certificates:patterns", "district"),
    Shot("desk-number-pattern", "certificates:pattern", "district", of="certificates.NumberPattern"),
    Shot("desk-readiness", "/desk/readiness/?as_of=2018-03-31", "district"),
    Shot("desk-rounds", "cohorts:rounds", "district"),
    Shot("desk-snapshots", "cohorts:snapshots", "district", of="cohorts.ElectionRound"),
    Shot("desk-snapshot", "cohorts:snapshot", "district", of="cohorts.ReadinessSnapshot"),
    Shot("desk-hand-outs", "hand_outs:hand_outs", "district"),
    Shot("desk-approvals", "approvals:approvals", "school"),
    Shot("desk-approval", "approvals:approval", "school", of="approvals.Approval"),
    Shot("desk-who-may", "people:who-may", "district"),
    Shot("desk-exports", "cohorts:exports", "district"),
    Shot("desk-audit", "audit:trail", "auditor"),
    Shot("desk-jobs", "jobs:jobs", "district"),
]

# What docs/guide/administrator.md shows: a laptop's screen each, and one of a phone.
GUIDE = [
    Shot("desk", "cohorts:desk", "district"),
    Shot("person", "people:person", "district", of="people.Person", nth=9),
    Shot("columns", "people:imports", "district", press=("上传并读取",)),
    Shot("preview", "people:imports", "district", press=("上传并读取", "检查每一行")),
    Shot("programme", "cohorts:programme", "district", of="cohorts.Programme"),
    Shot("timetable", "cohorts:timetable", "district"),
    Shot("enrol", "cohorts:enrol", "subdistrict", of="cohorts.Cohort"),
    Shot("session", "cohorts:session", "trainer", of="cohorts.ClassSession", nth=1),
    Shot("leave", "cohorts:leaves", "trainer"),
    Shot("completion", "cohorts:board", "subdistrict", of="cohorts.Cohort"),
    Shot("certificates", "cohorts:certificates-waiting", "district"),
    Shot("hours", "cohorts:hours", "district"),
    Shot("readiness", "/desk/readiness/?as_of=2018-03-31", "district"),
    Shot("filing", "cohorts:filing-call", "district", of="cohorts.FilingCall"),
    Shot("grants", "people:grants", "district"),
    Shot("my", "cohorts:my", "learner", width=390),
]
COLOURS = 64
# As a sub-district sends it: one new person, one with a telephone number that lacks a digit, one without a name.
ROSTER = """街道（镇）,党组织名称,姓名,性别,出生年月,职务,任职时间,联系电话
天平路街道,天平路第1居民区党总支,顾明远,男,1978.6,后备,2026年9月,14000009001
天平路街道,天平路第2居民区党总支,沈佩华,女,1981-03,副书记,2026-10,1400000900
天平路街道,天平路第3居民区党总支,,男,1969-11,书记,2020-05,14000009003
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve():
    """Start a site and return its process and address; raise when it does not answer within a minute."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    env = {**os.environ, "DEBUG": "false", "DEMO_MODE": "true"}
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], cwd=BASE, env=env, check=True)
    server = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", str(port), "--noreload"], cwd=BASE, env=env,
        stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
    )
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5)
            return server, address
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.5)
    server.terminate()
    raise RuntimeError("the site did not start; `manage.py runserver` says why")


def sign_in(page, base, account):
    page.set_default_timeout(10000)
    page.goto(f"{base}/login/")
    password = page.locator("input[type=password]").first
    form = page.locator("form:has(input[type=password])").first
    form.locator("input:not([type=hidden], [type=password], [type=checkbox])").first.fill(account)
    password.fill(os.environ.get("DEMO_PASSWORD", "demo-2017"))
    password.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url, timeout=15000)


def thing_of(shot):
    """The value the address of ``shot`` takes; raises ``IndexError`` when the account may see no such row."""
    from django.apps import apps

    from lms.people.models import Person

    rows = apps.get_model(shot.of).objects.order_by("pk")
    if shot.account:
        rows = rows.visible_to(Person.objects.get(username=shot.account))
    keys = list(rows.values_list(shot.by, flat=True))
    return keys[shot.nth]


def address_of(shot):
    from django.urls import reverse

    if shot.page.startswith("/"):
        return shot.page
    return reverse(shot.page, args=[thing_of(shot)] if shot.of else [])


def take(page, base, shot, file, *, whole=True):
    """Write one picture, of the ``whole`` page or of one screen; return what is wrong with the page, or nothing."""
    answer = page.goto(base + address_of(shot))
    if shot.follow:
        here = page.url.split("?")[0]
        links = page.locator(f"main a[href^='{shot.follow}']").evaluate_all("all => all.map(a => a.href)")
        onward = [link for link in links if link.split("?")[0] != here]
        if not onward:
            return f"no link to {shot.follow}… on {page.url}"
        answer = page.goto(onward[0])
    if shot.press:
        rows = io.BytesIO()
        book = openpyxl.Workbook()
        for line in ROSTER.splitlines():
            book.active.append(line.split(","))
        book.save(rows)
        file = {"name": "天平路街道名册.xlsx", "mimeType": XLSX, "buffer": rows.getvalue()}
        page.locator("input[type=file]").first.set_input_files(file)
        for button in shot.press:
            page.get_by_role("button", name=button).click(timeout=30000)  # a worker reads; the page goes on by itself
        page.get_by_role("button", name="检查每一行" if len(shot.press) == 1 else "导入").first.wait_for(timeout=30000)
    page.wait_for_load_state("load")
    # As tall as the page, so that what is fixed to the screen's edge does not lie across the middle of the picture.
    size = page.viewport_size
    tall = max(size["height"], page.evaluate("document.documentElement.scrollHeight")) if whole else size["height"]
    page.set_viewport_size({**size, "height": tall})
    page.screenshot(path=file)
    page.set_viewport_size(size)
    if not whole:
        slim(file)
    if answer.status != shot.status:
        return f"answered {answer.status}"
    if page.url.startswith(f"{base}/login/") and shot.page != "login":
        return "asked to sign in"
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return f"is {wide}px wider than the screen" if wide > 0 else ""


def slim(file):
    """Write the picture anew with few colours: a third of its size."""
    with Image.open(file) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(file, optimize=True)


def photograph(base, shots, folder, theme="", *, guide=False):
    """Take all pictures, account by account; return how many there are and ``{"name-width": what is wrong}``."""
    wrong, taken = {}, 0
    by_account = defaultdict(list)
    for shot in shots:
        by_account[shot.account].append(shot)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET, env=browser_environment())
        for account, theirs in by_account.items():
            with tempfile.TemporaryDirectory() as kept:
                state = Path(kept) / "state.json"
                context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
                try:
                    if account:
                        sign_in(context.new_page(), base, account)
                except Error as error:
                    wrong[account] = f"could not sign in: {error.message.splitlines()[0]}"
                    continue
                context.storage_state(path=state)
                context.close()
                for width, height in SIZES:
                    wanted = [shot for shot in theirs if not guide or width == (shot.width or SIZES[-1][0])]
                    if not wanted:
                        continue
                    context = browser.new_context(
                        viewport={"width": width, "height": height}, storage_state=state, locale="zh-CN",
                        timezone_id="Asia/Shanghai", has_touch=width < 500,
                    )
                    if theme:
                        context.add_cookies([{"name": "theme", "value": theme, "url": base}])
                    page = context.new_page()
                    for shot in wanted:
                        name = shot.name if guide else f"{shot.name}{'-' + theme if theme else ''}-{width}"
                        try:
                            fault = take(page, base, shot, folder / f"{name}.png", whole=not guide)
                            taken += 1
                        except Exception as error:  # noqa: BLE001 -- one page's failure must not cost the others
                            fault = str(error).splitlines()[0]
                        if fault:
                            wrong[name] = fault
                    context.close()
        browser.close()
    return taken, wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", help="the name of a page; may be given more than once")
    parser.add_argument("--theme", choices=["standard", "contrast"], default="")
    parser.add_argument("--guide", action="store_true", help="the pictures of the administrator's guide, into docs/images/guide")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in this thread
    django.setup()
    from django.conf import settings

    shots = [shot for shot in (GUIDE if options.guide else PAGES) if not options.only or shot.name in options.only]
    folder = BASE / "docs" / "images" / "guide" if options.guide else settings.DATA_DIR / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    base, server = os.environ.get("BASE_URL", "").rstrip("/"), None
    if not base:
        server, base = serve()
    try:
        taken, wrong = photograph(base, shots, folder, options.theme, guide=options.guide)
    finally:
        if server:
            server.terminate()
            server.wait(10)
    for name, fault in wrong.items():
        print(f"{name}: {fault}")
    print(f"{taken} pictures are in {folder}; {len(wrong)} things need a look.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
