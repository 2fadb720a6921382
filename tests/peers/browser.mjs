// SPDX-License-Identifier: GPL-3.0-or-later
// A real browser for the tests of pages, with axe-core looking over its shoulder. With PEERS_SHOTS=DIR pictures are kept.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find (existsSync);
export const skip = executable ? false : 'there is no Chromium here';
const axeSource = await readFile (createRequire (import.meta.url).resolve ('axe-core'), 'utf8');
let profile;
export let browser;

before (async () => {
  if (skip)
    return;
  profile = await mkdtemp (join (tmpdir (), 'rambla-chromium-'));
  browser = await chromium.launchPersistentContext (profile, {
    executablePath: executable,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
});

after (async () => {
  await browser?.close ();
  if (profile)
    await rm (profile, { recursive: true, force: true });
});

/** A new page at @url. */
export async function open (url, { language = 'en', scheme = 'light', width = 1024 } = {}) {
  const page = await browser.newPage ();
  const complaints = [];

  page.on ('pageerror', (error) => complaints.push (error.message));
  page.on ('console', (message) => /Content Security Policy/.test (message.text ()) && complaints.push (message.text ()));
  page.complaints = complaints;
  await page.setExtraHTTPHeaders ({ 'Accept-Language': language });
  await page.emulateMedia ({ colorScheme: scheme });
  await page.setViewportSize ({ width, height: 800 });
  await page.goto (url);
  return page;
}

/** Fails unless the page is accessible, not too wide, and nothing in it was stopped by its policy. */
export async function look (page, name) {
  // The page's policy allows no script, so axe is brought in by the debugger, not by the page.
  const violations = await page.evaluate (`(async () => {
    ${axeSource};
    const found = await axe.run (document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return found.violations.map ((one) => one.id + ': ' + one.nodes.map ((node) => node.html).join (' | '));
  }) ()`);

  assert.deepEqual (violations, [], name);
  assert.equal (await page.evaluate (() => document.documentElement.scrollWidth > window.innerWidth), false, `${name} is too wide`);
  assert.deepEqual (page.complaints, [], name);
  if (process.env.PEERS_SHOTS)
    await page.screenshot ({ path: join (process.env.PEERS_SHOTS, `${name}.png`), fullPage: true });
}
