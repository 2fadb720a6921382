// SPDX-License-Identifier: GPL-3.0-or-later
// From raw named features to the city's consumer places, brands and areas.
// usage: TZ=UTC node places.mjs CITY.json WORK_DIR OUT_DIR
import path from 'node:path';
import {readJson, readLines, writeLines} from './files.mjs';
import {Grid, distance, distanceToSegment, lineLength, middle, round6} from './geometry.mjs';
import {weekly} from './hours.mjs';
import {cleanName, cleanPhone, cleanWebsite, fold, slug} from './names.mjs';

const [configFile, work, out] = process.argv.slice(2);
const config = readJson(configFile);
const kinds = readJson(new URL('kinds.json', import.meta.url));

const SAME_PLACE = 90;        // metres between a node and a way that are one and the same
const ADDRESS_REACH = 45;     // an address point this near is the place's own
const NUMBER_REACH = 110;     // …or this near on the street that the place names
const STREET_REACH = 120;
const HAMLET_REACH = 350;     // small settlements name only what lies in them

const words = (table) => table.map(([pattern, value]) => [new RegExp(pattern, 'i'), value]);
const GUESS = words(kinds.guess);
const BY_NAME = words(kinds.by_name);
const PICTURES = Object.fromEntries(Object.entries(kinds.pictures).map(([key, table]) => [key, words(table)]));
const LEFT_OUT = Object.fromEntries(Object.entries(kinds.left_out).map(([key, pattern]) => [key, new RegExp(pattern, 'i')]));
const KEYS = ['shop', 'amenity', 'leisure', 'tourism', 'craft', 'office', 'healthcare'];
// Words that say what a shop is and not which one: alone they are no name.
const GENERIC = new Set(('almacen kiosco quiosco farmacia panaderia restaurant restaurante supermercado minimercado mini market autoservice peluqueria carniceria ' +
  'ferreteria libreria papeleria veterinaria gimnasio bar cafe cafeteria pizzeria parrillada lavadero lavanderia cerrajeria optica outlet taller mecanico ' +
  'hotel hostel rotiseria verduleria polleria fruteria provision tienda bazar muebleria zapateria floreria casa de comidas comidas pet shop alimentos para mascotas ' +
  'agropecuaria vidrieria parabrisas boutique super mercado mercadito repuestos gomeria estacion servicio policlinico policlinica clinica consultorio dentista ' +
  'odontologo odontologia estetica salon unisex locutorio cyber ciber pilates artes marciales kick boxing kiosko ropa calzado calzados electronica computacion celulares ' +
  'bicicleteria jugueteria cotillon heladeria confiteria fotocopias imprenta barraca pintureria sanitaria electricidad mercado market food mart minishop esso shop ' +
  'museo teatro cine galeria arte de y e la el los las local comercial confecciones modas novedades regalos accesorios autopartes automotora lubricentro lavado autos ' +
  'academia instituto escuela jardin centro belleza deportes familia medica laboratorio clinico piel telas video fiestas extintores churreria ' +
  'chiviteria aberturas canos escape dental odontologico oftalmologico maxikiosco merceria cuadros estilista tattoo soldaduras rulemanes motos sala unas esculpidas pizza empanadas parrilla grill pasta pastas helados pan panalera perfumeria').split(' '));

const isGeneric = (name) => fold(name).split(' ').every((word) => GENERIC.has(word));

// [tag, category, picture] or undefined where a consumer buys nothing.
const classify = (tags, name) => {
  const better = tags.shop && BY_NAME.find(([pattern]) => pattern.test(name));
  if (better)
    return [better[1], ...kinds.tags[better[1]]];
  for (const key of KEYS) {
    const tag = `${key}=${String(tags[key]).split(';')[0]}`;
    if (kinds.tags[tag])
      return [tag, ...kinds.tags[tag]];
  }
  if (KEYS.some((key) => kinds.guess_tags.includes(`${key}=${tags[key]}`))) {
    const found = GUESS.find(([pattern]) => pattern.test(name));
    if (found)
      return [found[1], ...kinds.tags[found[1]]];
  }
  return undefined;
};

