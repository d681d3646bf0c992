"""Set up and run the product on a fresh machine. Standard library only: this runs before anything is installed.

``python3 lms/bootstrap.py setup|run|test|bench|screenshots|demo-district`` (the Makefile's targets).
"""

import argparse
import ctypes.util
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
VENV = BASE / ".venv"
BIN = VENV / "bin"
DATA = Path(os.environ.get("DATA_DIR", BASE / "var")).resolve()

# What WeasyPrint draws certificates with: shared library -> Debian package.
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
# Without it certificates take longer, and are the same.
OPTIONAL = {"harfbuzz-subset"}


class Stop(Exception):
    """A sentence that says what to do; nothing more can be done without it."""


def say(text):
    print(text, flush=True)


def sh(*command, quiet=False, env=None):
    done = subprocess.run(  # noqa: S603
        [str(part) for part in command], cwd=BASE, env=env, text=True,
        stdout=subprocess.PIPE if quiet else None, stderr=subprocess.STDOUT if quiet else None,
    )
    if done.returncode:
        if quiet:
            sys.stderr.write(done.stdout)
        raise Stop(f"This command failed: {' '.join(map(str, command))}. Its own message stands above.")


# Setting up -----------------------------------------------------------------------------------------------------------


def may_apt():
    """Return how apt-get can be called here: ``[]``, ``["sudo", "-n"]``, or None."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:  # noqa: S607
        return ["sudo", "-n"]
    return None


def apt_install(packages):
    """Install Debian packages; return False where this account may not."""
    prefix = may_apt()
    if prefix is None:
        return False
    say(f"Installing {' '.join(packages)} ...")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*prefix, "apt-get", "update", "-qq"], env=env, stdout=subprocess.DEVNULL)  # noqa: S603
    done = subprocess.run(  # noqa: S603
        [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )
    if done.returncode:
        sys.stderr.write(done.stderr)
    return done.returncode == 0


def missing_libraries():
    return [name for name in LIBRARIES if not ctypes.util.find_library(name)]


def ensure_libraries():
    missing = missing_libraries()
    if not missing:
        return
    apt_install([LIBRARIES[name] for name in missing])
    still = missing_libraries()
    needed = [name for name in still if name not in OPTIONAL]
    if needed:
        packages = " ".join(LIBRARIES[name] for name in still)
        raise Stop(f"Certificates need system libraries that are missing. Please install them: "
                   f"sudo apt-get install {packages}")
    if still:
        say("Note: libharfbuzz-subset0 is missing; certificates will be made slowly. "
            "To mend it: sudo apt-get install libharfbuzz-subset0")


def ensure_venv():
    if (BIN / "python").exists():
        return
    say("Making the virtual environment ...")
    command = [sys.executable, "-m", "venv", str(VENV)]
    if subprocess.run(command, capture_output=True).returncode == 0:  # noqa: S603
        return
    shutil.rmtree(VENV, ignore_errors=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if (apt_install([version]) or apt_install(["python3-venv"])) and subprocess.run(command).returncode == 0:  # noqa: S603
        return
    shutil.rmtree(VENV, ignore_errors=True)
    raise Stop("Python cannot make a virtual environment here. Please install it: sudo apt-get install python3-venv")


def digest(*files):
    total = hashlib.sha256()
    for file in files:
        total.update(Path(file).read_bytes())
    return total.hexdigest()


def once(name, key, folder=None):
    """Tell whether the step ``name`` was not yet done for ``key``; the returned function says that it is."""
    stamp = (folder or VENV) / f".{name}"
    if stamp.exists() and stamp.read_text() == key:
        return None
    return lambda: stamp.write_text(key)


def ensure_packages(lock):
    done = once(f"installed-{lock.parent.name}", digest(lock))
    if not done:
        return
    say(f"Installing the packages of {lock.relative_to(BASE)} ...")
    if not (BIN / "uv").exists():
        sh(BIN / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", "uv", quiet=True)
    try:
        sh(BIN / "uv", "pip", "install", "-q", "--python", BIN / "python", "-r", lock, quiet=True)
    except Stop:
        say("Trying again with pip ...")
        sh(BIN / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", lock, quiet=True)
    done()


def compile_translations():
    sources = list(BASE.glob("lms/locale/*/LC_MESSAGES/*.po"))
    compiled = [po.with_suffix(".mo") for po in sources]
    if all(mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime for po, mo in zip(sources, compiled, strict=True)):
        return
    sh(BIN / "python", "lms/translations.py")


def setup(*, tests=False):
    if sys.version_info < (3, 11):  # noqa: UP036
        raise Stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    ensure_venv()
    ensure_packages(BASE / ("tests/requirements.txt" if tests else "requirements.txt"))
    ensure_libraries()
    compile_translations()


# Running --------------------------------------------------------------------------------------------------------------


def manage(*arguments, env, quiet=False):
    sh(BIN / "python", "manage.py", *arguments, env=env, quiet=quiet)


def sources():
    """Fingerprint of what migrations and static files are made from."""
    files = sorted([*BASE.glob("*/migrations/*.py"), *BASE.glob("lms/*/migrations/*.py"), BASE / "requirements.txt"])
    statics = sorted(file for file in (BASE / "lms" / "static_src").rglob("*") if file.is_file())
    return digest(*files), digest(*statics, BASE / "requirements.txt")


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


def port_is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104
        except OSError:
            return False
    return True


def run(port):
    if not port_is_free(port):
        raise Stop(f"Port {port} is taken. Choose another: make run PORT={port + 1}")
    setup()
    env = {"DEMO_MODE": "true", "SITE_URL": f"http://127.0.0.1:{port}", **os.environ, "PYTHONUNBUFFERED": "1"}
    prepare(env)
    os.execve(sys.executable, [sys.executable, str(BASE / "lms" / "supervisor.py"), str(port)], env)  # noqa: S606


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
        "sqlite": [[*pytest, "-n", "2", "-m", "not browser"]],
    }
    notes = []
    postgres = postgres_url(env)
    if postgres:
        phases["postgresql"] = [[*pytest, "-n", "2", "-m", "not browser"]]
    else:
        notes.append("PostgreSQL: no server answered (set TEST_DATABASE_URL to test on one); its tests were NOT run.")
    if browser:
        phases["browser"] = [[*pytest, "-m", "browser"]]
    else:
        notes.append("Chromium is missing and could not be installed; the browser tests were NOT run. "
                     "To run them: sudo apt-get install chromium")
    failed = []
    for name, commands in phases.items():
        if only and name != only:
            continue
        say(f"\n== {name}")
        phase_env = {**env, "DATABASE_URL": postgres} if name == "postgresql" else env
        began = time.monotonic()
        if any([subprocess.run(command, cwd=BASE, env=phase_env).returncode for command in commands]):  # noqa: S603, C419
            failed.append(name)
        say(f"== {name}: {'FAILED' if name in failed else 'passed'} in {time.monotonic() - began:.0f} s")
    for note in notes:
        say(note)
    say(f"Failed: {', '.join(failed)}" if failed else "All phases passed.")
    return 1 if failed else 0


def bench():
    setup(tests=True)
    for file in sorted((BASE / "benchmarks").glob("*.py")):
        if file.stem not in ("__init__", "harness"):
            sh(BIN / "python", "-m", f"benchmarks.{file.stem}")


def main():
    parser = argparse.ArgumentParser(description="Set up, run and test.")
    parser.add_argument("what", choices=["setup", "run", "test", "bench", "screenshots", "demo-district"])
    parser.add_argument("--port", default="8000")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    os.chdir(BASE)
    if options.what == "run":
        return run(port_number(options.port))
    if options.what == "test":
        return test(options.only)
    if options.what == "bench":
        return bench()
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
