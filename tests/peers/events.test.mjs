// SPDX-License-Identifier: GPL-3.0-or-later
// npm's `eventsource` 3 listens: it is told what happens, goes on after the connection was cut, and misses nothing.

import assert from 'node:assert/strict';
import { createServer, connect } from 'node:net';
import test from 'node:test';
import { EventSource } from 'eventsource';
import { get, post } from './contract.mjs';
import { base, tokens } from './world.mjs';

const consumer = { token: tokens.consumer };
const offer = (await get ('/v1/deals?near=-34.9059,-56.1913&radius=5000&kind=voucher&limit=100')).body.deals
  .find ((one) => one.price.amount > 0 && one.stock_left === null);

async function order () {
  const { body } = await post ('/v1/orders', {
    ...consumer, expect: 201, json: { deal_id: offer.id, store_id: offer.store.id, quantity: 1, expected_total: offer.price },
  });

  await post (`/v1/orders/${body.id}/cancel`, consumer);
  return body.id;
}

/* A door to the platform that can be slammed. */
async function openDoor () {
  const sockets = new Set ();
  const { hostname, port } = new URL (base);
  const server = createServer ((client) => {
    const platform = connect (Number (port), hostname);

    for (const socket of [client, platform])
      {
        sockets.add (socket);
        socket.on ('error', () => {}).on ('close', () => { sockets.delete (socket); client.destroy (); platform.destroy (); });
      }
    client.pipe (platform).pipe (client);
  });

  await new Promise ((resolve) => server.listen (0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address ().port}`,
    slam: () => sockets.forEach ((socket) => socket.destroy ()),
    close: () => { server.close (); sockets.forEach ((socket) => socket.destroy ()); },
  };
}

async function until (holds, what) {
  for (const end = Date.now () + 30000; !holds ();)
    {
      assert.ok (Date.now () < end, what);
      await new Promise ((resolve) => setTimeout (resolve, 20));
    }
}

test ('eventsource 3 resumes without loss or doubling', async () => {
  const door = await openDoor ();
  const heard = [];
  const asked = [];
  let readies = 0;
  let resets = 0;
  const source = new EventSource (`${door.url}/v1/events`, {
    fetch: (url, init) => {
      asked.push (init.headers['Last-Event-ID']);
      return fetch (url, { ...init, headers: { ...init.headers, Authorization: `Bearer ${tokens.consumer}` } });
    },
  });

  source.addEventListener ('ready', () => readies++);
  source.addEventListener ('reset', () => resets++);
  source.addEventListener ('order', (event) => {
    const { id, state } = JSON.parse (event.data);

    assert.ok (event.lastEventId);
    heard.push (`${id} ${state}`);
  });
  await until (() => readies === 1, 'it begins');

  const expected = [];
  let slams = 0;
  for (let i = 0; i < 30; i++)
    {
      if (i % 10 === 5)
        {
          await until (() => readies > slams, 'it comes again');
          slams++;
          door.slam ();
        }
      const id = await order ();
      expected.push (`${id} pending_payment`, `${id} cancelled`);
    }
  await until (() => heard.length >= expected.length && readies > slams, 'it is told all');
  await new Promise ((resolve) => setTimeout (resolve, 200));
  const own = heard.filter ((line) => expected.includes (line));

  assert.deepEqual (own, expected);
  assert.equal (resets, 0);
  assert.equal (asked[0], undefined);
  assert.ok (asked.slice (1).every ((id) => typeof id === 'string' && id.length > 0));
  source.close ();
  door.close ();
});

test ('without an account there is the map, and nothing else', async () => {
  assert.equal ((await fetch (`${base}/v1/events`)).status, 422);
  assert.equal ((await fetch (`${base}/v1/events?bbox=-57,-35,-56,-34&store_id=${offer.store.id}`)).status, 401);
});
