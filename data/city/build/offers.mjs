// SPDX-License-Identifier: GPL-3.0-or-later
// Sample offers, price logs and reviews on top of the real places, out of the templates in offers/.
// usage: node offers.mjs CITY.json OUT_DIR      reads and adds to OUT_DIR; writes city.json last
//
// A template:
//   on     which places: "picture" or "picture/kind", several with spaces between
//   not, only   expressions on the place's name
//   kind   voucher, coupon, booking, group
//   t, s, i, b  title, summary, lines of what is included, a coupon's benefit; each [es, en, zh-CN].
//          {n} is a number; {f} a choice with a text for each language (lower case within a sentence);
//          {d} the discount in per cent; "(s)" after a word is dropped if {n} is 1
//   x      the choices for n and f, price(v) the regular price in whole units of the currency, off the range of the discount
//   unit   [count, unit of UNITS], r the usage rules to choose from (RULES), w its weight
//   slots, pay, cancel   bookings; multi = one voucher for several visits, book = by appointment, adults
import path from 'node:path';
import {readJson, readLines, writeJson, writeLines} from './files.mjs';
import {reviewsOf} from './reviews.mjs';
import {Chance} from './seed.mjs';

const [configFile, out] = process.argv.slice(2);
const config = readJson(configFile);
const categories = readJson(new URL('categories.json', import.meta.url));
const places = readLines(path.join(out, 'places.jsonl'));
const brands = readLines(path.join(out, 'brands.jsonl'));

const LANGUAGES = ['es', 'en', 'zh-CN'];
const FILES = ['catering', 'beauty', 'fitness', 'leisure', 'lodging', 'education', 'health', 'cars', 'shops'];
const templates = [];
for (const file of FILES)
  for (const [index, template] of (await import(`./offers/${file}.mjs`)).default.entries())
    templates.push({...template, key: `${file}-${index}`, on: template.on.split(' '), not: template.not && new RegExp(template.not), only: template.only && new RegExp(template.only)});

const UNITS = {
  person: ['persona', 'person', '人'], piece: ['pieza', 'piece', '件'], portion: ['porción', 'portion', '份'], item: ['unidad', 'item', '件'],
  kg: ['kg', 'kg', '公斤'], session: ['sesión', 'session', '次'], class: ['clase', 'class', '节'], month: ['mes', 'month', '个月'],
  hour: ['hora', 'hour', '小时'], ticket: ['entrada', 'ticket', '张'], night: ['noche', 'night', '晚'], event: ['evento', 'event', '场'],
  course: ['curso', 'course', '期'], pair: ['par', 'pair', '副'], service: ['servicio', 'service', '次'], wash: ['lavado', 'wash', '次'],
  day: ['día', 'day', '天'], photo: ['foto', 'photo', '张'], bottle: ['botella', 'bottle', '瓶'], litre: ['litro', 'litre', '升'],
};
const RULES = {
  any: {}, weekdays: {weekdays: [1, 2, 3, 4, 5]}, monthu: {weekdays: [1, 2, 3, 4]}, tuthu: {weekdays: [2, 3, 4]}, monwed: {weekdays: [1, 2, 3]},
  weekend: {weekdays: [6, 7]}, sunthu: {weekdays: [1, 2, 3, 4, 7]}, thusun: {weekdays: [4, 5, 6, 7]}, noholiday: {holidays: false},
  lunch: {from: '12:00', to: '15:30'}, lunchweek: {weekdays: [1, 2, 3, 4, 5], from: '12:00', to: '15:30'}, dinner: {from: '20:00', to: '23:30'},
  morning: {from: '08:00', to: '12:00'}, afternoon: {from: '16:00', to: '19:30'},
};

// Offers a place may expect, by picture or by picture and kind.
const EXPECTED = {
  pizza: 2.6, chivito: 2.4, burger: 2, grill: 2.6, sushi: 4, pasta: 2.2, dinner: 2.4, vegetarian: 2.6, cafe: 2.6, bakery: 1.5, 'ice-cream': 2.2, bar: 2,
  hair: 2.8, barber: 3, spa: 2.8, nails: 2.2, gym: 2.4, yoga: 3, swim: 2, dance: 3, cinema: 3.6, bowling: 3, party: 2.6, games: 1.8,
  museum: 1.4, theatre: 2.2, music: 1.6, hotel: 2.2, hostel: 2, course: 2.6, language: 3, 'driving-school': 2, kids: 1.6,
  dental: 2.4, optician: 1.5, clinic: 0.7, pharmacy: 0.5, pet: 1.6, 'car-wash': 3, workshop: 0.9, tyres: 1.8, fuel: 0.8, photo: 4.5,
  clothes: 1.1, shoes: 1.2, books: 1, flowers: 1.6, gift: 1.2, home: 0.7, toys: 1.4, electronics: 1, sport: 1.6, bike: 1.6,
  'market/convenience': 0.22, 'market/supermarket': 0.55, 'market/butcher': 0.6, market: 0.9,
};

