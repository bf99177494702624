import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readProviders } from './providers.ts';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'latchkey-providers-'));
  await writeFile(join(base, 'secret'), 'from a file\n');
  await writeFile(join(base, 'empty'), '\n');
});
afterAll(() => rm(base, { recursive: true }));

const read = (value: unknown, isText = false) => readProviders({ value, isText, base });
const gitHub = { id: 'github', kind: 'github', clientId: 'a', clientSecret: 'b' };
const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const apple = { id: 'apple', kind: 'apple', clientId: 'a', teamId: 'T', keyId: 'K', privateKey: pem };

test('reads a list from a file and from JSON in a variable, with the defaults of each kind', () => {
  const wanted = {
    ...{ id: 'github', kind: 'github', issuer: '', clientId: 'a', clientSecret: 'b', apple: null },
    ...{ label: 'GitHub', newAccounts: true, trustsEmail: false, secondFactor: 'ours' },
  };
  expect(read([gitHub])).toEqual({ value: [wanted] });
  expect(read(JSON.stringify([gitHub]), true)).toEqual({ value: [wanted] });
  expect(read('')).toEqual({ value: [] });
  const oidc = { ...gitHub, id: 'company', kind: 'oidc', issuer: 'https://id.example.com/realm' };
  expect(read([oidc])).toMatchObject({ value: [{ issuer: oidc.issuer, label: 'company' }] });
  expect(read([apple])).toMatchObject({
    value: [{ clientSecret: '', apple: { teamId: 'T', keyId: 'K', privateKey: pem } }],
  });
});

test('reads a secret from a file beside the configuration', () => {
  const { clientSecret: _secret, ...without } = gitHub;
  expect(read([{ ...without, clientSecretFile: 'secret' }])).toMatchObject({
    value: [{ clientSecret: 'from a file' }],
  });
});

test.each<[unknown, string]>([
  [{}, 'a list of providers'],
  ['nothing', 'a list of providers'],
  [[7], "In entry 1, it isn't an object"],
  [[gitHub, { ...gitHub, id: 'Git Hub' }], 'In entry 2, its id must be'],
  [[gitHub, gitHub], 'only one provider with the id github'],
  [[{ ...gitHub, id: undefined }], 'its id is missing'],
  [[{ ...gitHub, kind: 'facebook' }], 'its kind must be one of github, google'],
  [[{ ...gitHub, kind: 'oidc' }], 'its issuer is required'],
  [[{ ...gitHub, issuer: 'id.example.com' }], 'its issuer must be a URL'],
  [[{ ...gitHub, issuer: 'https://id.example.com?a=b' }], 'without a query'],
  [[{ ...gitHub, issuer: 'http://id.example.com' }], 'must start with https://'],
  [[{ ...gitHub, clientId: '' }], 'its clientId is missing'],
  [[{ ...gitHub, clientSecret: undefined }], 'set either its clientSecret or its clientSecretFile'],
  [[{ ...gitHub, clientSecretFile: 'secret' }], 'set either its clientSecret or its clientSecretFile'],
  [[{ ...gitHub, clientSecret: undefined, clientSecretFile: 'nowhere' }], "can't be read (ENOENT)"],
  [[{ ...gitHub, clientSecret: undefined, clientSecretFile: 'empty' }], 'its clientSecretFile is empty'],
  [[{ ...gitHub, newAccounts: 'yes' }], 'its newAccounts must be true or false'],
  [[{ ...gitHub, secondFactor: 'none' }], 'its secondFactor must be one of ours, theirs'],
  [[{ ...gitHub, kind: 'microsoft', trustsEmail: true }], "trustsEmail can't be true for Microsoft"],
  [
    [
      {
        ...{ ...gitHub, kind: 'oidc', trustsEmail: true },
        issuer: 'https://LOGIN.microsoftonline.com/common/v2.0',
      },
    ],
    "trustsEmail can't be true for Microsoft",
  ],
  [[{ ...gitHub, secret: 'b' }], "it has a member that doesn't exist"],
  [[{ ...apple, privateKey: 'no key' }], 'its privateKey must be the .p8 file'],
  [[{ ...apple, teamId: undefined }], 'its teamId is missing'],
])('refuses %j and says why', (value, why) => {
  const reading = read(value);
  expect('must' in reading && reading.must).toContain(why);
  expect(JSON.stringify(reading)).not.toContain('BEGIN');
});
