# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs cases side by side and prints them as TAP, in order, as they end."""
import concurrent.futures
import os
import time
import traceback


class Case:
    """@function returns a list of complaints: none is good."""

    def __init__(self, name, function, *arguments):
        self.name = name
        self.function = function
        self.arguments = arguments

    def run(self):
        try:
            return [str(complaint) for complaint in self.function(*self.arguments)]
        except Exception:  # whatever it is, it is this case's failure and not the end of all
            return traceback.format_exc().splitlines()


def tell(number, case, complaints):
    print(f"{'not ok' if complaints else 'ok'} {number} - {case.name}", flush=True)
    for complaint in complaints:
        print("# " + complaint.replace("\n", "\n# "), flush=True)
    return bool(complaints)


def say_figures(text):
    """What was counted; ./dev check shows it beside the step."""
    print("# figures: " + text, flush=True)


def run(cases, side_by_side=None, last=(), remark=None):
    """@last: cases for when all others have ended. @remark: told first. Returns: how many failed."""
    started = time.monotonic()
    print("TAP version 13", flush=True)
    print(f"1..{len(cases) + len(last)}", flush=True)
    if remark:
        print(f"# {remark}", flush=True)
    failures = 0
    with concurrent.futures.ThreadPoolExecutor(side_by_side or os.cpu_count()) as pool:
        running = [(case, pool.submit(case.run)) for case in cases]
        for number, (case, future) in enumerate(running, 1):
            failures += tell(number, case, future.result())
    for number, case in enumerate(last, len(cases) + 1):
        failures += tell(number, case, case.run())
    say_figures(f"{len(cases) + len(last)} cases, {failures} failed, {time.monotonic() - started:.0f} s{'; ' + remark if remark else ''}")
    return failures
