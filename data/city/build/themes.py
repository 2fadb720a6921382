#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes what the map draws out of the extracted features: whole shapes, one line for each street's name, points for labels.

A feature that a tile's edge cuts stands in both tiles: its pieces are joined by id. Streets of one name are joined
into long lines, and of two carriageways only one keeps the name, so that a name is written once.

usage: themes.py CITY.json WORK_DIR      reads the extracted themes, writes WORK_DIR/map-*.geojson in Mercator metres
"""
import json
import math
import os
import re
import sys
from itertools import chain

from shapely.geometry import LineString, Point, box, mapping, shape
from shapely.ops import linemerge, transform, unary_union

from projection import mercator

config_file, work = sys.argv[1:3]
config = json.load(open(config_file, encoding="utf-8"))
west, south, east, north = config["bounds"]
# Mercator stretches: one metre on the ground at the city's latitude is this many on the map
STRETCH = 1 / math.cos(math.radians((south + north) / 2))
bounds = box(*mercator(west, south), *mercator(east, north))
# labels keep away from the data's edge, where the streets fade out
labelled = bounds.buffer(-700 * STRETCH)

CLASSES = {
    "motorway": ["motorway", "motorway_link", "trunk"], "primary": ["primary"], "secondary": ["secondary"], "tertiary": ["tertiary"],
    "link": ["trunk_link", "primary_link", "secondary_link", "tertiary_link"],
    "minor": ["residential", "unclassified", "living_street", "road"], "service": ["service"], "pedestrian": ["pedestrian"],
    "path": ["footway", "path", "steps", "cycleway", "track"],
}
CLASS_OF = {kind: name for name, kinds in CLASSES.items() for kind in kinds}
RANK = {"motorway": 0, "primary": 1, "secondary": 2, "tertiary": 3, "minor": 4, "pedestrian": 4, "service": 5, "path": 6}
PARALLEL = 34 * STRETCH      # the other carriageway of the same street lies within this

ABBREVIATED = [(re.compile(pattern), text) for pattern, text in config.get("street_abbreviations", [])]
LOWER = re.compile(r"(?<= )(" + "|".join(config.get("lower_case_words", ["-"])) + r")(?= )", re.I)


def short(name):
    for pattern, text in ABBREVIATED:
        name = pattern.sub(text, name)
    return name


def calm(name):
    """The small words within a name in lower case."""
    return LOWER.sub(lambda m: m.group().lower(), name)


def features(theme):
    with open(os.path.join(work, f"{theme}.geojson"), encoding="utf-8") as file:
        for feature in json.load(file)["features"]:
            g = transform(lambda x, y, z=None: mercator(x, y), shape(feature["geometry"]))
            yield g, feature["properties"]


def write(theme, rows):
    path = os.path.join(work, f"map-{theme}.geojson")
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"type":"FeatureCollection","features":[\n')
        file.write(",\n".join(json.dumps({"type": "Feature", "properties": p, "geometry": rounded(mapping(g))}, ensure_ascii=False) for g, p in rows if not g.is_empty))
        file.write("\n]}\n")
    return len(rows)


def rounded(geometry):
    def walk(c):
        return [round(c[0], 2), round(c[1], 2)] if isinstance(c[0], (int, float)) else [walk(v) for v in c]
    return {"type": geometry["type"], "coordinates": walk(geometry["coordinates"])}


def by_id(theme, areas_only=True):
    """(geometry, properties) with the pieces of each id joined."""
    groups = {}
    for g, p in chain(features(theme), features("beach-strip") if theme == "beach" else ()):
        if areas_only and "Polygon" not in g.geom_type:
            continue
        groups.setdefault(p["id"], ([], p))[0].append(g if g.is_valid else g.buffer(0))
    for id in sorted(groups):
        pieces, p = groups[id]
        # the cut leaves a hair between the pieces
        yield (pieces[0] if len(pieces) == 1 else unary_union([g.buffer(0.06) for g in pieces])), p


def longest(g):
    return max(g.geoms, key=lambda part: part.length) if hasattr(g, "geoms") else g


def lines_of(g):
    if g.is_empty:
        return []
    return [part for part in getattr(g, "geoms", [g]) if isinstance(part, LineString)]


def metres(length):
    return length / STRETCH


counts = {}

# ---- areas
inner = []
for theme in ("green", "land-use", "water", "beach", "rock", "building", "runway"):
    rows = []
    for g, p in by_id(theme, areas_only=theme != "runway"):
        row = {"kind": p["kind"], "name": p["name"], "area": round(g.area / STRETCH ** 2)}
        rows.append((g, row))
    rows.sort(key=lambda r: -r[1]["area"])
    counts[theme] = write(theme, rows)
    if theme in ("green", "land-use", "beach", "water"):
        inner += [(g, dict(p, theme=theme)) for g, p in rows if p["name"]]

# ---- land, and a wide border of it where the data ends, over which the drawing fades out
land = unary_union([transform(lambda x, y, z=None: mercator(x, y), shape(f["geometry"])).buffer(0)
                    for f in json.load(open(os.path.join(work, "land.geojson"), encoding="utf-8"))["features"]])
write("land", [(p, {}) for p in getattr(land, "geoms", [land])])
write("coast", [(land.boundary, {})])
FADE, STEPS = 650 * STRETCH, 13
rows = []
for step in range(STEPS):
    frame = bounds.buffer(5000).difference(bounds.buffer(-FADE * (step + 1) / STEPS))
    strip = frame.intersection(land.buffer(30))
    rows.append((strip, {"step": step}))
write("fade", rows)

# ---- water ways, rails, piers
write("waterway", [(g.intersection(land), {"kind": p["kind"], "name": p["name"], "tunnel": p["tunnel"]}) for g, p in features("waterway") if "Line" in g.geom_type])
write("rail", [(g, {"kind": p["kind"], "tunnel": p["tunnel"], "service": p["service"]}) for g, p in features("rail")
               if "Line" in g.geom_type and p["kind"] in ("rail", "disused", "light_rail", "narrow_gauge")])
write("pier", [(g, {"kind": p["kind"]}) for g, p in features("pier") if "Line" in g.geom_type])

# ---- roads
roads, named = [], {}
for g, p in features("road"):
    name = CLASS_OF.get(p["kind"])
    if name is None:
        continue
    if "Polygon" in g.geom_type:
        if name in ("pedestrian", "path", "service"):
            roads.append((g, {"class": "plaza", "bridge": 0, "tunnel": 0, "rank": 9}))
        continue
    if "Line" not in g.geom_type:
        continue
    if name == "service" and p["service"] in ("parking_aisle", "driveway"):
        name = "aisle"
    roads.append((g, {"class": name, "bridge": p["bridge"], "tunnel": p["tunnel"], "rank": RANK.get(name, 7), "steps": int(p["kind"] == "steps")}))
    if p["name"] and name in RANK and not re.match(config["unlabelled_streets"], p["name"], re.I):
        named.setdefault(p["name"], []).append((g, RANK[name]))
# the important on top
roads.sort(key=lambda r: -r[1]["rank"])
counts["road"] = write("road", roads)

labels = []
for name in sorted(named):
    rank = min(r for _, r in named[name])
    merged = lines_of(linemerge(unary_union([g for g, _ in named[name]])) if len(named[name]) > 1 else named[name][0][0])
    merged = lines_of(linemerge(merged)) if len(merged) > 1 else merged
    kept = []
    for line in sorted(merged, key=lambda l: -l.length):
        rest = line
        if kept:
            rest = line.difference(unary_union(kept).buffer(PARALLEL))
            if rest.length < 0.85 * line.length:
                # the part that runs alone may still carry the name
                kept += [part for part in lines_of(rest) if metres(part.length) > 250]
                continue
        kept.append(line)
    for line in kept:
        line = line.intersection(labelled)
        for part in lines_of(line):
            if metres(part.length) < 35:
                continue
            part = part.simplify(3 * STRETCH)
            labels.append((part, {"name": name, "short": short(name), "rank": rank, "length": round(metres(part.length))}))
labels.sort(key=lambda r: (r[1]["rank"], -r[1]["length"], r[1]["name"]))
counts["street names"] = write("street-label", labels)

# ---- labels of areas and places
points = []
for g, p in inner:
    where = g.representative_point() if not g.centroid.within(g) else g.centroid
    if not where.within(labelled):
        continue
    kind = p["theme"] if p["theme"] in ("beach", "water") else p["kind"]
    name = p["name"]
    if p["theme"] == "land-use" and not (p["kind"] in ("campus", "hospital", "aerodrome") and p["area"] > 6000):
        continue
    if p["theme"] == "green" and (p["area"] < 1200 or re.match(config["unlabelled_greens"], name, re.I)):
        continue
    # what is less than a park gives way to it
    minor = int(re.match(config["minor_greens"], name, re.I) is not None)
    points.append((where, {"name": config["renamed_areas"].get(name, calm(name)), "kind": kind, "theme": p["theme"], "area": p["area"] // (8 if minor else 1)}))
points.sort(key=lambda r: (-r[1]["area"], r[1]["name"]))
seen, unique = {}, []
for g, p in points:
    # a park in several pieces, a beach mapped twice
    if all(g.distance(other) > 900 * STRETCH for other in seen.get(p["name"], [])):
        unique.append((g, p))
    seen.setdefault(p["name"], []).append(g)
counts["area names"] = write("area-label", unique)

places = []
for g, p in features("place"):
    if not p["name"] or p["name"] == config["name"] or p["kind"] not in ("suburb", "neighbourhood", "town", "city", "village", "islet", "cape", "hamlet"):
        continue
    where = g if g.geom_type == "Point" else g.representative_point()
    if where.within(bounds.buffer(-250 * STRETCH)):
        places.append((where, {"name": config["renamed_areas"].get(p["name"], p["name"]), "kind": "suburb" if p["kind"] in ("town", "city") else p["kind"]}))
rank = {"suburb": 0, "neighbourhood": 1}
centre = Point(mercator(*config["centre"]))
# of two that collide the one nearer the centre stays
places.sort(key=lambda r: (rank.get(r[1]["kind"], 2), round(centre.distance(r[0]))))
write("place-label", places)
write("label", [(LineString([mercator(*c) for c in label["line"]]) if "line" in label else Point(mercator(*label["at"])),
                 {"name": label["name"], "kind": label["kind"], "from": label["from"], "to": label["to"]}) for label in config["map_labels"]])

# ---- house numbers, one for each spot
seen, rows = set(), []
with open(os.path.join(work, "addresses.jsonl"), encoding="utf-8") as lines:
    for line in lines:
        lon, lat, _, number = json.loads(line)
        if not re.match(r"^\d{1,5}[A-Za-z]?$", number):
            continue
        x, y = mercator(lon, lat)
        spot = (round(x / 4), round(y / 4))
        if spot not in seen:
            seen.add(spot)
            rows.append((Point(x, y), {"n": number}))
with open(os.path.join(work, "map-number.csv"), "w", encoding="utf-8") as file:
    file.write("x,y,n\n" + "".join(f"{g.x:.1f},{g.y:.1f},\"{p[chr(110)]}\"\n" for g, p in rows))
counts["house numbers"] = len(rows)
write("tree", [(g, {}) for g, p in features("tree") if g.geom_type == "Point"])
print("themes:", ", ".join(f"{n} {theme}" for theme, n in counts.items()))
