import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { freePort } from '../../../test/support/free-port.ts';
import { startMailServer } from '../../../test/support/mail-server.ts';
import { createSmtpSend, type MailServer } from './smtp.ts';
import { remedyFor } from './trouble.ts';

/** On Linux and macOS it leads to this machine as well, but it is no loopback address. */
const elsewhere = '0.0.0.0';

const mail = {
  messageId: '01a20697-e2e3-7a99-b473-712b5fcb4fa8',
  to: 'ada@example.com',
  subject: 'Hello',
  text: 'Hello',
  html: '<p>Hello</p>',
};

type Options = NonNullable<Parameters<typeof startMailServer>[0]>['more'];

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function serve(more: Options) {
  const logins: string[] = [];
  const server = await startMailServer({
    more: {
      onAuth({ username, password }, _session, callback) {
        logins.push(`${username} ${password}`);
        callback(null, { user: username });
      },
      authOptional: true,
      ...more,
    },
  });
  cleanUps.push(server.close);
  return { ...server, logins };
}

function deliver(url: string, tls: MailServer['tls'] = 'required', from = 'login@example.com') {
  const send = createSmtpSend({ url, from, tls });
  return send(mail, Date.UTC(2030, 0, 1), new AbortController().signal);
}

const plain: Options = { disabledCommands: ['STARTTLS'], allowInsecureAuth: true };
const startTls: Options = { disabledCommands: [] };

const fixture = (name: string) =>
  readFileSync(new URL(`../../../test/support/tls/${name}`, import.meta.url), 'utf8');
/** Of a relay in a private network, signed by a CA that nobody else knows. */
const ownCertificate: Options = { key: fixture('relay.key'), cert: fixture('relay.pem') };

describe('V12.3.1 a mail server elsewhere', () => {
  test('that offers no TLS is told neither password nor mail', async () => {
    const server = await serve(plain);
    const delivery = await deliver(`smtp://login:secret@${elsewhere}:${server.port}`);
    expect(delivery).toMatchObject({ ok: false, isFinal: false, reason: expect.stringMatching(/^ETLS/) });
    expect(server.logins).toEqual([]);
    expect(server.received).toEqual([]);
  });

  test.each([
    ['smtp', 'required'],
    ['smtps', 'required'],
    // The configuration takes no password with smtp:// and `optional`.
    ['smtps', 'optional'],
  ] as const)(
    'V12.3.2 with a certificate that nobody vouches for is told nothing: %s %s',
    async (scheme, tls) => {
      const server = await serve({ ...startTls, ...ownCertificate, secure: scheme === 'smtps' });
      const delivery = await deliver(`${scheme}://login:secret@${elsewhere}:${server.port}`, tls);
      expect(delivery).toEqual({
        ok: false,
        isFinal: false,
        cause: 'SELF_SIGNED_CERT_IN_CHAIN',
        reason: 'SELF_SIGNED_CERT_IN_CHAIN at CONN',
      });
      expect(server.logins).toEqual([]);
      expect(server.received).toEqual([]);
    },
  );

  test.each<[string, 'smtp' | 'smtps', Options]>([
    ['of its own', 'smtp', ownCertificate],
    ['of its own', 'smtps', ownCertificate],
    // The one that the library of the test server brings along.
    ['that has expired, for another name', 'smtp', {}],
  ])('gets mails with TLS "optional" under a certificate %s: %s', async (_what, scheme, certificate) => {
    const server = await serve({ ...startTls, ...certificate, secure: scheme === 'smtps' });
    expect(await deliver(`${scheme}://${elsewhere}:${server.port}`, 'optional')).toEqual({
      ok: true,
      reply: '250',
    });
    expect(server.received).toMatchObject([{ secure: true }]);
  });

  const oldTls: Options = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };

  test('whose TLS cannot be spoken gets mails without, if that is said, and none otherwise', async () => {
    const server = await serve({ ...startTls, ...oldTls });
    expect(await deliver(`smtp://${elsewhere}:${server.port}`, 'required')).toMatchObject({
      cause: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
    });
    expect(server.received).toEqual([]);
    expect(await deliver(`smtp://${elsewhere}:${server.port}`, 'optional')).toEqual({
      ok: true,
      reply: '250',
    });
    expect(server.received).toMatchObject([{ secure: false }]);
  });

  test('in a network of one’s own may take mails without TLS, if that is said', async () => {
    const server = await serve(plain);
    expect(await deliver(`smtp://${elsewhere}:${server.port}`, 'optional')).toEqual({
      ok: true,
      reply: '250',
    });
    expect(server.received).toMatchObject([{ secure: false }]);
  });
});

