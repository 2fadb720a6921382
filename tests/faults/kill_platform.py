# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the platform at every fault point that there is in it, starts it again, lets people go on where they were, lets the platform
finish what is open, and has the checker read what is left. A point that no walk passes fails the test: write a walk for it.

    kill_platform.py [--passings N]     at the first, second … N-th passing of each point (1)"""
import argparse
import collections
import concurrent.futures
import os
import shutil
import sys
import tempfile
import time
import traceback

import checker
import points
import town as towns
import walks

FIRST = "first_start"


def run(folder, template, name, options):
    """Walks, settles and checks. Returns: (deaths, broken rules, a failure's text or None)"""
    town = None
    try:
        if name == FIRST:
            town = walks.first_start(folder, options)
        else:
            town = walks.second_start(folder, template, name, options)
        # The point may lie on the way to the end.
        town.settle()
        deaths = town.deaths
        broken = checker.check(town.data, before=os.path.join(template, "data", "platform.db"),
                               acknowledged=town.acknowledged.path, now=time.time() + town.offset)
        return deaths, broken, None
    except Exception:  # whatever it is, it is this case's failure and not the end of all
        return town.deaths if town else 0, [], traceback.format_exc()
    finally:
        if town is not None:
            town.close()


def rehearse(folder, template):
    """Which points each walk passes, and how often: {walk: Counter}"""
    passed = {}
    for name in [FIRST, *walks.WALKS]:
        trace = os.path.join(folder, name + ".trace")
        open(trace, "w", encoding="ascii").close()
        deaths, broken, failure = run(os.path.join(folder, "rehearsal-" + name), template, name, {"trace": trace})
        if failure or broken:
            raise RuntimeError(f"{name} does not even work without a fault: {failure or broken}")
        with open(trace, encoding="ascii") as file:
            passed[name] = collections.Counter(file.read().split())
    return passed


def kill_at(folder, template, name, point, passing):
    where = os.path.join(folder, f"{point}-{passing}-{name}")
    start = time.monotonic()
    deaths, broken, failure = run(where, template, name, {"fault": f"{point}:{passing}:kill"})
    if failure is None and not broken and deaths > 0:
        shutil.rmtree(where)
    return deaths, broken, failure, time.monotonic() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--passings", type=int, default=1)
    parser.add_argument("--point")
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="rambla-kill-")
    template = towns.make_template(os.path.join(folder, "template"))
    passed = rehearse(folder, template)

    cases = []
    missed = []
    for point in points.find():
        if point.room != "platform" or arguments.point not in (None, point.name):
            continue
        names = [name for name in passed if passed[name][point.name]]
        if not names:
            missed.append(point)
        # The walk with the fewest steps that comes by; at most as often as it comes by.
        names.sort(key=lambda name: sum(passed[name].values()))
        for passing in range(1, arguments.passings + 1):
            able = [name for name in names if passed[name][point.name] >= passing]
            if able:
                cases.append((point.name, passing, able[0]))
    towns.say("TAP version 13")
    towns.say(f"1..{len(cases) + len(missed)}")
    number = failures = deaths = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        running = [(case, pool.submit(kill_at, folder, template, case[2], case[0], case[1])) for case in cases]
        for (point, passing, name), future in running:
            died, broken, failure, seconds = future.result()
            number += 1
            deaths += died
            good = died > 0 and not broken and failure is None
            failures += not good
            towns.say(f"{'ok' if good else 'not ok'} {number} - {point}:{passing} in {name} ({seconds:.1f} s)")
            if died == 0 and failure is None:
                towns.say("# it was not passed")
            for rule, what in broken:
                towns.say(f"# {rule}: {what}")
            for line in (failure or "").splitlines():
                towns.say("# " + line)
    for point in missed:
        number += 1
        failures += 1
        towns.say(f"not ok {number} - {point.name} ({point.path}:{point.line}) is passed by no walk in tests/faults/walks.py")
    towns.say(f"# {len(cases) + len(missed)} cases at {len({case[0] for case in cases})} points, {deaths} deaths")
    if failures:
        towns.say(f"# what is left is in {folder}")
    else:
        shutil.rmtree(folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
