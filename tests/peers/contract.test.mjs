// SPDX-License-Identifier: GPL-3.0-or-later
// The contract is sound, and the running platform keeps it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { check } from '@placemarkio/check-geojson';
import { createConfig, lint } from '@redocly/openapi-core';
import core from '@stoplight/spectral-core';
import parsers from '@stoplight/spectral-parsers';
import { call, checkAnswer, checkRequest, contract, contractPath, get, post, resolve, seen } from './contract.mjs';
import { Person } from './person.mjs';
import { rules } from './rules.mjs';
import { base, tokens } from './world.mjs';

const { Document, Ruleset, Spectral } = core;
const { Yaml } = parsers;

const near = 'near=-34.9059,-56.1913&radius=3000';

test ('the document is sound', async () => {
  // Every operation has "default" for all that can go wrong, which that rule does not count.
  // What events carry is described, and sent as text.
  const config = await createConfig ({
    extends: ['recommended'], rules: { 'operation-4xx-response': 'off', 'no-unused-components': 'off' },
  });
  const problems = await lint ({ ref: contractPath, config });

  assert.deepEqual (problems.map ((one) => `${one.severity} ${one.ruleId} ${one.location[0].pointer}: ${one.message}`), []);
});

test ('and by other people\'s rules, and ours', async () => {
  const spectral = new Spectral ();
  const text = readFileSync (contractPath, 'utf8');
  const judge = async (yaml) => (await spectral.run (new Document (yaml, Yaml, 'openapi.yaml')))
    .map ((one) => `${one.code} ${one.path.join ('/')}: ${one.message}`);

  spectral.setRuleset (new Ruleset (rules));
  assert.deepEqual (await judge (text), []);
  // What each of our own rules is there for.
  const mistakes = [
    ['operationId: createOrder', 'operationId: create-order', 'rambla-operation-id'],
    ['parameters: [ { $ref: "#/components/parameters/IdempotencyKey" } ]', 'parameters: []', 'rambla-key'],
    ['        default: { $ref: "#/components/responses/Problem" }\n', '        default: { description: No }\n', 'rambla-problems'],
    ['additionalProperties: false', 'additionalProperties: true', 'rambla-closed-bodies'],
  ];
  const found = await judge (mistakes.reduce ((yaml, [old, other]) => yaml.replaceAll (old, other), text));
  for (const [, , rule] of mistakes)
    assert.ok (found.some ((one) => one.startsWith (rule)), rule);
});

test ('the checker finds wrong requests', () => {
  const ask = (method, target, headers = {}, body = undefined) => {
    const url = new URL (target, base);

    return checkRequest (method, url.pathname, url.searchParams, new Headers (headers), body);
  };
  const json = { 'Content-Type': 'application/json', 'Idempotency-Key': '"k"' };
  const order = { deal_id: 'd', store_id: 's', quantity: 1, expected_total: { amount: 1, currency: 'UYU' } };

  assert.deepEqual (ask ('GET', '/v1/deals?limit=5&sort=price'), []);
  assert.deepEqual (ask ('POST', '/v1/orders', json, JSON.stringify (order)), []);
  for (const wrong of [
    ['GET', '/v1/deals?colour=red'], ['GET', '/v1/deals?limit=many'], ['GET', '/v1/deals?sort=colour'],
    ['POST', '/v1/orders', { 'Content-Type': 'application/json' }, JSON.stringify (order)], ['POST', '/v1/orders', json],
    ['POST', '/v1/orders', json, '{'], ['POST', '/v1/orders', json, JSON.stringify ({ ...order, colour: 'red' })],
    ['POST', '/v1/orders', json, JSON.stringify ({ ...order, quantity: 'one' })],
    ['POST', '/v1/orders', { ...json, 'Content-Type': 'text/plain' }, JSON.stringify (order)], ['GET', '/v1/tickets'],
  ])
    assert.notDeepEqual (ask (...wrong), [], wrong.join (' '));
});

