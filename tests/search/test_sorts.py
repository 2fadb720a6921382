#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each sort and filter of /v1/deals against a brute-force reading of the platform's tables, which knows nothing of its search index.

usage: test_sorts.py CITY

The questions come from a seed, which is printed; RAMBLA_SEED asks the same again.
"""
import collections
import math
import os
import random
import re
import sqlite3
import struct
import sys
import time
import unicodedata

from platform_process import Platform

EARTH_RADIUS = 6371008.8
ROUNDS = 60
STOP_WORDS = set("a al and at cerca con de del el en for in la las los near of on para por the un una with y".split())
COLUMNS = ("title", "store", "kind", "area", "body")
COLUMN_WEIGHTS = {"title": 1.0, "store": 0.9, "kind": 0.7, "area": 0.5, "body": 0.35}
SORTS = ("relevance", "distance", "price", "discount", "rating", "popular", "ending")


def single(value):
    """The nearest number of 32 bits, in which the platform keeps these."""
    return struct.unpack("f", struct.pack("f", value))[0]


def distance(a, b):
    (lon_a, lat_a), (lon_b, lat_b) = a, b
    h = (math.sin(math.radians(lat_b - lat_a) / 2) ** 2 +
         math.cos(math.radians(lat_a)) * math.cos(math.radians(lat_b)) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2)
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(1, h)))


def fold(text):
    letters = (part for ch in text for part in unicodedata.normalize("NFKD", ch) if not unicodedata.category(part).startswith("M"))
    return "".join(ch.lower() if ch.isalnum() else " " for ch in letters)


def words_of(*texts):
    """Latin words only: the questions here are of such."""
    return {word for text in texts if text for word in re.findall(r"[a-z0-9]+", fold(text))}


class Offers:
    """All offers with what can be asked of them, read row by row."""

    def __init__(self, path):
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        database.row_factory = sqlite3.Row
        texts, branches, stores, ratings = {}, {}, {}, {}
        categories = {row["row"]: (row["id"], words_of(*re.findall(r'"((?:[^"\\]|\\.)*)"', row["names"]))) for row in
                      database.execute("SELECT * FROM categories")}
        for row in database.execute("SELECT * FROM deal_texts"):
            texts.setdefault(row["deal"], []).append(row)
        for row in database.execute("SELECT * FROM deal_branches"):
            branches.setdefault(row["deal"], []).append(row["store"])
        for row in database.execute("SELECT s.*, iif (m.is_brand, m.name, NULL) AS brand FROM stores s JOIN merchants m"
                                    " ON m.row = s.merchant WHERE closed_at IS NULL"):
            stores[row["row"]] = row
        for row in database.execute("SELECT deal, rating FROM reviews"):
            ratings.setdefault(row["deal"], []).append(row["rating"])
        self.all = []
        for deal in database.execute("SELECT d.*, min (d.ends_at, coalesce (g.deadline_at, d.ends_at)) AS ends FROM deals d"
                                     " LEFT JOIN deal_groups g ON g.deal = d.row"):
            stars = ratings.get(deal["row"], [])
            mean = single(math.floor(100 * sum(stars) / len(stars) + 0.5) / 100) if stars else -1
            title = words_of(*(text["title"] for text in texts[deal["row"]]))
            body = words_of(*(text[name] for text in texts[deal["row"]] for name in ("summary", "benefit", "includes")))
            category, category_words = categories[deal["category"]]
            for number in branches[deal["row"]]:
                if number not in stores:
                    continue
                store = stores[number]
                self.all.append({
                    "row": deal["row"], "id": deal["id"], "store": number, "store_id": store["id"],
                    "place": (round(store["longitude"] * 1e7) / 1e7, round(store["latitude"] * 1e7) / 1e7),
                    "price": deal["price"], "discount": deal["discount_percent"], "popular": single(deal["popularity"]),
                    "starts": deal["starts_at"], "ends": deal["ends"], "mean": mean, "reviews": len(stars),
                    "category": category, "kind": deal["kind"],
                    "words": {"title": title, "body": body, "area": words_of(store["neighbourhood"], store["street"]),
                              "store": words_of(store["name"], store["brand"]),
                              "kind": category_words | words_of(store["kind"], store["cuisine"], store["picture"])}})
        # Stores stand in the index too.
        kinds = {number: categories[row["category"]][1] for number, row in stores.items()}
        shops = [words_of(store["name"], store["brand"], store["kind"], store["cuisine"], store["picture"], store["neighbourhood"],
                          store["street"]) | kinds[number] for number, store in stores.items()]
        self.entries = collections.Counter(word for offer in self.all for word in set().union(*offer["words"].values()))
        self.entries.update(word for words in shops for word in words)

    def score(self, offer, asked, some):
        """How well the words fit, 0 to 1; None if one of them is missing or, with @some, all. A word that stands in few entries counts for more."""
        total = whole = 0
        for word in asked:
            best = max((COLUMN_WEIGHTS[column] for column in COLUMNS if word in offer["words"][column]), default=None)
            if best is None and not some:
                return None
            rarity = 1 / (1 + math.log1p(self.entries[word]))
            total += rarity * (best or 0)
            whole += rarity
        return total / whole if total > 0 else None

    def find(self, question, now):
        passing = [found for offer in self.all if (found := self.match(offer, question, now, False))]
        if not passing:
            passing = [found for offer in self.all if (found := self.match(offer, question, now, True))]
        best = {}
        for found in passing:
            if found["category"] != question.get("category", found["category"]) or found["kind"] != question.get("kind", found["kind"]):
                continue
            known = best.get(found["id"])
            if known is None or (found["distance"], found["store"]) < (known["distance"], known["store"]):
                best[found["id"]] = found
        return sorted(best.values(), key=lambda found: (found["key"], found["row"]))

    def match(self, offer, question, now, some):
        """Whether it passes all but category and kind, and where it stands then."""
        if not offer["starts"] <= now < offer["ends"]:
            return None
        if offer["price"] > question.get("price_max", math.inf) or offer["discount"] < question.get("discount_min", 0):
            return None
        if "rating_min" in question and offer["mean"] < question["rating_min"] - 1e-6:
            return None
        away = -1
        if "near" in question:
            away = distance(question["near"], offer["place"])
            if away > question["radius"]:
                return None
        text = None
        if "q" in question:
            asked = [word for word in re.findall(r"[a-z0-9]+", fold(question["q"])) if word not in STOP_WORDS]
            text = self.score(offer, asked, some)
            if text is None:
                return None
        return {**offer, "distance": away, "key": self.key(offer, question, away, text)}

    @staticmethod
    def key(offer, question, away, text):
        if question["sort"] != "relevance":
            return {"distance": away, "price": offer["price"], "discount": -offer["discount"], "popular": -offer["popular"],
                    "rating": (-round(offer["mean"] * 100), -offer["reviews"]), "ending": offer["ends"]}[question["sort"]]
        near = 0.5 if away < 0 else 1500 / (1500 + away)
        stars = 3.5 if offer["mean"] < 0 else (offer["mean"] * offer["reviews"] + 3.5 * 5) / (offer["reviews"] + 5)
        rating = (stars - 1) / 4
        if text is None:
            return -(0.45 * near + 0.35 * offer["popular"] + 0.2 * rating)
        return -(0.55 * text + 0.2 * near + 0.15 * offer["popular"] + 0.1 * rating)


def same_key(a, b):
    """Float for float but for what two libraries' last digits may differ in."""
    if isinstance(a, tuple):
        return a == b
    return abs(a - b) <= 1e-5 * max(1, abs(a))


