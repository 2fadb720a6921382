// SPDX-License-Identifier: GPL-3.0-or-later
// Fields of the header, by foreign parsers: Link (RFC 8288), Idempotency-Key and RateLimit (structured fields, RFC 8941).

import assert from 'node:assert/strict';
import test from 'node:test';
import LinkHeader from 'http-link-header';
import { parseItem, parseList, serializeItem } from 'structured-headers';
import { contract, post, resolve } from './contract.mjs';
import { base, newKey, tokens } from './world.mjs';

const near = 'near=-34.9059,-56.1913';

/* Enough of everything that is listed by page. */
const offers = (await (await fetch (`${base}/v1/deals?${near}&kind=voucher&limit=100`)).json ()).deals
  .filter ((one) => one.price.amount > 0 && (one.stock_left === null || one.stock_left > 5)).slice (5, 12);
const store_id = offers[0].store.id;

for (const deal of offers)
  {
    const order = (await post ('/v1/orders', {
      token: tokens.consumer, expect: 201,
      json: { deal_id: deal.id, store_id: deal.store.id, quantity: 1, expected_total: deal.price },
    })).body;

    await post (`/v1/orders/${order.id}/payment`, { token: tokens.consumer, json: { method: 'saved' }, expect: 201 });
  }
const vouchers = (await (await fetch (`${base}/v1/vouchers?limit=100`, { headers: { Authorization: `Bearer ${tokens.consumer}` } }))
  .json ()).vouchers.filter ((one) => one.state === 'active');
for (const { id } of vouchers.slice (0, 5))
  {
    const voucher = await (await fetch (`${base}/v1/vouchers/${id}`, { headers: { Authorization: `Bearer ${tokens.consumer}` } })).json ();

    if (voucher.stores.some ((one) => one.id === store_id))
      await post ('/v1/merchant/redemptions', { token: tokens.merchant, json: { presented: voucher.code, store_id } });
  }

function parametersOf (item, operation) {
  return [...(item.parameters ?? []), ...(operation.parameters ?? [])].map (resolve);
}

/* The lists of the contract: whatever takes a cursor. */
const lists = Object.entries (contract.paths).filter (([, item]) => item.get &&
  parametersOf (item, item.get).some ((one) => one.name === 'cursor'));

function address (path, item) {
  const query = new URLSearchParams ({ limit: 3 });

  for (const one of parametersOf (item, item.get).filter ((each) => each.required && each.in === 'query'))
    query.set (one.name, { store_id }[one.name] ?? '');
  if (path === '/v1/deals' || path === '/v1/stores')
    {
      query.set ('near', '-34.9059,-56.1913');
      query.set ('radius', 250);
    }
  const id = path.includes ('/deals/') ? offers[0].id : store_id;
  return `${base}${path.replace ('{id}', id)}?${query}`;
}

function authorization (operation) {
  const role = operation.security?.flatMap ((one) => one.bearer ?? [])[0];

  return role ? { Authorization: `Bearer ${tokens[role]}` } : {};
}

test ('every list pages to its end by its links, each entry once', async () => {
  assert.ok (lists.length >= 6, lists.map (([path]) => path).join ());
  let followed = 0;

  for (const [path, item] of lists)
    {
      const seen = [];
      let next = address (path, item);

      for (let pages = 0; next && pages < 60; pages++)
        {
          const answer = await fetch (next, { headers: authorization (item.get) });
          const text = await answer.text ();

          // Of things that nobody has made here.
          if (answer.status === 404 && path.includes ('{') && !/\/(deals|stores)\//.test (path))
            break;
          assert.equal (answer.status, 200, `${next}: ${text}`);
          const body = JSON.parse (text);
          const link = LinkHeader.parse (answer.headers.get ('link') ?? '');
          const entries = body.features ?? Object.values (body).find (Array.isArray);

          assert.ok (Array.isArray (entries), path);
          assert.ok (entries.length <= 3, path);
          seen.push (...entries.map ((one) => one.id ?? JSON.stringify (one)));
          assert.ok (link.rel ('next').length <= 1);
          next = link.has ('rel', 'next') ? new URL (link.rel ('next')[0].uri, base).href : undefined;
          followed += next ? 1 : 0;
        }
      assert.equal (new Set (seen).size, seen.length, `${path}: an entry came twice`);
    }
  assert.ok (followed > 5, `only ${followed} links were followed`);
});

test ('Idempotency-Key is a string by structured-headers\' hand', async () => {
  const deal = offers[0];
  const key = `${newKey ()} with "quotes" and \\`;
  const json = { deal_id: deal.id, store_id: deal.store.id, quantity: 1, expected_total: deal.price };
  const headers = { 'Idempotency-Key': serializeItem (key) };

  assert.equal (parseItem (headers['Idempotency-Key'])[0], key);
  const first = await post ('/v1/orders', { token: tokens.consumer, json, headers, expect: 201 });
  const second = await post ('/v1/orders', { token: tokens.consumer, json, headers, expect: 201 });
  assert.deepEqual (second.body, first.body);
  for (const bad of ['token-without-quotes', '"open', '"\u00e9"', '""', '1', '"a", "b"'].map ((one) => Buffer.from (one).toString ('latin1')))
    {
      const answer = await post ('/v1/orders', { token: tokens.consumer, json, headers: { 'Idempotency-Key': bad } });

      assert.ok ([400, 422].includes (answer.status), bad);
    }
});

test ('RateLimit and RateLimit-Policy are lists of named quotas', async () => {
  for (const [path, name, token] of [[`/v1/deals?${near}`, 'search'], ['/v1/categories', 'read'], ['/v1/me', 'read', tokens.consumer]])
    {
      const { headers } = await fetch (`${base}${path}`, { headers: token ? { Authorization: `Bearer ${token}` } : {} });
      const policies = parseList (headers.get ('ratelimit-policy'));
      const limits = parseList (headers.get ('ratelimit'));

      assert.equal (policies.length, 1);
      assert.equal (limits.length, 1);
      const [[policy, terms], [limit, left]] = [policies[0], limits[0]];
      assert.equal (policy, name);
      assert.equal (limit, name);
      assert.equal (terms.get ('q'), 1000000);
      assert.equal (terms.get ('w'), 60);
      assert.ok (left.get ('r') < 1000000 && left.get ('r') > 900000 && left.get ('t') >= 1);
    }
});