test ('the checker finds what is wrong', () => {
  const wrong = [
    ['GET', '/healthz', 200, 'application/json', '{"status":"bad"}'],
    ['GET', '/healthz', 200, 'application/json', '{}'],
    ['GET', '/healthz', 200, 'text/html', '{"status":"ok"}'],
    ['GET', '/healthz', 204, 'application/json', '{"status":"ok"}'],
    ['GET', '/v1/nothing', 200, 'application/json', '{}'],
    ['PUT', '/healthz', 200, 'application/json', '{}'],
    ['GET', '/v1/deals/dea_1', 404, 'application/problem+json', '{"title":"x","status":404}'],
    ['GET', '/v1/deals/dea_1', 404, 'application/json', '{"type":"x","title":"x","status":404,"code":"x"}'],
  ];

  for (const one of wrong)
    assert.notDeepEqual (checkAnswer (...one), [], one.join (' '));
  assert.deepEqual (checkAnswer ('GET', '/healthz', 200, 'application/json', '{"status":"ok"}'), []);
});

test ('the platform serves that document', async () => {
  const { body } = await get ('/v1/openapi.yaml', { expect: 200 });

  assert.match (body, /^openapi: 3\.1\.0/);
});

test ('what needs no account', async () => {
  const card = (await get ('/v1', { expect: 200 })).body;
  const deals = (await get (`/v1/deals?${near}&sort=distance&limit=50`, { expect: 200 })).body.deals;
  const stores = (await get (`/v1/stores?${near}&limit=50`, { expect: 200 })).body;
  const store = stores.features[0];

  assert.ok (deals.length > 0 && stores.features.length > 0);
  await get ('/healthz', { expect: 200 });
  await get ('/.well-known/jwks.json', { expect: 200 });
  await get ('/v1/categories', { expect: 200 });
  await get (`/v1/stores?bbox=${card.bounds.join (',')}&fields=min`, { expect: 200 });
  await get (`/v1/stores/${store.id}`, { expect: 200 });
  for (const part of ['deals', 'branches', 'reviews'])
    await get (`/v1/stores/${store.id}/${part}`, { expect: 200 });

  const kinds = new Set ();
  for (const kind of ['voucher', 'booking', 'group', 'coupon'])
    for (const deal of (await get (`/v1/deals?${near}&kind=${kind}&limit=3`, { expect: 200 })).body.deals)
      {
        kinds.add (deal.kind);
        await get (`/v1/deals/${deal.id}?near=-34.9059,-56.1913`, { expect: 200 });
        await get (`/v1/deals/${deal.id}/price-history`, { expect: 200 });
        await get (`/v1/deals/${deal.id}/reviews`, { expect: 200 });
        if (kind === 'booking')
          for (let day = 0; day < 4; day++)
            {
              const date = new Date (Date.now () + day * 86400000).toISOString ().slice (0, 10);

              await get (`/v1/deals/${deal.id}/slots?date=${date}`, { expect: 200 });
            }
      }
  assert.deepEqual ([...kinds].sort (), ['booking', 'coupon', 'group', 'voucher']);

  for (const q of ['pizza', 'pzza', 'corte', 'a'])
    await get (`/v1/suggest?q=${q}&near=-34.9059,-56.1913`, { expect: 200 });
  for (const sort of ['relevance', 'distance', 'price', 'discount', 'rating', 'popular', 'ending'])
    await get (`/v1/deals?${near}&q=pizza&sort=${sort}`, { expect: 200 });

  const [lon, lat] = card.centre.coordinates;
  const z = 14;
  const x = Math.floor ((lon + 180) / 360 * 2 ** z);
  const rad = lat * Math.PI / 180;
  const y = Math.floor ((1 - Math.asinh (Math.tan (rad)) / Math.PI) / 2 * 2 ** z);
  const names = [card.tiles.url_template, card.tiles.hidpi_url_template].filter (Boolean);
  for (const name of names)
    {
      const target = name.replace ('{z}', z).replace ('{x}', x).replace ('{y}', y).replace (base, '');
      const tile = await get (target, { expect: 200 });
      assert.equal (tile.body.subarray (1, 4).toString (), 'PNG');
    }
});

