// SPDX-License-Identifier: GPL-3.0-or-later
// Chance that is the same every time: each thing draws from a stream of its own, named by a text,
// so that a change in one place does not stir the others.

const hash = (text) => {
  let h = 2166136261;
  for (let i = 0; i < text.length; i++)
    h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return h >>> 0;
};

export class Chance {
  #state;

  constructor(seed, name) {
    this.#state = hash(`${seed}/${name}`);
    // the first draws of near states are alike
    for (let i = 0; i < 4; i++)
      this.next();
  }

  // [0, 1), mulberry32
  next() {
    this.#state = this.#state + 0x6d2b79f5 >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ t >>> 15, t | 1);
    t ^= t + Math.imul(t ^ t >>> 7, t | 61);
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
  }

  // whole number, both ends included
  whole(from, to) {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  happens(probability) {
    return this.next() < probability;
  }

  pick(items) {
    return items[Math.floor(this.next() * items.length)];
  }

  // one item by weight
  weighted(items, weight) {
    let left = this.next() * items.reduce((sum, item) => sum + weight(item), 0);
    for (const item of items) {
      left -= weight(item);
      if (left < 0)
        return item;
    }
    return items[items.length - 1];
  }

  // some of the items, in their own order
  some(items, count) {
    const rest = items.map((_, i) => i);
    const chosen = [];
    while (chosen.length < count && rest.length)
      chosen.push(...rest.splice(Math.floor(this.next() * rest.length), 1));
    return chosen.sort((a, b) => a - b).map((i) => items[i]);
  }
}
