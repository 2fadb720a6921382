// SPDX-License-Identifier: GPL-3.0-or-later
// Distances on a city's scale, and a grid that finds what is near.

const EARTH = 6371008.8;
const RAD = Math.PI / 180;

// Metres between two [lon, lat]; exact enough for a city (equirectangular).
export const distance = (a, b) => {
  const x = (b[0] - a[0]) * RAD * Math.cos((a[1] + b[1]) / 2 * RAD);
  const y = (b[1] - a[1]) * RAD;
  return EARTH * Math.hypot(x, y);
};

export const round6 = (point) => point.map((v) => Math.round(v * 1e6) / 1e6);

// A point that stands for a geometry: itself, the middle of a line, the centroid of the largest ring.
export const middle = ({type, coordinates}) => {
  switch (type) {
    case 'Point': return coordinates;
    case 'MultiPoint': return coordinates[0];
    case 'LineString': return middleOfLine(coordinates);
    case 'MultiLineString': return middleOfLine(longest(coordinates, lineLength));
    case 'Polygon': return centroid(coordinates[0]);
    case 'MultiPolygon': return centroid(longest(coordinates.map((p) => p[0]), (r) => Math.abs(ringArea(r))));
    default: throw new Error(`geometry of type ${type}`);
  }
};

const longest = (items, measure) => items.reduce((best, item) => measure(item) > measure(best) ? item : best);

export const lineLength = (line) => line.slice(1).reduce((sum, p, i) => sum + distance(line[i], p), 0);

const middleOfLine = (line) => {
  let left = lineLength(line) / 2;
  for (let i = 1; i < line.length; i++) {
    const step = distance(line[i - 1], line[i]);
    if (step >= left && step > 0) {
      const t = left / step;
      return [0, 1].map((k) => line[i - 1][k] + t * (line[i][k] - line[i - 1][k]));
    }
    left -= step;
  }
  return line[line.length - 1];
};

const ringArea = (ring) => {
  let area = 0;
  for (let i = 1; i < ring.length; i++)
    area += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return area / 2;
};

// Shifted to the ring's first point, because the areas are tiny against the coordinates.
const centroid = (ring) => {
  const [ox, oy] = ring[0];
  let area = 0, x = 0, y = 0;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = [ring[i - 1][0] - ox, ring[i - 1][1] - oy];
    const [bx, by] = [ring[i][0] - ox, ring[i][1] - oy];
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return area === 0 ? ring[0] : [ox + x / (3 * area), oy + y / (3 * area)];
};

// Metres from a point to a segment.
export const distanceToSegment = (p, a, b) => {
  const k = Math.cos(p[1] * RAD);
  const [ax, ay, bx, by] = [(a[0] - p[0]) * k, a[1] - p[1], (b[0] - p[0]) * k, b[1] - p[1]];
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / square));
  return Math.hypot(ax + t * dx, ay + t * dy) * RAD * EARTH;
};

// Items in square cells; near() gives those within some metres, the nearest first.
export class Grid {
  #cells = new Map();
  #size;

  constructor(size = 0.001) {
    this.#size = size;
  }

  add(point, item) {
    const key = this.#key(point[0], point[1]);
    if (!this.#cells.has(key))
      this.#cells.set(key, []);
    this.#cells.get(key).push({point, item});
  }

  near(point, metres) {
    const reach = Math.ceil(metres / (EARTH * RAD * Math.cos(point[1] * RAD)) / this.#size);
    const found = [];
    for (let i = -reach; i <= reach; i++) {
      for (let j = -reach; j <= reach; j++) {
        const cell = this.#cells.get(this.#key(point[0] + i * this.#size, point[1] + j * this.#size));
        for (const entry of cell ?? []) {
          const d = distance(point, entry.point);
          if (d <= metres)
            found.push({item: entry.item, point: entry.point, distance: d});
        }
      }
    }
    return found.sort((a, b) => a.distance - b.distance);
  }

  #key(lon, lat) {
    return `${Math.floor(lon / this.#size)},${Math.floor(lat / this.#size)}`;
  }
}
