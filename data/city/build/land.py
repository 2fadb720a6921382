#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Derives the land of a coastal city whose tiles carry no coastline.

Land is what is built, planted, walked or driven on: the union of those shapes, a little closed. What is then left
over is sea only where it hangs together with the sea points of the city's settings; every other gap is land that
nobody mapped. Around the tiles, and well inland of its coast, Natural Earth's outline (world-atlas) is taken.

usage: land.py CITY.json WORK_DIR      writes WORK_DIR/land.geojson, lon/lat
"""
import json
import os
import sys

from shapely.geometry import LineString, Point, Polygon, box, mapping, shape
from shapely.ops import substring, transform, unary_union

from projection import Local

config_file, work = sys.argv[1:3]
config = json.load(open(config_file, encoding="utf-8"))
west, south, east, north = config["bounds"]
local = Local((west + east) / 2, (south + north) / 2)
area = transform(local.metres, box(west, south, east, north))

CELL = 20            # address points this near count once
CLOSE = 55           # gaps up to twice this are closed
ROUND = 26           # inlets of the sea narrower than twice this are closed, and corners rounded
INLAND = 2500        # what Natural Earth calls land and lies this far from its coast is land, mapped or not
FRAME = 4000         # metres around the tiles that are worked on with them
SMALLEST = 3000      # m², islands below this are noise
GROW = {"road": 17, "rail": 10, "building": 9, "green": 2, "land-use": 2, "runway": 40}
# drawn exactly as mapped, after the rounding
EXACT = {"beach": 1.0, "rock": 1.0, "pier": 3.5}
NOT_LAND = {"proposed", "construction", "motor_ferry"}


def features(theme):
    with open(os.path.join(work, f"{theme}.geojson"), encoding="utf-8") as file:
        return json.load(file)["features"]


def geometry(feature):
    g = transform(local.metres, shape(feature["geometry"]))
    return g if g.is_valid else g.buffer(0)


def polygons(g):
    if g.is_empty:
        return []
    return [p for p in getattr(g, "geoms", [g]) if isinstance(p, Polygon)]


def rounded(ring, times=2):
    """Chaikin's corner cutting."""
    points = list(ring.coords)[:-1]
    for _ in range(times):
        points = [q for a, b in zip(points, points[1:] + points[:1])
                  for q in ((a[0] * .75 + b[0] * .25, a[1] * .75 + b[1] * .25), (a[0] * .25 + b[0] * .75, a[1] * .25 + b[1] * .75))]
    return points


def smooth(g, times=2):
    return unary_union([Polygon(rounded(p.exterior, times), [rounded(h, times) for h in p.interiors]).buffer(0) for p in polygons(g)])


cells, shapes = set(), []
with open(os.path.join(work, "addresses.jsonl"), encoding="utf-8") as lines:
    for line in lines:
        x, y = local.metres(*json.loads(line)[:2])
        cell = (int(x // CELL), int(y // CELL))
        if cell not in cells:
            cells.add(cell)
            shapes.append(Point(x, y).buffer(30, 3))
for theme, grow in GROW.items():
    for feature in features(theme):
        p = feature["properties"]
        if p["kind"] in NOT_LAND or feature["geometry"]["type"] == "Point" or p.get("tunnel"):
            continue
        g = geometry(feature)
        # a bridge over the sea is no land, nor is a ramp on it
        if p.get("bridge") and g.length > 150:
            continue
        shapes.append(g.buffer(grow, 3))
land = unary_union(shapes)
land = land.buffer(CLOSE, 4).buffer(-CLOSE, 4)

# Natural Earth: rounded, because its vertices stand kilometres apart
around = [transform(local.metres, shape(g)) for g in json.load(open(os.path.join(work, "around.json"), encoding="utf-8"))]
around = smooth(unary_union([g.buffer(0) for g in around]), 3)
# a frame around the tiles, so that their edge is no edge for the sea; the outline of Natural Earth stands for land there
frame = area.buffer(FRAME, join_style=2)
around = around.difference(unary_union([Polygon([local.metres(*p) for p in ring]) for ring in config.get("not_land", [])]))
# where too little is mapped by the water, a line drawn by hand keeps the sea out
shore = [LineString([local.metres(*p) for p in line]).buffer(22, 4) for line in config.get("shore", [])]
land = unary_union([land, around.buffer(-INLAND).intersection(frame), around.intersection(frame.difference(area))] + shore)

water = frame.difference(land)
seeds = [Point(local.metres(*p)) for p in config["sea"]]
sea = unary_union([p for p in polygons(water) if any(p.contains(s) for s in seeds)])
sea = sea.buffer(-ROUND, 6).buffer(ROUND, 6)
sea = unary_union([p for p in polygons(sea) if p.area > 10 * SMALLEST])
land = smooth(frame.buffer(500).difference(sea).simplify(2.5), 2)

exact = []
for theme, grow in EXACT.items():
    for feature in features(theme):
        g = geometry(feature)
        exact.append(g.buffer(grow if "Polygon" in g.geom_type else 2 * grow, 4))
inside = frame.buffer(-200)
both = unary_union([land.intersection(inside), around.difference(inside)] + exact)
both = unary_union([Polygon(p.exterior, [h for h in p.interiors if Polygon(h).area > 300_000]) for p in polygons(both) if p.area > SMALLEST / 6]).simplify(0.8)

# beaches that the extract lacks: a strip along the coast between two points
strips = []
for beach in config.get("beaches", []):
    ends = [Point(local.metres(*beach[key])) for key in ("from", "to")]
    ring = min((p.exterior for p in polygons(both)), key=lambda r: sum(r.distance(e) for e in ends))
    at = sorted(ring.project(e) for e in ends)
    path = substring(ring, *at)
    if path.length > ring.length / 2:
        path = LineString(list(substring(ring, at[1], ring.length).coords) + list(substring(ring, 0, at[0]).coords))
    strip = path.simplify(12).buffer(beach["width"], 8).difference(both.buffer(-5))
    strip = smooth(strip.buffer(-9, 6).buffer(9, 6).simplify(6), 3)
    strips += [(p, beach["name"]) for p in polygons(strip) if p.area > 1500]
both = unary_union([both] + [p.buffer(0.5) for p, _ in strips])
with open(os.path.join(work, "beach-strip.geojson"), "w", encoding="utf-8") as file:
    json.dump({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"id": f"strip/{i}", "kind": "beach", "name": name}, "geometry": mapping(transform(local.degrees, p))}
        for i, (p, name) in enumerate(strips)]}, file)

with open(os.path.join(work, "land.geojson"), "w", encoding="utf-8") as file:
    json.dump({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": mapping(transform(local.degrees, p))} for p in polygons(both)]}, file)
print(f"land: {both.intersection(area).area / 1e6:.1f} km² within the tiles, {len(polygons(both))} pieces")
