// SPDX-License-Identifier: GPL-3.0-or-later
// What run.mjs started, as the tests see it.

import Stripe from 'stripe';

export const world = JSON.parse (process.env.PEERS_WORLD);
export const { ready, tokens } = world;
export const base = ready.listening;

/** The npm client of Stripe, pointed at the sandbox provider. */
export function stripeClient (key = ready.payment_provider.secret_key) {
  const url = new URL (ready.payment_provider.url);

  return new Stripe (key, {
    host: url.hostname,
    port: url.port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

let counter = 0;

/** A key that no other call has. */
export function newKey (name = 'key') {
  return `${name}-${process.pid}-${Date.now ()}-${++counter}`;
}
