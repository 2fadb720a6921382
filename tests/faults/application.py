# SPDX-License-Identifier: GPL-3.0-or-later
"""The application without a window (driver.c): starts a journey, hears what it tells, knows how it ended."""
import json
import os
import signal
import subprocess
import threading

import town as towns

DRIVER = os.path.join(towns.BUILD, "tests", "faults", "fault-driver")


class Application:
    """One person's state folder, and the journeys that they make with it."""

    def __init__(self, folder, town, url=None):
        self.folder = folder
        self.town = town
        self.url = url or f"http://127.0.0.1:{town.port}"
        self.events = []
        self.errors = []
        self.deaths = 0
        os.makedirs(folder, exist_ok=True)

    def go(self, *journey, role="consumer", fault=None, trace=None, environment=None, on_url=None, on_event=None, patience=30, codes=1):
        """Makes a journey. Returns: the exit code, negative for a signal; SIGKILL is counted as a death."""
        env = {key: value for key, value in os.environ.items() if not key.startswith("RAMBLA_FAULT")}
        env.update({"G_DEBUG": "fatal-criticals", "RAMBLA_DRIVER_PATIENCE": str(patience), "LC_ALL": "C.UTF-8"})
        if role:
            env["RAMBLA_DRIVER_CODE"] = " ".join(self.town.mint_code(role) for _ in range(codes))
        if fault:
            env["RAMBLA_FAULT"] = fault
        if trace:
            env["RAMBLA_FAULT_TRACE"] = trace
        env.update(environment or {})
        process = subprocess.Popen([DRIVER, self.url, self.folder, *map(str, journey)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=env, text=True)
        complaints = []
        reader = threading.Thread(target=lambda: complaints.append(process.stderr.read()))
        reader.start()
        self.events = []
        for line in process.stdout:
            event = json.loads(line)
            self.events.append(event)
            self.note(event, journey)
            if on_event:
                on_event(event["event"])
            if event["event"] == "url" and on_url:
                on_url(event["url"])
        code = process.wait(60)
        reader.join()
        process.stdout.close()
        process.stderr.close()
        self.errors = complaints[0].splitlines()
        if code == -signal.SIGKILL:
            self.deaths += 1
        elif code not in (0, 1):
            raise AssertionError(f"{' '.join(map(str, journey))} ended with {code}: {complaints[0]}")
        return code

    def note(self, event, journey):
        if event["event"] == "paid":
            self.town.acknowledged.note("paid", order_id=event["order_id"])
        elif event["event"] == "refunded":
            self.town.acknowledged.note("refunded", order_id=journey[1], amount=int(event["amount"]))

    def has(self, name):
        return next((event for event in self.events if event["event"] == name), None)

    def get_errors(self):
        """What the person was told went wrong."""
        return [event for event in self.events if event["event"] == "error"]
