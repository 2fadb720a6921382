# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault points, found in the sources, so that no list has to be kept and none can be forgotten."""
import collections
import os
import re
import sys

ROOT = os.environ.get("RAMBLA_SOURCE_ROOT") or os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CALL = re.compile(r'\brambla_fault_point(_check)?\s*\(\s*"([^"]*)"')
ANY = re.compile(r"\brambla_fault_point(?:_check)?\s*\(")
NAME = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*$")


class Point:
    def __init__(self, name, can_fail, path, line):
        self.name = name
        self.can_fail = can_fail
        self.path = path
        self.line = line
        self.room = path.split(os.sep)[1]  # platform, client, ui…


def find(root=ROOT):
    """Every point of src/, sorted by name; raises ValueError for one that breaks the rules."""
    points = {}
    for folder, _, files in sorted(os.walk(os.path.join(root, "src"))):
        for file in sorted(files):
            if not file.endswith(".c") or file == "rambla-fault-point.c":
                continue
            path = os.path.relpath(os.path.join(folder, file), root)
            with open(os.path.join(root, path), encoding="utf-8") as source:
                text = source.read()
            if len(ANY.findall(text)) != len(CALL.findall(text)):
                raise ValueError(f"{path}: the name of a fault point is not a string constant")
            for match in CALL.finditer(text):
                name = match.group(2)
                line = text.count("\n", 0, match.start()) + 1
                if not NAME.match(name):
                    raise ValueError(f"{path}:{line}: {name!r} is not of the form area.step")
                if name in points:
                    raise ValueError(f"{path}:{line}: {name} is also at {points[name].path}:{points[name].line}")
                points[name] = Point(name, match.group(1) is not None, path, line)
    return [points[name] for name in sorted(points)]


def read_trace(path):
    """How often each point was passed by the process that passed it most often: passings are counted in each process anew."""
    most = collections.Counter()
    with open(path, encoding="ascii") as file:
        for (name, _), times in collections.Counter(tuple(line.split()) for line in file).items():
            most[name] = max(most[name], times)
    return most


if __name__ == "__main__":
    try:
        for point in find():
            print(f"{point.name}\t{point.room}\t{point.path}:{point.line}")
    except ValueError as error:
        sys.exit(str(error))
