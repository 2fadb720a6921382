// SPDX-License-Identifier: GPL-3.0-or-later
// Opening hours of OpenStreetMap as minutes of a week, read by npm's opening_hours.
// The process must run with TZ=UTC: the package thinks in local time.
import OpeningHours from 'opening_hours';

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60;
// An ordinary week without a holiday in it: Monday, November 23rd, 2026.
const MONDAY = Date.UTC(2026, 10, 23);

// {hours, closed_on_holidays} or undefined where the text cannot be read, says nothing, or depends on the season.
export const weekly = (text, place) => {
  // What happens on public holidays is kept apart from the ordinary week.
  const rules = text.split(/;/).map((rule) => rule.trim()).filter((rule) => rule);
  const ordinary = rules.filter((rule) => !/^(PH|SH)\b/.test(rule))
    .map((rule) => rule.replace(/\s*,\s*(PH|SH)(?=[\s,]|$)/g, '').replace(/\b(PH|SH)\s*,\s*/g, '')).join('; ');
  const holiday = rules.find((rule) => /\bPH\b/.test(rule));
  const joined = joinSameDays(ordinary);
  let intervals;
  try {
    const parsed = new OpeningHours(joined, place, {locale: 'en'});
    if (!parsed.isWeekStable())
      return undefined;
    // Two weeks, so that what crosses Sunday's midnight is seen whole.
    intervals = parsed.getOpenIntervals(new Date(MONDAY - 24 * 60 * MINUTE), new Date(MONDAY + 9 * 24 * 60 * MINUTE));
  } catch {
    return undefined;
  }
  const hours = [];
  for (const [from, to, unknown] of intervals) {
    if (unknown)
      return undefined;
    const start = Math.round((from.getTime() - MONDAY) / MINUTE);
    const end = Math.round((to.getTime() - MONDAY) / MINUTE);
    if (end - start >= WEEK)
      return {hours: [[0, WEEK]], ...closed(holiday)};
    if (start >= 0 && start < WEEK)
      hours.push([start, end]);
  }
  return hours.length ? {hours, ...closed(holiday)} : undefined;
};

// "Mo-Fr 09:00-13:00; Mo-Fr 14:00-19:00": by the letter the second rule replaces the first, but whoever writes
// the same days twice means both.
const joinSameDays = (text) => {
  const byDays = new Map();
  for (const rule of text.split(';').map((r) => r.trim())) {
    const [, days, times] = /^([A-Z][A-Za-z, -]*?)\s+(\d.*)$/.exec(rule) ?? [undefined, rule, ''];
    byDays.set(days, byDays.has(days) && times ? `${byDays.get(days)},${times}` : times);
  }
  return [...byDays].map(([days, times]) => `${days} ${times}`.trim()).join('; ');
};

const closed = (rule) => rule === undefined ? {} : {closed_on_holidays: /\boff|closed/.test(rule)};
