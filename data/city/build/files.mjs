// SPDX-License-Identifier: GPL-3.0-or-later
// Reading and writing the files that the steps of the build hand to each other.
import fs from 'node:fs';

export const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

export const readLines = (file) =>
  fs.readFileSync(file, 'utf8').split('\n').filter((line) => line).map((line) => JSON.parse(line));

export const writeJson = (file, value) => fs.writeFileSync(file, JSON.stringify(value, null, 2) + '\n');

export const writeLines = (file, rows) =>
  fs.writeFileSync(file, rows.map((row) => JSON.stringify(row) + '\n').join(''));

export const writeFeatures = (file, features) =>
  fs.writeFileSync(file, '{"type":"FeatureCollection","features":[\n' +
    features.map((f) => JSON.stringify({type: 'Feature', ...f})).join(',\n') + '\n]}\n');
