// SPDX-License-Identifier: GPL-3.0-or-later
// The sandbox provider, driven by the client that real shops use.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import test from 'node:test';
import { newKey, stripeClient } from './world.mjs';

const stripe = stripeClient ();
const intent = { amount: 149000, currency: 'uyu', payment_method: 'pm_card_visa', confirm: true };

test ('customers and their cards', async () => {
  const customer = await stripe.customers.create ({ email: 'ana@example.org', metadata: { account_id: 'usr_1' } });

  assert.match (customer.id, /^cus_/);
  assert.equal (customer.object, 'customer');
  assert.equal ((await stripe.customers.retrieve (customer.id)).metadata.account_id, 'usr_1');
  assert.equal ((await stripe.customers.list ({ email: 'ana@example.org' })).data[0].id, customer.id);

  const method = await stripe.paymentMethods.create ({
    type: 'card',
    card: { number: '4242 4242 4242 4242', exp_month: 12, exp_year: 2034, cvc: '123' },
  });
  assert.match (method.id, /^pm_/);
  assert.equal (method.card.last4, '4242');
  assert.equal (method.customer, null);

  await stripe.paymentMethods.attach (method.id, { customer: customer.id });
  const cards = await stripe.paymentMethods.list ({ customer: customer.id, type: 'card' });
  assert.deepEqual (cards.data.map ((card) => card.id), [method.id]);
  const listed = await stripe.customers.listPaymentMethods (customer.id);
  assert.equal (listed.data.length, 1);
  await stripe.paymentMethods.detach (method.id);
  assert.equal ((await stripe.paymentMethods.list ({ customer: customer.id })).data.length, 0);

  await assert.rejects (
    stripe.paymentMethods.create ({ type: 'card', card: { number: '4242424242424241', exp_month: 12, exp_year: 2034 } }),
    (error) => error.type === 'StripeCardError' && error.code === 'incorrect_number');
});

test ('a payment that succeeds', async () => {
  const paid = await stripe.paymentIntents.create ({ ...intent, metadata: { order_id: 'ord_1' } });

  assert.match (paid.id, /^pi_/);
  assert.equal (paid.status, 'succeeded');
  assert.equal (paid.amount_received, 149000);
  assert.equal (paid.metadata.order_id, 'ord_1');
  assert.equal (paid.livemode, false);

  const again = await stripe.paymentIntents.retrieve (paid.id, { expand: ['latest_charge'] });
  assert.equal (again.latest_charge.object, 'charge');
  assert.equal (again.latest_charge.payment_intent, paid.id);
  assert.equal (again.latest_charge.payment_method_details.card.last4, '4242');
});

test ('the same key never moves money twice', async () => {
  const idempotencyKey = newKey ();
  const first = await stripe.paymentIntents.create (intent, { idempotencyKey });
  const second = await stripe.paymentIntents.create (intent, { idempotencyKey });

  assert.equal (first.id, second.id);
  assert.equal (second.lastResponse.headers['idempotent-replayed'], 'true');
  await assert.rejects (
    stripe.paymentIntents.create ({ ...intent, amount: 149001 }, { idempotencyKey }),
    (error) => error.type === 'StripeIdempotencyError');

  const many = newKey ();
  const all = await Promise.all (Array.from ({ length: 20 }, () =>
    stripe.paymentIntents.create (intent, { idempotencyKey: many })));
  assert.equal (new Set (all.map ((one) => one.id)).size, 1);

  // A refused card stays refused under its key.
  const declined = { ...intent, payment_method: 'pm_card_chargeDeclined' };
  const key = newKey ();
  const ids = [];
  for (let i = 0; i < 2; i++)
    await stripe.paymentIntents.create (declined, { idempotencyKey: key })
      .catch ((error) => ids.push (error.payment_intent.id));
  assert.equal (ids.length, 2);
  assert.equal (ids[0], ids[1]);
});