test ('the same answer is not sent twice', async () => {
  const deal = (await get (`/v1/deals?${near}&limit=1`)).body.deals[0];
  const paths = ['/v1', '/v1/categories', `/v1/deals?${near}`, `/v1/deals/${deal.id}`, `/v1/deals/${deal.id}/price-history`,
    `/v1/deals/${deal.id}/reviews`, `/v1/stores?${near}`, `/v1/stores/${deal.store.id}`, `/v1/stores/${deal.store.id}/deals`,
    '/v1/suggest?q=piz'];

  for (const path of paths)
    {
      const tag = (await get (path, { expect: 200 })).headers.get ('etag');

      assert.ok (tag, path);
      const same = await get (path, { headers: { 'If-None-Match': tag }, expect: 304 });
      assert.equal (same.body, '');
      await get (path, { headers: { 'If-None-Match': `"other", W/${tag}` }, expect: 304 });
      await get (path, { headers: { 'If-None-Match': '"other"' }, expect: 200 });
      const head = await call ('HEAD', path, { expect: 200 });
      assert.equal (head.headers.get ('etag'), tag);
      assert.equal (head.body, '');
    }
});

test ('lists page to their end, each entry once', async () => {
  const ids = [];
  let target = '/v1/deals?near=-34.9059,-56.1913&radius=900&sort=price&limit=40';

  while (target && ids.length < 2000)
    {
      const { body, headers } = await get (target, { expect: 200 });
      const next = /<([^>]+)>;\s*rel="?next"?/.exec (headers.get ('link') ?? '')?.[1];

      ids.push (...body.deals.map ((deal) => deal.id));
      assert.equal (Boolean (next), Boolean (body.next_cursor));
      target = next && next.replace (base, '');
    }
  assert.ok (ids.length > 40);
  assert.equal (new Set (ids).size, ids.length);
});

test ('the map is GeoJSON by a foreign validator', async () => {
  for (const target of [`/v1/stores?${near}&limit=100`, `/v1/stores?${near}&fields=min`])
    {
      const answer = await fetch (`${base}${target}`);
      const found = check (await answer.text ());

      assert.equal (answer.headers.get ('content-type').split (';')[0], 'application/geo+json');
      assert.equal (found.type, 'FeatureCollection');
      assert.ok (found.features.length > 20);
    }
});

test ('what is refused is a problem in the contract\'s form', async () => {
  const refusals = [
    [get ('/v1/deals/dea_none'), 404, 'not_found'],
    [get ('/v1/orders'), 401, 'unauthorized'],
    [get ('/v1/orders', { token: 'nonsense' }), 401, 'unauthorized'],
    [get ('/v1/orders', { token: tokens.merchant }), 403, 'forbidden'],
    [get (`/v1/merchant/stores`, { token: tokens.consumer }), 403, 'forbidden'],
    [get ('/v1/deals?limit=1000'), undefined, 'invalid_field'],
    [get ('/v1/deals?near=abc'), undefined, 'invalid_field'],
    [post ('/v1/orders', { token: tokens.consumer, json: { colour: 'red' } }), 422, 'invalid_field'],
    [post ('/v1/webhooks/payments', { json: {} }), 400, 'bad_request'],
  ];

  for (const [promise, status, code] of refusals)
    {
      const { status: found, body } = await promise;

      assert.equal (body.code, code);
      assert.equal (body.status, found);
      if (status)
        assert.equal (found, status);
    }
});

