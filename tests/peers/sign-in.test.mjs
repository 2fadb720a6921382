// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of signing in, consent and devices in a real browser: accessible, in three languages, by keyboard alone.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import test, { after, before } from 'node:test';
import { browser, look, open, skip } from './browser.mjs';
import { base } from './world.mjs';

const verifier = randomBytes (32).toString ('base64url');
const titles = {
  es: ['Ingresar', 'Crear una cuenta', '¿Dejar entrar a Rambla?', 'Ingresar en un dispositivo'],
  en: ['Sign in', 'Create an account', 'Let Rambla in?', 'Sign a device in'],
  'zh-CN': ['登录', '创建账户', '允许 Rambla 访问？', '在设备上登录'],
};
let program;
let answers = [];

/* The program on this computer that waits for the answer (RFC 8252). */
before (async () => {
  program = createServer ((request, response) => {
    if (request.url.startsWith ('/callback'))
      answers.push (new URL (request.url, 'http://127.0.0.1'));
    response.end ('<!DOCTYPE html><html lang="en"><title>Done</title><h1>Done</h1>');
  });
  await new Promise ((resolve) => program.listen (0, '127.0.0.1', resolve));
});

after (() => program.close ());

function request (more = {}) {
  const url = new URL ('/oauth/authorize', base);

  url.search = new URLSearchParams ({
    client_id: 'rambla', response_type: 'code', state: 'st', code_challenge_method: 'S256',
    redirect_uri: `http://127.0.0.1:${program.address ().port}/callback`,
    code_challenge: createHash ('sha256').update (verifier).digest ('base64url'), ...more,
  });
  return url.href;
}

async function newDevice (scope = 'consumer') {
  const body = new URLSearchParams ({ client_id: 'rambla', scope });

  return (await fetch (`${base}/oauth/device_authorization`, { method: 'POST', body })).json ();
}

const press = (page, selector) => Promise.all ([page.waitForNavigation (), page.locator (selector).first ().click ()]);

async function signIn (page, role = 'consumer') {
  await page.locator ('#email').fill (`${role}@example.org`);
  await page.locator ('#password').fill ('sandbox');
  await press (page, 'form[action^="/oauth/sign-in"] button');
}

test ('every page is accessible: both schemes, three languages, wide and narrow', { skip }, async () => {
  for (const [language, scheme, width] of [['es', 'light', 360], ['en', 'dark', 1000], ['zh-CN', 'light', 1000], ['es', 'dark', 360]])
    {
      const name = `${language}-${scheme}-${width}`;

      await browser.clearCookies ();
      const page = await open (request (), { language, scheme, width });

      assert.equal (await page.locator ('html').getAttribute ('lang'), language);
      assert.equal (await page.locator ('h1').innerText (), titles[language][0]);
      await look (page, `sign-in-${name}`);
      await page.locator ('#email').fill ('nobody');
      await press (page, 'form button');
      await look (page, `sign-in-errors-${name}`);
      await page.locator ('#email').fill ('consumer@example.org');
      await page.locator ('#password').fill ('wrong');
      await press (page, 'form button');
      assert.equal (await page.evaluate (() => document.activeElement.getAttribute ('role')), 'alert');
      await look (page, `sign-in-wrong-${name}`);
      await page.locator ('a[href^="/oauth/sign-up"]').click ();
      assert.equal (await page.locator ('h1').innerText (), titles[language][1]);
      await look (page, `sign-up-${name}`);
      await press (page, 'form button');
      assert.equal (await page.evaluate (() => document.activeElement.id), 'name');
      await look (page, `sign-up-errors-${name}`);
      await page.locator ('a[href^="/oauth/sign-in"]').click ();
      await signIn (page);
      assert.equal (await page.locator ('h1').innerText (), titles[language][2]);
      await look (page, `consent-${name}`);
      await press (page, 'button[value=allow]');
      assert.equal (await page.locator ('h1').innerText (), 'Done');

      await page.goto (request ({ scope: 'consumer merchant kiosk operator' }));
      await look (page, `consent-unable-${name}`);

      const device = await newDevice ();
      await page.goto (`${base}/oauth/device`);
      assert.equal (await page.locator ('h1').innerText (), titles[language][3]);
      await look (page, `device-${name}`);
      await page.locator ('#user_code').fill ('BBBB-BBBB');
      await press (page, 'form[method=get] button');
      await look (page, `device-errors-${name}`);
      await page.locator ('#user_code').fill (device.user_code.toLowerCase ().replace ('-', ' '));
      await press (page, 'form[method=get] button');
      assert.equal (await page.locator ('.code').innerText (), device.user_code);
      await look (page, `device-consent-${name}`);
      await press (page, 'button[value=allow]');
      await look (page, `device-done-${name}`);
      await page.goto (`${base}/oauth/sign-out`);
      await look (page, `account-${name}`);
      await press (page, 'form button');
      await look (page, `signed-out-${name}`);
      await page.goto (request ({ client_id: 'evil' }));
      await look (page, `bad-link-${name}`);
      await page.close ();
    }
});