const minutes = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const round3 = (value) => Math.round(value * 1000) / 1000;

// Is the place open for at least an hour within the rules, on each of their days? Unknown hours: believe it.
const opensFor = (place, rules) => {
  if (!place.hours)
    return true;
  const from = minutes(rules.from ?? '00:00'), to = minutes(rules.to ?? '23:59');
  return (rules.weekdays ?? [1, 2, 3, 4, 5, 6, 7]).some((day) => place.hours.some(([start, end]) => {
    const a = (day - 1) * 1440 + from, b = (day - 1) * 1440 + to;
    return Math.min(end, b) - Math.max(start, a) >= 60;
  }));
};
const openAt = (place, day, time, length) => !place.hours || place.hours.some(([start, end]) => {
  const at = (day - 1) * 1440 + minutes(time);
  return start <= at && at + Math.min(length, 60) <= end;
});

// Prices that a shop would write: 290, 450, 1.190, 2.450, 6.900.
const shopPrice = (value, chance) => {
  if (value < 200)
    return Math.max(10, Math.round(value / 10) * 10);
  const step = value < 8000 ? 50 : 100;
  const even = Math.round(value / step) * step;
  if (even % 100 === 0 && even >= 300 && chance.happens(0.75))
    return even - 10;
  return even;
};
const minor = (value) => Math.round(value * 100 / config.price_step) * config.price_step;

// "{n} mes(es)" and so on.
const fill = (text, v, language) => text
  // Chinese counts what is left of the price in tenths
  .replace(/立?减\{d\}%/g, () => `${(100 - v.d) / 10}折`)
  .replace(/\{([nfd])\}/g, (_, key) => key === 'f' ? (language === 'zh-CN' ? v.f.zh : v.f[language]) : String(v[key]))
  .replace(/\((e?s)\)/g, (_, plural) => v.n === 1 ? '' : plural);
const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const texts = (row, v) => Object.fromEntries(LANGUAGES.map((language, i) => [language, sentence(fill(row[i], v, language))]));

const fits = (template, place) =>
  template.on.some((selector) => selector === place.picture || selector === `${place.picture}/${place.kind}` || selector === `${place.picture}/${place.category}`) &&
  !(template.not && template.not.test(place.name)) && !(template.only && !template.only.test(place.name));

let serial = 0;
const offers = [];
const reviews = [];

