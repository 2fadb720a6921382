// SPDX-License-Identifier: GPL-3.0-or-later
// From offer to used voucher and back, over the contract; the voucher's signature is checked by `jose`.

import assert from 'node:assert/strict';
import test from 'node:test';
import { compactVerify, createLocalJWKSet, createRemoteJWKSet, decodeProtectedHeader } from 'jose';
import { get, post } from './contract.mjs';
import { base, newKey, ready, stripeClient, tokens } from './world.mjs';

const consumer = { token: tokens.consumer };
const merchant = { token: tokens.merchant };
const offers = (await get ('/v1/deals?near=-34.9059,-56.1913&radius=5000&kind=voucher&limit=100')).body.deals
  .filter ((one) => one.price.amount > 0 && (one.stock_left === null || one.stock_left > 5));
let next = 0;

/* Another offer for each test, so that no limit for one person is met. */
async function order (quantity = 1, key = newKey ()) {
  const deal = offers[next++];
  const expected_total = { amount: deal.price.amount * quantity, currency: deal.price.currency };
  const { body } = await post ('/v1/orders', {
    ...consumer, key, expect: 201, json: { deal_id: deal.id, store_id: deal.store.id, quantity, expected_total },
  });

  assert.equal (body.state, 'pending_payment');
  assert.deepEqual (body.total, expected_total);
  return { ...body, deal };
}

async function pay (id, method = 'saved') {
  return (await post (`/v1/orders/${id}/payment`, { ...consumer, json: { method }, expect: 201 })).body;
}

async function wait (id, state) {
  const deadline = Date.now () + 20000;

  for (;;)
    {
      const { body } = await get (`/v1/orders/${id}`, { ...consumer, expect: 200 });

      if (body.state === state)
        return body;
      assert.ok (Date.now () < deadline, `${id} is ${body.state}, not ${state}`);
      await new Promise ((resolve) => setTimeout (resolve, 50));
    }
}

async function buy (quantity) {
  const made = await order (quantity);

  assert.equal ((await pay (made.id)).state, 'paid');
  const paid = await wait (made.id, 'paid');
  const vouchers = [];
  for (const one of paid.vouchers)
    vouchers.push ((await get (`/v1/vouchers/${one.id}`, { ...consumer, expect: 200 })).body);

  return { ...made, vouchers };
}

test ('a voucher is signed: jose verifies it by the published keys', async () => {
  const { vouchers, deal } = await buy (1);
  const { token, id } = vouchers[0];
  const keys = createRemoteJWKSet (new URL (`${base}/.well-known/jwks.json`));
  const { payload, protectedHeader } = await compactVerify (token, keys, { algorithms: ['EdDSA'] });
  const claims = JSON.parse (new TextDecoder ().decode (payload));

  assert.equal (protectedHeader.alg, 'EdDSA');
  assert.equal (protectedHeader.typ, 'rambla-voucher+jws');
  assert.ok (protectedHeader.kid);
  assert.ok (Object.values (claims).includes (id), 'the voucher names itself');
  assert.ok (JSON.stringify (claims).includes (deal.id), 'and its offer');

  // One character changed anywhere, and it is nobody's.
  const [header, body, signature] = token.split ('.');
  const other = (text, at) => text.slice (0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice (at + 1);
  for (const forged of [`${header}.${other (body, 10)}.${signature}`, `${header}.${body}.${other (signature, 10)}`])
    await assert.rejects (compactVerify (forged, keys, { algorithms: ['EdDSA'] }));

  const jwks = (await get ('/.well-known/jwks.json')).body;
  assert.ok (jwks.keys.some ((key) => key.kid === decodeProtectedHeader (token).kid));
  assert.ok (jwks.keys.every ((key) => !('d' in key)), 'no private key is published');
  const strangers = createLocalJWKSet ({ keys: jwks.keys.map ((key) => ({ ...key, x: Buffer.alloc (32, 1).toString ('base64url') })) });
  await assert.rejects (compactVerify (token, strangers, { algorithms: ['EdDSA'] }));
});

test ('a voucher is used once', async () => {
  const { vouchers, deal } = await buy (1);
  const presented = vouchers[0].token;
  const store_id = deal.store.id;
  const look = await post ('/v1/merchant/redemptions/preview', { ...merchant, json: { presented, store_id } });

  // Some offers are not good at every hour; then the refusal says so, before and at the counter alike.
  if (look.status !== 200)
    {
      assert.match (look.body.code, /^(wrong_day|wrong_time)$/);
      return;
    }
  assert.equal (look.body.voucher_id, vouchers[0].id);

  const key = newKey ();
  const used = await post ('/v1/merchant/redemptions', { ...merchant, key, json: { presented, store_id }, expect: 201 });
  const again = await post ('/v1/merchant/redemptions', { ...merchant, key, json: { presented, store_id }, expect: 201 });
  assert.deepEqual (again.body, used.body);
  const twice = await post ('/v1/merchant/redemptions', { ...merchant, json: { presented, store_id }, expect: 409 });
  assert.equal (twice.body.code, 'already_redeemed');
  assert.ok (twice.body.redeemed_at);
  assert.equal ((await get (`/v1/vouchers/${vouchers[0].id}`, consumer)).body.state, 'redeemed');
});

test ('the same key makes one order, another body under it is refused', async () => {
  const key = newKey ();
  const first = await order (1, key);

  next--;
  const second = await order (1, key);
  assert.equal (first.id, second.id);
  const { body } = await post ('/v1/orders', {
    ...consumer, key, expect: 422,
    json: { deal_id: offers[next].id, store_id: offers[next].store.id, quantity: 1, expected_total: offers[next].price },
  });
  assert.equal (body.code, 'idempotency_mismatch');
});

test ('what is not used goes back', async () => {
  const { id, vouchers, total } = await buy (2);
  const { body } = await post (`/v1/orders/${id}/refunds`, { ...consumer, json: { reason: 'changed my mind' }, expect: 201 });

  assert.equal (body.state, 'refunded');
  assert.deepEqual (body.amount, total);
  for (const one of vouchers)
    assert.equal ((await get (`/v1/vouchers/${one.id}`, consumer)).body.state, 'refunded');

  // The promise is kept: the provider has given the money back.
  const stripe = stripeClient ();
  const deadline = Date.now () + 20000;
  let refunds = [];
  while (refunds.length === 0 && Date.now () < deadline)
    {
      await new Promise ((resolve) => setTimeout (resolve, 50));
      refunds = (await stripe.refunds.list ({ limit: 100 })).data.filter ((one) => one.metadata.order_id === id);
    }
  assert.equal (refunds.length, 1);
  assert.equal (refunds[0].amount, total.amount);
});

/* Sends the hosted page's form as a browser would. */
async function submit (url, number) {
  const page = await fetch (url);
  const cookie = page.headers.get ('set-cookie').split (';')[0];
  const token = /name="token" value="([^"]+)"/.exec (await page.text ())[1];

  return fetch (url, {
    method: 'POST',
    redirect: 'manual',
    headers: { Cookie: cookie },
    body: new URLSearchParams ({ token, number, expiry: '12/34', cvc: '123', name: 'Ana Sample' }),
  });
}