const pictureOf = (category, usual, tags, name, kind) => {
  const fixed = ['ice_cream', 'bakery', 'pasta', 'pharmacy', 'optician', 'veterinary', 'tyres', 'car_wash', 'fuel', 'cosmetics', 'perfumery', 'tattoo'];
  if (fixed.includes(kind))
    return usual;
  const byName = (PICTURES[category] ?? []).find(([pattern]) => pattern.test(name));
  const cuisine = String(tags.cuisine ?? '');
  if (category === 'catering' && cuisine && ['restaurant', 'fast_food', 'cafe'].includes(kind)) {
    const first = cuisine.split(';').map((c) => PICTURES.cuisine.find(([pattern]) => pattern.test(c))).find((hit) => hit);
    if (first)
      return first[1];
  }
  if (category === 'fitness' && /swimming/.test(tags.sport ?? ''))
    return 'swim';
  if (category === 'fitness' && /yoga|pilates/.test(tags.sport ?? ''))
    return 'yoga';
  return byName ? byName[1] : usual;
};

// ---- what is near: address points and streets
const noStreet = new RegExp(config.unlabelled_streets, 'i');
const addresses = new Grid(0.001);
for (const [lon, lat, street, number] of readLines(path.join(work, 'addresses.jsonl')))
  addresses.add([lon, lat], {street: street.trim(), number: number.trim()});

const roads = readJson(path.join(work, 'road.geojson')).features
  .filter(({properties: p}) => p.name && !['footway', 'cycleway', 'path', 'steps', 'proposed', 'construction', 'track'].includes(p.kind));
const segments = new Grid(0.002);
for (const {geometry, properties} of roads) {
  if (!/LineString$/.test(geometry.type) || noStreet.test(properties.name))
    continue;
  for (const line of geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates)
    for (let i = 1; i < line.length; i++)
      segments.add([(line[i - 1][0] + line[i][0]) / 2, (line[i - 1][1] + line[i][1]) / 2], {name: properties.name, a: line[i - 1], b: line[i]});
}

const validNumber = (number) => /^[0-9]{1,5}( ?(bis|[a-z]))?$/i.test(number);

const addressOf = (tags, location) => {
  const stated = tags['addr:street'] && !/^\d+$/.test(tags['addr:street']) && !noStreet.test(tags['addr:street']) ? String(tags['addr:street']).trim() : undefined;
  const number = tags['addr:housenumber'] ? String(tags['addr:housenumber']).split(/[;,/-]/)[0].trim() : undefined;
  if (stated && number)
    return {street: stated, housenumber: number};
  const points = addresses.near(location, NUMBER_REACH).filter(({item}) => validNumber(item.number) && !noStreet.test(item.street));
  if (stated) {
    const own = points.find(({item}) => fold(item.street) === fold(stated));
    return own ? {street: own.item.street, housenumber: own.item.number} : {street: stated};
  }
  if (points.length && points[0].distance <= ADDRESS_REACH)
    return {street: points[0].item.street, housenumber: points[0].item.number};
  const near = segments.near(location, STREET_REACH * 2)
    .map(({item}) => ({name: item.name, distance: distanceToSegment(location, item.a, item.b)}))
    .sort((a, b) => a.distance - b.distance)[0];
  if (near && near.distance <= STREET_REACH)
    return {street: near.name};
  return points.length ? {street: points[0].item.street, housenumber: points[0].item.number} : undefined;
};

// ---- areas
const PLACE_KINDS = {suburb: 'suburb', neighbourhood: 'neighbourhood', square: 'square', town: 'suburb', city: 'suburb', residential: 'neighbourhood', quarter: 'suburb'};
const areaName = (name) => config.renamed_areas[name] ?? name;
const areas = [];
const seenArea = new Set();
const addArea = (name, kind, location) => {
  const key = `${kind}:${fold(name)}`;
  if (seenArea.has(key))
    return;
  seenArea.add(key);
  areas.push({name, kind, location: round6(location)});
};
for (const {geometry, properties: p} of readJson(path.join(work, 'place.geojson')).features)
  if (p.name && PLACE_KINDS[p.kind] && p.name !== config.name)
    addArea(areaName(p.name), PLACE_KINDS[p.kind], middle(geometry));
