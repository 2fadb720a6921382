// SPDX-License-Identifier: GPL-3.0-or-later
// The hosted payment page in a real browser, with axe-core looking over its shoulder.

import assert from 'node:assert/strict';
import test from 'node:test';
import { look, open, skip } from './browser.mjs';
import { get, post } from './contract.mjs';
import { base, stripeClient, tokens } from './world.mjs';

const stripe = stripeClient ();
const back = `${base}/pay/ord_0000000000000000/return`;

function newSession (more = {}) {
  return stripe.checkout.sessions.create ({
    mode: 'payment',
    line_items: [{ quantity: 1, price_data: { currency: 'uyu', unit_amount: 149000, product_data: { name: 'Pizza para dos' } } }],
    success_url: back,
    cancel_url: back,
    ...more,
  });
}

async function fill (page, number) {
  await page.getByLabel (/card number|tarjeta/i).fill (number);
  await page.locator ('#expiry').fill ('12 / 34');
  await page.locator ('#cvc').fill ('123');
  await page.locator ('#name').fill ('Ana Sample');
}

async function pay (page) {
  await Promise.all ([page.waitForNavigation (), page.locator ('form button[type=submit]').first ().click ()]);
}

test ('every page is accessible: both schemes, three languages, wide and narrow', { skip }, async () => {
  const views = [['es', 'light', 320], ['en', 'dark', 1024], ['zh-CN', 'light', 1024], ['es', 'dark', 320]];

  for (const [language, scheme, width] of views)
    {
      const session = await newSession ();
      const name = `${language}-${scheme}-${width}`;
      const page = await open (session.url, { language, scheme, width });

      assert.equal (await page.locator ('html').getAttribute ('lang'), language);
      await look (page, `form-${name}`);
      await pay (page);
      await look (page, `errors-${name}`);
      await page.locator ('a[href*="4000000000000002"]').click ();
      await look (page, `chosen-${name}`);
      await pay (page);
      await look (page, `declined-${name}`);
      await page.locator ('a[href*="4000000000003220"]').click ();
      await pay (page);
      await look (page, `bank-${name}`);
      await pay (page);
      await look (page, `back-${name}`);
      await page.goto (session.url);
      await look (page, `done-${name}`);
      await page.close ();
    }
});

test ('pays with 4242', { skip }, async () => {
  const session = await newSession ();
  const page = await open (session.url);

  assert.match (await page.locator ('.note').innerText (), /no real money/);
  await fill (page, '4242 4242 4242 4242');
  await pay (page);
  assert.equal (page.url (), back);
  assert.equal ((await stripe.checkout.sessions.retrieve (session.id)).payment_status, 'paid');
  assert.deepEqual (page.complaints, []);
  await page.close ();
});

test ('works with the keyboard alone', { skip }, async () => {
  const session = await newSession ();
  const page = await open (session.url);

  for (const text of ['4242424242424242', '1234', '123', 'Ana Sample'])
    {
      await page.keyboard.press ('Tab');
      await page.keyboard.type (text);
    }
  await Promise.all ([page.waitForNavigation (), page.keyboard.press ('Enter')]);
  assert.equal ((await stripe.checkout.sessions.retrieve (session.id)).payment_status, 'paid');
  await page.close ();
});

test ('a decline is said, takes the focus, and another card may follow', { skip }, async () => {
  const session = await newSession ();
  const page = await open (session.url);

  await fill (page, '4000 0000 0000 9995');
  await pay (page);
  assert.match (await page.title (), /^Error: /);
  assert.match (await page.getByRole ('alert').innerText (), /not enough money/);
  assert.equal (await page.evaluate (() => document.activeElement.getAttribute ('role')), 'alert');
  assert.equal (await page.locator ('#cvc').inputValue (), '');
  await fill (page, '4242424242424242');
  await pay (page);
  assert.equal ((await stripe.checkout.sessions.retrieve (session.id)).payment_status, 'paid');
  await page.close ();
});

