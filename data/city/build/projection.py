# SPDX-License-Identifier: GPL-3.0-or-later
"""The two projections of the map's build: metres around the city, and the web's Mercator."""
import math

HALF = 20037508.342789244  # half of Mercator's width, in its metres
RADIUS = 6378137.0


class Local:
    """Metres east and north of a point; good for a city (equirectangular)."""

    def __init__(self, lon, lat):
        self.lon, self.lat = lon, lat
        self.kx = 111320 * math.cos(math.radians(lat))
        self.ky = 110940

    def metres(self, lon, lat, z=None):
        return (lon - self.lon) * self.kx, (lat - self.lat) * self.ky

    def degrees(self, x, y, z=None):
        return x / self.kx + self.lon, y / self.ky + self.lat


def mercator(lon, lat):
    return math.radians(lon) * RADIUS, math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) * RADIUS


def tile_box(z, x, y):
    """A tile's extent in Mercator metres."""
    span = 2 * HALF / 2 ** z
    return -HALF + x * span, HALF - (y + 1) * span, -HALF + (x + 1) * span, HALF - y * span


def tile_at(lon, lat, z):
    n = 2 ** z
    return int((lon + 180) / 360 * n), int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n)
