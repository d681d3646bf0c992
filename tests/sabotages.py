"""Spoil the product on purpose, one small change at a time, and see that a test fails for each.

``python -m tests.sabotages [NAME ...]`` works on a copy of the files that git tracks, in ``DATA_DIR``; nothing of the checkout is
changed. All the tests are run untouched first. Prints one JSON line for each sabotage (``sabotage``, ``test``, ``caught``, and
``why``: what the test said) and ends with 1 when one was not caught.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.sabotage_list import SABOTAGES

BASE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("DATA_DIR", BASE / "var")).resolve() / "sabotages"
PATIENCE = 900  # seconds for one run, with the migrations of a fresh database
FAILED = 1  # what pytest ends with when tests ran and some failed; anything else is no answer


def copied():
    """Copy what git tracks to a folder that always has the same path (databases are kept by it), and return that folder."""
    copy = DATA / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=BASE, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if not os.path.lexists(BASE / name):  # taken away, and git not told yet
            continue
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(BASE / name, target, follow_symlinks=False)
    for name in (".venv", "node_modules"):
        if (BASE / name).exists():
            (copy / name).symlink_to((BASE / name).resolve())
    return copy


def spoil(copy, sabotage):
    """Apply the changes; return what takes them back."""
    kept = []
    for number, change in enumerate(sabotage.changes):
        file = copy / change.file
        kept.append((file, file.read_bytes(), file.stat()))
        text = file.read_text()
        if text.count(change.old) != 1:
            raise ValueError(f"{sabotage.name}: the text of change {number + 1} does not stand once in {change.file}")
        file.write_text(text.replace(change.old, change.new))
        # Compiled modules are told apart by the second they were written in.
        os.utime(file, (kept[-1][2].st_mtime + 10,) * 2)

    def take_back():
        for file, content, stat in reversed(kept):  # one file may have been changed twice
            file.write_bytes(content)
            os.utime(file, (stat.st_atime, stat.st_mtime))

    return take_back


def run(copy, *tests, fresh=False):
    """Run tests in ``copy`` and return what pytest ends with and the lines it prints: among them one for each test.

    ``fresh`` makes the database anew, for what migrations put there.
    """
    data = DATA / ("fresh" if fresh else "data")
    if fresh:
        shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "DATA_DIR": str(data), "DJANGO_ALLOW_ASYNC_UNSAFE": "true", "COLUMNS": "240"}
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short", "-rA", *tests]
    done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False)
    return done.returncode, [*done.stderr.splitlines(), *done.stdout.splitlines()]


def holds(test, lines):
    """Tell whether every case of ``test`` passed, and one at least."""
    named = re.compile(rf"([A-Z]+) {re.escape(test)}(\[.*)?( - .*)?$")
    return {found[1] for line in lines if (found := named.match(line))} == {"PASSED"}


def caught(copy, sabotage):
    """Spoil the copy, run the test, take it back; return whether the test failed, and what it said."""
    take_back = spoil(copy, sabotage)
    try:
        code, lines = run(copy, sabotage.test, fresh=sabotage.fresh)
    finally:
        take_back()
    failed = [line for line in lines if line.startswith(f"FAILED {sabotage.test}")]
    # An error before the test, in an import or a fixture, shows only that the product is broken.
    if code != FAILED or not failed:
        return False, lines[-1] if lines else ""
    return True, failed[0].partition(" - ")[2]


def main(names):
    unknown = set(names) - {sabotage.name for sabotage in SABOTAGES}
    if unknown:
        sys.exit(f"No such sabotage: {', '.join(sorted(unknown))}")
    chosen = [sabotage for sabotage in SABOTAGES if not names or sabotage.name in names]
    copy, missed = copied(), 0
    _code, untouched = run(copy, *dict.fromkeys(sabotage.test for sabotage in chosen))
    for sabotage in chosen:
        seen = caught(copy, sabotage) if holds(sabotage.test, untouched) else (False, "it does not pass untouched")
        missed += not seen[0]
        line = {"sabotage": sabotage.name, "test": sabotage.test, "caught": seen[0], "why": seen[1]}
        print(json.dumps(line, ensure_ascii=False), flush=True)
    for folder in (copy, DATA / "fresh"):
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
