// SPDX-License-Identifier: GPL-3.0-or-later
// The peer of bench-map-index: the same points, the same views. One JSON object a line.
//   npm ci && node --expose-gc supercluster.mjs FILE        FILE from: bench-map-index --write FILE N
import { readFileSync } from 'node:fs';
import Supercluster from 'supercluster';

const QUERIES = 2000;
const bytes = readFileSync(process.argv[2]);
const points = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
const n = points.length / 2;
const report = (name, figure, unit) =>
  console.log(JSON.stringify({ name, figure: +figure.toFixed(3), unit, points: n, peer: 'supercluster' }));
const memory = () => {
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
const latitude = (y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
const mercator = (lat) => 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);

const features = Array.from({ length: n }, (_, i) => ({
  type: 'Feature',
  properties: {},
  geometry: { type: 'Point', coordinates: [points[2 * i], points[2 * i + 1]] },
}));
const before = memory();
let build = Infinity;
let index;
for (let round = 0; round < 3; round++) {
  const start = performance.now();
  index = new Supercluster({ radius: 64, extent: 256, maxZoom: 20 }).load(features);
  build = Math.min(build, performance.now() - start);
}
report('map.index.build', build, 'ms');
report('map.index.memory', (memory() - before) / n, 'bytes/point');

for (let zoom = 5; zoom <= 17; zoom += 2) {
  const world = 256 * 2 ** zoom;
  const times = [];
  for (let i = 0; i < QUERIES; i++) {
    const at = Math.floor((i * n) / QUERIES);
    const longitude = points[2 * at];
    const y = mercator(points[2 * at + 1]);
    const half = (600 / world) * 360;
    const box = [longitude - half, latitude(y + 400 / world), longitude + half, latitude(y - 400 / world)];
    const start = performance.now();
    index.getClusters(box, zoom);
    times.push((performance.now() - start) * 1000);
  }
  times.sort((a, b) => a - b);
  report(`map.query.z${zoom}.p50`, times[QUERIES / 2], 'us');
  report(`map.query.z${zoom}.p99`, times[(QUERIES * 99) / 100], 'us');
}
