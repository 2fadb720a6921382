# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries, trees and proofs as the C code makes them, computed again here.

    test_logs.py LOG-VECTORS"""
import json
import subprocess
import sys

import logs
import tap


def entry_of(line):
    previous = bytes.fromhex(line["previous"])
    if line["kind"] == "price":
        return logs.price_entry(line["deal"], line["nth"], previous, line["at"], line["amount"], line["currency"])
    pictures = [bytes.fromhex(picture) for picture in line["pictures"]]
    content = logs.content(bytes.fromhex(line["salt"]), line["author"], line["language"], line["text"], pictures)
    return logs.review_entry(line["kind"], line["id"], line["deal"], line["store"], line["nth"], previous, line["at"],
                             content, line["rating"], line["sample"], line["of"], line["reason"])


def main():
    output = subprocess.run([sys.argv[1]], check=True, capture_output=True, text=True, timeout=60).stdout
    leaves = []
    wrong = {"entries": [], "roots": [], "inclusion": [], "consistency": []}
    counts = dict.fromkeys(wrong, 0)
    for line in map(json.loads, output.splitlines()):
        if "entry" in line:
            entry = entry_of(line)
            leaves.append(logs.leaf(entry))
            counts["entries"] += 1
            if entry.decode() != line["entry"] or leaves[-1].hex() != line["hash"]:
                wrong["entries"].append(line["entry"])
            continue
        first, index = leaves[:line["size"]], line["index"]
        counts["roots"] += 1
        if logs.root(first).hex() != line["root"]:
            wrong["roots"].append(line["size"])
        kind = line["kind"]
        proof = logs.inclusion(index, first) if kind == "inclusion" else logs.consistency(index, first) if index else []
        counts[kind] += 1
        if [step.hex() for step in proof] != line["proof"]:
            wrong[kind].append((index, line["size"]))
    return 1 if tap.run([tap.Case(f"{name}: {counts[name]} alike", lambda cases=cases, name=name:
                                  cases[:3] if counts[name] > 50 else ["too few were compared"])
                         for name, cases in wrong.items()]) else 0


if __name__ == "__main__":
    sys.exit(main())