const makeOffer = (template, place, branches, chance) => {
  const v = {};
  for (const key in template.x ?? {})
    v[key] = chance.pick(template.x[key]);
  const level = config.price_levels[place.address.neighbourhood] ?? 1;
  // A gift card's price is its face value; everything else differs from shop to shop.
  const isCard = /^(Vale|Gift)/.test(template.t[0]);
  const own = isCard ? 1 : level * (0.92 + chance.next() * 0.18);
  const plain = template.price(v);
  const regular = plain === 0 ? 0 : minor(isCard ? plain : shopPrice(plain * own, chance));
  const open = (template.r ?? ['any']).filter((name) => opensFor(place, RULES[name]));
  if (!open.length)
    return undefined;
  const rules = {...RULES[chance.pick(open)]};
  const off = chance.whole(...template.off);
  v.d = Math.round(off / 5) * 5;
  const [count, unit] = template.unit ? template.unit(v) : [1, 'item'];

  const offer = {id: ''};
  if (branches.whole)
    offer.brand = place.brand;
  else
    offer.place = place.id;
  if (branches.whole && branches.some)
    offer.places = branches.ids;
  offer.kind = template.kind;
  offer.category = place.category;
  offer.picture = place.picture;
  offer.title = texts(template.t, v);
  offer.summary = texts(template.s, v);
  offer.includes = template.i.map((line) => texts(line, v));

  const starts = -chance.whole(1, template.kind === 'group' ? 12 : 75);
  const ends = template.kind === 'group' ? chance.weighted([[0, 1], [1, 2], [chance.whole(2, 6), 4], [chance.whole(7, 20), 4]], (e) => e[1])[0]
    : chance.weighted([[0, 3], [1, 4], [chance.whole(2, 6), 9], [chance.whole(7, 21), 24], [chance.whole(22, 75), 60]], (e) => e[1])[0];

  if (template.kind === 'coupon') {
    offer.benefit = texts(template.b, v);
    offer.regular_price = regular;
    offer.price = 0;
    offer.discount_percent = plain === 0 ? v.d : off;
  } else if (template.kind === 'group') {
    const steps = [off, off + chance.whole(7, 10), off + chance.whole(14, 18)].slice(0, chance.whole(2, 3));
    const froms = chance.pick([[2, 5, 10], [2, 4, 8], [3, 6, 12]]);
    let last = regular;
    offer.regular_price = regular;
    offer.tiers = steps.map((percent, i) => {
      last = Math.min(last - config.price_step, minor(shopPrice(regular / 100 * (1 - percent / 100), chance)));
      return {from: froms[i], price: last};
    });
    offer.minimum = chance.pick([froms[0], froms[0] + 1, froms[1]]);
    offer.deadline_day = ends;
    offer.joined = chance.happens(0.35) ? offer.minimum - 1 : chance.whole(0, froms[1] + 3);
    // the price that one who joins now pays
    const reached = offer.tiers.filter((tier) => tier.from <= Math.max(offer.joined, froms[0]));
    offer.price = reached[reached.length - 1].price;
  } else {
    offer.regular_price = regular;
    offer.price = Math.min(regular - config.price_step, minor(shopPrice(regular / 100 * (1 - off / 100), chance)));
  }
  if (template.kind !== 'coupon')
    offer.discount_percent = Math.round((1 - offer.price / offer.regular_price) * 100);
  offer.unit = {count, name: Object.fromEntries(LANGUAGES.map((language, i) => [language, UNITS[unit][i]]))};

  const few = chance.happens(0.09);
  if (template.kind === 'voucher')
    offer.stock = few ? chance.whole(1, 4) : chance.happens(0.15) ? null : chance.whole(2, 40) * 5;
  else if (template.kind === 'coupon')
    offer.stock = few ? chance.whole(2, 6) : chance.happens(0.5) ? null : chance.whole(5, 60) * 10;
  else
    offer.stock = template.kind === 'group' ? chance.whole(3, 10) * 5 : null;
  offer.per_person = template.kind === 'coupon' ? 1 : template.kind === 'group' ? 2 : template.multi ? 2 : chance.pick([2, 3, 4, 5]);
  offer.starts_day = starts;
  offer.ends_day = ends;
  offer.use_within_days = template.kind === 'coupon' ? chance.pick([14, 21, 30]) : chance.pick([30, 45, 60, 60, 90]);

  if (template.kind !== 'booking') {
    if (chance.happens(0.18) && rules.holidays === undefined)
      rules.holidays = false;
    if (template.book)
      rules.booking_required = true;
    if (template.multi)
      rules.max_per_visit = 1;
    else if (template.kind === 'voucher' && chance.happens(0.3))
      rules.max_per_visit = 2;
  } else {
    for (const key of ['weekdays', 'from', 'to', 'holidays'])
      delete rules[key];
  }
  if (template.adults)
    rules.adults_only = true;
  offer.rules = rules;

  if (template.kind === 'booking') {
    const s = template.slots;
    const sevenDays = ['catering', 'leisure', 'culture', 'lodging', 'fitness'].includes(place.category);
    let days = s.weekdays ?? (sevenDays ? [1, 2, 3, 4, 5, 6, 7] : chance.pick([[1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6]]));
    days = days.filter((day) => s.times.some((time) => openAt(place, day, time, s.minutes)));
    let times = s.times.filter((time) => days.every((day) => openAt(place, day, time, s.minutes)));
    if (!days.length || !times.length)
      return undefined;
    times = times.length > 3 ? chance.some(times, chance.whole(3, times.length)) : times;
    offer.slots = {weekdays: days, times, capacity: Math.max(1, s.capacity + chance.whole(-1, 1)), minutes: s.minutes, days_ahead: chance.pick([14, 21, 30])};
    offer.pay = chance.pick(template.pay);
    if (offer.pay === 'deposit')
      offer.deposit = Math.max(config.price_step * 5, minor(Math.round(offer.price / 100 * chance.pick([0.2, 0.25, 0.3]) / 50) * 50));
    offer.cancel_hours = template.cancel ?? chance.pick([4, 12, 24, 24]);
  }

  // The log of the price since the sale began: it starts nearer the regular price, and some have been lower lately.
  const log = [{day: starts, price: offer.price}];
  if (template.kind !== 'coupon' && template.kind !== 'group' && starts < -6) {
    const changes = chance.whole(0, Math.min(4, Math.floor(-starts / 6)));
    const days = chance.some([...Array(-starts - 1)].map((_, i) => starts + 1 + i), changes);
    let step = offer.price;
    const before = [];
    for (let i = days.length; i > 0; i--) {
      // only within the last thirty days a low says something to the buyer
      const low = days[i - 1] > -28 && chance.happens(0.22);
      step = low ? offer.price * (0.88 + chance.next() * 0.08) : Math.min(offer.regular_price, step * (1.03 + chance.next() * 0.09));
      before.unshift(Math.max(config.price_step, minor(Math.round(step / 100 / 10) * 10)));
      step = Math.max(step, offer.price);
    }
    if (changes) {
      log[0].price = before[0];
      days.forEach((day, i) => log.push({day, price: i === days.length - 1 ? offer.price : before[i + 1]}));
    }
  }
  offer.price_log = log.filter((entry, i) => i === 0 || entry.price !== log[i - 1].price);
  if (offer.price_log[offer.price_log.length - 1].price !== offer.price)
    offer.price_log.push({day: -1, price: offer.price});

  const reach = (branches.whole ? 2.5 : 1) * (level > 1 ? 1.4 : 1) * (template.kind === 'coupon' ? 1.5 : template.kind === 'group' ? 0.3 : 1);
  offer.sold = Math.floor(Math.exp(chance.next() * 3.4 + 0.6) * reach * Math.min(1, -starts / 30));
  offer.popularity = round3(Math.min(1, Math.log1p(offer.sold) / 6.2 * 0.8 + chance.next() * 0.2));
  return offer;
};

