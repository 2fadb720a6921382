// SPDX-License-Identifier: GPL-3.0-or-later
// Foreign clients sign in: `oauth4webapi` and `openid-client` by code with PKCE, by device, refreshing and revoking.

import assert from 'node:assert/strict';
import test from 'node:test';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { get } from './contract.mjs';
import { Person } from './person.mjs';
import { base } from './world.mjs';

const redirect_uri = 'http://127.0.0.1:49152/callback';
const insecure = { [oauth.allowInsecureRequests]: true };
const client = { client_id: 'rambla' };
const issuer = new URL (base);
const server = await oauth.discoveryRequest (issuer, { algorithm: 'oauth2', ...insecure })
  .then ((answer) => oauth.processDiscoveryResponse (issuer, answer));
const config = await openid.discovery (issuer, 'rambla', undefined, openid.None (), {
  algorithm: 'oauth2',
  execute: [openid.allowInsecureRequests],
});

const knock = async (token) => (await get ('/v1/me', { token })).status;

test ('the metadata are what RFC 8414 asks for', async () => {
  const { body } = await get ('/.well-known/oauth-authorization-server', { expect: 200 });

  assert.equal (server.issuer, base);
  assert.deepEqual (body, { ...server });
  assert.deepEqual (server.code_challenge_methods_supported, ['S256']);
  assert.equal (server.authorization_response_iss_parameter_supported, true);
  assert.ok (config.serverMetadata ().supportsPKCE ());
});

async function authorize (person, { scope = 'consumer', change = (url) => url } = {}) {
  const code_verifier = oauth.generateRandomCodeVerifier ();
  const state = oauth.generateRandomState ();
  const url = new URL (server.authorization_endpoint);

  url.search = new URLSearchParams ({
    client_id: 'rambla', redirect_uri, response_type: 'code', scope, state,
    code_challenge: await oauth.calculatePKCECodeChallenge (code_verifier), code_challenge_method: 'S256',
  });
  const answer = await person.decide (url);

  assert.equal (answer.status, 303, answer.page);
  return { params: oauth.validateAuthResponse (server, client, change (new URL (answer.location)), state), code_verifier };
}

async function trade ({ params, code_verifier }) {
  const answer = await oauth.authorizationCodeGrantRequest (server, client, oauth.None (), params, redirect_uri, code_verifier, insecure);

  return oauth.processAuthorizationCodeResponse (server, client, answer);
}

async function refresh (token) {
  const answer = await oauth.refreshTokenGrantRequest (server, client, oauth.None (), token, insecure);

  return oauth.processRefreshTokenResponse (server, client, answer);
}

test ('oauth4webapi: code, PKCE, refresh, revoke', async () => {
  const person = new Person ();
  const tokens = await trade (await authorize (person));

  assert.equal (tokens.token_type, 'bearer');
  assert.equal (tokens.scope, 'consumer');
  assert.equal (await knock (tokens.access_token), 200);

  const fresh = await refresh (tokens.refresh_token);
  assert.notEqual (fresh.refresh_token, tokens.refresh_token);
  assert.equal (await knock (fresh.access_token), 200);

  const answer = await oauth.revocationRequest (server, client, oauth.None (), fresh.refresh_token, insecure);
  assert.equal (await oauth.processRevocationResponse (answer), undefined);
  assert.equal (await knock (fresh.access_token), 401);
  await assert.rejects (refresh (fresh.refresh_token), { error: 'invalid_grant' });
});

test ('oauth4webapi: a stolen refresh token ends the whole sign-in', async () => {
  const first = await trade (await authorize (new Person ()));
  const second = await refresh (first.refresh_token);
  const third = await refresh (second.refresh_token);

  await assert.rejects (refresh (first.refresh_token), { error: 'invalid_grant' });
  assert.equal (await knock (third.access_token), 401);
  await assert.rejects (refresh (third.refresh_token), { error: 'invalid_grant' });
});

