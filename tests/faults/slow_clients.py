"""Hundreds of slow visitors hold connections open, and the others are served as ever.

``python -m tests.faults.slow_clients [--slow 300] [--seconds 40] [--unguarded]`` prints one JSON line. A site of two processes
runs behind an nginx of its own with the settings of ``docs/deploy/nginx.conf`` (ports, names and certificates aside). Slow
visitors, from several addresses, send the head of a request or the body of a form a byte a second, and come again when they are
cut off. Meanwhile ``--visitors`` open the page to sign in, one after another; one that is not answered with it within ten seconds
has failed.

``--unguarded`` is the control: the same visitors straight at the application server. They must be seen to suffer there.
"""

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import threading
import time
from contextlib import contextmanager, nullcontext, suppress
from http.client import HTTPConnection, HTTPException

from benchmarks.harness import fresh_database, visit
from tests.faults.exam_kills import respawning_server
from tests.faults.servers import BASE, free_port, listens, until

PROGRAM = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
PATIENCE = 10  # seconds after which a visitor gives up
EACH_ADDRESS = 100  # slow visitors from one address: fewer than the proxy lets in, so that it is not this that holds them off


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--slow", type=int, default=300)
    parser.add_argument("--visitors", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=40)
    parser.add_argument("--unguarded", action="store_true")
    options = parser.parse_args()
    if PROGRAM is None and not options.unguarded:
        raise SystemExit("No nginx on this machine.")
    with fresh_database(TRUSTED_PROXIES="1") as folder, respawning_server("benchmarks.harness:site") as (behind, _):
        with nullcontext(behind) if options.unguarded else proxy(folder, behind) as port:
            quiet, busy = Visitors(port, options.visitors), Visitors(port, options.visitors)
            quiet.come_for(min(10, options.seconds / 2))
            slow = Slow(port, options.slow)
            busy.come_for(options.seconds)
            slow.end()
        print(json.dumps({
            "fault": "slow_clients", "guarded": not options.unguarded, "load": round(os.getloadavg()[0], 1), "slow": options.slow,
            "open_at_once": slow.most, "came_again": slow.again, "quiet_p95_ms": quiet.p95(), "probes": len(busy.times),
            "answered": busy.answered, "success": round(busy.answered / max(len(busy.times), 1), 4), "p95_ms": busy.p95(),
        }), flush=True)


def settings(text, port, behind, folder):
    """Return the configuration of a whole nginx: the file of the repository on ports of our own, without its certificates."""
    text = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)  # it leads to the encrypted one only
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{behind}").replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = re.sub(r"^\s*(listen \[::\]|ssl_).*\n", "", text, flags=re.MULTILINE)
    paths = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return (f"daemon off; pid {folder}/pid; error_log {folder}/error crit; worker_processes 1;\n"
            f"events {{ worker_connections 768; }}\nhttp {{\naccess_log off;\n{paths}{text}\n}}\n")


@contextmanager
def proxy(folder, behind):
    """Run nginx before the site that listens at ``behind``; yield its port."""
    folder, port = folder / "nginx", free_port()
    folder.mkdir(mode=0o755)
    written = settings((BASE / "docs/deploy/nginx.conf").read_text(), port, behind, folder)
    (folder / "conf").write_text(written if os.geteuid() else f"user root;\n{written}")
    process = subprocess.Popen([PROGRAM, "-p", folder, "-c", folder / "conf", "-e", folder / "error"])
    try:
        until(lambda: listens(port), 20, "nginx")
        yield port
    finally:
        process.terminate()
        process.wait()


class Visitors:
    """People who open the page to sign in, over and over; ``times`` are the seconds that each took."""

    def __init__(self, port, count):
        self.port, self.count, self.times, self.answered, self.lock = port, count, [], 0, threading.Lock()

    def come_for(self, seconds):
        end = time.monotonic() + seconds
        threads = [threading.Thread(target=self._come, args=(end,)) for _ in range(self.count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _come(self, end):
        while time.monotonic() < end:
            began = time.monotonic()
            connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
            try:
                connection.request("GET", "/login/")
                answer = connection.getresponse()
                well = answer.status == 200 and b"csrfmiddlewaretoken" in answer.read()
            except (OSError, HTTPException):
                well = False
            connection.close()
            with self.lock:
                self.times.append(time.monotonic() - began)
                self.answered += well
            time.sleep(0.2)

    def p95(self):
        times = sorted(self.times)
        return round(1000 * times[int(len(times) * 0.95)]) if times else None


class Slow:
    """Connections that send a byte a second: every second one in the head of a request, the others in the body of a form."""

    def __init__(self, port, count):
        cookies = {}
        visit(port, "/login/", cookies)  # without its cookie a form is refused before it is read
        said = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.heads = [
            b"GET /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
            (f"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {said}\r\nContent-Length: 100000\r\n"
             "Content-Type: application/x-www-form-urlencoded\r\n\r\n").encode(),
        ]
        self.port, self.again, self.most, self.over = port, 0, 0, threading.Event()
        self.open = [self._enter(place) for place in range(count)]
        self.thread = threading.Thread(target=self._dribble)
        self.thread.start()

    def _enter(self, place):
        """Return a connection whose request has begun, from the address of ``place``; None when it was not let in."""
        with suppress(OSError):
            address = (f"127.0.1.{place // EACH_ADDRESS + 1}", 0)
            connection = socket.create_connection(("127.0.0.1", self.port), timeout=2, source_address=address)
            connection.sendall(self.heads[place % 2])
            connection.setblocking(False)
            return connection

    def _dribble(self):
        while not self.over.wait(1):
            self.most = max(self.most, sum(connection is not None for connection in self.open))
            for place, connection in enumerate(self.open):
                if connection is None or not _goes_on(connection):
                    if connection is not None:
                        connection.close()
                    self.open[place] = self._enter(place)
                    self.again += 1

    def end(self):
        self.over.set()
        self.thread.join()
        for connection in filter(None, self.open):
            connection.close()


def _goes_on(connection):
    """Send one byte more; tell whether the other side still listens and has not answered."""
    try:
        connection.send(b"a")
        connection.recv(1)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


if __name__ == "__main__":
    main()