const addOffers = (name, place, branches, expected) => {
  const chance = new Chance(config.seed, name);
  const hits = templates.filter((template) => fits(template, place));
  if (!hits.length)
    return;
  let count = Math.floor(expected) + (chance.happens(expected % 1) ? 1 : 0);
  // some shops offer more than others
  if (expected >= 1.4)
    count = Math.max(0, count + chance.whole(-1, 1));
  let left = hits;
  for (let tries = 0; count > 0 && left.length && tries < 12; tries++) {
    const template = chance.weighted(left, (t) => t.w * (t.kind === 'booking' ? 1.3 : 1));
    left = left.filter((t) => t !== template);
    const offer = makeOffer(template, place, branches, chance);
    if (!offer)
      continue;
    offer.id = `o-${String(++serial).padStart(6, '0')}`;
    offers.push(offer);
    reviews.push(...reviewsOf(offer, branches.ids, new Chance(config.seed, `${name}/${template.key}/reviews`), config.languages));
    count--;
  }
};

const expectedAt = (place) => EXPECTED[`${place.picture}/${place.kind}`] ?? EXPECTED[place.picture] ?? 0;
const byBrand = new Map(brands.map((brand) => [brand.id, []]));
for (const place of places)
  if (place.brand)
    byBrand.get(place.brand).push(place);
for (const brand of brands) {
  const branches = byBrand.get(brand.id);
  // the branch that is most like the others speaks for the chain
  const like = (p) => branches.filter((b) => b.picture === p.picture && b.kind === p.kind).length;
  const speaker = branches.reduce((best, p) => like(p) > like(best) ? p : best);
  const same = branches.filter((b) => b.picture === speaker.picture);
  const chance = new Chance(config.seed, `branches/${brand.id}`);
  const only = same.length < branches.length || branches.length > 3 && chance.happens(0.3);
  const ids = (only && same.length === branches.length ? chance.some(same, Math.ceil(same.length * 0.6)) : same).map((p) => p.id);
  addOffers(`brand/${brand.id}`, {...speaker, name: brand.name, hours: undefined}, {whole: true, some: only, ids}, Math.max(1.2, Math.min(4, expectedAt(speaker) * 1.5)));
}
for (const place of places)
  addOffers(place.id, place, {whole: false, ids: [place.id]}, expectedAt(place) * (place.brand ? 0.2 : 1));

const mapFile = (scale) => Object.keys(config.map_files).find((name) => config.map_files[name].scale === scale);
writeLines(path.join(out, 'offers.jsonl'), offers);
writeLines(path.join(out, 'reviews.jsonl'), reviews);
writeJson(path.join(out, 'city.json'), {
  format: 1, id: config.id, name: config.name, country: config.country, currency: config.currency, timezone: config.timezone, languages: config.languages,
  centre: config.centre, zoom: config.zoom, bounds: config.bounds, attribution: config.attribution, attribution_url: config.attribution_url,
  licence: config.licence, sample_offers: true, holidays: config.holidays, basemap: {file: mapFile(1), ...(mapFile(2) ? {hidpi_file: mapFile(2)} : {})},
  categories: categories.map((category) => ({...category, glyph: `rambla-${category.id}-symbolic`})),
  counts: {places: places.length, brands: brands.length, offers: offers.length, reviews: reviews.length},
});
const tally = (key) => Object.entries(offers.reduce((sum, offer) => ({...sum, [offer[key]]: (sum[offer[key]] ?? 0) + 1}), {})).map(([k, n]) => `${k} ${n}`).join(', ');
console.log(`offers: ${offers.length} (${tally('kind')}; ${tally('category')}), ${reviews.length} reviews, at ${new Set(offers.map((o) => o.place ?? o.brand)).size} places and brands`);