def compare(answered, expected):
    """None, or what differs. Neighbours whose keys are equal but for rounding may stand in either order."""
    if len(answered) != len(expected):
        return f"{len(answered)} offers, expected {len(expected)}"
    keys = {found["id"]: found["key"] for found in expected}
    for place, (deal, found) in enumerate(zip(answered, expected)):
        if deal["id"] not in keys:
            return f"at {place}: {deal['id']} does not belong there"
        if not same_key(keys[deal["id"]], found["key"]):
            return f"at {place}: {deal['id']} with {keys[deal['id']]}, expected {found['id']} with {found['key']}"
        if deal["id"] == found["id"] and found["distance"] >= 0 and abs(deal["distance_m"] - found["distance"]) > 1:
            return f"at {place}: {deal['id']} is {found['distance']:.1f} m away, not {deal['distance_m']}"
    if len({deal["id"] for deal in answered}) != len(answered):
        return "an offer came twice"
    return None


def all_pages(platform, question):
    query = {name: value for name, value in question.items() if name != "near"}
    if "near" in question:
        query["near"] = "{1},{0}".format(*question["near"])
    deals, answer = [], {"next_cursor": None}
    while "next_cursor" in answer:
        if answer["next_cursor"] is not None:
            query["cursor"] = answer["next_cursor"]
        answer = platform.ask("/v1/deals", limit=100, **query)
        deals += answer["deals"]
    return deals, answer["total_estimate"]


def make_question(chance, offers, number):
    question = {"sort": SORTS[number % len(SORTS)]}
    if question["sort"] == "distance" or chance.random() < 0.7:
        question["near"] = tuple(round(part + chance.uniform(-0.01, 0.01), 5) for part in chance.choice(offers.all)["place"])
        question["radius"] = chance.choice((300, 1000, 2500, 8000, 40000))
    if chance.random() < 0.6:
        words = sorted(chance.choice(offers.all)["words"][chance.choice(("title", "store", "area", "kind"))] - STOP_WORDS)
        words = [word for word in words if len(word) > 3 and word.isascii() and word.isalpha()]
        if words:
            # Between quotation marks: a word without its plural, its synonyms and what it is the beginning of.
            question["q"] = " ".join(f'"{word}"' for word in chance.sample(words, min(len(words), chance.choice((1, 1, 2)))))
    if chance.random() < 0.4:
        question["category"] = chance.choice(offers.all)["category"]
    if chance.random() < 0.3:
        question["kind"] = chance.choice(("voucher", "booking", "group", "coupon"))
    if chance.random() < 0.3:
        question["price_max"] = chance.choice((0, 20000, 60000, 150000))
    if chance.random() < 0.3:
        question["discount_min"] = chance.choice((10, 30, 50))
    if chance.random() < 0.3:
        question["rating_min"] = chance.choice((3, 4, 4.5))
    return question


def main():
    city = sys.argv[1]
    seed = int(os.environ.get("RAMBLA_SEED", random.SystemRandom().randrange(1 << 32)))
    chance = random.Random(seed)
    failed, seen = 0, 0
    with Platform(city=city) as platform:
        offers = Offers(platform.database)
        print(f"# RAMBLA_SEED={seed}, {len(offers.all)} entries")
        print(f"1..{ROUNDS}")
        for number in range(ROUNDS):
            question = make_question(chance, offers, number)
            answered, total = all_pages(platform, question)
            expected = offers.find(question, time.time())
            seen += len(expected)
            wrong = compare(answered, expected)
            if wrong is None and total != len(expected):
                wrong = f"total_estimate is {total}, expected {len(expected)}"
            print(f"{'ok' if wrong is None else 'not ok'} {number + 1} - {question}: {wrong or len(expected)}", flush=True)
            failed += wrong is not None
        print(f"# {seen} offers compared")
    return failed > 0 or seen == 0


if __name__ == "__main__":
    sys.exit(main())