test ('errors are tied to their fields', { skip }, async () => {
  const session = await newSession ();
  const page = await open (session.url);

  await fill (page, '4242 4242 4242 4241');
  await page.locator ('#expiry').fill ('12/19');
  await pay (page);
  assert.equal (await page.locator ('#number').getAttribute ('aria-invalid'), 'true');
  assert.equal (await page.locator ('#number').getAttribute ('aria-describedby'), 'number-error');
  assert.match (await page.locator ('#number-error').innerText (), /not right/);
  assert.match (await page.locator ('#expiry').getAttribute ('aria-describedby'), /expiry-hint expiry-error/);
  assert.equal (await page.locator ('#cvc-error').count (), 0);
  assert.equal (await page.evaluate (() => document.activeElement.id), 'number');
  assert.equal (await page.locator ('#name').inputValue (), 'Ana Sample');
  await page.close ();
});

test ('a number that is no test card is refused and not shown again', { skip }, async () => {
  const session = await newSession ();
  const page = await open (session.url);

  await fill (page, '4929939187355598');
  await pay (page);
  assert.match (await page.getByRole ('alert').innerText (), /test cards only/);
  assert.equal ((await page.content ()).includes ('4929939187355598'), false);
  await page.close ();
});

test ('3-D Secure, approved and refused', { skip }, async () => {
  for (const [button, paid] of [['Approve', true], ['Refuse', false]])
    {
      const session = await newSession ();
      const page = await open (session.url);

      await fill (page, '4000 0000 0000 3220');
      await pay (page);
      await Promise.all ([page.waitForNavigation (), page.getByRole ('button', { name: button }).click ()]);
      assert.equal ((await stripe.checkout.sessions.retrieve (session.id)).payment_status, paid ? 'paid' : 'unpaid');
      if (paid)
        assert.equal (page.url (), back);
      else
        assert.match (await page.getByRole ('alert').innerText (), /confirmation was refused/);
      await page.close ();
    }
});

test ('an order is paid in the browser, and the page after it is accessible too', { skip }, async () => {
  const token = tokens.consumer;
  const { body: { deals } } = await get ('/v1/deals?near=-34.9059,-56.1913&radius=5000&kind=voucher&sort=price&limit=100');
  const deal = deals.findLast ((one) => one.price.amount > 0 && (one.stock_left === null || one.stock_left > 3));
  const json = { deal_id: deal.id, store_id: deal.store.id, quantity: 1, expected_total: deal.price };
  const { body: order } = await post ('/v1/orders', { token, json, expect: 201 });
  const { body: payment } = await post (`/v1/orders/${order.id}/payment`, { token, json: { method: 'hosted' }, expect: 201 });
  const page = await open (payment.url, { scheme: 'dark', width: 320 });

  assert.ok ((await page.locator ('h1').innerText ()).length > 0);
  await page.getByRole ('link', { name: 'Go back without paying' }).click ();
  assert.equal (await page.locator ('h1').innerText (), 'Not paid yet');
  await look (page, 'return-open');
  await page.getByRole ('link', { name: 'Pay now' }).click ();
  await page.locator ('a[href*="4242424242424242"]').click ();
  await pay (page);
  assert.equal (await page.locator ('h1').innerText (), 'Paid');
  await look (page, 'return-paid');
  assert.equal ((await get (`/v1/orders/${order.id}`, { token, expect: 200 })).body.state, 'paid');
  await page.close ();
});

test ('a form from elsewhere does nothing', { skip }, async () => {
  const session = await newSession ();
  const body = new URLSearchParams ({ number: '4242424242424242', expiry: '12/34', cvc: '123', name: 'X', token: 'f'.repeat (64) });
  const answer = await fetch (session.url, { method: 'POST', body, headers: { 'Accept-Language': 'en' } });

  assert.equal (answer.status, 403);
  assert.match (await answer.text (), /too old/);
  assert.equal ((await stripe.checkout.sessions.retrieve (session.id)).status, 'open');
});

test ('the page\'s policy', { skip }, async () => {
  const answer = await fetch ((await newSession ()).url);
  const policy = answer.headers.get ('content-security-policy');

  assert.match (policy, /^default-src 'none'; style-src 'sha256-/);
  assert.doesNotMatch (policy, /unsafe|script-src/);
  assert.match (policy, /frame-ancestors 'none'/);
  assert.doesNotMatch (await answer.text (), /<script|\son[a-z]+=|javascript:/i);
});