test ('the hosted page pays the order, and the page after it says so', async () => {
  const made = await order ();
  const payment = await pay (made.id, 'hosted');

  assert.equal (payment.state, 'pending_payment');
  assert.ok (payment.url.startsWith (ready.payment_provider.url));
  assert.equal ((await submit (payment.url, '4000000000000002')).status, 402);
  assert.equal ((await get (`/v1/orders/${made.id}`, consumer)).body.state, 'pending_payment');

  const answer = await submit (payment.url, '4242424242424242');
  assert.equal (answer.status, 303);
  const back = await fetch (answer.headers.get ('location'), { headers: { 'Accept-Language': 'en' } });
  assert.equal (back.status, 200);
  assert.match (await back.text (), /<h1>Paid<\/h1>/);
  assert.equal ((await wait (made.id, 'paid')).vouchers.length, 1);
});

test ('a delayed payment completes by itself', async () => {
  const made = await order ();
  const { url } = await pay (made.id, 'hosted');
  const answer = await submit (url, '4000000000001208');

  assert.equal (answer.status, 303);
  const back = await fetch (answer.headers.get ('location'), { headers: { 'Accept-Language': 'en' } });
  assert.match (await back.text (), /under way/);
  await wait (made.id, 'paid');
});

/* The provider's controls for tests. */
async function control (what, form) {
  const answer = await fetch (`${ready.payment_provider.url}/sandbox/${what}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${ready.payment_provider.secret_key}` },
    body: new URLSearchParams (form),
  });

  assert.equal (answer.status, 200);
}

test ('webhooks that are lost, doubled or out of order change nothing', async (t) => {
  t.after (() => control ('webhooks', { mode: 'normal' }));
  for (const mode of ['drop', 'double', 'reorder'])
    {
      await control ('webhooks', { mode, delay_ms: '200' });
      const made = await order ();
      const { url } = await pay (made.id, 'hosted');
      const answer = await submit (url, '4242424242424242');

      await fetch (answer.headers.get ('location'));
      const paid = await wait (made.id, 'paid');
      assert.equal (paid.vouchers.length, 1, mode);
    }
});

test ('an answer that was lost is found by asking again with the same key', async (t) => {
  t.after (() => control ('answers', { mode: 'normal' }));
  const made = await order ();

  await control ('answers', { mode: 'fail', count: '1' });
  await pay (made.id);
  const paid = await wait (made.id, 'paid');
  const stripe = stripeClient ();
  const payments = (await stripe.paymentIntents.list ({ limit: 100 })).data.filter ((one) => one.metadata.order_id === made.id);

  assert.equal (payments.length, 1);
  assert.equal (paid.vouchers.length, 1);
});

test ('a page that is not paid leaves the order open, and cancelling closes the page', async () => {
  const made = await order ();
  const { url } = await pay (made.id, 'hosted');
  const back = await fetch (`${base}/pay/${made.id}/return`, { headers: { 'Accept-Language': 'en' } });

  assert.match (await back.text (), /Not paid yet/);
  const { body } = await post (`/v1/orders/${made.id}/cancel`, { ...consumer, expect: 201 });
  assert.equal (body.state, 'cancelled');

  const deadline = Date.now () + 20000;
  let status = 200;
  while (status !== 410 && Date.now () < deadline)
    {
      await new Promise ((resolve) => setTimeout (resolve, 50));
      status = (await fetch (url)).status;
    }
  assert.equal (status, 410);
});