test ('oauth4webapi: another server\'s answer, another\'s verifier, a code twice', async () => {
  const person = new Person ();

  await assert.rejects (authorize (person, {
    change: (url) => { url.searchParams.set ('iss', 'https://evil.example'); return url; },
  }), /iss/);
  await assert.rejects (authorize (person, { change: (url) => { url.searchParams.delete ('iss'); return url; } }), /iss/);
  await assert.rejects (authorize (person, { change: (url) => { url.searchParams.set ('state', 'x'); return url; } }), /state/);

  const wrong = await authorize (person);
  await assert.rejects (trade ({ ...wrong, code_verifier: oauth.generateRandomCodeVerifier () }), { error: 'invalid_grant' });

  const right = await authorize (person);
  const tokens = await trade (right);
  await assert.rejects (trade (right), { error: 'invalid_grant' });
  assert.equal (await knock (tokens.access_token), 401);
});

test ('oauth4webapi: device', async () => {
  const answer = await oauth.deviceAuthorizationRequest (server, client, oauth.None (), { scope: 'merchant' }, insecure);
  const device = await oauth.processDeviceAuthorizationResponse (server, client, answer);
  const poll = async () => oauth.processDeviceCodeResponse (server, client,
    await oauth.deviceCodeGrantRequest (server, client, oauth.None (), device.device_code, insecure));

  await assert.rejects (poll (), { error: 'authorization_pending' });
  await assert.rejects (poll (), { error: 'slow_down' });
  assert.equal ((await new Person ().decide (device.verification_uri_complete, { role: 'merchant' })).status, 200);

  const tokens = await poll ();
  assert.equal (tokens.scope, 'merchant');
  assert.equal ((await get ('/v1/me', { token: tokens.access_token, expect: 200 })).body.email, 'merchant@example.org');
  await assert.rejects (poll (), { error: 'invalid_grant' });
});

test ('openid-client: code, PKCE, refresh, revoke', async () => {
  const pkceCodeVerifier = openid.randomPKCECodeVerifier ();
  const expectedState = openid.randomState ();
  const url = openid.buildAuthorizationUrl (config, {
    redirect_uri, scope: 'consumer', state: expectedState,
    code_challenge: await openid.calculatePKCECodeChallenge (pkceCodeVerifier), code_challenge_method: 'S256',
  });
  const answer = await new Person ().decide (url);
  const tokens = await openid.authorizationCodeGrant (config, new URL (answer.location), { pkceCodeVerifier, expectedState });

  assert.equal (await knock (tokens.access_token), 200);
  const fresh = await openid.refreshTokenGrant (config, tokens.refresh_token);
  assert.equal (await knock (fresh.access_token), 200);
  await openid.tokenRevocation (config, fresh.access_token);
  assert.equal (await knock (fresh.access_token), 401);
});

test ('openid-client: refused is refused', async () => {
  const url = openid.buildAuthorizationUrl (config, {
    redirect_uri, scope: 'consumer', state: 's',
    code_challenge: await openid.calculatePKCECodeChallenge (openid.randomPKCECodeVerifier ()), code_challenge_method: 'S256',
  });
  const answer = await new Person ().decide (url, { decision: 'deny' });

  await assert.rejects (openid.authorizationCodeGrant (config, new URL (answer.location), { expectedState: 's' }),
    { error: 'access_denied' });
});

test ('openid-client: device', async () => {
  const device = await openid.initiateDeviceAuthorization (config, { scope: 'kiosk' });

  assert.equal ((await new Person ().decide (device.verification_uri_complete, { role: 'kiosk' })).status, 200);
  const tokens = await openid.pollDeviceAuthorizationGrant (config, device);
  assert.equal (tokens.scope, 'kiosk');
});

test ('openid-client: a device that is not let in', async () => {
  const device = await openid.initiateDeviceAuthorization (config, { scope: 'consumer' });

  await new Person ().decide (device.verification_uri_complete, { decision: 'deny' });
  await assert.rejects (openid.pollDeviceAuthorizationGrant (config, device), { error: 'access_denied' });
});