describe('a mail server on this machine', () => {
  test('needs no TLS', async () => {
    const server = await serve(plain);
    expect(await deliver(`smtp://lo%40gin:se%3Acret@127.0.0.1:${server.port}`)).toEqual({
      ok: true,
      reply: '250',
    });
    expect(server.logins).toEqual(['lo@gin se:cret']);
    expect(server.received).toMatchObject([{ secure: false }]);
  });

  test.each(['smtp', 'smtps'] as const)(
    'that offers it is spoken to by TLS, with any certificate: %s',
    async (scheme) => {
      const server = await serve({ ...startTls, secure: scheme === 'smtps' });
      expect(await deliver(`${scheme}://login:secret@localhost:${server.port}`)).toEqual({
        ok: true,
        reply: '250',
      });
      expect(server.logins).toEqual(['login secret']);
      expect(server.received).toMatchObject([{ secure: true }]);
    },
  );
});

test('a wrong password is no reason to give a mail up, and is not repeated', async () => {
  const server = await serve({
    ...plain,
    onAuth: (_auth, _session, callback) => callback(null, { message: 'secret is wrong', responseCode: 535 }),
  });
  expect(await deliver(`smtp://login:secret@127.0.0.1:${server.port}`)).toEqual({
    ok: false,
    isFinal: false,
    cause: 'EAUTH',
    reason: 'EAUTH 535 at AUTH PLAIN',
  });
});

test.each([
  ['where nothing listens', async () => `127.0.0.1:${await freePort()}`, 'ECONNREFUSED at CONN'],
  ['whose name nobody knows', async () => 'nowhere.invalid', 'ENOTFOUND at CONN'],
])('a mail server %s is named by its cause', async (_what, host, reason) => {
  const delivery = await deliver(`smtp://${await host()}`);
  expect(delivery).toEqual({ ok: false, isFinal: false, cause: reason.split(' ')[0], reason });
});

test('every cause that an operator can mend comes with what to do', () => {
  for (const cause of [
    'SELF_SIGNED_CERT_IN_CHAIN',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ])
    expect(remedyFor(cause)).toContain('NODE_EXTRA_CA_CERTS');
  for (const cause of [
    'ECONNREFUSED',
    'ENOTFOUND',
    'ETLS',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])
    expect(remedyFor(cause)).toMatch(/\.$/);
  for (const cause of ['unknown', 'constructor', '']) expect(remedyFor(cause)).toBeUndefined();
});

describe('a sender in any form of RFC 5322 arrives as it was written', () => {
  test.each([
    ['"Example, Inc." <login@example.com>', { address: 'login@example.com', name: 'Example, Inc.' }],
    ['"Ex <\\"A\\">; b" <login@example.com>', { address: 'login@example.com', name: 'Ex <"A">; b' }],
    ['Bücher & mehr <login@example.com>', { address: 'login@example.com', name: 'Bücher & mehr' }],
    ['login@example.com (Example)', { address: 'login@example.com', name: 'Example' }],
    ['"the,server"@example.com', { address: '"the,server"@example.com', name: '' }],
    ['Example <login@[192.0.2.1]>', { address: 'login@[192.0.2.1]', name: 'Example' }],
  ])('%s', async (from, sender) => {
    const server = await serve(plain);
    expect(await deliver(`smtp://127.0.0.1:${server.port}`, 'required', from)).toEqual({
      ok: true,
      reply: '250',
    });
    expect(server.received).toMatchObject([{ from: sender.address, parsed: { from: sender } }]);
  });
});
