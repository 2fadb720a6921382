#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the map's themes into two MBTiles files: 256-px tiles, and 512-px tiles (@2x) of the same addresses.

Tiles are stored once for each picture (tables map and images, view tiles). A tile that is plain and has nothing drawn
beneath it at any zoom is the image "land" or "sea", and its descendants are left out: whoever serves the tiles walks up
from a missing tile, and the first one found answers for it if it is one of these two. (A plain tile with something beneath
it is "land-here" or "sea-here".)

usage: basemap.py CITY.json WORK_DIR OUT_DIR [--sample Z W,S,E,N FILE.png [SCALE]]
"""
import concurrent.futures
import ctypes
import ctypes.util
import hashlib
import json
import math
import os
import sqlite3
import struct
import sys
import threading
import warnings
import zlib

import mapnik
from PIL import Image
from shapely.geometry import box, shape
from shapely.strtree import STRtree

import style
from projection import HALF, mercator, tile_at, tile_box

# Shapely 1.8's tree warns that 2.0's answers with indices; both are understood below
warnings.filterwarnings("ignore", message="STRtree")

META = 4096          # pixels a side drawn at once, so that labels cross tile edges
BUFFER = 640         # pixels around it, so that both sides of an edge place the same labels
STEPS = 13
COLOURS = 54
config_file, work, out = sys.argv[1:4]
config = json.load(open(config_file, encoding="utf-8"))
mapnik.register_fonts("/usr/share/fonts/truetype/noto")


def load(z, size):
    m = mapnik.Map(size, size)
    mapnik.load_map_from_string(m, style.map_xml(work, z, STEPS, BUFFER))
    return m


def draw(m, extent, scale):
    m.zoom_to_box(mapnik.Box2d(*extent))
    image = mapnik.Image(m.width, m.height)
    mapnik.render(m, image, float(scale))
    return image


def pixels(image):
    return Image.frombuffer("RGBA", (image.width(), image.height()), image.tostring(), "raw", "RGBA", 0, 1).convert("RGB")


def sample(z, extent, file, scale):
    w, s, e, n = extent
    (x0, y0), (x1, y1) = mercator(w, s), mercator(e, n)
    resolution = 2 * HALF / 2 ** z / (256 * scale)
    width, height = round((x1 - x0) / resolution), round((y1 - y0) / resolution)
    m = load(z, 256)
    m.resize(width, height)
    pixels(draw(m, (x0, y0, x1, y1), scale)).save(file)
    print(file, width, height)


if len(sys.argv) > 4 and sys.argv[4] == "--sample":
    sample(int(sys.argv[5]), list(map(float, sys.argv[6].split(","))), sys.argv[7], int(sys.argv[8]) if len(sys.argv) > 8 else 1)
    sys.exit(0)


class Palette:
    """One palette for all tiles: the style's own colours exactly, the rest out of samples, so that flat areas never differ from tile to tile."""

    def __init__(self):
        own = sorted({tuple(int(c[i:i + 2], 16) for i in (1, 3, 5)) for c in style.COLOURS.values() if c != "none"})
        seen = {}
        for z, w, s, e, n in config["palette_samples"]:
            m = load(z, 256)
            (x0, y0), (x1, y1) = mercator(w, s), mercator(e, n)
            resolution = 2 * HALF / 2 ** z / 256
            m.resize(round((x1 - x0) / resolution), round((y1 - y0) / resolution))
            for count, colour in pixels(draw(m, (x0, y0, x1, y1), 1)).getcolors(1 << 24):
                if colour not in own:
                    seen[colour] = seen.get(colour, 0) + min(count, 4000)
        rest = [colour for colour in sorted(seen) for _ in range(max(1, round(math.sqrt(seen[colour]))))]
        strip = Image.new("RGB", (len(rest), 1))
        strip.putdata(rest)
        few = strip.quantize(COLOURS - len(own), Image.Quantize.MEDIANCUT)
        extra = few.getpalette()[:3 * (COLOURS - len(own))]
        flat = [v for colour in own for v in colour] + extra
        self.palette = mapnik.Palette(bytes(flat), "rgb")

    def encode(self, view):
        return view.tostring("png8:z=1", self.palette)


