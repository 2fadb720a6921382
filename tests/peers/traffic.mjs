// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests in C and the application itself say to the platform, and what they hear, line by line against the
// contract, both ways. Usage: traffic.mjs PROGRAM…; a .py is a program too, which gets the file's name.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname (fileURLToPath (import.meta.url));
const build = process.env.RAMBLA_BUILD_ROOT;
const source = process.env.RAMBLA_SOURCE_ROOT ?? join (here, '..', '..');

if (!build || !existsSync (join (build, 'peers', 'node_modules')))
  {
    console.log ('1..0 # SKIP the validators are not installed; ./dev test installs them');
    process.exit (0);
  }

// Modules are looked for beside the file that asks for them.
const place = join (build, 'peers', 'traffic');
await mkdir (place, { recursive: true });
for (const name of ['contract.mjs', 'world.mjs'])
  await copyFile (join (here, name), join (place, name));
process.env.PEERS_WORLD = JSON.stringify ({ ready: { listening: 'http://platform' }, tokens: {}, source });
const { checkAnswer, checkRequest, findOperation, seen } = await import (pathToFileURL (join (place, 'contract.mjs')));

/** What is wrong with one exchange: what the contract does not allow must be refused, what comes back must be as it says. */
function judge ({ method, target, headers, body, status, type, answer })
{
  const url = new URL (target, 'http://platform');
  const path = decodeURI (url.pathname);
  const where = `${method} ${path} ${status}`;
  const wrong = [];

  if (!findOperation (method, path))
    return status < 400 ? [`${where} is not in the contract`] : [];
  if (status < 400 && method !== 'HEAD')
    wrong.push (...checkRequest (method, path, url.searchParams, new Headers (headers), body).map ((one) => `${where} is taken although ${one}`));
  wrong.push (...checkAnswer (method, path, status, type, answer));
  return wrong;
}

const folder = await mkdtemp (join (tmpdir (), 'rambla-traffic-'));
const programs = process.argv.slice (2);
let number = 0;
let lines = 0;
let failed = 0;

const tell = (good, name) => {
  failed += !good;
  console.log (`${good ? 'ok' : 'not ok'} ${++number} - ${name}`);
};

console.log (`TAP version 13\n1..${programs.length + 1}`);
for (const program of programs)
  {
    const file = join (folder, `${basename (program)}.jsonl`);
    const [command, ...rest] = program.endsWith ('.py') ? ['python3', program, file] : [program];
    const run = spawnSync (command, rest, { env: { ...process.env, RAMBLA_TRAFFIC: file }, encoding: 'utf8', maxBuffer: 1 << 28 });
    const exchanges = run.status === 0 ? (await readFile (file, 'utf8')).trimEnd ().split ('\n').map ((line) => JSON.parse (line)) : [];
    const wrong = [...new Set (exchanges.flatMap (judge))];

    lines += exchanges.length;
    if (run.status !== 0)
      wrong.push (`ended with ${run.status ?? run.signal}`, ...run.stderr.split ('\n').slice (-20));
    for (const one of wrong.slice (0, 40))
      console.log (`# ${one}`);
    tell (wrong.length === 0, `${basename (program)}: ${exchanges.length} exchanges`);
  }
// A line that breaks each side has to be found.
const good = { method: 'GET', target: '/healthz', headers: {}, body: null, status: 200, type: 'application/json', answer: '{"status":"ok"}' };
const order = { method: 'POST', target: '/v1/orders', headers: { 'content-type': 'application/json', 'idempotency-key': '"k"' }, body: '{"colour":1}', status: 201 };
tell (judge (good).length === 0 && judge ({ ...good, answer: '{"status":1}' }).length > 0 && judge ({ ...good, status: 202 }).length > 0
  && judge ({ ...good, target: '/v1/nothing' }).length > 0 && judge ({ ...good, target: '/healthz?colour=red' }).length > 0
  && judge ({ ...order, type: 'application/json', answer: '{}' }).some ((one) => one.includes ('taken although')), 'what is wrong is found');
console.log (`# figures: ${lines} exchanges of ${seen.size} kinds`);
await rm (folder, { recursive: true, force: true });
process.exit (failed ? 1 : 0);
