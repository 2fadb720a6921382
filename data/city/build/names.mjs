// SPDX-License-Identifier: GPL-3.0-or-later
// Names as they come out of OpenStreetMap, made fit to be read and compared.

// Lower case, no accents, no punctuation: two spellings of one name become the same.
export const fold = (name) =>
  name.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
    .replace(/&/g, ' y ').replace(/['’`´.]/g, '').replace(/[^a-z0-9]+/g, ' ').trim();

// Trades whose accent is often left out.
const TRADES = /\b(panad|carnic|ferret|peluqu|libr|papel|zapat|juguet|joy|pizz|chivit|cervec|confit|verdul|herbolist|helad|lavand|tintor|veterinar|reloj|florist|flor|muebl|rotis|cerraj|mercer|lencer|vidri|gomer|relojer|barber|galer|perfumer|hambuergues|hamburgues)(er)?ia\b/gi;
const SMALL = new Set(['de', 'del', 'la', 'las', 'el', 'los', 'y', 'e', 'a', 'en', 'con', 'al', 'da', 'do', 'di', 'della', 'para', 'por', 'lo']);

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

// "PANADERIA LA MODERNA" → "Panadería La Moderna"; initials (C.A., BMW, S.A.) stay as they are.
const calm = (name) => {
  const letters = name.replace(/[^\p{L}]/gu, '');
  const words = name.split(' ');
  if (letters.length > 6 && letters === letters.toUpperCase() && (words.length > 1 || letters.length > 7))
    return words.map((word, i) => /\.|\d/.test(word) || word.length <= 2 && !SMALL.has(word.toLowerCase()) ? word
      : i > 0 && SMALL.has(word.toLowerCase()) ? word.toLowerCase() : capital(word.toLowerCase())).join(' ');
  return name;
};

export const cleanName = (raw) => {
  let name = String(raw).normalize('NFC').replace(/[\s\u00a0_]+/g, ' ').trim();
  name = name.replace(/^["“”'«]+(.*?)["“”'»]+$/, '$1').replace(/\s+([,.;:!?])/g, '$1').replace(/[\s,;:/–-]+$/, '')
    .replace(/(^|[^.A-Z])\.$/, '$1').replace(/[“”]/g, '"');
  name = name.replace(/ń/g, 'ñ').replace(/\s*\((ex|cerrado|closed|fixme)[^)]*\)/gi, '').trim();
  name = calm(name);
  name = name.replace(TRADES, (word) => word.replace(/ia$/i, (tail) => tail === 'IA' ? 'ÍA' : 'ía'));
  name = name.replace(/\bOptica\b/g, 'Óptica').replace(/\bClinica\b/g, 'Clínica').replace(/\bAlmacen\b/g, 'Almacén')
    .replace(/\bMedic(a|o)\b/g, 'Médic$1').replace(/\bPanaderí(a)\b/g, 'Panaderí$1').replace(/\bCafe\b/g, 'Café')
    .replace(/\bAutomovil/g, 'Automóvil').replace(/\bBicicleteria\b/g, 'Bicicletería').replace(/\bNeumaticos\b/g, 'Neumáticos');
  return capital(name);
};

// "Multi Ahorro" → "multi-ahorro"
export const slug = (name) => fold(name).replace(/ /g, '-');

// "2900 1234; 099…" → "+598 2900 1234", the first number only; nothing if it is no number.
export const cleanPhone = (raw, prefix) => {
  const first = String(raw).split(/[;,/]| y /)[0].trim();
  const digits = first.replace(/[^\d+]/g, '');
  if (digits.replace('+', '').length < 6 || digits.length > 16 || digits.startsWith('+') && !digits.startsWith(prefix))
    return undefined;
  const own = prefix.slice(1);
  const local = digits.replace('+', '').replace(new RegExp(`^(00)?${own}(?=\\d{7})`), '').replace(/^0/, '');
  if (local.length > 10)
    return undefined;
  return `${prefix} ${local.replace(/(\d{4})$/, ' $1')}`.replace(/\s+/g, ' ').trim();
};

export const cleanWebsite = (raw) => {
  const first = String(raw).split(/[;\s]/)[0].trim();
  const url = /^https?:\/\//i.test(first) ? first : `http://${first}`;
  return URL.canParse(url) && new URL(url).hostname.includes('.') ? url : undefined;
};