class Squeezer:
    """Compresses a PNG's pixels again with libdeflate at its best: a tenth smaller than zlib's."""

    def __init__(self):
        name = ctypes.util.find_library("deflate")
        if name is None:
            sys.exit("basemap.py: libdeflate is missing (Debian: libdeflate0)")
        self.library = ctypes.CDLL(name)
        self.library.libdeflate_alloc_compressor.restype = ctypes.c_void_p
        self.library.libdeflate_zlib_compress.restype = ctypes.c_size_t
        self.library.libdeflate_zlib_compress.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]
        # one compressor a thread: it is not to be shared
        self.own = threading.local()
        self.pool = concurrent.futures.ThreadPoolExecutor(2)

    def all(self, pictures):
        return list(self.pool.map(self.one, pictures))

    def one(self, png):
        if not hasattr(self.own, "compressor"):
            self.own.compressor = self.library.libdeflate_alloc_compressor(12)
        head, body, at = [], b"", 8
        while at < len(png):
            length, = struct.unpack(">I", png[at:at + 4])
            kind, data = png[at + 4:at + 8], png[at + 8:at + 8 + length]
            if kind == b"IDAT":
                body += data
            elif kind != b"IEND":
                head.append(chunk(kind, data))
            at += 12 + length
        raw = zlib.decompress(body)
        room = ctypes.create_string_buffer(len(raw) + 1024)
        size = self.library.libdeflate_zlib_compress(self.own.compressor, raw, len(raw), room, len(room))
        return png[:8] + b"".join(head) + chunk(b"IDAT", room.raw[:size]) + chunk(b"IEND", b"")


