#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts our figures and the peer's, which come line by line under the same names, into one line each with their ratio."""
import json
import sys

ours, peers = {}, {}
for line in sys.stdin:
    entry = json.loads(line)
    key = (entry["name"], entry.get("points"))
    (peers if "peer" in entry else ours)[key] = entry
for key, entry in ours.items():
    peer = peers.get(key)
    if peer is not None and peer["figure"]:
        entry.update(peer=peer["peer"], peer_figure=peer["figure"], ratio=round(entry["figure"] / peer["figure"], 4))
    print(json.dumps(entry))
