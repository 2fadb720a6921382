#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How good the search is: what people type (queries.tsv) is asked, and scored by the place of the first answer that they meant (mean
reciprocal rank over the first ten).

usage: test_quality.py CITY [--all]

The score that the sample city reached is kept here; less is a step back. With --all each query's place is printed.
"""
import pathlib
import re
import sqlite3
import sys
import unicodedata

from platform_process import Platform

REACHED = 0.973
DEPTH = 10


def plain(text):
    return "".join(ch for ch in unicodedata.normalize("NFKD", text) if not unicodedata.combining(ch)).lower()


def read_queries():
    for line in (pathlib.Path(__file__).parent / "queries.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            text, language, *conditions = line.split("\t")
            yield text, language, [condition.split(":", 1) for condition in conditions]


class Offers:
    """What the conditions are about, as it stands in the platform's tables."""

    def __init__(self, path):
        self.database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def describe(self, deal):
        titles = self.database.execute("SELECT group_concat (title, ' | ') FROM deal_texts t JOIN deals d ON d.row = t.deal WHERE d.id = ?",
                                       (deal["id"],)).fetchone()[0]
        kind, street, area, store, brand = self.database.execute(
            "SELECT kind, street, neighbourhood, s.name, m.name FROM stores s JOIN merchants m ON m.row = s.merchant WHERE s.id = ?",
            (deal["store"]["id"],)).fetchone()
        return {"title": titles, "kind": kind, "street": street, "area": area, "store": f"{store} | {brand}", "category": deal["category"]}


def place_of_first(deals, conditions, offers):
    for place, deal in enumerate(deals, 1):
        facts = offers.describe(deal)
        if all(re.search(plain(wanted), plain(facts[name] or "")) for name, wanted in conditions):
            return place
    return None


def main():
    city = sys.argv[1]
    score, missed, count = 0.0, [], 0
    with Platform(city=city) as platform:
        offers = Offers(platform.database)
        centre = "-34.9059,-56.1913"
        for text, language, conditions in read_queries():
            count += 1
            place = place_of_first(platform.ask("/v1/deals", language, q=text, near=centre, limit=DEPTH)["deals"], conditions, offers)
            score += 1 / place if place else 0
            if place is None:
                missed.append(text)
            if "--all" in sys.argv and place != 1:
                print(f"# {place or 'none'}\t{text}\t{language}")
    score /= count
    print("1..1")
    print(f"# {count} queries, MRR@{DEPTH} {score:.4f}, kept {REACHED}; not among the first {DEPTH}: {', '.join(missed) or 'none'}")
    print(f"{'ok' if score >= REACHED - 0.0005 else 'not ok'} 1 - search quality")
    return score < REACHED - 0.0005


if __name__ == "__main__":
    sys.exit(main())