test ('in by the keyboard alone, and the program has its answer', { skip }, async () => {
  await browser.clearCookies ();
  answers = [];
  const page = await open (request ());

  for (const text of ['consumer@example.org', 'sandbox'])
    {
      await page.keyboard.press ('Tab');
      await page.keyboard.type (text);
    }
  await Promise.all ([page.waitForNavigation (), page.keyboard.press ('Enter')]);
  assert.equal (await page.locator ('h1').innerText (), titles.en[2]);
  await page.keyboard.press ('Tab');
  assert.equal (await page.evaluate (() => document.activeElement.innerText), 'Use another account');
  await page.keyboard.press ('Tab');
  assert.equal (await page.evaluate (() => document.activeElement.value), 'allow');
  await Promise.all ([page.waitForNavigation (), page.keyboard.press ('Enter')]);
  assert.equal (answers.length, 1);
  assert.equal (answers[0].searchParams.get ('state'), 'st');
  assert.equal (answers[0].searchParams.get ('iss'), base);

  const answer = await fetch (`${base}/oauth/token`, { method: 'POST', body: new URLSearchParams ({
    grant_type: 'authorization_code', client_id: 'rambla', code_verifier: verifier,
    code: answers[0].searchParams.get ('code'), redirect_uri: `http://127.0.0.1:${program.address ().port}/callback`,
  }) });
  assert.equal (answer.status, 200);
  assert.deepEqual (page.complaints, []);
  await page.close ();
});

test ('a program that listens on IPv6 has its answer too', { skip }, async (t) => {
  const six = createServer ((_request, response) => response.end ('<!DOCTYPE html><html lang="en"><title>Six</title><h1>Six</h1>'));
  const listening = await new Promise ((resolve) => {
    six.once ('error', () => resolve (false));
    six.listen (0, '::1', () => resolve (true));
  });

  if (!listening)
    {
      t.skip ('there is no IPv6 here');
      return;
    }
  await browser.clearCookies ();
  const page = await open (request ({ redirect_uri: `http://[::1]:${six.address ().port}/callback` }));
  await signIn (page);
  await press (page, 'button[value=allow]');
  assert.equal (await page.locator ('h1').innerText (), 'Six');
  assert.deepEqual (page.complaints, []);
  await page.close ();
  six.close ();
});

test ('a new account goes straight on to the consent', { skip }, async () => {
  await browser.clearCookies ();
  answers = [];
  const page = await open (request ());

  await page.getByRole ('link', { name: 'No account yet? Create one' }).click ();
  await page.getByLabel ('Your name').fill ('Eva Ñandú <b>');
  await page.getByLabel ('E-mail address').fill (`eva${process.pid}@example.org`);
  await page.getByLabel ('Choose a password').fill ('correct horse battery');
  await press (page, 'form button');
  assert.equal (await page.locator ('#name').getAttribute ('aria-describedby'), 'name-hint name-error');
  await page.getByLabel ('Your name').fill ('Eva Ñandú');
  await page.getByLabel ('Choose a password').fill ('correct horse battery');
  await press (page, 'form button');
  assert.equal (await page.locator ('h1').innerText (), titles.en[2]);
  assert.match (await page.locator ('.who').innerText (), /Eva Ñandú/);
  await press (page, 'button[value=deny]');
  assert.equal (answers[0].searchParams.get ('error'), 'access_denied');
  await page.close ();
});

test ('the language that the program asks for goes before the browser\'s', { skip }, async () => {
  await browser.clearCookies ();
  const page = await open (request ({ ui_locales: 'fr zh-CN es' }), { language: 'en' });

  assert.equal (await page.locator ('h1').innerText (), titles['zh-CN'][0]);
  await page.close ();
});

test ('the pages\' policy', { skip }, async () => {
  const answer = await fetch (`${base}/oauth/sign-in`);
  const policy = answer.headers.get ('content-security-policy');

  assert.match (policy, /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/);
  assert.doesNotMatch (await answer.text (), /<script|\son[a-z]+=|javascript:|style=/i);
});
