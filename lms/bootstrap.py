"""Set up and run the product on a fresh machine. Standard library only: this runs before anything is installed.

``python3 lms/bootstrap.py setup|run|test|bench|load|faults|sabotages|screenshots|audit|sbom|demo-district``
(the Makefile's targets).
"""

import argparse
import errno
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from machine import (
    BASE,
    BIN,
    Stop,
    apt_install,
    compile_translations,
    digest,
    ensure_front_end,
    ensure_libraries,
    ensure_packages,
    ensure_venv,
    node,
    once,
    say,
    sh,
)

DATA = Path(os.environ.get("DATA_DIR", BASE / "var")).resolve()


def setup(*, tests=False, audit=False):
    if sys.version_info < (3, 11):  # noqa: UP036
        raise Stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    ensure_venv()
    ensure_packages(BASE / ("tests/requirements.txt" if tests else "requirements.txt"))
    ensure_front_end(audit=audit)
    ensure_libraries()
    compile_translations()


# Running --------------------------------------------------------------------------------------------------------------


def manage(*arguments, env, quiet=False):
    sh(BIN / "python", "manage.py", *arguments, env=env, quiet=quiet)


def sources():
    """Fingerprint of what migrations and static files are made from."""
    files = sorted([*BASE.glob("*/migrations/*.py"), *BASE.glob("lms/*/migrations/*.py"), BASE / "requirements.txt"])
    statics = sorted(file for file in (BASE / "lms" / "static_src").rglob("*") if file.is_file())
    return digest(*files), digest(*statics, BASE / "requirements.txt", BASE / "package-lock.json")


def prepare(env):
    """Migrate, collect static files and fill an empty database; each only when something changed."""
    migrations, statics = sources()
    url = env.get("DATABASE_URL", "")
    database = hashlib.sha256(url.encode()).hexdigest()  # it may hold a password
    DATA.mkdir(parents=True, exist_ok=True)
    # A database elsewhere may have been emptied since: it is asked every time.
    fresh = bool(url) or not (DATA / "db.sqlite3").exists()
    done = once("migrated", f"{migrations} {database}", DATA)
    if done or fresh:
        say("Preparing the database ...")
        manage("migrate", "-v0", env=env)
        (done or (lambda: None))()
    done = once("collected", statics, DATA)
    if done:
        say("Collecting static files ...")
        manage("collectstatic", "--no-input", "-v0", env=env)
        done()
    filled = once("filled", database, DATA)
    if filled or fresh:
        manage("demo", "--scale", "small", "--if-empty", env=env)
        (filled or (lambda: None))()


def port_number(text):
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Stop(f"PORT should be a number from 1 to 65535, and not {text!r}. For example: make run PORT=8001")
    return int(text)


def port_is_free(port, host):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise Stop(f"HOST should be an address of this machine, and not {host!r} ({error.strerror}). For example: "
                           "make run HOST=0.0.0.0") from error
            return False
    return True


def run(port, host):
    if not port_is_free(port, host):
        raise Stop(f"Port {port} is taken. Choose another: make run PORT={port + 1}")
    setup()
    env = {"DEMO_MODE": "true", "SITE_URL": f"http://127.0.0.1:{port}", **os.environ, "PYTHONUNBUFFERED": "1"}
    prepare(env)
    os.execve(sys.executable, [sys.executable, str(BASE / "lms" / "supervisor.py"), str(port), host], env)  # noqa: S606


# Testing --------------------------------------------------------------------------------------------------------------


def postgres_url(env):
    """Return the address of a PostgreSQL server that answers, or None."""
    for url in (env.get("TEST_DATABASE_URL"), "postgres://postgres@127.0.0.1:5432/postgres",
                "postgres://postgres:postgres@127.0.0.1:5432/postgres"):
        if url:
            probe = f"import psycopg; psycopg.connect({url!r}, connect_timeout=3).close()"
            if subprocess.run([BIN / "python", "-c", probe], capture_output=True).returncode == 0:  # noqa: S603
                return url
    return None


