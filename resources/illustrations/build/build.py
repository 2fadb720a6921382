#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes every illustration: python3 build.py OUTPUT-FOLDER [ID…]"""
import importlib
import os
import sys

import draw

MODULES = ("food", "care", "leisure", "stay", "town", "shops", "states")


def main():
    folder, wanted = sys.argv[1], sys.argv[2:]
    os.makedirs(folder, exist_ok=True)
    for module in MODULES:
        if not os.path.exists(os.path.join(os.path.dirname(os.path.abspath(__file__)), module + ".py")):
            continue
        for name, (category, body, *more) in importlib.import_module(module).PICTURES.items():
            if wanted and name not in wanted:
                continue
            text = draw.picture(category, body, **(more[0] if more else {}))
            with open(os.path.join(folder, name + ".svg"), "w", encoding="utf-8") as f:
                f.write(text)


main()
