import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { inject } from 'vitest';
import { createDatabase } from '../create-database.ts';
import { startMailServer } from '../mail-server.ts';
import { type RunningServer, startLatchkey } from '../server-process.ts';
import { totpCode } from '../totp-codes.ts';
import type { GuideMachine } from './machine.ts';

const password = 'a quiet green lighthouse';

interface Answer {
  readonly attempt: string;
  readonly secret: string;
  readonly token: string;
}

/** Does something on a server that runs on the machine's data, as `serve` does. */
async function withServer(
  machine: GuideMachine,
  env: Readonly<Record<string, string>>,
  work: (server: RunningServer) => Promise<void>,
): Promise<void> {
  const server = await startLatchkey({
    command: 'serve',
    dataDir: machine.place('/var/lib/latchkey'),
    env: {
      LATCHKEY_PUBLIC_URL: 'https://login.example.com',
      LATCHKEY_TRUSTED_PROXIES: '127.0.0.1',
      LATCHKEY_LOG_LEVEL: 'silent',
      ...env,
    },
  });
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}

async function post(
  { url }: RunningServer,
  path: string,
  body: object,
  { address = '203.0.113.7', token = '' } = {},
): Promise<Answer> {
  const response = await fetch(`${url}/api${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': address,
      'user-agent': 'Firefox/140.0',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Answer;
}

const signUp = (server: RunningServer) =>
  post(server, '/register', { username: 'anna', password, transport: 'bearer' });

function clientIdIn(machine: GuideMachine, name: string): string {
  const listed = machine.type('latchkey apps list --json').output.split('\n').join('');
  return new RegExp(`"name":"${name}","clientId":"([\\w-]+)"`).exec(listed)?.[1] ?? '';
}

/** Sends somebody to sign in to an app, who isn't signed in. */
async function authorize(
  { url }: RunningServer,
  clientId: string,
  asked: Readonly<Record<string, string>>,
): Promise<void> {
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...asked,
  });
  await fetch(`${url}/oauth/authorize?${query}`, {
    headers: { 'x-forwarded-for': '203.0.113.7' },
    redirect: 'manual',
  });
}

/** What may have happened before a block, by the sentence that stands in the comment above it. */
export const givens: Readonly<Record<string, (machine: GuideMachine) => Promise<void>>> = {
  'the server has run': (machine) => withServer(machine, {}, async () => {}),

  'anna has signed up': (machine) => withServer(machine, {}, async (server) => void (await signUp(server))),

  'anna has to wait after incorrect passwords': (machine) =>
    withServer(machine, { LATCHKEY_LIMITS_CHALLENGE_AFTER: '100' }, async (server) => {
      await signUp(server);
      for (const _ of Array(6)) {
        const wrong = { username: 'anna', password: 'a quiet red lighthouse' };
        await post(server, '/login', wrong, { address: '198.51.100.9' });
      }
    }),

  'anna has an authenticator app': (machine) =>
    withServer(machine, {}, async (server) => {
      const { token } = await post(server, '/login', { username: 'anna', password, transport: 'bearer' });
      const { secret } = await post(server, '/me/totp', {}, { token });
      await post(server, '/me/totp/confirm', { code: totpCode(secret, Date.now()) }, { token });
    }),

  'anna has an authenticator app on a phone that is slow': (machine) =>
    withServer(machine, {}, async (server) => {
      const login = { username: 'anna', password, transport: 'bearer' };
      const { token } = await post(server, '/login', login);
      const { secret } = await post(server, '/me/totp', {}, { token });
      await post(server, '/me/totp/confirm', { code: totpCode(secret, Date.now()) }, { token });
      const more = await post(server, '/login', login);
      const code = totpCode(secret, Date.now(), -3);
      await post(server, `/login/${more.attempt}/totp`, { code }, { token: more.token });
    }),

  'anna waits for an email that the mail server refuses': async (machine) => {
    let refused = 0;
    const refuseRecipient = () => {
      refused += 1;
      return 550;
    };
    const mail = await startMailServer({ refuseRecipient });
    try {
      const env = {
        LATCHKEY_MAIL_URL: `smtp://127.0.0.1:${mail.port}`,
        LATCHKEY_MAIL_FROM: 'login@example.com',
      };
      await withServer(machine, env, async (server) => {
        const email = 'anna@exmaple.com';
        await post(server, '/register', { username: 'anna', password, email });
        for (const late = performance.now() + 20_000; refused === 0 && performance.now() < late; )
          await setTimeout(50);
      });
    } finally {
      await mail.close();
    }
  },

  'Grafana has asked with another redirect address': (machine) =>
    withServer(machine, {}, (server) =>
      authorize(server, clientIdIn(machine, 'Grafana'), {
        scope: 'openid',
        redirect_uri: 'https://grafana.example.com/login/generic_oauth/',
      }),
    ),

  'an MCP client has asked for a resource that nobody registered': (machine) =>
    withServer(machine, {}, async (server) => {
      machine.type('latchkey apps add Editor --kind native --redirect http://127.0.0.1/callback');
      await authorize(server, clientIdIn(machine, 'Editor'), {
        scope: 'notes:read',
        redirect_uri: 'http://127.0.0.1:33418/callback',
        resource: 'https://mcp.example.com/mcp/',
      });
    }),

  'it was started in this folder': async (machine) => {
    const server = await startLatchkey({ dataDir: machine.place('latchkey-data'), cwd: machine.place('.') });
    await server.stop();
  },

  'anna has signed up in this folder': async (machine) => {
    const server = await startLatchkey({ dataDir: machine.place('latchkey-data'), cwd: machine.place('.') });
    await signUp(server);
    await server.stop();
  },

  'PostgreSQL has an empty database': async (machine) => {
    const { url, remove } = await createDatabase(inject('postgresUrl'), "encoding 'UTF8' template template0");
    machine.atTheEnd(remove);
    machine.write('/etc/latchkey/postgres-url', url);
    chmodSync(machine.place('/etc/latchkey/postgres-url'), 0o600);
  },

  'nothing has happened but the export': async (machine) => {
    for (const file of ['', '-wal', '-shm'])
      rmSync(machine.place(`/var/lib/latchkey/latchkey.sqlite${file}`), { force: true });
  },

  'nothing has happened': async (machine) => {
    const folder = machine.place('/var/lib/latchkey');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  },
};
