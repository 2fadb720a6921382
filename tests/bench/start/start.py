# SPDX-License-Identifier: GPL-3.0-or-later
"""From start to the settled first view, and the memory then, against an empty window.

usage: start.py EMPTY_WINDOW RAMBLA        under its own X server

Settled is when the screen has not changed for SETTLED seconds; the time is that of the last change. The platform runs already and has
imported its city, as at every start but the first. Memory is proportional (PSS) of the program and its children.
"""
import fcntl
import hashlib
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time

SETTLED = 1.0
ROUNDS = 5
LIMIT = 60


def screen():
    return hashlib.sha1(subprocess.run(["xwd", "-root", "-silent"], capture_output=True, check=True).stdout).digest()


def family(pid):
    yield pid
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            for child in file.read().split():
                yield from family(int(child))
    except OSError:
        pass


def pss(pid):
    total = 0
    for member in family(pid):
        try:
            with open(f"/proc/{member}/smaps_rollup") as file:
                total += sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        except OSError:
            pass
    return total / 1024


def start_once(command):
    bare = screen()
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    last, changed = bare, None
    while time.monotonic() - begin < LIMIT:
        now = screen()
        if now != last:
            last, changed = now, time.monotonic()
        elif changed is not None and time.monotonic() - changed > SETTLED:
            break
    memory = pss(process.pid)
    process.send_signal(signal.SIGTERM)
    process.wait()
    if changed is None:
        raise SystemExit(f"{command[0]} showed nothing")
    while screen() != bare and time.monotonic() - begin < LIMIT:
        time.sleep(0.05)
    return changed - begin, memory


def median_of(command):
    runs = [start_once(command) for _ in range(ROUNDS)]
    return [statistics.median(column) for column in zip(*runs)]


empty, rambla = sys.argv[1:3]
with tempfile.TemporaryDirectory() as folder:
    os.environ["GSK_RENDERER"] = os.environ.get("GSK_RENDERER", "cairo")
    town = [rambla, "--demo", "--demo-folder", folder]
    # Somebody else holds the town open, so that each round joins a platform that runs.
    keeper = subprocess.Popen([rambla, "--counter", *town[1:]], stdout=subprocess.DEVNULL)
    while not os.path.exists(os.path.join(folder, "demo.json")):
        time.sleep(0.1)
    lock = open(os.path.join(folder, "users.lock"))
    fcntl.flock(lock, fcntl.LOCK_SH)
    keeper.send_signal(signal.SIGTERM)
    keeper.wait()
    peer_time, peer_memory = median_of([empty])
    own_time, own_memory = median_of(town)
    lock.close()
print(json.dumps({"name": "start to the settled first view", "figure": round(own_time, 3), "unit": "s", "peer": "empty window",
                  "peer_figure": round(peer_time, 3), "ratio": round(own_time / peer_time, 2)}))
print(json.dumps({"name": "memory then", "figure": round(own_memory, 1), "unit": "MiB", "peer": "empty window",
                  "peer_figure": round(peer_memory, 1), "ratio": round(own_memory / peer_memory, 2)}))