const suburbs = areas.filter((a) => a.kind === 'suburb');
const hamlets = areas.filter((a) => a.kind === 'neighbourhood');
for (const {geometry, properties: p} of readJson(path.join(work, 'green.geojson')).features)
  if (p.name && ['park', 'grass'].includes(p.kind) && /^(plaza|plazoleta|plazuela|parque|jard[ií]n)/i.test(p.name))
    addArea(p.name, 'square', middle(geometry));
for (const {geometry, properties: p} of roads)
  if (p.kind === 'pedestrian' && /Polygon$/.test(geometry.type))
    addArea(p.name, 'square', middle(geometry));
const streets = new Map();
for (const {geometry, properties: p} of roads) {
  if (!/LineString$/.test(geometry.type) || /_link$/.test(p.kind) || noStreet.test(p.name))
    continue;
  const lines = geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates;
  const key = fold(p.name);
  if (!streets.has(key))
    streets.set(key, {name: p.name, lines: []});
  streets.get(key).lines.push(...lines);
}
// A street stands where its middle vertex by length is: half of it lies on either side.
for (const [, {name, lines}] of [...streets].sort((a, b) => a[0] < b[0] ? -1 : 1)) {
  const centre = [0, 1].map((k) => {
    let sum = 0, weight = 0;
    for (const line of lines) {
      const w = lineLength(line);
      sum += middle({type: 'LineString', coordinates: line})[k] * w;
      weight += w;
    }
    return weight ? sum / weight : lines[0][0][k];
  });
  const nearest = lines.flat().reduce((best, p) => distance(p, centre) < distance(best, centre) ? p : best);
  addArea(name, 'street', nearest);
}

const nearestOf = (list, location) => list.reduce((best, a) => {
  const d = distance(location, a.location);
  return d < best.distance ? {name: a.name, distance: d} : best;
}, {name: config.name, distance: Infinity});
const neighbourhoodOf = (tags, location) => {
  if (tags['addr:suburb'])
    return areaName(String(tags['addr:suburb']));
  const hamlet = nearestOf(hamlets, location);
  const suburb = nearestOf(suburbs, location);
  return hamlet.distance < HAMLET_REACH && hamlet.distance < suburb.distance ? hamlet.name : suburb.name;
};

// ---- places
const seen = new Map();
const raw = readLines(path.join(work, 'places-raw.jsonl'));
// a feature that a tile edge cuts stands in both tiles under one id
for (const row of raw)
  if (!seen.has(row.id))
    seen.set(row.id, row);

const [west, south, east, north] = config.bounds;
let found = [];
const dropped = {category: 0, name: 0, address: 0, same: 0};
for (const row of seen.values()) {
  const name = cleanName(row.tags.name);
  // a place that says it is shut is none to send people to
  const hit = /^(closed|off|cerrado)\b/i.test(row.tags.opening_hours ?? '') ? undefined : classify(row.tags, name);
  if (!hit) {
    dropped.category++;
    continue;
  }
  const [tag, category, usual] = hit;
  if (name.length < 2 || /^\d+$/.test(name) || isGeneric(name) || LEFT_OUT.names.test(name) || LEFT_OUT[category]?.test(name)) {
    dropped.name++;
    continue;
  }
  const [lon, lat] = row.location;
  if (lon < west || lon > east || lat < south || lat > north)
    continue;
  const kind = tag.split('=')[1];
  found.push({id: row.id, name, category, kind, tags: row.tags, location: row.location, picture: pictureOf(category, usual, row.tags, name, kind)});
}

// One place mapped twice: same name (or one within the other), same category, next door. The one with more tags stays, and takes what it lacks.
const wealth = (p) => Object.keys(p.tags).length;
found.sort((a, b) => wealth(b) - wealth(a) || (a.id < b.id ? -1 : 1));
const kept = new Grid(0.001);
const unique = [];
for (const place of found) {
  const twin = kept.near(place.location, SAME_PLACE)
    .find(({item}) => item.category === place.category && fold(item.name) === fold(place.name));
  if (twin) {
    dropped.same++;
    for (const key of ['opening_hours', 'phone', 'website', 'cuisine', 'addr:street', 'addr:housenumber', 'brand'])
      twin.item.tags[key] ??= place.tags[key];
    continue;
  }
  kept.add(place.location, place);
  unique.push(place);
}

