// SPDX-License-Identifier: GPL-3.0-or-later
// Loaded before each test: all that is fetched from the platform is held against the contract, both ways. What the
// contract does not allow must be refused; what comes back must be what it says.

import { isMainThread } from 'node:worker_threads';

const plain = globalThis.fetch;
const violations = [];

async function textOf (request) {
  return request.body === null ? undefined : request.clone ().text ();
}

/* Streams end when their reader wants it: only how they begin is looked at. */
function isEndless (answer) {
  return answer.headers.get ('content-type')?.startsWith ('text/event-stream');
}

async function guard (checks, base, input, init) {
  const request = new Request (input, init);
  const url = new URL (request.url);

  if (url.origin !== new URL (base).origin)
    return plain (input, init);

  const body = await textOf (request);
  const answer = await plain (request);
  const path = decodeURI (url.pathname);
  const asked = checks.checkRequest (request.method, path, url.searchParams, request.headers, body);
  const where = `${request.method} ${path} ${answer.status}`;
  const wrong = [];

  if (answer.status < 400 && request.method !== 'HEAD' && asked.length > 0)
    wrong.push (...asked.map ((one) => `${where} is taken although ${one}`));
  if (checks.findOperation (request.method, path))
    {
      const type = answer.headers.get ('content-type');
      const text = isEndless (answer) ? undefined : Buffer.from (await answer.clone ().arrayBuffer ()).toString ();

      wrong.push (...checks.checkAnswer (request.method, path, answer.status, type, text));
    }
  else if (answer.status < 400)
    wrong.push (`${where} is not in the contract`);
  if (wrong.length === 0)
    return answer;
  violations.push (...wrong);
  throw new Error (`against the contract: ${wrong.join ('; ')}`);
}

// The runner itself tests nothing.
if (isMainThread && process.env.NODE_TEST_CONTEXT && process.env.PEERS_WORLD)
  {
    const checks = await import ('./contract.mjs');
    const { base } = await import ('./world.mjs');

    globalThis.fetch = (input, init) => guard (checks, base, input, init);
    // A client may swallow what its fetch throws.
    process.on ('exit', () => {
      if (violations.length > 0)
        {
          console.error (violations.join ('\n'));
          process.exitCode = 1;
        }
    });
  }
