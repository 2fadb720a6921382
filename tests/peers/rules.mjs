// SPDX-License-Identifier: GPL-3.0-or-later
// What the contract has to be like: Spectral's rules for OpenAPI, and our own.

import functions from '@stoplight/spectral-functions';
import rulesets from '@stoplight/spectral-rulesets';

const { pattern, truthy } = functions;

/* What makes nothing that a second try could double, or has a protocol of its own for that: each redemption that is
   handed in has a key of its own. */
const without_key = new Set (['paymentWebhook', 'previewRedemption', 'reportActivity', 'handInRedemptions']);

function resolvesToKey (parameters = []) {
  return parameters.some ((one) => one.in === 'header' && one.name.toLowerCase () === 'idempotency-key' && one.required);
}

/* OAuth's own paths follow its RFCs, and are asked by forms. */
function isOfOAuth (context) {
  return String (context.path[1]).startsWith ('/oauth');
}

function takesKey (operation, options, context) {
  if (isOfOAuth (context) || without_key.has (operation.operationId) || resolvesToKey (operation.parameters))
    return [];
  return [{ message: `${operation.operationId} creates something and takes no Idempotency-Key` }];
}

function answersProblems (operation, options, context) {
  const type = operation.responses?.default?.content;

  if (isOfOAuth (context) || (type && Object.keys (type).includes ('application/problem+json')))
    return [];
  return [{ message: `${operation.operationId} does not say that what goes wrong is a problem` }];
}

/* The provider's events are its own; it adds to them as it likes. */
function refusesOthers (schema, options, context) {
  if (context.path[1] === '/v1/webhooks/payments' ||
      schema.type !== 'object' || schema.additionalProperties === false ||
      schema.unevaluatedProperties === false)
    return [];
  return [{ message: 'a body takes members that are not known' }];
}

export const rules = {
  extends: [[rulesets.oas, 'recommended']],
  rules: {
    // Roles beside a scheme that is not OAuth's are OpenAPI 3.1; the rule knows 3.0.
    'oas3-operation-security-defined': 'off',
    // What events carry is described, and sent as text.
    'oas3-unused-component': 'off',
    // Summaries say it where that is enough.
    'operation-description': 'off',
    'info-contact': 'off',
    'rambla-operation-id': {
      given: '$.paths[*][get,post,put,patch,delete]',
      then: [{ field: 'operationId', function: truthy },
             { field: 'operationId', function: pattern, functionOptions: { match: '^[a-z][A-Za-z]+$' } },
             { field: 'summary', function: truthy }],
      severity: 'error',
    },
    'rambla-key': { given: '$.paths[*].post', then: { function: takesKey }, severity: 'error' },
    'rambla-problems': {
      given: '$.paths[*][get,post,put,patch,delete]', then: { function: answersProblems }, severity: 'error',
    },
    'rambla-closed-bodies': {
      given: '$.paths[*][post,put,patch].requestBody.content["application/json"].schema',
      then: { function: refusesOthers },
      severity: 'error',
    },
  },
};