// ---- brands: one name, one category, at least two branches; first names and saints coincide by chance
// "Farmashop 48" and "San Roque Centro" are branches of the chain that the city's settings name.
const chainOf = (place) => {
  const alias = config.brand_aliases[`${place.kind}/${place.name}`] ?? config.brand_aliases[place.name] ?? place.name;
  return config.brand_prefixes.find((prefix) => `${fold(alias)} `.startsWith(`${fold(prefix)} `)) ?? alias;
};
const groups = new Map();
for (const place of unique) {
  place.name = config.brand_aliases[`${place.kind}/${place.name}`] ?? config.brand_aliases[place.name] ?? place.name;
  const key = `${place.category}:${fold(chainOf(place))}`;
  if (!groups.has(key))
    groups.set(key, []);
  groups.get(key).push(place);
}
const notBrands = new Set(config.not_a_brand.map(fold));
const brands = [];
const brandIds = new Set();
for (const [, branches] of [...groups].sort((a, b) => a[0] < b[0] ? -1 : 1)) {
  if (branches.length < 2 || notBrands.has(fold(chainOf(branches[0]))))
    continue;
  const chain = slug(chainOf(branches[0]));
  const id = brandIds.has(chain) ? `${chain}-${branches[0].category}` : chain;
  brandIds.add(id);
  const names = branches.map(chainOf);
  const name = names.reduce((best, n) => names.filter((m) => m === n).length > names.filter((m) => m === best).length ? n : best);
  brands.push({id, name, category: branches[0].category});
  for (const branch of branches) {
    branch.brand = id;
    if (fold(branch.name) === fold(name))
      branch.name = name;
  }
}

const place = {lat: config.centre[1], lon: config.centre[0], address: {country_code: config.country.toLowerCase(), state: config.state}};
const places = [];
let withHours = 0;
for (const p of unique) {
  const address = addressOf(p.tags, p.location);
  if (!address) {
    dropped.address++;
    continue;
  }
  address.neighbourhood = neighbourhoodOf(p.tags, p.location);
  const row = {id: p.id, name: p.name, category: p.category, kind: p.kind};
  if (p.brand)
    row.brand = p.brand;
  row.address = address;
  row.location = p.location;
  if (p.tags.opening_hours) {
    const text = String(p.tags.opening_hours).replace(/^["\s]+|["\s]+$/g, '');
    const parsed = weekly(text, place);
    if (text)
      row.opening_hours = text;
    if (parsed) {
      Object.assign(row, parsed);
      withHours++;
    }
  }
  const phone = cleanPhone(p.tags.phone ?? p.tags['contact:phone'] ?? '', config.phone_prefix);
  const site = p.tags.website ?? p.tags['contact:website'];
  if (phone)
    row.phone = phone;
  if (site && cleanWebsite(site))
    row.website = cleanWebsite(site);
  if (p.tags.cuisine)
    row.cuisine = String(p.tags.cuisine);
  row.picture = p.picture;
  places.push(row);
}
const idOrder = ({id}) => [id.split('/')[0], Number(id.split('/')[1])];
places.sort((a, b) => {
  const [ta, na] = idOrder(a), [tb, nb] = idOrder(b);
  return ta < tb ? -1 : ta > tb ? 1 : na - nb;
});
const used = new Map();
for (const p of places)
  if (p.brand)
    used.set(p.brand, (used.get(p.brand) ?? 0) + 1);
const living = brands.filter((b) => used.get(b.id) >= 2).sort((a, b) => a.id < b.id ? -1 : 1);
const livingIds = new Set(living.map((b) => b.id));
for (const p of places)
  if (p.brand && !livingIds.has(p.brand))
    delete p.brand;

writeLines(path.join(out, 'places.jsonl'), places);
writeLines(path.join(out, 'brands.jsonl'), living);
writeLines(path.join(out, 'areas.jsonl'), areas);
const count = {};
for (const p of places)
  count[p.category] = (count[p.category] ?? 0) + 1;
console.log(`places: ${places.length} (${withHours} with hours), ${living.length} brands, ${areas.length} areas; left out ${JSON.stringify(dropped)}`);
console.log(`places: ${Object.entries(count).map(([k, n]) => `${k} ${n}`).join(', ')}`);
