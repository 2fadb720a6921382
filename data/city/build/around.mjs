// SPDX-License-Identifier: GPL-3.0-or-later
// The land around the city, out of Natural Earth 1:10m as npm's world-atlas has it.
// usage: node around.mjs CITY.json WORK_DIR
import {createRequire} from 'node:module';
import path from 'node:path';
import {feature} from 'topojson-client';
import {readJson, writeJson} from './files.mjs';

const [configFile, work] = process.argv.slice(2);
const config = readJson(configFile);
const [west, south, east, north] = config.surroundings;

const topology = readJson(createRequire(import.meta.url).resolve('world-atlas/land-10m.json'));
const whole = feature(topology, topology.objects.land);
const polygons = (whole.features ?? [whole]).flatMap(({geometry: g}) => g.type === 'MultiPolygon' ? g.coordinates : [g.coordinates]);

// Sutherland and Hodgman: a ring cut to the box, one side after the other.
const cut = (ring) => {
  const sides = [[0, west, 1], [0, east, -1], [1, south, 1], [1, north, -1]];
  let points = ring.slice(0, -1);
  for (const [axis, at, sign] of sides) {
    const inside = (p) => (p[axis] - at) * sign >= 0;
    points = points.flatMap((p, i) => {
      const before = points[(i + points.length - 1) % points.length];
      const out = [];
      if (inside(p) !== inside(before)) {
        const t = (at - before[axis]) / (p[axis] - before[axis]);
        const other = before[1 - axis] + t * (p[1 - axis] - before[1 - axis]);
        out.push(axis === 0 ? [at, other] : [other, at]);
      }
      if (inside(p))
        out.push(p);
      return out;
    });
  }
  return points.length > 2 ? [...points, points[0]] : [];
};

const pieces = polygons.map((rings) => rings.map(cut).filter((ring) => ring.length)).filter((rings) => rings.length);
writeJson(path.join(work, 'around.json'), pieces.map((coordinates) => ({type: 'Polygon', coordinates})));
console.log(`around: ${pieces.length} pieces of land`);
