import { expect, test } from 'vitest';
import { relyingPartyOf } from './relying-party.ts';

const localhost = (port: number) => ({ id: 'localhost', origin: `http://localhost:${port}` });

test.each([
  ['https://login.example.com', { id: 'login.example.com', origin: 'https://login.example.com' }],
  ['https://login.example.com:8443', { id: 'login.example.com', origin: 'https://login.example.com:8443' }],
  ['http://localhost:5000', localhost(5000)],
])('passkeys know %s by its name, whatever a request says', (publicUrl, party) => {
  expect(relyingPartyOf({ publicUrl, mode: 'production' })).toEqual(party);
  expect(relyingPartyOf({ publicUrl, mode: 'development' })).toEqual(party);
});

test.each([
  ['http://127.0.0.1:5000', localhost(5000)],
  ['http://[::1]:5001', localhost(5001)],
])('%s is localhost to passkeys in development, and nothing in production', (publicUrl, party) => {
  expect(relyingPartyOf({ publicUrl, mode: 'development' })).toEqual(party);
  expect(relyingPartyOf({ publicUrl, mode: 'production' })).toBeNull();
});

test.each(['http://192.0.2.1:5000', 'http://[2001:db8::1]:5000'])('%s has no name', (publicUrl) => {
  expect(relyingPartyOf({ publicUrl, mode: 'development' })).toBeNull();
});