test ('every GET of the contract, also with the merchant\'s and the consumer\'s eyes', async () => {
  const store = (await get (`/v1/merchant/stores?${near.split ('&')[0]}`, { token: tokens.merchant, expect: 200 })).body.features[0];

  await get (`/v1/merchant/deals?store_id=${store.id}`, { token: tokens.merchant, expect: 200 });
  await get (`/v1/merchant/redemptions?store_id=${store.id}`, { token: tokens.merchant, expect: 200 });
  await get (`/v1/merchant/ledger?store_id=${store.id}`, { token: tokens.merchant, expect: 200 });
  await get ('/v1/me', { token: tokens.consumer, expect: 200 });
  await get ('/v1/me', { token: tokens.merchant, expect: 200 });

  const deal = (await get (`/v1/deals?${near}&kind=voucher&limit=50`)).body.deals.find ((one) => one.price.amount > 0);
  const order = (await post ('/v1/orders', {
    token: tokens.consumer,
    json: { deal_id: deal.id, store_id: deal.store.id, quantity: 1, expected_total: deal.price },
    expect: 201,
  })).body;
  await post (`/v1/orders/${order.id}/payment`, { token: tokens.consumer, json: { method: 'saved' }, expect: 201 });
  const paid = (await get (`/v1/orders/${order.id}`, { token: tokens.consumer, expect: 200 })).body;
  await get ('/v1/orders', { token: tokens.consumer, expect: 200 });
  await get ('/v1/vouchers', { token: tokens.consumer, expect: 200 });
  await get (`/v1/vouchers/${paid.vouchers[0].id}`, { token: tokens.consumer, expect: 200 });

  /* A stream has no end: its header and its first words are enough. */
  const away = new AbortController ();
  const stream = await fetch (`${base}/v1/events?bbox=-180,-90,180,90`, { signal: away.signal });
  const { value } = await stream.body.getReader ().read ();
  assert.deepEqual (checkAnswer ('GET', '/v1/events', stream.status, stream.headers.get ('content-type'), ''), []);
  assert.match (new TextDecoder ().decode (value), /^retry: \d+\n/);
  away.abort ();

  // Pages, of which some are for whoever is signed in in a browser.
  const person = new Person ();
  const challenge = new URLSearchParams ({
    response_type: 'code', client_id: 'rambla', redirect_uri: 'http://127.0.0.1:49152/', code_challenge_method: 'S256',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  });
  await get ('/.well-known/oauth-authorization-server', { expect: 200 });
  await person.ask ('/oauth/sign-up');
  await person.decide (`/oauth/authorize?${challenge}`);
  await person.ask ('/oauth/device');
  await person.ask ('/oauth/sign-out');

  // All others too, with what is at hand: whatever they answer is as the contract says.
  const ids = [order.id, paid.vouchers[0].id, store.id, deal.id];
  for (const [path, item] of Object.entries (contract.paths))
    {
      const content = resolve (item.get?.responses['200'])?.content ?? {};

      if (!item.get || content['text/event-stream'] || seen.has (`get ${path} 200`))
        continue;
      for (const id of ids)
        for (const token of [undefined, ...Object.values (tokens)])
          {
            const target = path.replace (/\{[^}]+\}/g, id);
            const needsStore = (item.get.parameters ?? []).some ((one) => one.name === 'store_id' || /StoreId/.test (one.$ref));
            const { status } = await get (needsStore ? `${target}?store_id=${store.id}` : target, { token });

            assert.ok (status < 500, `${target} ${status}`);
          }
    }
  const missing = Object.entries (contract.paths).filter (([path, item]) => item.get &&
    !Object.keys (resolve (item.get.responses['200'])?.content ?? {}).includes ('text/event-stream') &&
    ![...seen].some ((one) => one.startsWith (`get ${path} `)));
  assert.deepEqual (missing.map (([path]) => path), []);
});

test ('a method that a path does not have is 405', async () => {
  const answer = await fetch (`${base}/v1/deals`, { method: 'DELETE' });

  assert.equal (answer.status, 405);
  assert.match (answer.headers.get ('allow'), /GET/);
  assert.equal ((await answer.json ()).code, 'method_not_allowed');
});
