import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { environmentOf, run } from '../cli/command-line.ts';
import { outsideTool } from '../support/outside.ts';
import { type OutsidePostgres, startOutsidePostgres } from '../support/outside-postgres.ts';

let folder = '';
let postgres: OutsidePostgres;

const openssl = async (...args: string[]) => {
  const { command, env } = outsideTool('openssl');
  await promisify(execFile)(command, args, { cwd: folder, env });
};

/** A certificate authority of our own, and a certificate of it for 127.0.0.1 alone. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-tls-'));
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=Own CA',
  );
  await openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=127.0.0.1');
  await writeFile(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1\n');
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names', '-days', '2'];
  await openssl('x509', '-req', '-in', 'server.csr', '-out', 'server.pem', ...signed);
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  postgres = await startOutsidePostgres(await read('server.pem'), await read('server.key'));
});
afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

const migrate = (url: string) => run(['migrate'], environmentOf({ url, poolSize: 1 }));

test.each(['require', 'prefer', 'allow', 'verify-ca', 'verify-full'])(
  'sslmode=%s works with a certificate authority of one’s own, and prints no warning',
  async (mode) => {
    const { exitCode, err } = await migrate(`${postgres.url}?sslmode=${mode}&sslrootcert=${folder}/ca.pem`);
    expect([err, exitCode]).toEqual(['', 0]);
  },
);

test.each(['?sslmode=no-verify', '?sslmode=disable', '?uselibpqcompat=true&sslmode=require', ''])(
  'PostgreSQL 15 is reached with %j, and no warning is printed',
  async (query) => {
    const { exitCode, err } = await migrate(`${postgres.url}${query}`);
    expect([err, exitCode]).toEqual(['', 0]);
  },
);

test.each([
  [
    'a certificate authority that nobody knows',
    () => `${postgres.url}?sslmode=require`,
    /over TLS.+sslrootcert=/s,
  ],
  [
    'a name that the certificate lacks',
    () => `${postgres.url.replace('127.0.0.1', 'localhost')}?sslmode=require&sslrootcert=${folder}/ca.pem`,
    /over TLS.+host in database\.url that's in PostgreSQL's certificate/s,
  ],
  [
    'a server without TLS',
    () => `${inject('postgresUrl')}?sslmode=require`,
    /over TLS.+ssl = on.+sslmode=disable/s,
  ],
  [
    'a file that is missing',
    () => `${postgres.url}?sslmode=require&sslrootcert=/nowhere/ca.pem`,
    /Couldn't read \/nowhere\/ca\.pem, the sslrootcert in database\.url \(ENOENT\)/,
  ],
  [
    'a mode that does not exist',
    () => `${postgres.url}?sslmode=maybe`,
    /sslmode in database\.url must be one of/,
  ],
  [
    'a server that asks for TLS',
    () => postgres.url.replace(/postgres$/, 'tls-only'),
    /refused the connection.+sslmode=require/s,
  ],
])('%s is named in a line, and the setting that helps in another', async (_what, url, sentence) => {
  const { exitCode, err } = await migrate(url());
  expect(exitCode).toBe(1);
  expect(err).toMatch(sentence);
  expect(err.trim().split('\n')).toHaveLength(2);
  expect(err).not.toContain(new URL(postgres.url).password);
});