test ('cards that are declined', async (t) => {
  const cases = {
    pm_card_chargeDeclined: ['card_declined', 'generic_decline'],
    pm_card_chargeDeclinedInsufficientFunds: ['card_declined', 'insufficient_funds'],
    pm_card_chargeDeclinedExpiredCard: ['expired_card', undefined],
    pm_card_chargeDeclinedIncorrectCvc: ['incorrect_cvc', undefined],
    pm_card_chargeDeclinedProcessingError: ['processing_error', undefined],
  };

  for (const [card, [code, decline]] of Object.entries (cases))
    await t.test (card, () => assert.rejects (stripe.paymentIntents.create ({ ...intent, payment_method: card }), (error) => {
      assert.equal (error.type, 'StripeCardError');
      assert.equal (error.statusCode, 402);
      assert.equal (error.code, code);
      assert.equal (error.decline_code, decline);
      assert.equal (error.payment_intent.status, 'requires_payment_method');
      assert.equal (error.payment_intent.last_payment_error.code, code);
      return true;
    }));
});

test ('a refused payment may be tried with another card', async () => {
  const open = await stripe.paymentIntents.create ({ amount: 500, currency: 'uyu' });

  assert.equal (open.status, 'requires_payment_method');
  await assert.rejects (stripe.paymentIntents.confirm (open.id, { payment_method: 'pm_card_chargeDeclined' }));
  const paid = await stripe.paymentIntents.confirm (open.id, { payment_method: 'pm_card_mastercard' });
  assert.equal (paid.status, 'succeeded');
  assert.equal (paid.last_payment_error, null);
  await assert.rejects (
    stripe.paymentIntents.confirm (open.id, { payment_method: 'pm_card_visa' }),
    (error) => error.code === 'payment_intent_unexpected_state');
});

test ('3-D Secure', async () => {
  const asks = await stripe.paymentIntents.create (
    { ...intent, payment_method: 'pm_card_threeDSecure2Required', return_url: 'http://127.0.0.1:1/back' });

  assert.equal (asks.status, 'requires_action');
  assert.equal (asks.next_action.type, 'redirect_to_url');
  assert.equal ((await fetch (asks.next_action.redirect_to_url.url)).status, 200);
  assert.equal ((await stripe.paymentIntents.cancel (asks.id)).status, 'canceled');
  await assert.rejects (
    stripe.paymentIntents.create ({ ...intent, payment_method: 'pm_card_threeDSecure2Required', off_session: true }),
    (error) => error.code === 'authentication_required');
});

test ('checkout sessions', async () => {
  const session = await stripe.checkout.sessions.create ({
    mode: 'payment',
    line_items: [
      { quantity: 2, price_data: { currency: 'uyu', unit_amount: 50000, product_data: { name: 'Pizza' } } },
      { quantity: 1, price_data: { currency: 'uyu', unit_amount: 9000, product_data: { name: 'Faina' } } },
    ],
    success_url: 'http://127.0.0.1:1/paid?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://127.0.0.1:1/cancelled',
    client_reference_id: 'ord_2',
    payment_intent_data: { metadata: { order_id: 'ord_2' } },
  });

  assert.match (session.id, /^cs_test_/);
  assert.equal (session.amount_total, 109000);
  assert.equal (session.status, 'open');
  assert.equal (session.payment_status, 'unpaid');
  assert.equal ((await fetch (session.url)).status, 200);

  const expanded = await stripe.checkout.sessions.retrieve (session.id, { expand: ['payment_intent'] });
  assert.equal (expanded.payment_intent.metadata.order_id, 'ord_2');
  await assert.rejects (stripe.paymentIntents.cancel (expanded.payment_intent.id));

  const expired = await stripe.checkout.sessions.expire (session.id);
  assert.equal (expired.status, 'expired');
  assert.equal (expired.url, null);
  assert.equal ((await fetch (session.url)).status, 410);
  await assert.rejects (stripe.checkout.sessions.expire (session.id), (error) => error.statusCode === 400);
  await assert.rejects (
    stripe.checkout.sessions.create ({ mode: 'payment', success_url: 'javascript:alert(1)' }),
    (error) => error.type === 'StripeInvalidRequestError');
});

