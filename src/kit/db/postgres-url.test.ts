import { expect, test } from 'vitest';
import { PostgresUrlError, readPostgresUrl } from './postgres-url.ts';

const base = 'postgres://u:p%40ss@db.example.com:5433/name';

test('a URL without TLS settings is left to the driver as it is', () => {
  expect(readPostgresUrl(base)).toEqual({ connectionString: base });
  expect(readPostgresUrl(`${base}?connect_timeout=5&options=-c%20a%3Db`)).toEqual({
    connectionString: `${base}?connect_timeout=5&options=-c+a%3Db`,
  });
});

test.each(['allow', 'prefer', 'require', 'verify-ca', 'verify-full'])(
  'sslmode=%s verifies the certificate and the name of the host',
  (mode) => {
    expect(readPostgresUrl(`${base}?sslmode=${mode}`)).toEqual({ connectionString: base, ssl: {} });
  },
);

test.each([
  ['sslmode=disable', false],
  ['ssl=0', false],
  ['ssl=true', {}],
  ['ssl=1&sslmode=disable', false],
  ['sslmode=no-verify', { rejectUnauthorized: false }],
  ['ssl=no-verify', { rejectUnauthorized: false }],
  ['uselibpqcompat=true&sslmode=require', { rejectUnauthorized: false }],
  ['uselibpqcompat=true&sslmode=verify-ca', { checkServerIdentity: expect.any(Function) }],
  ['uselibpqcompat=true&sslmode=verify-full', {}],
  ['sslrootcert=system', { ca: expect.any(Array) }],
])('%s is read as the guide says', (query, ssl) => {
  expect(readPostgresUrl(`${base}?${query}`)).toEqual({ connectionString: base, ssl });
});

test.each([
  ['sslmode=maybe', /^sslmode in database\.url must be one of disable, /],
  [
    'sslrootcert=/nowhere/ca.pem',
    /^Couldn't read \/nowhere\/ca\.pem, the sslrootcert in database\.url \(ENOENT\)/,
  ],
  [
    'sslmode=require&sslkey=/nowhere/key.pem',
    /^Couldn't read \/nowhere\/key\.pem, the sslkey in database\.url/,
  ],
])('%s is refused with what is wrong, and without the password', (query, sentence) => {
  const read = () => readPostgresUrl(`${base}?${query}`);
  expect(read).toThrow(PostgresUrlError);
  expect(read).toThrow(sentence);
  expect(read).not.toThrow(/p%40ss|p@ss/);
});
