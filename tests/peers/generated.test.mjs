// SPDX-License-Identifier: GPL-3.0-or-later
// A client that was made from the contract alone, checked by TypeScript, walks the journeys.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { contractPath } from './contract.mjs';
import { base, newKey, tokens } from './world.mjs';

const here = dirname (fileURLToPath (import.meta.url));
const options = {
  strict: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
};

/* What TypeScript has against a file. */
function complain (name) {
  const program = ts.createProgram ([join (here, name)], options);

  return ts.getPreEmitDiagnostics (program).map ((one) => ts.flattenDiagnosticMessageText (one.messageText, '\n'));
}

const source = readFileSync (join (here, 'journeys.ts'), 'utf8');

writeFileSync (join (here, 'schema.d.ts'), astToString (await openapiTS (pathToFileURL (contractPath))));
writeFileSync (join (here, 'journeys.js'),
  ts.transpileModule (source, { compilerOptions: { target: options.target, module: ts.ModuleKind.ESNext } }).outputText);

const { Town } = await import ('./journeys.js');
const town = new Town (base, tokens, newKey);
const deals = await town.search ();

test ('it compiles against the contract, and what the contract does not say does not', () => {
  const mistakes = [['sort: \'distance\'', 'sort: \'colour\''], ['expected_total: deal.price', 'colour: 1'],
    ['{ method: \'saved\' }', '{ method: \'cash\' }'], ['\'/v1/vouchers/{id}\'', '\'/v1/tickets/{id}\''],
    ['payment.state', 'payment.colour']];

  assert.deepEqual (complain ('journeys.ts'), []);
  const wrong = mistakes.map (([old, other], index) => {
    assert.ok (source.includes (old), old);
    writeFileSync (join (here, `wrong-${index}.ts`), source.replace (old, other));
    return join (here, `wrong-${index}.ts`);
  });
  const program = ts.createProgram (wrong, options);
  for (const path of wrong)
    assert.ok (program.getSemanticDiagnostics (program.getSourceFile (path)).length > 0, path);
});

test ('search, order, pay, voucher, redeem', async () => {
  const refusals = [];

  // Some offers are not for today.
  for (const deal of deals.slice (2, 12))
    {
      const order = await town.pay (await town.order (deal));
      const voucher = await town.voucher (order);

      assert.equal (order.state, 'paid');
      assert.equal (voucher.state, 'active');
      const used = await town.redeem (voucher.code, order.store.id);
      if (used.error)
        {
          refusals.push (used.error.code);
          continue;
        }
      assert.equal (used.data.voucher_id, voucher.id);
      const again = await town.redeem (voucher.code, order.store.id);
      assert.equal (again.error?.code, 'already_redeemed');
      assert.equal ((await town.voucher (order)).state, 'redeemed');
      return;
    }
  assert.fail (refusals.join ());
});

test ('search, order, pay, refund', async () => {
  const order = await town.pay (await town.order (deals[1]));
  const back = await town.refund (order);

  assert.deepEqual (back.data?.amount, order.total);
  assert.equal ((await town.look (order)).state, 'refunded');
  assert.equal ((await town.voucher (order)).state, 'refunded');
});