test ('refunds', async () => {
  const paid = await stripe.paymentIntents.create (intent);
  const part = await stripe.refunds.create ({ payment_intent: paid.id, amount: 49000 });

  assert.match (part.id, /^re_/);
  assert.equal (part.status, 'succeeded');
  await assert.rejects (
    stripe.refunds.create ({ payment_intent: paid.id, amount: 100001 }),
    (error) => error.type === 'StripeInvalidRequestError' && error.param === 'amount');
  assert.equal ((await stripe.refunds.create ({ charge: paid.latest_charge })).amount, 100000);
  await assert.rejects (
    stripe.refunds.create ({ payment_intent: paid.id }),
    (error) => error.code === 'charge_already_refunded');
  assert.equal ((await stripe.refunds.list ({ payment_intent: paid.id })).data.length, 2);
  assert.equal ((await stripe.refunds.retrieve (part.id)).payment_intent, paid.id);
});

test ('lists page', async () => {
  const customer = await stripe.customers.create ({});
  const ids = [];

  for (let i = 0; i < 7; i++)
    ids.unshift ((await stripe.paymentIntents.create ({ amount: 100 + i, currency: 'uyu', customer: customer.id })).id);

  const found = [];
  for await (const one of stripe.paymentIntents.list ({ customer: customer.id, limit: 3 }))
    found.push (one.id);
  assert.deepEqual (found, ids);
});

test ('errors in the protocol\'s form', async () => {
  await assert.rejects (
    stripeClient ('sk_test_wrong').events.list (),
    (error) => error.type === 'StripeAuthenticationError' && error.statusCode === 401);
  await assert.rejects (
    stripe.paymentIntents.retrieve ('pi_none'),
    (error) => error.type === 'StripeInvalidRequestError' && error.code === 'resource_missing' && error.statusCode === 404);
  await assert.rejects (
    stripe.paymentIntents.create ({ currency: 'uyu' }),
    (error) => error.code === 'parameter_missing' && error.param === 'amount');
  await assert.rejects (
    stripe.paymentIntents.create ({ amount: 100, currency: 'uyu', colour: 'red' }),
    (error) => error.code === 'parameter_unknown' && error.param === 'colour');
});

test ('webhooks are signed, and come until they are taken', async (t) => {
  const taken = [];
  let refuse = 2;
  const server = createServer ((request, response) => {
    const chunks = [];

    request.on ('data', (chunk) => chunks.push (chunk));
    request.on ('end', () => {
      if (refuse-- > 0)
        {
          response.writeHead (500).end ();
          return;
        }
      taken.push ({ body: Buffer.concat (chunks), signature: request.headers['stripe-signature'] });
      response.writeHead (200).end ();
    });
  });
  await new Promise ((resolve) => server.listen (0, '127.0.0.1', resolve));
  t.after (() => {
    server.closeAllConnections ();
    server.close ();
  });

  const endpoint = await stripe.webhookEndpoints.create ({
    url: `http://127.0.0.1:${server.address ().port}/hook`,
    enabled_events: ['payment_intent.succeeded'],
  });
  const paid = await stripe.paymentIntents.create (intent);
  const deadline = Date.now () + 20000;
  let event;

  while (!event && Date.now () < deadline)
    {
      await new Promise ((resolve) => setTimeout (resolve, 20));
      event = taken
        .map ((one) => stripe.webhooks.constructEvent (one.body, one.signature, endpoint.secret))
        .find ((one) => one.data.object.id === paid.id);
    }
  assert.equal (event?.type, 'payment_intent.succeeded');
  assert.equal ((await stripe.events.retrieve (event.id)).id, event.id);
  assert.ok ((await stripe.events.list ({ type: 'payment_intent.succeeded' })).data.some ((one) => one.id === event.id));
  assert.throws (() => stripe.webhooks.constructEvent (taken[0].body, taken[0].signature, 'whsec_other'),
    (error) => error.type === 'StripeSignatureVerificationError');
  assert.throws (() => stripe.webhooks.constructEvent (`${taken[0].body} `, taken[0].signature, endpoint.secret));

  assert.equal ((await stripe.webhookEndpoints.del (endpoint.id)).deleted, true);
});
