import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';

const pathOf = (name: string) => fileURLToPath(new URL(`../support/tls/${name}`, import.meta.url));

let relay: MailServer;
let server: RunningServer | undefined;

/** A relay in a private network: STARTTLS with a certificate of a CA of its own. */
beforeEach(async () => {
  relay = await startMailServer({
    more: {
      disabledCommands: ['AUTH'],
      key: readFileSync(pathOf('relay.key')),
      cert: readFileSync(pathOf('relay.pem')),
    },
  });
});
afterEach(async () => {
  await server?.stop();
  await relay.close();
});

/** Starts a server that mails through the relay, and has somebody register with an address. */
async function register(env: Readonly<Record<string, string>>): Promise<RunningServer> {
  server = await startLatchkey({
    command: 'serve',
    env: {
      LATCHKEY_PUBLIC_URL: 'http://127.0.0.1:5000',
      LATCHKEY_SECRET_KEY: 'Jw3fXq8TzLr5VbYh2KcNd7PmQs4GtUe9',
      LATCHKEY_MAIL_URL: `smtp://0.0.0.0:${relay.port}`,
      LATCHKEY_MAIL_FROM: '"Example, Inc." <login@example.com>',
      ...env,
    },
  });
  const body = JSON.stringify({
    username: 'ada',
    password: 'a long walk in the park',
    email: 'ada@example.com',
  });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${server.url}/api/register`, { method: 'POST', headers, body });
  expect(answer.ok, await answer.text()).toBe(true);
  return server;
}

const soon = { timeout: 15_000, interval: 50 };

test('a relay whose certificate nobody vouches for is named in the log, with the way out', async () => {
  const { url, output } = await register({});
  await vi.waitFor(() => expect(output()).toContain('SELF_SIGNED_CERT_IN_CHAIN'), soon);
  expect(output()).toContain('NODE_EXTRA_CA_CERTS');
  expect(relay.received).toEqual([]);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain('latchkey_mail_failures_total{cause="SELF_SIGNED_CERT_IN_CHAIN"} 1');
  expect(metrics).toContain('latchkey_mails_waiting 1');
});

test('the same relay gets the mail once NODE_EXTRA_CA_CERTS names its CA', async () => {
  await register({ NODE_EXTRA_CA_CERTS: pathOf('ca.pem') });
  await vi.waitFor(() => expect(relay.received).toHaveLength(1), soon);
  expect(relay.received).toMatchObject([{ secure: true, to: ['ada@example.com'] }]);
});

test('with mail.tls=optional it gets the mail too', async () => {
  await register({ LATCHKEY_MAIL_TLS: 'optional' });
  await vi.waitFor(() => expect(relay.received).toHaveLength(1), soon);
  expect(relay.received).toMatchObject([{ secure: true, to: ['ada@example.com'] }]);
});
