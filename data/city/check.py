#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks a city folder against the format that rambla-platform imports.

usage: check.py CITY_DIR
Says every fault as FILE:LINE, at most twenty of each file; ends with one line of summary.
Exit code 0 without faults, 1 with faults, 2 when a file cannot be read.
"""
import json
import math
import os
import re
import sqlite3
import sys

CATEGORIES = ["catering", "beauty", "fitness", "leisure", "culture", "lodging", "education", "health", "cars", "photography", "shops"]
PICTURES = set("""pizza grill burger sushi pasta cafe bakery ice-cream bar dinner chivito vegetarian hair barber nails spa gym yoga swim dance
 cinema bowling party games museum theatre music library hotel hostel course language driving-school kids dental optician clinic pharmacy pet
 car-wash workshop tyres fuel photo clothes books flowers shoes gift market home toys electronics sport bike""".split())
KINDS = ["voucher", "coupon", "booking", "group"]
AREAS = ["suburb", "neighbourhood", "square", "street"]
WEEK = 7 * 24 * 60
PNG = b"\x89PNG\r\n\x1a\n"
FAULTS_SHOWN = 20


class City:
    def __init__(self, folder):
        self.folder = folder
        self.faults = {}

    def fault(self, file, line, text):
        self.faults.setdefault(file, []).append(f"{file}:{line}: {text}" if line else f"{file}: {text}")

    def path(self, name):
        return os.path.join(self.folder, name)

    def rows(self, name):
        """Yields (line number, object) of a .jsonl file."""
        with open(self.path(name), encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if not line.endswith("\n"):
                    self.fault(name, number, "the last line has no end: truncated?")
                try:
                    row = json.loads(line)
                except ValueError as error:
                    self.fault(name, number, f"not JSON: {error}")
                    continue
                if isinstance(row, dict):
                    yield number, row
                else:
                    self.fault(name, number, "not an object")


class Row:
    """One object of a file, with checks that say where the fault is."""

    def __init__(self, city, name, number, row):
        self.city, self.name, self.number, self.row = city, name, number, row

    def fault(self, text):
        self.city.fault(self.name, self.number, text)

    def need(self, condition, text):
        if not condition:
            self.fault(text)
        return condition

    def only(self, *keys):
        for key in self.row:
            self.need(key in keys, f"unknown member {key}")

    def text(self, key, optional=False):
        value = self.row.get(key)
        if value is None and optional:
            return
        self.need(isinstance(value, str) and value.strip() == value and value != "" and "\x00" not in value, f"{key} is no clean text: {value!r}")

    def texts(self, value, what, languages):
        if not self.need(isinstance(value, dict) and set(value) == set(languages), f"{what} is not in every language"):
            return
        for language, text in value.items():
            self.need(isinstance(text, str) and text.strip() == text and text, f"{what} is empty in {language}")
            self.need(not re.search(r"[{}<>]|undefined|null|NaN|\(s\)|\(es\)", text or ""), f"{what} in {language} is not finished: {text!r}")

    def whole(self, key, low, high, optional=False):
        value = self.row.get(key)
        if value is None and optional:
            return None
        good = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        self.need(good, f"{key} is not a whole number from {low} to {high}: {value!r}")
        return value if good else None

    def among(self, key, values):
        return self.need(self.row.get(key) in values, f"{key} is not one of them: {self.row.get(key)!r}")

    def location(self, bounds):
        value = self.row.get("location")
        good = isinstance(value, list) and len(value) == 2 and all(isinstance(v, (int, float)) for v in value)
        if self.need(good, "location is not [lon, lat]"):
            w, s, e, n = bounds
            self.need(w <= value[0] <= e and s <= value[1] <= n, f"location outside the city's bounds: {value}")


def is_time(text):
    return isinstance(text, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text) is not None


def check_city(city):
    with open(city.path("city.json"), encoding="utf-8") as file:
        head = json.load(file)
    row = Row(city, "city.json", 0, head)
    row.need(head.get("format") == 1, "format is not 1")
    for key in ("id", "name", "country", "currency", "timezone", "attribution", "attribution_url", "licence"):
        row.text(key)
    row.need(re.fullmatch(r"[A-Z]{3}", head.get("currency", "")), "currency is no ISO 4217 code")
    row.need([c.get("id") for c in head.get("categories", [])] == CATEGORIES, "categories are not the eleven in order")
    for category in head.get("categories", []):
        row.texts(category.get("name"), f"category {category.get('id')}", head["languages"])
        row.need(category.get("glyph") == f"rambla-{category.get('id')}-symbolic", f"glyph of {category.get('id')}")
    w, s, e, n = head["bounds"]
    row.need(-180 <= w < e <= 180 and -90 <= s < n <= 90, "bounds are not west, south, east, north")
    row.need(w <= head["centre"][0] <= e and s <= head["centre"][1] <= n, "centre outside the bounds")
    for day in head.get("holidays", []):
        row.need(re.fullmatch(r"(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", day), f"holiday {day!r}")
    return head


def check_brands(city, head):
    brands = {}
    for number, data in city.rows("brands.jsonl"):
        row = Row(city, "brands.jsonl", number, data)
        row.only("id", "name", "category")
        row.text("id")
        row.text("name")
        row.among("category", CATEGORIES)
        row.need(data.get("id") not in brands, f"{data.get('id')} twice")
        brands[data.get("id")] = 0
    return brands


def check_places(city, head, brands):
    places = {}
    for number, data in city.rows("places.jsonl"):
        row = Row(city, "places.jsonl", number, data)
        row.only("id", "name", "category", "kind", "brand", "address", "location", "opening_hours", "hours", "closed_on_holidays", "phone", "website", "cuisine", "picture")
        for key in ("id", "name", "kind"):
            row.text(key)
        for key in ("opening_hours", "phone", "website", "cuisine"):
            row.text(key, optional=True)
        row.need(data.get("id") not in places, f"{data.get('id')} twice")
        row.among("category", CATEGORIES)
        row.among("picture", PICTURES)
        row.location(head["bounds"])
        address = data.get("address")
        if row.need(isinstance(address, dict) and address.get("street") and address.get("neighbourhood"), "address without street or neighbourhood"):
            row.need(set(address) <= {"street", "housenumber", "neighbourhood"}, "unknown member in address")
        if "brand" in data and row.need(data["brand"] in brands, f"no such brand: {data['brand']}"):
            brands[data["brand"]] += 1
        if "website" in data:
            row.need(re.match(r"https?://[^\s]+\.[^\s]+$", data["website"]), f"website {data['website']!r}")
        last = -1
        for span in data.get("hours", []):
            good = isinstance(span, list) and len(span) == 2 and all(isinstance(v, int) for v in span)
            if not row.need(good and last <= span[0] < span[1] and span[0] < WEEK and span[1] - span[0] <= WEEK and span[1] <= 2 * WEEK, f"hours not sorted or out of the week: {span}"):
                break
            last = span[1]
        row.need(data.get("hours") != [], "hours are empty")
        row.need("hours" not in data or "opening_hours" in data, "hours without opening_hours")
        row.need(isinstance(data.get("closed_on_holidays", False), bool), "closed_on_holidays is no boolean")
        places[data.get("id")] = data.get("brand")
    for brand, count in brands.items():
        if count < 2:
            city.fault("brands.jsonl", 0, f"{brand} has {count} branches")
    return places


def check_areas(city, head):
    count = 0
    for number, data in city.rows("areas.jsonl"):
        row = Row(city, "areas.jsonl", number, data)
        row.only("name", "kind", "location")
        row.text("name")
        row.among("kind", AREAS)
        row.location(head["bounds"])
        count += 1
    return count


def check_rules(row, rules):
    if not row.need(isinstance(rules, dict), "rules are no object"):
        return
    row.need(set(rules) <= {"weekdays", "from", "to", "holidays", "booking_required", "max_per_visit", "adults_only"}, "unknown member in rules")
    days = rules.get("weekdays", [1])
    row.need(days and days == sorted(set(days)) and all(1 <= d <= 7 for d in days), f"weekdays {days}")
    row.need(("from" in rules) == ("to" in rules), "from without to")
    if "from" in rules and "to" in rules:
        row.need(is_time(rules["from"]) and is_time(rules["to"]) and rules["from"] < rules["to"], "from and to")
    row.need(rules.get("max_per_visit", 1) >= 1, "max_per_visit")


def check_booking(row, data):
    slots = data.get("slots")
    if not row.need(isinstance(slots, dict), "a booking without slots"):
        return
    row.need(set(slots) == {"weekdays", "times", "capacity", "minutes", "days_ahead"}, "members of slots")
    row.need(slots.get("weekdays") and all(1 <= d <= 7 for d in slots["weekdays"]), "slots' weekdays")
    row.need(slots.get("times") and all(map(is_time, slots["times"])) and slots["times"] == sorted(set(slots["times"])), "slots' times")
    for key, high in (("capacity", 1000), ("minutes", 1440), ("days_ahead", 365)):
        row.need(isinstance(slots.get(key), int) and 1 <= slots[key] <= high, f"slots' {key}")
    if row.among("pay", ["now", "deposit", "at_store"]):
        row.need((data["pay"] == "deposit") == ("deposit" in data), "deposit and pay disagree")
        if "deposit" in data:
            row.whole("deposit", 1, data["price"])
    row.whole("cancel_hours", 0, 336)


def check_group(row, data):
    tiers = data.get("tiers")
    if not row.need(isinstance(tiers, list) and tiers, "a group deal without tiers"):
        return
    row.need(all(set(t) == {"from", "price"} for t in tiers), "members of tiers")
    row.need(all(a["from"] < b["from"] and a["price"] > b["price"] for a, b in zip(tiers, tiers[1:])), "tiers do not fall")
    row.need(tiers[0]["from"] >= 2 and tiers[-1]["price"] > 0 and tiers[0]["price"] < data["regular_price"], "tiers' range")
    row.need(data["price"] in [t["price"] for t in tiers], "price is no tier's")
    row.whole("minimum", 2, 1000)
    row.whole("joined", 0, 1000)
    if row.whole("deadline_day", 0, 365) is not None:
        row.need(data["deadline_day"] <= data["ends_day"], "deadline after the sale's end")


OFFER_MEMBERS = """id place brand places kind category picture title summary includes benefit regular_price price discount_percent unit stock per_person
 starts_day ends_day use_within_days rules slots pay deposit cancel_hours tiers minimum deadline_day joined price_log sold popularity""".split()


def check_offers(city, head, brands, places):
    languages = head["languages"]
    offers = {}
    kinds = dict.fromkeys(KINDS, 0)
    for number, data in city.rows("offers.jsonl"):
        row = Row(city, "offers.jsonl", number, data)
        row.only(*OFFER_MEMBERS)
        row.text("id")
        row.need(data.get("id") not in offers, f"{data.get('id')} twice")
        if row.need(("place" in data) != ("brand" in data), "neither or both of place and brand"):
            if "place" in data:
                row.need(data["place"] in places, f"no such place: {data['place']}")
            else:
                row.need(data["brand"] in brands, f"no such brand: {data['brand']}")
                for place in data.get("places", []):
                    row.need(places.get(place) == data["brand"], f"{place} is no branch of {data['brand']}")
                row.need(data.get("places") != [], "no branch at all")
        if not row.among("kind", KINDS):
            continue
        kinds[data["kind"]] += 1
        row.among("category", CATEGORIES)
        row.among("picture", PICTURES)
        row.texts(data.get("title"), "title", languages)
        row.texts(data.get("summary"), "summary", languages)
        row.need(1 <= len(data.get("includes", [])) <= 5, "includes has not 1 to 5 lines")
        for line in data.get("includes", []):
            row.texts(line, "includes", languages)
        regular = row.whole("regular_price", 0, 10**9)
        price = row.whole("price", 0, 10**9)
        row.whole("discount_percent", 1, 100)
        if regular is not None and price is not None:
            if data["kind"] == "coupon":
                row.texts(data.get("benefit"), "benefit", languages)
            elif row.need(0 < price < regular, f"price {price} of {regular}"):
                row.need(abs((1 - price / regular) * 100 - data["discount_percent"]) <= 0.5000001, f"discount of {price} from {regular} is not {data['discount_percent']} %")
        unit = data.get("unit", {})
        row.need(isinstance(unit.get("count"), int) and unit["count"] >= 1, "unit's count")
        row.texts(unit.get("name"), "unit", languages)
        row.whole("stock", 0, 10**6, optional=True)
        row.need("stock" in data, "stock is missing (null for unlimited)")
        row.whole("per_person", 1, 100)
        starts, ends = row.whole("starts_day", -3650, 365), row.whole("ends_day", 0, 3650)
        row.need(starts is None or ends is None or starts <= ends, "ends before it starts")
        row.whole("use_within_days", 1, 3650)
        row.whole("sold", 0, 10**7)
        row.need(isinstance(data.get("popularity"), (int, float)) and 0 <= data["popularity"] <= 1, "popularity")
        check_rules(row, data.get("rules", {}))
        if data["kind"] == "booking":
            check_booking(row, data)
        else:
            row.need(not {"slots", "pay", "deposit", "cancel_hours"} & set(data), "a booking's members on another kind")
        if data["kind"] == "group":
            check_group(row, data)
        else:
            row.need(not {"tiers", "minimum", "deadline_day", "joined"} & set(data), "a group deal's members on another kind")
        log = data.get("price_log")
        if row.need(isinstance(log, list) and log, "no price log"):
            row.need(all(isinstance(e["day"], int) and isinstance(e["price"], int) and e["price"] >= 0 for e in log), "price log's entries")
            row.need(all(a["day"] < b["day"] for a, b in zip(log, log[1:])) and log[-1]["day"] <= 0, "price log's days do not rise")
            row.need(log[-1]["price"] == price, "price log does not end with the price")
        offers[data.get("id")] = data
    return offers, kinds


def check_reviews(city, head, offers, places):
    count = 0
    for number, data in city.rows("reviews.jsonl"):
        row = Row(city, "reviews.jsonl", number, data)
        row.only("offer", "place", "day", "rating", "language", "text", "author")
        count += 1
        offer = offers.get(data.get("offer"))
        if row.need(offer is not None, f"no such offer: {data.get('offer')}") and row.need(data.get("place") in places, f"no such place: {data.get('place')}"):
            good = data["place"] == offer["place"] if "place" in offer else \
                places[data["place"]] == offer["brand"] and data["place"] in offer.get("places", [data["place"]])
            row.need(good, "the offer is not used at that place")
            row.need(offer["starts_day"] <= data.get("day", 1) <= 0, "day outside the offer's life")
        row.whole("rating", 1, 5)
        row.among("language", head["languages"])
        row.text("text")
        row.text("author")
    return count


def tile_at(lon, lat, z):
    n = 2 ** z
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n
    return int((lon + 180) / 360 * n), int(y)


def check_basemap(city, head, name, deepest):
    """Every zoom down to the deepest must have tiles, and the city must be covered without a hole."""
    if not os.path.exists(city.path(name)):
        city.fault(name, 0, "is missing")
        return {}
    db = sqlite3.connect(f"file:{city.path(name)}?mode=ro&immutable=1", uri=True)
    metadata = dict(db.execute("SELECT name, value FROM metadata"))
    for key in ("name", "format", "minzoom", "maxzoom", "bounds", "attribution"):
        if key not in metadata:
            city.fault(name, 0, f"no {key} in metadata")
    low, high = int(metadata.get("minzoom", 0)), int(metadata.get("maxzoom", 0))
    counts = dict(db.execute("SELECT zoom_level, count(*) FROM tiles GROUP BY zoom_level"))
    for z in range(low, high + 1):
        if not counts.get(z):
            city.fault(name, 0, f"no tiles at zoom {z}")
    if low > 11 or high < deepest:
        city.fault(name, 0, f"zooms {low} to {high} instead of 11 to {deepest}")
    size = int(metadata.get("rambla:tile_size", 256))
    for z, x, y, data in db.execute("SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles WHERE zoom_level <= 12 OR tile_row % 16 = 0"):
        if data[:8] != PNG or int.from_bytes(data[16:20], "big") != size:
            city.fault(name, 0, f"tile {z}/{x}/{y} (TMS) is no PNG of {size} pixels")
    # every tile that shows a bit of the city is there, or lies under a tile of one colour
    w, s, e, n = head["bounds"]
    inset = 1e-7
    plain = set(db.execute("SELECT zoom_level, tile_column, tile_row FROM map WHERE tile_id IN ('land', 'sea')"))
    for z in range(low, high + 1):
        here = set(db.execute("SELECT tile_column, tile_row FROM map WHERE zoom_level = ?", (z,)))
        (x0, y0), (x1, y1) = tile_at(w + inset, n - inset, z), tile_at(e - inset, s + inset, z)
        holes = 0
        for x in range(x0, x1 + 1):
            for y in range(y0, y1 + 1):
                if (x, 2 ** z - 1 - y) in here:
                    continue
                if not any((z - k, x >> k, 2 ** (z - k) - 1 - (y >> k)) in plain for k in range(1, z - low + 1)):
                    holes += 1
        if holes and z < int(metadata.get("rambla:partial_from", high + 1)):
            city.fault(name, 0, f"{holes} tiles missing at zoom {z}")
    return counts


def main(folder):
    city = City(folder)
    head = check_city(city)
    brands = check_brands(city, head)
    places = check_places(city, head, brands)
    areas = check_areas(city, head)
    offers, kinds = check_offers(city, head, brands, places)
    reviews = check_reviews(city, head, offers, places)
    for key, found in (("places", len(places)), ("brands", len(brands)), ("offers", len(offers)), ("reviews", reviews)):
        if head.get("counts", {}).get(key) != found:
            city.fault("city.json", 0, f"counts {head.get('counts', {}).get(key)} {key}, found {found}")
    tiles = {key: check_basemap(city, head, head["basemap"][key], deepest) for key, deepest in (("file", 17), ("hidpi_file", 15)) if key in head.get("basemap", {})}
    for faults in city.faults.values():
        for fault in faults[:FAULTS_SHOWN]:
            print(fault)
        if len(faults) > FAULTS_SHOWN:
            print(f"… and {len(faults) - FAULTS_SHOWN} more")
    faults = sum(map(len, city.faults.values()))
    print(f"{head['name']}: {len(places)} places, {len(brands)} brands, {areas} areas, {len(offers)} offers ({', '.join(f'{n} {k}' for k, n in kinds.items())}), "
          f"{reviews} reviews, {' + '.join(str(sum(t.values())) for t in tiles.values())} tiles: {f'{faults} faults' if faults else 'no faults'}")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        sys.exit(main(sys.argv[1]))
    except (OSError, sqlite3.Error, KeyError, TypeError, ValueError) as error:
        print(f"{sys.argv[1]}: {type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(2)
