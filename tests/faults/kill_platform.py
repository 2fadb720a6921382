# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills the platform at every fault point that there is in it, starts it again, lets people go on where they were, lets the platform
finish what is open, and has the checker read what is left. A point that no walk passes fails the test: write a walk for it.

    kill_platform.py [--passings N]     at the first, second … N-th passing of each point (1)"""
import argparse
import collections
import os
import shutil
import sys
import tempfile
import time

import checker
import points
import tap
import town as towns
import walks

FIRST = "first_start"


def run(folder, template, name, options):
    """Walks, settles and checks. Returns: (deaths, broken rules)"""
    town = None
    try:
        if name == FIRST:
            town = walks.first_start(folder, options)
        else:
            town = walks.second_start(folder, template, name, options)
        # The point may lie on the way to the end.
        town.settle()
        broken = checker.check(town.data, before=os.path.join(template, "data", "platform.db"),
                               acknowledged=town.acknowledged.path, now=time.time() + town.offset)
        return town.deaths, [f"{rule}: {what}" for rule, what in broken]
    finally:
        if town is not None:
            town.close()


def rehearse(folder, template):
    """Which points each walk passes, and how often: {walk: Counter}"""
    passed = {}
    for name in [FIRST, *walks.WALKS]:
        trace = os.path.join(folder, name + ".trace")
        open(trace, "w", encoding="ascii").close()
        _, broken = run(os.path.join(folder, "rehearsal-" + name), template, name, {"trace": trace})
        if broken:
            raise RuntimeError(f"{name} does not even work without a fault: {broken}")
        passed[name] = points.read_trace(trace)
    return passed


def kill_at(folder, template, name, point, passing):
    # What the clock drives comes by a different number of times in each run; once it must.
    for attempt in range(1 if passing == 1 else 5):
        where = os.path.join(folder, f"{point}-{passing}-{name}-{attempt}")
        deaths, broken = run(where, template, name, {"fault": f"{point}:{passing}:kill"})
        if broken:
            return broken
        shutil.rmtree(where)
        if deaths:
            return []
    return ["it was not passed"]


def miss(point):
    yield f"{point.path}:{point.line} is passed by no walk in tests/faults/walks.py"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--passings", type=int, default=1)
    parser.add_argument("--point")
    arguments = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="rambla-kill-")
    template = towns.make_template(os.path.join(folder, "template"))
    passed = rehearse(folder, template)

    kills = collections.Counter()
    cases = []
    for point in points.find():
        if point.room != "platform" or arguments.point not in (None, point.name):
            continue
        # The walk with the fewest steps that comes by; at most as often as it comes by in one process.
        names = sorted((name for name in passed if passed[name][point.name]), key=lambda name: sum(passed[name].values()))
        if not names:
            cases.append(tap.Case(point.name, miss, point))
        for passing in range(1, arguments.passings + 1):
            able = [name for name in names if passed[name][point.name] >= passing]
            if able:
                kills[point.name] += 1
                cases.append(tap.Case(f"{point.name}:{passing} in {able[0]}", kill_at, folder, template, able[0], point.name, passing))
    failures = tap.run(cases)
    tap.say_figures(f"{kills.total()} kills at {len(kills)} points in {len(passed)} walks")
    if not failures:
        shutil.rmtree(folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
