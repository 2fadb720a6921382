// SPDX-License-Identifier: GPL-3.0-or-later
// The journeys, with types that openapi-typescript made from the contract: what it does not say does not compile.

import createClient from 'openapi-fetch';
import type { components, paths } from './schema.js';

type Money = components['schemas']['Money'];

interface Deal {
  id: string;
  price: Money;
  store: { id: string };
}

interface Order {
  id: string;
  vouchers?: { id: string }[];
}

export interface Tokens {
  consumer: string;
  merchant: string;
}

function must<T> (result: { data?: T; error?: unknown; response: Response }): T {
  if (result.data === undefined)
    throw new Error (`${result.response.status} ${JSON.stringify (result.error)}`);
  return result.data;
}

export class Town {
  private readonly client;
  private readonly tokens: Tokens;
  private readonly newKey: () => string;

  constructor (base: string, tokens: Tokens, newKey: () => string) {
    this.client = createClient<paths> ({ baseUrl: base });
    this.tokens = tokens;
    this.newKey = newKey;
  }

  private as (who: keyof Tokens) {
    return { Authorization: `Bearer ${this.tokens[who]}` };
  }

  private key () {
    return { 'Idempotency-Key': `"${this.newKey ()}"` };
  }

  async search () {
    const page = must (await this.client.GET ('/v1/deals', {
      params: { query: { near: '-34.9059,-56.1913', radius: 5000, kind: 'voucher', sort: 'distance', limit: 100 } },
    }));

    return page.deals.filter ((deal) => deal.price.amount > 0 && (deal.stock_left === null || deal.stock_left > 5));
  }

  async order (deal: Deal) {
    return must (await this.client.POST ('/v1/orders', {
      params: { header: this.key () },
      headers: this.as ('consumer'),
      body: { deal_id: deal.id, store_id: deal.store.id, quantity: 1, expected_total: deal.price },
    }));
  }

  async pay (order: Order) {
    const path = { id: order.id };
    const payment = must (await this.client.POST ('/v1/orders/{id}/payment', {
      params: { path, header: this.key () }, headers: this.as ('consumer'), body: { method: 'saved' },
    }));

    if (payment.state !== 'paid')
      throw new Error (`the payment is ${payment.state}`);
    return this.look (order);
  }

  async look (order: Order) {
    return must (await this.client.GET ('/v1/orders/{id}', {
      params: { path: { id: order.id } }, headers: this.as ('consumer'),
    }));
  }

  async voucher (order: Order) {
    const first = order.vouchers?.[0];

    if (!first)
      throw new Error ('the order has no voucher');
    return must (await this.client.GET ('/v1/vouchers/{id}', {
      params: { path: { id: first.id } }, headers: this.as ('consumer'),
    }));
  }

  async redeem (code: string, store_id: string) {
    return this.client.POST ('/v1/merchant/redemptions', {
      params: { header: this.key () }, headers: this.as ('merchant'), body: { presented: code, store_id },
    });
  }

  async refund (order: Order) {
    return this.client.POST ('/v1/orders/{id}/refunds', {
      params: { path: { id: order.id }, header: this.key () }, headers: this.as ('consumer'), body: {},
    });
  }
}
