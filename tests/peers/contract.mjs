// SPDX-License-Identifier: GPL-3.0-or-later
// Every answer of the platform, held against data/openapi.yaml.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { base, newKey, world } from './world.mjs';

export const contractPath = join (world.source, 'data', 'openapi.yaml');
export const contract = parse (readFileSync (contractPath, 'utf8'));

const ajv = new Ajv2020 ({ allErrors: true, strict: false, validateSchema: false });

addFormats (ajv);
ajv.addSchema (contract, 'contract');

/** What a reference names. */
export function resolve (part) {
  return part?.$ref ? part.$ref.slice (2).split ('/').reduce ((at, key) => at[key], contract) : part;
}

function escape (key) {
  return encodeURIComponent (key.replaceAll ('~', '~0').replaceAll ('/', '~1'));
}

const templates = Object.keys (contract.paths).map ((template) => ({
  template,
  pattern: new RegExp (`^${template.replace (/[.]/g, '\\.').replace (/\{[^}]+\}/g, '[^/]+')}$`),
}));

/** The contract's path for a real one; those without names first. */
export function findTemplate (path) {
  const found = templates.filter ((one) => one.pattern.test (path));

  return found.sort ((a, b) => a.template.split ('{').length - b.template.split ('{').length)[0]?.template;
}

/** The operation that a method and a path are; HEAD is what GET is. */
export function findOperation (method, path) {
  return contract.paths[findTemplate (path)]?.[method === 'HEAD' ? 'get' : method.toLowerCase ()];
}

/** Which operations were seen, as "get /v1/deals 200". */
export const seen = new Set ();

/** Says what is wrong with an answer; nothing if it is as the contract says. */
export function checkAnswer (method, path, status, contentType, body) {
  const template = findTemplate (path);
  const operation = findOperation (method, path);

  if (!operation)
    return [`${method} ${path} is not in the contract`];

  const code = operation.responses[status] ? String (status) : 'default';
  const answer = resolve (operation.responses[code]);
  const type = contentType?.split (';')[0].trim ();

  seen.add (`${method.toLowerCase ()} ${template} ${code}`);
  if (!answer)
    return [`${method} ${template} does not know the status ${status}`];
  if (status === 304 || !answer.content)
    return [];
  if (code === 'default' && status < 400)
    return [`${method} ${template} answered ${status}, which only "default" covers`];
  if (!answer.content[type])
    return [`${method} ${template} ${status} has the type ${type}`];
  if (!/json$/.test (type) || method === 'HEAD')
    return [];

  const where = operation.responses[code].$ref
    ? `${operation.responses[code].$ref}/content/${escape (type)}/schema`
    : `#/paths/${escape (template)}/${method.toLowerCase ()}/responses/${code}/content/${escape (type)}/schema`;
  const validate = ajv.getSchema (`contract${where}`);

  if (validate (JSON.parse (body)))
    return [];
  return validate.errors.slice (0, 10).map ((one) => `${method} ${path} ${status}: ${one.instancePath} ${one.message}`);
}

/* A parameter's text as the type that its schema wants. */
function read (schema, text) {
  if (schema.type === 'integer' || schema.type === 'number')
    return text.trim () !== '' && Number.isFinite (Number (text)) ? Number (text) : text;
  if (schema.type === 'boolean')
    return { true: true, false: false }[text] ?? text;
  return text;
}

function checkParameter (where, parameter, text) {
  const validate = ajv.compile ({ ...parameter.schema, $id: undefined });

  return validate (read (resolve (parameter.schema), text))
    ? []
    : [`${where}: ${parameter.in} ${parameter.name}: ${ajv.errorsText (validate.errors)}`];
}

/** Says what is wrong with a request; nothing if the contract allows it. */
export function checkRequest (method, path, query, headers, body) {
  const template = findTemplate (path);
  const operation = contract.paths[template]?.[method.toLowerCase ()];
  const where = `${method} ${template ?? path}`;
  const wrong = [];

  if (!operation)
    return [`${where} is not in the contract`];

  const parameters = [...(contract.paths[template].parameters ?? []), ...(operation.parameters ?? [])].map (resolve);
  for (const name of new Set (query.keys ()))
    {
      const parameter = parameters.find ((one) => one.in === 'query' && one.name === name);

      if (!parameter)
        wrong.push (`${where} knows no parameter ${name}`);
      else if (parameter.schema && !parameter.schema.$ref)
        wrong.push (...checkParameter (where, parameter, query.get (name)));
    }
  for (const parameter of parameters.filter ((one) => one.required && one.in !== 'path'))
    if (parameter.in === 'header' ? !headers.has (parameter.name) : parameter.in === 'query' && !query.has (parameter.name))
      wrong.push (`${where} lacks ${parameter.name}`);

  const content = resolve (operation.requestBody)?.content;
  const type = headers.get ('content-type')?.split (';')[0].trim ();
  if (body === undefined || body === null || body === '')
    {
      if (resolve (operation.requestBody)?.required)
        wrong.push (`${where} lacks its body`);
    }
  else if (!content?.[type])
    wrong.push (`${where} takes no body of the type ${type}`);
  else if (type === 'application/json')
    {
      const schema = operation.requestBody.$ref
        ? `${operation.requestBody.$ref}/content/${escape (type)}/schema`
        : `#/paths/${escape (template)}/${method.toLowerCase ()}/requestBody/content/${escape (type)}/schema`;
      const validate = ajv.getSchema (`contract${schema}`);
      let value;

      try
        {
          value = JSON.parse (body);
        }
      catch
        {
          return [...wrong, `${where} is sent what is no JSON`];
        }
      if (!validate (value))
        wrong.push (...validate.errors.slice (0, 5).map ((one) => `${where}: ${one.instancePath} ${one.message}`));
    }
  return wrong;
}

/** Calls the platform; fails if the answer is not as the contract says. POSTs get a key of their own. */
export async function call (method, target, { token, json, form, headers = {}, key, expect } = {}) {
  const all = { 'Accept-Language': 'en', ...headers };

  if (token)
    all.Authorization = `Bearer ${token}`;
  if (json !== undefined)
    all['Content-Type'] = 'application/json';
  if (method === 'POST' && !form)
    all['Idempotency-Key'] ??= `"${key ?? newKey ()}"`;

  const answer = await fetch (`${base}${target}`, {
    method,
    headers: all,
    body: json !== undefined ? JSON.stringify (json) : form && new URLSearchParams (form),
    redirect: 'manual',
  });
  const text = answer.headers.get ('content-type')?.startsWith ('image/')
    ? Buffer.from (await answer.arrayBuffer ())
    : await answer.text ();
  const type = answer.headers.get ('content-type');
  const path = target.split ('?')[0];

  assert.deepEqual (checkAnswer (method, path, answer.status, type, text), [], `${method} ${target}`);
  if (expect)
    assert.equal (answer.status, expect, `${method} ${target}: ${text}`);

  return {
    status: answer.status,
    headers: answer.headers,
    body: method !== 'HEAD' && /json/.test (type ?? '') ? JSON.parse (text) : text,
  };
}

export const get = (target, options) => call ('GET', target, options);
export const post = (target, options) => call ('POST', target, options);
