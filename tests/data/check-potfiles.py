#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every file with texts for people is listed for translation, and every listed file exists."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
listed = {line for line in (root / "po/POTFILES.in").read_text().split() if not line.startswith("#")}
marked = re.compile(r'\b[NC]?_ \(|\bg_dngettext \(|translatable="yes"')
with_texts = {
    str(path.relative_to(root))
    for pattern in ("src/**/*.c", "src/**/*.ui")
    for path in root.glob(pattern)
    if marked.search(path.read_text())
}
failed = False
for path in sorted(with_texts - listed):
    print(f"{path} has texts and is not in po/POTFILES.in")
    failed = True
for path in sorted(listed):
    if not (root / path).is_file():
        print(f"po/POTFILES.in names {path}, which is not there")
        failed = True
sys.exit(failed)
