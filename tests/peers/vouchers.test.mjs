// SPDX-License-Identifier: GPL-3.0-or-later
// A foreign device holds vouchers: it makes its key, registers it, checks what it is given and proves itself, all by `jose`.
// The last file to run: from here on the sample consumer's vouchers live on that device.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { CompactSign, compactVerify, createRemoteJWKSet, exportJWK, generateKeyPair, importJWK } from 'jose';
import { call, get, post } from './contract.mjs';
import { base, tokens } from './world.mjs';

const consumer = { token: tokens.consumer };
const merchant = { token: tokens.merchant };
const keys = createRemoteJWKSet (new URL (`${base}/.well-known/jwks.json`), { cooldownDuration: 0 });
const utf8 = new TextEncoder ();
const hash = (text) => createHash ('sha256').update (text).digest ('base64url');
const { privateKey, publicKey } = await generateKeyPair ('EdDSA', { crv: 'Ed25519', extractable: true });
const stranger = await generateKeyPair ('EdDSA', { crv: 'Ed25519' });
const { kty, crv, x } = await exportJWK (publicKey);
const jwk = { kty, crv, x };

function sign (typ, claims, key = privateKey) {
  return new CompactSign (utf8.encode (JSON.stringify (claims))).setProtectedHeader ({ alg: 'EdDSA', typ }).sign (key);
}

const now = () => Math.floor (Date.now () / 1000);
const bind = async (token, at = now (), key = privateKey) =>
  `${token}~${await sign ('kb+jwt', { iat: at, sd_hash: hash (`${token}~`) }, key)}`;
const read = async (token) => JSON.parse (new TextDecoder ().decode ((await compactVerify (token, keys, { algorithms: ['EdDSA'] })).payload));

async function buy () {
  const offers = (await get ('/v1/deals?near=-34.9059,-56.1913&radius=5000&kind=voucher&limit=100')).body.deals;

  // One that may be used now, whenever this runs.
  for (const deal of offers.reverse ())
    {
      const { rules } = (await get (`/v1/deals/${deal.id}`)).body;

      if (['weekdays', 'from', 'to', 'holidays'].some ((one) => one in rules) || deal.stock_left === 0 || deal.price.amount === 0)
        continue;
      const made = await post ('/v1/orders', {
        ...consumer, json: { deal_id: deal.id, store_id: deal.store.id, quantity: 1, expected_total: deal.price },
      });
      if (made.status !== 201)
        continue;
      await post (`/v1/orders/${made.body.id}/payment`, { ...consumer, json: { method: 'saved' }, expect: 201 });
      const { vouchers } = (await get (`/v1/orders/${made.body.id}`, { ...consumer, expect: 200 })).body;

      return { store_id: deal.store.id, voucher: (await get (`/v1/vouchers/${vouchers[0].id}`, { ...consumer, expect: 200 })).body };
    }
  throw new Error ('the sample city has no voucher that is good at any time');
}

const present = (presented, store_id) => post ('/v1/merchant/redemptions', { ...merchant, json: { presented, store_id } });

test ('a device registers its key with a proof for this very sign-in', async () => {
  const proof = await sign ('holder-key+jwt', { ath: hash (tokens.consumer) });

  for (const wrong of [
    await sign ('holder-key+jwt', { ath: hash (tokens.merchant) }),
    await sign ('holder-key+jwt', { ath: hash (tokens.consumer) }, stranger.privateKey),
    await sign ('kb+jwt', { ath: hash (tokens.consumer) }),
  ])
    assert.equal ((await call ('PUT', '/v1/me/holder-key', { ...consumer, json: { jwk, proof: wrong } })).status, 422);
  const { body } = await call ('PUT', '/v1/me/holder-key', { ...consumer, json: { jwk, proof }, expect: 200 });
  assert.equal (body.x, x);
});

test ('a bound voucher is confirmed for that key, and shown with a fresh proof of it', async () => {
  const { voucher, store_id } = await buy ();
  const claims = await read (voucher.token);

  assert.deepEqual (claims.cnf, { jwk });
  const presented = await bind (voucher.token);
  const [token, proof] = presented.split ('~');
  const checked = await compactVerify (proof, await importJWK (claims.cnf.jwk, 'EdDSA'), { algorithms: ['EdDSA'] });
  assert.equal (checked.protectedHeader.typ, 'kb+jwt');
  assert.equal (JSON.parse (new TextDecoder ().decode (checked.payload)).sd_hash, hash (`${token}~`));

  assert.equal ((await present (voucher.token, store_id)).body.code, 'binding_required');
  assert.equal ((await present (await bind (voucher.token, now () - 61), store_id)).body.code, 'binding_stale');
  assert.equal ((await present (await bind (voucher.token, now () + 120), store_id)).body.code, 'binding_stale');
  assert.equal ((await present (await bind (voucher.token, now (), stranger.privateKey), store_id)).body.code, 'forged');
  assert.equal ((await present (presented, store_id)).status, 201);
});

test ('issued anew for paper it is bound to nothing, and what was before is dead', async () => {
  const { voucher, store_id } = await buy ();
  const old = await bind (voucher.token);
  const paper = (await post (`/v1/vouchers/${voucher.id}/reissue`, { ...consumer, json: { form: 'printed' }, expect: 201 })).body;
  const claims = await read (paper.token);

  assert.equal (claims.cnf, undefined);
  assert.equal (claims.gen, 2);
  assert.equal (paper.form, 'printed');
  assert.equal ((await present (old, store_id)).body.code, 'revoked');
  assert.equal ((await present (voucher.code, store_id)).body.code, 'revoked');
  assert.equal ((await present (paper.token, store_id)).status, 201);
});

test ('a gift: a page for everybody, the voucher for whoever claims it, and back', async () => {
  const { voucher, store_id } = await buy ();
  const gift = (await post (`/v1/vouchers/${voucher.id}/gift`, { ...consumer, json: { message: 'for you' }, expect: 201 })).body;
  const page = await fetch (gift.url);

  assert.equal (page.status, 200);
  assert.ok ((await page.text ()).includes (gift.code.slice (0, 4)));
  assert.equal ((await post (`/v1/gifts/${gift.code}/claim`, { ...consumer, json: {} })).body.code, 'own_gift');
  assert.equal ((await get (`/v1/vouchers/${voucher.id}`, consumer)).body.gift.code, gift.code);
  await call ('DELETE', `/v1/vouchers/${voucher.id}/gift`, { ...consumer, expect: 204 });
  assert.equal ((await get (`/v1/gifts/${gift.code}`, consumer)).body.code, 'gift_gone');
  assert.equal ((await present (await bind (voucher.token), store_id)).status, 201);
});

test ('when the key is stolen, what it signed is not believed, and everybody gets another', async () => {
  const { voucher, store_id } = await buy ();
  const { kid } = (await compactVerify (voucher.token, keys)).protectedHeader;
  const { body } = await post ('/v1/operator/key-rotations', { token: tokens.operator, json: { stolen: kid }, expect: 201 });

  assert.ok (body.reissued >= 1);
  assert.ok (!(await get ('/.well-known/jwks.json')).body.keys.some ((key) => key.kid === kid));
  assert.equal ((await present (await bind (voucher.token), store_id)).body.code, 'revoked');
  const anew = (await get (`/v1/vouchers/${voucher.id}`, { ...consumer, expect: 200 })).body;
  assert.deepEqual ((await read (anew.token)).cnf, { jwk });
  assert.equal ((await present (await bind (anew.token), store_id)).status, 201);
});
