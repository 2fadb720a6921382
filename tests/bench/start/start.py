# SPDX-License-Identifier: GPL-3.0-or-later
"""From start to the settled first view, and the memory then, against an empty window and against a browser with the same map.

usage: start.py EMPTY_WINDOW RAMBLA PEER_FOLDER        under its own X server

PEER_FOLDER holds node_modules with Leaflet and its clusters. The browser shows as many places as the window does, from loopback, over
the same tiles; its profile was used before, and it shows one page without tabs.

Settled is when the screen has not changed for SETTLED seconds; the time is that of the last change. The platform runs already and has
imported its city, as at every start but the first. Memory is proportional (PSS) of the program and its children.
"""
import fcntl
import functools
import hashlib
import http.server
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

SETTLED = 1.0
ROUNDS = 5
LIMIT = 60
# Of the browser's map: as the window begins.
ZOOM = 14


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
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    last, changed = bare, None
    while time.monotonic() - begin < LIMIT:
        now = screen()
        if now != last:
            last, changed = now, time.monotonic()
        elif changed is not None and time.monotonic() - changed > SETTLED:
            break
    memory = pss(process.pid)
    # A browser is several processes.
    os.killpg(process.pid, signal.SIGTERM)
    process.wait()
    if changed is None:
        raise SystemExit(f"{command[0]} showed nothing")
    while screen() != bare and time.monotonic() - begin < LIMIT:
        time.sleep(0.05)
    return changed - begin, memory


def median_of(command):
    runs = [start_once(command) for _ in range(ROUNDS)]
    return [statistics.median(column) for column in zip(*runs)]


def fetch(url):
    with urllib.request.urlopen(url) as answer:
        return json.load(answer)


class Page(http.server.SimpleHTTPRequestHandler):
    """The page, what it needs of node_modules, and the places."""

    protocol_version = "HTTP/1.1"
    world = b""

    def do_GET(self):
        if self.path != "/world.json":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.world)))
        self.end_headers()
        self.wfile.write(self.world)

    def log_message(self, format, *arguments):
        pass


def serve_page(folder, platform):
    card = fetch(platform + "/v1")
    places = fetch(platform + "/v1/stores?fields=min")["features"]
    west, south, east, north = card["bounds"]
    Page.world = json.dumps({
        "centre": [(south + north) / 2, (west + east) / 2], "zoom": ZOOM,
        "tiles": platform + "/tiles/{z}/{x}/{y}.png", "attribution": "© OpenStreetMap contributors",
        "places": [place["geometry"]["coordinates"][::-1] for place in places]}).encode()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Page, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/map.html", len(places)


def browse(profile, url):
    """Debian's Chromium, spared what a first run asks and fetches."""
    return ["chromium", "--no-sandbox", "--test-type", "--no-first-run", "--no-default-browser-check", "--disable-sync", "--disable-extensions",
            "--disable-background-networking", "--disable-component-update", "--password-store=basic", "--disable-gpu",
            "--window-position=0,0", "--window-size=1200,800", f"--user-data-dir={profile}", f"--app={url}"]


def report(name, unit, figure, peer, peer_figure, **more):
    print(json.dumps({"name": name, "figure": round(figure, 3), "unit": unit, "peer": peer, "peer_figure": round(peer_figure, 3),
                      "ratio": round(figure / peer_figure, 2), **more}))


empty, rambla, peer_folder = sys.argv[1:4]
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
    with open(os.path.join(folder, "demo.json")) as file:
        platform = json.load(file)["listening"].rstrip("/")
    page, places = serve_page(peer_folder, platform)
    browser = browse(os.path.join(folder, "browser"), page)
    start_once(browser)
    browser_time, browser_memory = median_of(browser)
    lock.close()
report("start to the settled first view", "s", own_time, "empty window", peer_time)
report("memory then", "MiB", own_memory, "empty window", peer_memory)
report("start to the settled first view", "s", own_time, "Chromium, Leaflet, clusters", browser_time, places=places)
report("memory then", "MiB", own_memory, "Chromium, Leaflet, clusters", browser_memory, places=places)
