// SPDX-License-Identifier: GPL-3.0-or-later
// Starts the real platform on a free port with a city in an empty folder, and lets foreign clients at it.
// Prints TAP. Needs RAMBLA_BUILD_ROOT, where the packages of package-lock.json are in peers/node_modules.

import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname (fileURLToPath (import.meta.url));
const build = process.env.RAMBLA_BUILD_ROOT;
const source = process.env.RAMBLA_SOURCE_ROOT ?? join (here, '..', '..');
const peers = build && join (build, 'peers');

if (!peers || !existsSync (join (peers, 'node_modules')))
  {
    console.log ('1..0 # SKIP the foreign clients are not installed; ./dev test installs them');
    process.exit (0);
  }

const binary = process.env.RAMBLA_PLATFORM_BINARY ?? join (build, 'src', 'platform', 'rambla-platform');
const city = process.env.RAMBLA_CITY_DIR ?? join (source, 'data', 'city', 'montevideo');
const folder = await mkdtemp (join (tmpdir (), 'rambla-peers-'));

// Modules are looked for beside the file that asks for them, so the tests run where the packages are.
const scripts = (await readdir (here)).filter ((name) => /\.(mjs|ts)$/.test (name) && name !== 'run.mjs');
for (const name of scripts)
  await copyFile (join (here, name), join (peers, name));

function startPlatform () {
  // High enough never to be met, so that what is left of them is told with each answer.
  const configuration = join (folder, 'rambla-platform.conf');
  const quotas = ['address', 'search', 'read', 'tiles', 'write', 'redeem', 'sign_in', 'events'];
  writeFileSync (configuration, `[limits]\nloopback=true\n${quotas.map ((name) => `${name}=1000000/60\n`).join ('')}`);

  const options = ['--config', configuration, '--data', join (folder, 'data'), '--listen', '127.0.0.1:0', '--sandbox'];

  if (existsSync (join (city, 'city.json')))
    options.push ('--city', city);

  const child = spawn (binary, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise ((resolve) => child.once ('exit', (code, signal) => resolve (code ?? signal)));
  const ready = new Promise ((resolve, reject) => {
    createInterface ({ input: child.stdout }).once ('line', (line) => resolve (JSON.parse (line)));
    ended.then ((code) => reject (new Error (`the platform ended with ${code} before it was ready`)));
  });

  return { child, ended, ready };
}

// A sign-in code is good once, and each test file is a process: the tokens are fetched here for all of them.
async function signIn (ready) {
  const tokens = {};

  for (const [role, code] of Object.entries (ready.sign_in ?? {}))
    {
      const body = new URLSearchParams ({ grant_type: 'urn:rambla:sign-in-code', code, client_id: 'rambla' });
      const answer = await fetch (`${ready.listening}/oauth/token`, { method: 'POST', body });

      if (!answer.ok)
        throw new Error (`signing in as ${role}: ${answer.status} ${await answer.text ()}`);
      tokens[role] = (await answer.json ()).access_token;
    }

  return tokens;
}

function runTests (world) {
  const files = scripts.filter ((name) => name.endsWith ('.test.mjs')).sort ().map ((name) => join (peers, name));
  const only = process.argv.slice (2);
  const chosen = only.length ? files.filter ((file) => only.some ((word) => file.includes (word))) : files;
  const child = spawn (process.execPath, ['--test', '--test-reporter=tap', '--test-concurrency=1', ...chosen], {
    cwd: peers,
    // Whatever is fetched, by whichever client, goes through the door that holds it against the contract.
    env: {
      ...process.env,
      PEERS_WORLD: JSON.stringify (world),
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${pathToFileURL (join (peers, 'door.mjs'))}`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });

  // Only the outer level is everybody's TAP; what is nested, and the reasons of failures, become remarks.
  createInterface ({ input: child.stdout }).on ('line', (line) => {
    const plain = /^(TAP version|ok |not ok |1\.\.|Bail out!|#)/.test (line);

    console.log (plain ? line : `# ${line}`);
  });

  return new Promise ((resolve) => child.once ('close', (code) => resolve (code ?? 1)));
}

const platform = startPlatform ();
let status = 1;

try
  {
    const ready = await platform.ready;

    status = await runTests ({ ready, tokens: await signIn (ready), folder, source });
  }
catch (error)
  {
    console.log (`Bail out! ${error.message}`);
  }
finally
  {
    platform.child.kill ('SIGTERM');
    const ended = await platform.ended;

    if (ended !== 0)
      {
        console.error (`the platform ended with ${ended}`);
        status = 1;
      }
    await rm (folder, { recursive: true, force: true });
  }

process.exit (status);