def chunk(kind, data):
    """A chunk of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def plain_colour(image, x, y, size, colours):
    """Which of the colours a tile shows and nothing else, or None. Layers of one colour over each other may be off by one."""
    extrema = Image.frombuffer("RGBA", (size, size), image.view(x, y, size, size).tostring(), "raw", "RGBA", 0, 1).getextrema()[:3]
    return next((c for c in colours if all(v - 1 <= low and high <= v + 1 for v, (low, high) in zip(c, extrema))), None)


def rgb(colour):
    return bytes(int(colour[i:i + 2], 16) for i in (1, 3, 5))


class Drawn:
    """Where anything is drawn at any zoom: a tile away from all of it is plain, and so are its descendants."""

    THEMES = ["road", "green", "land-use", "water", "beach", "rock", "building", "runway", "waterway", "rail", "pier", "label", "place-label"]

    def __init__(self):
        shapes = []
        for theme in self.THEMES:
            with open(os.path.join(work, f"map-{theme}.geojson"), encoding="utf-8") as file:
                shapes += [shape(f["geometry"]) for f in json.load(file)["features"]]
        with open(os.path.join(work, "map-land.geojson"), encoding="utf-8") as file:
            for feature in json.load(file)["features"]:
                for ring in feature["geometry"]["coordinates"]:
                    # a long coast in short pieces: the tree knows boxes only
                    shapes += [shape({"type": "LineString", "coordinates": ring[i:i + 9]}) for i in range(0, len(ring) - 1, 8)]
        self.shapes, self.tree = shapes, STRtree(shapes)

    def near(self, z, x, y):
        left, bottom, right, top = tile_box(z, x, y)
        margin = (right - left) * .75
        area = box(left - margin, bottom - margin, right + margin, top + margin)
        return any(area.intersects(hit if hasattr(hit, "geom_type") else self.shapes[hit]) for hit in self.tree.query(area))


class Store:
    """An MBTiles file, each picture once."""

    def __init__(self, path, size, zooms, note):
        if os.path.exists(path):
            os.remove(path)
        self.db = sqlite3.connect(path)
        self.db.executescript("""
            PRAGMA page_size = 1024; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = 0x4d504258;
            CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE images (tile_id TEXT PRIMARY KEY, tile_data BLOB NOT NULL);
            CREATE TABLE map (zoom_level INTEGER NOT NULL, tile_column INTEGER NOT NULL, tile_row INTEGER NOT NULL, tile_id TEXT NOT NULL,
                              PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID;
            CREATE VIEW tiles AS SELECT zoom_level, tile_column, tile_row, tile_data FROM map JOIN images USING (tile_id);""")
        bounds = config["bounds"]
        self.db.executemany("INSERT INTO metadata VALUES (?, ?)", sorted({
            "name": config["name"], "format": "png", "type": "baselayer", "version": "1", "minzoom": str(zooms[0]), "maxzoom": str(zooms[-1]),
            "bounds": ",".join(map(str, bounds)), "center": f"{config['centre'][0]},{config['centre'][1]},{config['zoom']}",
            "attribution": config["attribution"], "description": "Basemap of Rambla's sample city",
            "rambla:tile_size": str(size), "rambla:land_colour": style.LAND, "rambla:sea_colour": style.SEA, **note}.items()))
        self.count, self.bytes, self.known = {}, {}, set()

    def picture(self, tile_id, data):
        if tile_id not in self.known:
            self.known.add(tile_id)
            self.db.execute("INSERT INTO images VALUES (?, ?)", (tile_id, data))

    def put(self, z, x, y, tile_id, data):
        new = tile_id not in self.known
        self.picture(tile_id, data)
        self.db.execute("INSERT INTO map VALUES (?, ?, ?, ?)", (z, x, 2 ** z - 1 - y, tile_id))
        self.count[z] = self.count.get(z, 0) + 1
        self.bytes[z] = self.bytes.get(z, 0) + (len(data) if new else 0)

    def close(self):
        self.db.commit()
        self.db.execute("VACUUM")
        self.db.close()


def plain_tile(colour, size):
    """A tile of one colour, as small as a PNG can be: a palette of one, one bit a pixel."""
    row = b"\0" * (1 + size // 8)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 1, 3, 0, 0, 0)) + chunk(b"PLTE", rgb(colour))
            + chunk(b"IDAT", zlib.compress(row * size, 9)) + chunk(b"IEND", b""))


def wanted_tiles(parents, plain, z, limit):
    """Children of what was drawn above and is not plain, within the limit (a box in degrees)."""
    tiles = []
    (x0, y0), (x1, y1) = tile_at(limit[0], limit[3], z), tile_at(limit[2], limit[1], z)
    for px, py in parents:
        if (px, py) in plain:
            continue
        tiles += [(2 * px + i, 2 * py + j) for j in (0, 1) for i in (0, 1) if x0 <= 2 * px + i <= x1 and y0 <= 2 * py + j <= y1]
    return sorted(tiles)


def make(path, scale, zooms, palette, squeezer, drawn, partial):
    """Draws one file; at the zooms in `partial` only those tiles."""
    size, zooms = 256 * scale, list(range(zooms[0], zooms[1] + 1))
    store = Store(path, size, zooms, {"rambla:partial_from": str(min(partial))} if partial else {})
    blanks = {rgb(style.LAND): ("land", plain_tile(style.LAND, size)), rgb(style.SEA): ("sea", plain_tile(style.SEA, size))}
    w, s, e, n = config["map_extent"]
    near = [config["bounds"][0] - .06, config["bounds"][1] - .05, config["bounds"][2] + .06, config["bounds"][3] + .05]
    (x0, y0), (x1, y1) = tile_at(w, n, zooms[0]), tile_at(e, s, zooms[0])
    tiles = [(x, y) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1)]
    meta = META // size
    for z in zooms:
        groups = {}
        for x, y in tiles:
            if z not in partial or (x, y) in partial[z]:
                groups.setdefault((x // meta, y // meta), []).append((x, y))
        m = load(z, META)
        plain = set()
        for (gx, gy), members in sorted(groups.items()):
            left, top = min(x for x, _ in members), min(y for _, y in members)
            columns, rows = max(x for x, _ in members) - left + 1, max(y for _, y in members) - top + 1
            m.resize(columns * size, rows * size)
            a, b = tile_box(z, left, top + rows - 1), tile_box(z, left + columns - 1, top)
            image = draw(m, (a[0], a[1], b[2], b[3]), scale)
            coloured, drawings = [], []
            for x, y in sorted(members):
                px, py = (x - left) * size, (y - top) * size
                blank = blanks.get(plain_colour(image, px, py, size, blanks))
                if blank:
                    tile_id, data = blank
                    if drawn.near(z, x, y):
                        tile_id += "-here"
                    else:
                        plain.add((x, y))
                    store.put(z, x, y, tile_id, data)
                    continue
                coloured.append((x, y))
                drawings.append(palette.encode(image.view(px, py, size, size)))
            for (x, y), data in zip(coloured, squeezer.all(drawings)):
                store.put(z, x, y, hashlib.sha256(data).hexdigest()[:12], data)
        print(f"basemap: @{scale}x z{z}: {store.count.get(z, 0)} tiles, {store.bytes.get(z, 0) / 1e6:.2f} MB", flush=True)
        tiles = wanted_tiles(tiles, plain, z + 1, near if z + 1 >= 12 else (w, s, e, n))
    store.close()
    print(f"basemap: {path}: {sum(store.count.values())} tiles, {os.path.getsize(path) / 1e6:.2f} MB", flush=True)


def worth(places, z, least):
    """Tiles at zoom z with at least so many places in them."""
    count = {}
    for lon, lat in places:
        tile = tile_at(lon, lat, z)
        count[tile] = count.get(tile, 0) + 1
    return {tile for tile, n in count.items() if n >= least}


with open(os.path.join(out, "places.jsonl"), encoding="utf-8") as lines:
    locations = [json.loads(line)["location"] for line in lines]
palette, squeezer, drawn = Palette(), Squeezer(), Drawn()
for name, settings in config["map_files"].items():
    partial = {z: worth(locations, z, least) for z, least in ((int(k), v) for k, v in settings.get("places_from", {}).items())}
    make(os.path.join(out, name), settings["scale"], settings["zooms"], palette, squeezer, drawn, partial)
