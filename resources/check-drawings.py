#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails when a picture or icon differs from what its generator writes: check-drawings.py SOURCE-FOLDER

Change the generator, run it, commit both:
  python3 resources/illustrations/build/build.py resources/illustrations
  python3 resources/icons/build/icons.py resources/icons/symbolic
  python3 data/icons/build/mark.py data/icons/hicolor
"""
import filecmp
import os
import subprocess
import sys
import tempfile

DRAWINGS = (
    ("resources/illustrations/build/build.py", "resources/illustrations", ("",)),
    ("resources/icons/build/icons.py", "resources/icons/symbolic", ("",)),
    ("data/icons/build/mark.py", "data/icons/hicolor", ("scalable/apps", "symbolic/apps")),
)


def svgs(folder):
    return sorted(name for name in os.listdir(folder) if name.endswith(".svg"))


def main():
    source, stale = sys.argv[1], []
    for generator, folder, parts in DRAWINGS:
        with tempfile.TemporaryDirectory() as fresh:
            for part in parts:
                os.makedirs(os.path.join(fresh, part), exist_ok=True)
            subprocess.run([sys.executable, "-B", os.path.join(source, generator), fresh], check=True)
            for part in parts:
                committed, written = os.path.join(source, folder, part), os.path.join(fresh, part)
                stale += [f"{folder}: {name}" for name in set(svgs(committed)) ^ set(svgs(written))]
                _, differs, errors = filecmp.cmpfiles(committed, written, set(svgs(committed)) & set(svgs(written)), shallow=False)
                stale += [f"{folder}: {name}" for name in differs + errors]
    for name in sorted(stale):
        print("not what its generator writes:", name)
    sys.exit(bool(stale))


main()
