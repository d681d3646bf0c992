"""Packages of the browser come from npm: pinned, no address of a registry among them, and only named files are served."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from lms import front_end

BASE = Path(__file__).resolve().parent.parent


def lock():
    return json.loads((BASE / "package-lock.json").read_text())["packages"]


def test_packages_are_installed():
    assert front_end.missing() == [], "Packages from npm are missing. Please run: make setup"


def test_versions_are_exact_and_the_lock_agrees():
    package = json.loads((BASE / "package.json").read_text())
    asked = {**package["dependencies"], **package["devDependencies"]}
    assert [name for name, version in asked.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert {name: lock()[f"node_modules/{name}"]["version"] for name in asked} == asked


def test_every_package_has_its_hash_and_no_address():
    packages = {name: entry for name, entry in lock().items() if name}
    assert [name for name, entry in packages.items() if not entry["integrity"].startswith("sha512-")] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []


def test_every_package_asked_for_is_explained():
    package = json.loads((BASE / "package.json").read_text())
    explained = set(re.findall(r"^\| `([A-Za-z0-9.-]+)`", (BASE / "docs/dependencies.md").read_text(), re.MULTILINE))
    assert set(package["dependencies"]) | set(package["devDependencies"]) <= explained


@pytest.fixture
def packages(tmp_path, settings):
    """Every file of every package, and one that no page loads."""
    settings.NODE_MODULES = tmp_path / "node_modules"
    for package, names in front_end.FILES.items():
        for name in [*names, "dist/types/never.js"]:
            file = settings.NODE_MODULES / package / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(name)
    return settings.NODE_MODULES


def named():
    return sorted(f"vendor/{package}/{Path(name).name}" for package, names in front_end.FILES.items() for name in names)


def test_only_named_files_are_collected(packages, tmp_path, settings):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_FINDERS = ["lms.front_end.FrontEndFinder"]
    call_command("collectstatic", "--no-input", "-v0")
    collected = [file for file in settings.STATIC_ROOT.rglob("*") if file.is_file()]
    assert sorted(file.relative_to(settings.STATIC_ROOT).as_posix() for file in collected) == named()


def test_a_file_that_is_not_named_is_not_found(packages):
    assert finders.find("vendor/scorm-again/scorm12.min.js") == str(packages / "scorm-again/dist/scorm12.min.js")
    assert finders.find("vendor/scorm-again/never.js") is None
    assert finders.find("vendor/scorm-again/../scorm-again/scorm12.min.js") is None


def test_what_is_missing_is_said_with_what_to_do(packages):
    gone = packages / "scorm-again/dist/scorm12.min.js"
    gone.unlink()
    finder = front_end.FrontEndFinder()
    said = ("These files come from npm and are not installed: scorm-again/dist/scorm12.min.js. Please run: make setup")
    assert [warning.msg for warning in finder.check()] == [said]
    with pytest.raises(ImproperlyConfigured) as failure:
        list(finder.list([]))
    assert str(failure.value) == said


# Installing, with a small npm that notes how it is called ---------------------------------------------------------------

SETUP = """
import sys
from pathlib import Path
sys.path.insert(0, {lms!r})
import machine
machine.BASE = Path({base!r})
machine.NODE_MODULES = machine.BASE / "node_modules"
machine.node = lambda: ([sys.executable], [sys.executable, "npm.py"])
for audit in {audits!r}:
    try:
        machine.ensure_front_end(audit=audit)
    except machine.Stop as stop:
        print(stop)
"""
NPM = """
import shutil, sys
from pathlib import Path
open("calls", "a").write(" ".join(sys.argv[1:]) + "\\n")
if Path("offline").exists():
    sys.exit("npm error network")
shutil.rmtree("node_modules", ignore_errors=True)
Path("node_modules").mkdir()
"""


@pytest.fixture
def install(tmp_path):
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "npm.py").write_text(NPM)

    def run(*audits):
        program = SETUP.format(lms=str(BASE / "lms"), base=str(tmp_path), audits=list(audits))
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        calls = tmp_path / "calls"
        return done.stdout.splitlines(), calls.read_text().splitlines() if calls.exists() else []

    run.folder = tmp_path
    return run


def test_packages_are_installed_once_for_each_state_of_the_lock(install):
    assert install(False, False)[1] == ["ci --omit=dev"]
    assert install(False)[1] == ["ci --omit=dev"]
    (install.folder / "package-lock.json").write_text("{} ")
    assert install(False)[1] == ["ci --omit=dev"] * 2


def test_what_the_audit_installed_serves_to_run_too(install):
    assert install(False, True, True, False)[1] == ["ci --omit=dev", "ci"]


def test_no_network_is_a_sentence_and_the_next_start_tries_again(install):
    (install.folder / "offline").touch()
    said, _ = install(False)
    assert said[-1].startswith("The browser's packages (package.json) could not be installed; npm's own message stands")
    (install.folder / "offline").unlink()
    assert install(False)[1] == ["ci --omit=dev"] * 2


def test_modules_import_each_other_by_names_that_change_with_their_content(tmp_path, settings):
    source = tmp_path / "source"
    for name, content in {
        "js/film.js": 'import { part } from "./film/part.js";\n', "js/film/part.js": "export const part = 1;\n",
        "vendor/x/x.js": '// import "./nowhere.js";\n',
    }.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(content)
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], tmp_path / "static"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "lms.static_files.HashedFiles"}}
    call_command("collectstatic", "--no-input", "-v0")
    named = {file.name for file in (tmp_path / "static" / "js" / "film").glob("part.*.js")}
    (film,) = (tmp_path / "static" / "js").glob("film.*.js")
    assert re.fullmatch(r'import \{ part \} from "\./film/(\S+)";\n', film.read_text())[1] in named
