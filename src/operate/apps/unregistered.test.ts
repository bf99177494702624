import { expect, test } from 'vitest';
import { readClaims } from './unregistered.ts';

const web = { redirect_uris: ['https://app.example.com/callback'] };
const read = (more: object, mayAskForSecret = false) => readClaims({ ...web, ...more }, { mayAskForSecret });

test('what an app needs is kept, and nothing else of what it says', () => {
  expect(
    read({
      ...{ client_name: ' Claude ', logo_uri: 'https://evil.example/', scope: 'tools:read', client_uri: 'x' },
      ...{
        backchannel_logout_uri: 'https://evil.example/',
        post_logout_redirect_uris: ['https://evil.example/'],
      },
      ...{ latchkey_first_party: true, latchkey_pkce: false, sector_identifier_uri: 'https://evil.example/' },
      ...{ grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] },
    }),
  ).toEqual({
    kind: 'spa',
    metadata: { ...web, client_name: 'Claude', id_token_signed_response_alg: 'ES256' },
  });
});

test.each([
  ['http://127.0.0.1:6274/callback'],
  ['http://localhost/callback'],
  ['cursor://anysphere/callback'],
  ['https://app.example.com/callback', 'http://127.0.0.1/callback'],
])('an app that is sent back to %s is a native one', (...redirects) => {
  expect(read({ redirect_uris: redirects })).toMatchObject({
    kind: 'native',
    metadata: { redirect_uris: redirects, application_type: 'native' },
  });
});

test('an app may sign its requests with a key of its own', () => {
  const method = { token_endpoint_auth_method: 'private_key_jwt' };
  const jwks = { keys: [{ kty: 'EC', crv: 'P-256', x: 'a', y: 'b' }] };
  expect(read({ ...method, jwks })).toMatchObject({ kind: 'web', metadata: { jwks } });
  const uri = 'https://app.example.com/keys';
  expect(read({ ...method, jwks_uri: uri })).toMatchObject({ kind: 'web', metadata: { jwks_uri: uri } });
  const secret = { keys: [{ kty: 'EC', crv: 'P-256', x: 'a', y: 'b', d: 'c' }] };
  for (const keys of [
    {},
    { jwks: { keys: [] } },
    { jwks: secret },
    { jwks: { keys: [{ kty: 'oct', k: 'a' }] } },
    { jwks: { keys: [{ kty: 'oct' }] } },
    { jwks: { keys: [{}] } },
    { jwks: { keys: [[]] } },
    { jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: { a: 'b' }, y: 'b' }] } },
    { jwks: 'x' },
    { jwks_uri: 'http://app.example.com/keys' },
    { jwks, jwks_uri: uri },
  ])
    expect(read({ ...method, ...keys }), JSON.stringify(keys)).toHaveProperty('unfit');
});

test('one that registers itself and asks for a secret gets none', () => {
  const asked = { token_endpoint_auth_method: 'client_secret_basic' };
  expect(read(asked, true)).toMatchObject({ kind: 'spa' });
  expect(read(asked)).toHaveProperty('unfit');
});

test.each([
  { redirect_uris: undefined },
  { redirect_uris: [] },
  { redirect_uris: 'https://app.example.com/' },
  { redirect_uris: [1] },
  { redirect_uris: ['javascript:alert(1)'] },
  { redirect_uris: ['https://app.example.com/*'] },
  { redirect_uris: ['https://app.example.com/#a'] },
  { redirect_uris: ['https://a:b@app.example.com/'] },
  { redirect_uris: ['http://app.example.com/'] },
  { redirect_uris: ['http://10.0.0.1/'] },
  { redirect_uris: Array.from({ length: 6 }, (_, at) => `https://app-${at}.example.com/`) },
  { redirect_uris: ['view-source:https://app.example.com/'] },
  { redirect_uris: Array.from({ length: 21 }, (_, at) => `https://app.example.com/${at}`) },
  { redirect_uris: [`https://app.example.com/${'a'.repeat(2000)}`] },
  { grant_types: ['authorization_code', 'client_credentials'] },
  { grant_types: ['client_credentials'] },
  { grant_types: ['urn:ietf:params:oauth:grant-type:device_code'] },
  { grant_types: ['authorization_code', 'implicit'] },
  { grant_types: 'authorization_code' },
  { response_types: ['token'] },
  { response_types: ['code id_token'] },
])('no app can be %j', (claims) => {
  for (const mayAskForSecret of [true, false]) expect(read(claims, mayAskForSecret)).toHaveProperty('unfit');
});

test.each([
  { token_endpoint_auth_method: 'client_secret_post' },
  { token_endpoint_auth_method: 'client_secret_jwt' },
  { token_endpoint_auth_method: 'tls_client_auth' },
  { client_secret: 'a' },
  { client_secret_expires_at: 0 },
])('no document can say %j', (claims) => {
  expect(read(claims)).toHaveProperty('unfit');
});

test.each([undefined, null, [], 'text', 1])('%j is no app', (claims) => {
  expect(readClaims(claims, { mayAskForSecret: true })).toHaveProperty('unfit');
});

test.each(['\u202eedualC', 'a\nb', '<b>', 'a'.repeat(61), '', 1])('%j is no name that is shown', (name) => {
  expect(read({ client_name: name })).toMatchObject({
    metadata: expect.not.objectContaining({ client_name: name }),
  });
});
