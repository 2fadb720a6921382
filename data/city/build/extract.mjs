// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a city's OSM-QA vector tiles (one layer "osm" with every tag) and writes one file per theme.
// usage: node extract.mjs CITY.json WORK_DIR
import {VectorTile} from '@mapbox/vector-tile';
import Pbf from 'pbf';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import {readJson, writeFeatures, writeLines} from './files.mjs';
import {middle, round6} from './geometry.mjs';

const [configFile, work] = process.argv.slice(2);
const config = readJson(configFile);
const source = path.join(path.dirname(configFile), config.source);

const GREEN = {
  leisure: {park: 'park', garden: 'park', common: 'park', pitch: 'pitch', track: 'pitch', stadium: 'stadium',
    golf_course: 'golf', playground: 'park', recreation_ground: 'park', nature_reserve: 'wood'},
  landuse: {grass: 'grass', meadow: 'grass', recreation_ground: 'park', village_green: 'grass', cemetery: 'cemetery',
    forest: 'wood', allotments: 'farm', plant_nursery: 'farm', orchard: 'farm', vineyard: 'farm', farmland: 'farm'},
  natural: {wood: 'wood', scrub: 'wood', grassland: 'grass', heath: 'grass', wetland: 'wetland'},
  tourism: {zoo: 'park', theme_park: 'park'},
};
const LAND_USE = {
  landuse: {industrial: 'industrial', railway: 'industrial', commercial: 'commercial', retail: 'commercial',
    military: 'military', construction: 'industrial', brownfield: 'industrial', landfill: 'industrial',
    quarry: 'industrial', garages: 'industrial', port: 'industrial'},
  amenity: {university: 'campus', school: 'campus', college: 'campus', hospital: 'hospital', kindergarten: 'campus',
    parking: 'parking', clinic: 'hospital'},
  aeroway: {aerodrome: 'aerodrome', apron: 'apron', terminal: 'apron'},
};

const lookUp = (table, tags) => {
  for (const key in table)
    if (table[key][tags[key]])
      return table[key][tags[key]];
  return undefined;
};

// The map theme that a feature belongs to, and its kind there.
const theme = (tags, isArea) => {
  if (tags.natural === 'water' || tags.waterway === 'riverbank' || tags.landuse === 'reservoir' || tags.landuse === 'basin')
    return ['water', tags.water ?? 'water'];
  if (tags.natural === 'beach' || tags.natural === 'sand')
    return ['beach', tags.natural];
  if (tags.natural === 'bare_rock')
    return ['rock', 'rock'];
  if (tags.place)
    return ['place', tags.place];
  if (tags.natural === 'cape' || tags.natural === 'bay' || tags.natural === 'peak')
    return ['place', tags.natural];
  if (tags.man_made === 'pier' || tags.man_made === 'breakwater' || tags.man_made === 'groyne')
    return ['pier', tags.man_made];
  if (tags.building && tags.building !== 'no' && isArea)
    return ['building', tags.building];
  if (tags.highway)
    return ['road', tags.highway];
  if (tags.railway)
    return ['rail', tags.railway];
  if (tags.aeroway === 'runway' || tags.aeroway === 'taxiway')
    return ['runway', tags.aeroway];
  if (tags.waterway)
    return ['waterway', tags.waterway];
  if (isArea && lookUp(GREEN, tags))
    return ['green', lookUp(GREEN, tags)];
  if (isArea && lookUp(LAND_USE, tags))
    return ['land-use', lookUp(LAND_USE, tags)];
  return undefined;
};

const PLACE_KEYS = ['shop', 'amenity', 'leisure', 'tourism', 'craft', 'office', 'healthcare'];
const themes = {water: [], beach: [], rock: [], place: [], pier: [], building: [], road: [], rail: [], runway: [], waterway: [],
  green: [], 'land-use': []};
const places = [];
const addresses = [];
const tree = [];

const TILE_FILE = /^(\d+)-(\d+)-(\d+)\.mvt$/;
for (const file of fs.readdirSync(source).filter((name) => TILE_FILE.test(name)).sort()) {
  let bytes = fs.readFileSync(path.join(source, file));
  if (bytes[0] === 0x1f)
    bytes = zlib.gunzipSync(bytes);
  const [z, x, y] = TILE_FILE.exec(file).slice(1).map(Number);
  const layer = new VectorTile(new Pbf(bytes)).layers.osm;
  for (let i = 0; i < layer.length; i++) {
    const feature = layer.feature(i);
    const tags = feature.properties;
    const id = `${tags['@type']}/${tags['@id']}`;
    const drawn = theme(tags, feature.type === 3);
    const named = tags.name && PLACE_KEYS.some((key) => tags[key]);
    const numbered = tags['addr:housenumber'] && tags['addr:street'];
    if (!drawn && !named && !numbered && tags.natural !== 'tree')
      continue;
    const geometry = feature.toGeoJSON(x, y, z).geometry;
    if (drawn) {
      const [name, kind] = drawn;
      const properties = {id, kind, name: tags.name ?? ''};
      if (name === 'road') {
        properties.tunnel = tags.tunnel && tags.tunnel !== 'no' ? 1 : 0;
        properties.bridge = tags.bridge && tags.bridge !== 'no' ? 1 : 0;
        properties.oneway = tags.oneway === 'yes' ? 1 : 0;
        properties.service = tags.service ?? '';
        properties.layer = Number(tags.layer ?? 0) || 0;
      } else if (name === 'rail') {
        properties.tunnel = tags.tunnel && tags.tunnel !== 'no' ? 1 : 0;
        properties.service = tags.service ?? '';
      } else if (name === 'waterway') {
        properties.tunnel = tags.tunnel && tags.tunnel !== 'no' ? 1 : 0;
      }
      themes[name].push({geometry, properties});
    }
    if (tags.natural === 'tree')
      tree.push({geometry, properties: {}});
    if (numbered)
      addresses.push([...round6(middle(geometry)), String(tags['addr:street']), String(tags['addr:housenumber'])]);
    if (named) {
      const own = Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('@')));
      places.push({id, area: feature.type === 3, location: round6(middle(geometry)), tags: own});
    }
  }
}

fs.mkdirSync(work, {recursive: true});
for (const name in themes)
  writeFeatures(path.join(work, `${name}.geojson`), themes[name]);
writeFeatures(path.join(work, 'tree.geojson'), tree);
writeLines(path.join(work, 'places-raw.jsonl'), places);
writeLines(path.join(work, 'addresses.jsonl'), addresses);
console.log(`extract: ${places.length} named places, ${addresses.length} addresses, ` +
  Object.entries(themes).map(([name, features]) => `${features.length} ${name}`).join(', '));