def ensure_browser():
    """Return whether Chromium is here; ``gettext`` comes with it, for the translation test."""
    wanted = [package for package, command in (("chromium", "chromium"), ("gettext", "xgettext"),
                                               ("poppler-utils", "pdftotext")) if not shutil.which(command)]
    if wanted:
        apt_install(wanted)
    return shutil.which("chromium") is not None


def passes_again(command, env):
    """Tell whether the browser tests that failed pass when they are run once more: a busy machine can outlast their patience."""
    say("\n== browser: what failed, once more")
    again = [*command, "--last-failed", "--last-failed-no-failures", "none"]
    return subprocess.run(again, cwd=BASE, env=env).returncode == 0  # noqa: S603


# A process that has nothing left to do takes tests from another: those that take longest stand together. One more than the
# machines' two cores, since many tests wait for processes of their own; but not of those that watch what a page does in time.
STEALING = ("--dist", "worksteal")
PARALLEL = ("-n", "3", *STEALING, "--ignore", "tests/browser")


def test(only):
    setup(tests=True)
    browser = ensure_browser()
    data = DATA / "test"
    data.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "DATA_DIR": str(data), "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    env.pop("DATABASE_URL", None)
    pytest = [BIN / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    phases = {
        "lint": [[BIN / "ruff", "check", "."],
                 [BIN / "python", "manage.py", "makemigrations", "--check", "--dry-run"]],
        "sqlite": [[*pytest, *PARALLEL]],
    }
    notes = []
    postgres = postgres_url(env)
    if postgres:
        phases["postgresql"] = [[*pytest, *PARALLEL, "-m", "not once"]]
    else:
        notes.append("PostgreSQL: no server answered (set TEST_DATABASE_URL to test on one); its tests were NOT run.")
    if browser:
        phases["browser"] = [[BIN / "python", "-m", "pytest", "-q", "-n", "2", *STEALING, "-o",
                              f"cache_dir={data / 'browser'}", "tests/browser"]]
    else:
        notes.append("Chromium is missing and could not be installed; the browser tests were NOT run. "
                     "To run them: sudo apt-get install chromium")
    failed = []
    if not only:
        # Migrating takes its time on one core: both at once. What goes wrong is told by the tests, which try again.
        urls = [{}, {"DATABASE_URL": postgres}] if postgres else [{}]
        began = [subprocess.Popen([BIN / "python", "-m", "tests.databases"], cwd=BASE, env={**env, **url}) for url in urls]  # noqa: S603
        for process in began:
            process.wait()
    for name, commands in phases.items():
        if only and name != only:
            continue
        say(f"\n== {name}")
        phase_env = {**env, "DATABASE_URL": postgres} if name == "postgresql" else env
        began = time.monotonic()
        if any([subprocess.run(command, cwd=BASE, env=phase_env).returncode for command in commands]):  # noqa: S603, C419
            if name == "browser" and passes_again(commands[0], phase_env):
                notes.append("Browser: some tests passed the second time only; they stand above under FAILED. Mend what they "
                             "wait for.")
            else:
                failed.append(name)
        say(f"== {name}: {'FAILED' if name in failed else 'passed'} in {time.monotonic() - began:.0f} s")
    for note in notes:
        say(note)
    say(f"Failed: {', '.join(failed)}" if failed else "All phases passed.")
    return 1 if failed else 0


def bench():
    setup(tests=True)
    servers = dict.fromkeys(["", os.environ.get("BENCH_DATABASE_URL") or postgres_url(os.environ) or ""])
    if len(servers) == 1:
        say("PostgreSQL: no server answered (set BENCH_DATABASE_URL to measure on one); the figures are those of SQLite.")
    for file in sorted((BASE / "benchmarks").glob("*.py")):
        if file.stem not in ("__init__", "harness"):
            for server in servers:
                sh(BIN / "python", "-m", f"benchmarks.{file.stem}", env={**os.environ, "BENCH_DATABASE_URL": server})


def load():
    setup(tests=True)
    server = os.environ.get("LOAD_DATABASE_URL") or os.environ.get("BENCH_DATABASE_URL") or postgres_url(os.environ)
    if not server:
        raise Stop("The load runs on PostgreSQL, and no server answered. Name one: BENCH_DATABASE_URL=postgres://... make load")
    ensure_packages(BASE / "benchmarks/requirements.txt")
    sh(BIN / "python", "-m", "benchmarks.load", env={**os.environ, "BENCH_DATABASE_URL": server})
    return 0


def faults():
    setup(tests=True)
    server = os.environ.get("BENCH_DATABASE_URL") or postgres_url(os.environ) or ""
    if not server:
        say("PostgreSQL: no server answered (set BENCH_DATABASE_URL to try one); the figures are those of SQLite.")
    env = {**os.environ, "BENCH_DATABASE_URL": server}
    return subprocess.run([BIN / "python", "-m", "tests.faults"], cwd=BASE, env=env).returncode  # noqa: S603


def sabotages():
    setup(tests=True)
    return subprocess.run([BIN / "python", "-m", "tests.sabotages"], cwd=BASE).returncode  # noqa: S603


def audit():
    setup(tests=True, audit=True)
    if not ensure_browser():
        raise Stop("Lighthouse needs Chromium, which could not be installed. Please install it: sudo apt-get install chromium")
    env = {**os.environ, "NODE": node()[0][0]}
    return subprocess.run([BIN / "python", "-m", "tests.lighthouse"], cwd=BASE, env=env).returncode  # noqa: S603


def sbom():
    """Write bills of materials in the form of CycloneDX, from the locks alone: nothing is asked elsewhere."""
    setup()
    ensure_packages(BASE / "lms/sbom-requirements.txt")
    folder = DATA / "sbom"
    folder.mkdir(parents=True, exist_ok=True)
    # Not validated against the schema: with so many hashes that takes minutes.
    sh(BIN / "cyclonedx-py", "requirements", "--no-validate", "--pyproject", "pyproject.toml", "--output-reproducible",
       "--output-format", "JSON", "--output-file", folder / "python.cdx.json", "requirements.txt")
    _own, npm = node()
    browser = subprocess.run(  # noqa: S603
        [*npm, "sbom", "--package-lock-only", "--omit=dev", "--sbom-format=cyclonedx"], cwd=BASE, capture_output=True, text=True)
    if browser.returncode:
        raise Stop(f"npm could not tell what the browser loads:\n{browser.stderr}")
    (folder / "browser.cdx.json").write_text(browser.stdout)
    say(f"Written: {folder / 'python.cdx.json'}, {folder / 'browser.cdx.json'}")
    return 0


def main():
    parser = argparse.ArgumentParser(description="Set up, run and test.")
    parser.add_argument("what", choices=[
        "setup", "run", "test", "bench", "load", "faults", "sabotages", "screenshots", "audit", "sbom", "demo-district",
    ])
    parser.add_argument("--port", default="8000")
    # Demo accounts have a known password: others are let in only when asked for.
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    os.chdir(BASE)
    if options.what == "run":
        return run(port_number(options.port), options.host)
    if options.what == "test":
        return test(options.only)
    if options.what == "bench":
        return bench()
    if options.what in ("load", "faults", "sabotages"):
        return {"load": load, "faults": faults, "sabotages": sabotages}[options.what]()
    if options.what in ("audit", "sbom"):
        return {"audit": audit, "sbom": sbom}[options.what]()
    setup(tests=options.what == "screenshots")
    env = {"DEMO_MODE": "true", **os.environ}
    if options.what == "demo-district":
        manage("migrate", "-v0", env=env)
        manage("demo", "--scale", "district", env=env)
    elif options.what == "screenshots":
        ensure_browser()
        sh(BIN / "python", "-m", "tests.screenshots", env=env)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Stop as stop:
        sys.exit(f"\n{stop}")
    except KeyboardInterrupt:
        sys.exit(130)
