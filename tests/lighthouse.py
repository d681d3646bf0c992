"""Judge the pages that trainees open most with Lighthouse, as a slow phone on a slow network sees them.

``python -m tests.lighthouse`` prints a JSON line for each page and exits with 1 when one of its scores is below 95. It asks
the site at ``BASE_URL``, or serves one itself as in production (granian, static files collected and compressed) with the
demo district in ``var/audit``. ``--only name`` takes single pages. A page that falls short is measured twice more, and the
median of each score counts: a machine that is busy makes pages slow that are not.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.screenshots import CHROMIUM, QUIET, free_port, sign_in

BASE = Path(__file__).resolve().parent.parent
LEAST = 95
CATEGORIES = ("performance", "accessibility", "best-practices")
# Name -> where it is, and the beginning of the address of the link there that leads to it.
PAGES = {
    "home": ("/", ""),
    "catalogue": ("/courses/", ""),
    "course": ("/courses/residential/", "/courses/residential/"),
    "lesson": ("/courses/residential/shequ-zhili/", "/courses/residential/shequ-zhili/"),
    "micro-lesson": ("/micro/", "/micro/"),
}


def serve(folder):
    """Start a site with the demo on a data folder of its own; return its process and address."""
    env = {**os.environ, "DATA_DIR": str(folder), "DEBUG": "false", "DEMO_MODE": "true"}
    for name in ("DATABASE_URL", "CACHE_URL", "CELERY_BROKER_URL"):
        env.pop(name, None)
    port = free_port()
    address = env["SITE_URL"] = f"http://127.0.0.1:{port}"
    for command in (["migrate", "-v0"], ["demo", "--scale", "small", "--if-empty"], ["collectstatic", "--no-input", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=BASE, env=env, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [Path(sys.executable).parent / "granian", "--interface", "wsgi", "lms.wsgi:application", "--host", "127.0.0.1",
         "--port", str(port), "--workers", "1", "--blocking-threads", "4", "--log-level", "warning"], cwd=BASE, env=env,
    )
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
            return server, address
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.5)
    server.terminate()
    raise RuntimeError("the site did not start")


def visit(base, names):
    """Return the session's cookie of the demo learner, and ``{name: address}`` of the pages."""
    found = {}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_context(locale="zh-CN").new_page()
        sign_in(page, base, "learner")
        for name in names:
            where, follow = PAGES[name]
            page.goto(base + where)
            if follow:
                links = page.locator(f"main a[href^='{follow}']").evaluate_all("all => all.map(a => a.href.split('#')[0])")
                page.goto(next(link for link in links if link.split("?")[0] != base + where))
            found[name] = page.url
        cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies())
        browser.close()
    return cookies, found


def judge(address, cookies):
    """Return Lighthouse's report of one visit to ``address``; a browser that stumbles is asked once more."""
    try:
        return _judge(address, cookies)
    except RuntimeError:
        return _judge(address, cookies)


def _judge(address, cookies):
    node = os.environ.get("NODE") or shutil.which("node")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = subprocess.run(
            [node, BASE / "node_modules" / "lighthouse" / "cli" / "index.js", address, "--quiet", "--output=json",
             f"--output-path={report}", f"--only-categories={','.join(CATEGORIES)}", "--form-factor=mobile",
             f"--extra-headers={json.dumps({'Cookie': cookies})}",
             f"--chrome-flags=--headless=new {' '.join(QUIET)} --disable-dev-shm-usage"],
            env={**os.environ, "CHROME_PATH": CHROMIUM}, capture_output=True, text=True,
        )
        if done.returncode or not report.exists():
            raise RuntimeError(f"Lighthouse could not judge {address}.\n{done.stderr[-2000:]}")
        return json.loads(report.read_text())


def scores(report):
    return {name: round((report["categories"][name]["score"] or 0) * 100) for name in CATEGORIES}


def faults(report):
    """Return the titles of what cost points, and the element of each that is at fault first."""
    found = []
    for name in CATEGORIES:
        for part in report["categories"][name]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                items = (audit.get("details") or {}).get("items") or [{}]
                node = (items[0].get("node") or {}).get("snippet", "") if isinstance(items[0], dict) else ""
                found.append(" ".join(filter(None, [audit["title"], audit.get("displayValue", ""), node[:120]])))
    return found


def measure(name, address, cookies):
    """Return the line of one page: the medians, and what cost points at the last visit."""
    reports = [judge(address, cookies)]
    if min(scores(reports[0]).values()) < LEAST:
        reports += [judge(address, cookies) for _ in range(2)]
    if any(report["finalDisplayedUrl"].split("?")[0].rstrip("/").endswith("/login") for report in reports):
        raise RuntimeError(f"{address} asked to sign in")
    medians = {one: round(statistics.median(scores(report)[one] for report in reports)) for one in CATEGORIES}
    metrics = reports[-1]["audits"]
    return {
        "page": name, **medians, "visits": len(reports),
        "largest_paint_ms": round(metrics["largest-contentful-paint"]["numericValue"]),
        "blocking_ms": round(metrics["total-blocking-time"]["numericValue"]),
        "shift": round(metrics["cumulative-layout-shift"]["numericValue"], 3),
        "kilobytes": round(metrics["total-byte-weight"]["numericValue"] / 1000, 1),
        "requests": len(metrics["network-requests"]["details"]["items"]),
        "faults": faults(reports[-1]),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", choices=list(PAGES), help="a page; may be given more than once")
    names = parser.parse_args().only or list(PAGES)
    base, server = os.environ.get("BASE_URL", "").rstrip("/"), None
    if not base:
        data = Path(os.environ.get("DATA_DIR", BASE / "var")).resolve() / "audit"
        data.mkdir(parents=True, exist_ok=True)
        server, base = serve(data)
    short = False
    try:
        cookies, addresses = visit(base, names)
        for name, address in addresses.items():
            line = measure(name, address, cookies)
            print(json.dumps(line, ensure_ascii=False), flush=True)
            short |= min(line[one] for one in CATEGORIES) < LEAST
    finally:
        if server:
            server.terminate()
            server.wait(15)
    if short:
        print(f"A score is below {LEAST}.")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
