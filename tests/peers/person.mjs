// SPDX-License-Identifier: GPL-3.0-or-later
// A person in front of the platform's sign-in pages, without a browser: for tests that are about the protocol.

import assert from 'node:assert/strict';
import { checkAnswer } from './contract.mjs';
import { base } from './world.mjs';

export class Person {
  #cookies = new Map ();

  /** One request, whose answer must be as the contract says; redirections are not followed. */
  async ask (url, form) {
    const answer = await fetch (new URL (url, base), {
      method: form ? 'POST' : 'GET',
      body: form && new URLSearchParams (form),
      redirect: 'manual',
      headers: { 'Accept-Language': 'en', Cookie: [...this.#cookies].map ((pair) => pair.join ('=')).join ('; ') },
    });

    for (const line of answer.headers.getSetCookie ())
      {
        const [name, value] = line.split (';')[0].split (/=(.*)/);

        if (value)
          this.#cookies.set (name, value);
        else
          this.#cookies.delete (name);
      }

    const page = await answer.text ();
    const path = new URL (url, base).pathname;

    assert.deepEqual (checkAnswer (form ? 'POST' : 'GET', path, answer.status, answer.headers.get ('content-type'), page), []);
    return { status: answer.status, location: answer.headers.get ('location'), page };
  }

  /** Sends the form of @page whose address begins with @action. */
  submit (page, action, more) {
    const forms = [...page.matchAll (/<form method="post" action="([^"]+)"[^>]*><input type="hidden" name="token" value="([^"]+)"/g)];
    const form = forms.find (([, target]) => target.startsWith (action));

    assert.ok (form, `no form for ${action} in ${page}`);
    return this.ask (form[1].replaceAll ('&amp;', '&'), { token: form[2], ...more });
  }

  /** Opens @url, signs in where that is asked for, and decides. */
  async decide (url, { role = 'consumer', decision = 'allow' } = {}) {
    let answer = await this.ask (url);

    if (answer.status === 303 && answer.location.startsWith ('/oauth/sign-in'))
      {
        answer = await this.ask (answer.location);
        answer = await this.submit (answer.page, '/oauth/sign-in', { email: `${role}@example.org`, password: 'sandbox' });
        assert.equal (answer.status, 303);
        answer = await this.ask (answer.location);
      }
    if (answer.status !== 200)
      return answer;
    return this.submit (answer.page, new URL (url, base).pathname, { decision });
  }
}
