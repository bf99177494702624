import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createOutbound } from '../../src/kit/outbound/index.ts';
import { freePort } from '../support/free-port.ts';
import { blocksClaimedBy } from '../support/guide/blocks.ts';
import { shownServer } from '../support/guide-program.ts';
import { type Latchkey, type Person, startForClients } from '../support/real-clients.ts';
import { startTlsServer } from '../support/tls-front.ts';
import { installed } from './installed.ts';

interface Transport {
  finishAuth(code: string): Promise<void>;
}

interface ToolResult {
  readonly content: readonly { readonly type: 'text'; readonly text: string }[];
}

/** What is used of the SDK. */
interface Sdk {
  Client: new (
    info: object,
  ) => {
    connect(transport: Transport): Promise<void>;
    callTool(call: object): Promise<ToolResult>;
    close(): Promise<void>;
  };
  StreamableHTTPClientTransport: new (url: URL, options: object) => Transport;
  UnauthorizedError: new () => Error;
}

const parts = ['client/index', 'client/streamableHttp', 'client/auth'];
const redirect = 'http://127.0.0.1:33418/callback';

let sdk: Sdk;
/** One that lets in only apps that were added, and one that lets in all. */
let closed: Latchkey;
let open: Latchkey;
/** Where the program has its document, which the guarded client would ask nowhere but on the internet. */
let host: Awaited<ReturnType<typeof startTlsServer>>;

beforeAll(async () => {
  const modules = await Promise.all(
    parts.map((part) => installed<Partial<Sdk>>(`@modelcontextprotocol/sdk/${part}.js`)),
  );
  sdk = Object.assign({}, ...modules) as Sdk;
  host = await startTlsServer((request, response) => {
    const { client_name, redirect_uris } = metadata;
    const document = { client_id: `${host.url}${request.url}`, client_name, redirect_uris };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  });
  closed = await startForClients();
  const guarded = createOutbound();
  open = await startForClients({
    unregistered: 'documents-and-registration',
    outbound: (request) => guarded({ ...request, privateHosts: ['localhost'] }),
  });
});
afterAll(async () => {
  await closed?.stop();
  await open?.stop();
  await host?.close();
});

const running = new Map<ChildProcess, string>();
afterEach(async () => {
  for (const [server, folder] of running) {
    server.kill('SIGKILL');
    await rm(folder, { recursive: true });
  }
  running.clear();
});

/** The MCP server of the guide, with the addresses of a test and the scopes that it demands. */
async function startTools(
  latchkey: Latchkey,
  scopes = ['notes:read'],
  url = new URL(`http://127.0.0.1:0/mcp`),
): Promise<{ url: URL; stop(): void }> {
  const [block] = blocksClaimedBy('tools');
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-tools-'));
  if (url.port === '0') url.port = String(await freePort());
  const text = block?.text
    .replaceAll('https://mcp.example.com/mcp', url.href)
    .replaceAll(shownServer, latchkey.url)
    .replace("['notes:read']", JSON.stringify(scopes));
  await writeFile(join(folder, 'tools.mjs'), text ?? '');
  await symlink(resolve('test/clients/node_modules'), join(folder, 'node_modules'));
  const child = spawn(process.execPath, ['--import', resolve('examples/client.ts'), 'tools.mjs'], {
    cwd: folder,
    env: { ...process.env, PORT: url.port },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  running.set(child, folder);
  const ready = async () => expect((await fetch(url)).status).toBe(401);
  await vi.waitFor(ready, { timeout: 30_000, interval: 100 });
  return { url, stop: () => child.kill('SIGKILL') };
}

const scopesOf = { 'notes:read': 'Read your notes', 'notes:write': 'Change your notes' };

const metadata = {
  client_name: 'A program',
  redirect_uris: [redirect],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
  application_type: 'native',
};

/** How a client comes to be known here: what it keeps of itself before it first asks. */
interface Introduction {
  readonly known?: { readonly client_id: string };
  /** Where its document is, if that is its name. */
  readonly clientMetadataUrl?: string;
}

interface Tokens {
  readonly access_token?: string;
  readonly refresh_token?: string;
}

/** What a program keeps between the steps, in the words of the SDK. */
function keeper({ known, clientMetadataUrl }: Introduction) {
  const kept: { tokens?: Tokens; verifier?: string; at?: URL; client?: object } = {
    ...(known && { client: known }),
  };
  return {
    kept,
    ...(clientMetadataUrl !== undefined && { clientMetadataUrl }),
    redirectUrl: redirect,
    clientMetadata: metadata,
    state: () => 'state-of-the-program',
    clientInformation: () => kept.client,
    saveClientInformation: (client: object) => void Object.assign(kept, { client }),
    tokens: () => kept.tokens,
    saveTokens: (tokens: object) => void Object.assign(kept, { tokens }),
    redirectToAuthorization: (at: URL) => void Object.assign(kept, { at }),
    saveCodeVerifier: (verifier: string) => void Object.assign(kept, { verifier }),
    codeVerifier: () => kept.verifier,
  };
}

/** A client of the SDK that keeps what it is given, and every request that it sends, in order. */
function clientOf(url: URL, introduction: Introduction) {
  const authProvider = keeper(introduction);
  const asked: string[] = [];
  const ask: typeof fetch = (target, init) => {
    const { pathname } = new URL(String(target));
    const token = new Headers(init?.headers).has('authorization') ? ' with a token' : '';
    asked.push(`${init?.method ?? 'GET'} ${pathname}${token}`);
    return fetch(target, init);
  };
  const transport = () => new sdk.StreamableHTTPClientTransport(url, { authProvider, fetch: ask });
  return {
    kept: authProvider.kept,
    asked,
    transport,
    client: new sdk.Client({ name: 'program', version: '1.0.0' }),
  };
}

type Program = ReturnType<typeof clientOf>;

/** Has a person allow what the program asks for in their browser, which sends them back to it. */
async function allow({ kept }: Program, person: Person, transport: Transport): Promise<URL> {
  const { left, met } = await person.leave(kept.at?.href ?? '');
  expect(met).toEqual(['/oauth/ask']);
  await transport.finishAuth(left.searchParams.get('code') ?? '');
  return left;
}

async function connect(asking: Program, person: Person): Promise<URL> {
  const first = asking.transport();
  await expect(asking.client.connect(first)).rejects.toBeInstanceOf(sdk.UnauthorizedError);
  const left = await allow(asking, person, first);
  await asking.client.connect(asking.transport());
  return left;
}

const whoami = async ({ client }: Program): Promise<string | undefined> =>
  (await client.callTool({ name: 'whoami', arguments: {} })).content[0]?.text;

const addNative = async (latchkey: Latchkey): Promise<Introduction> => {
  const { app } = await latchkey.addApp({ kind: 'native', redirects: ['http://127.0.0.1/callback'] });
  return { known: { client_id: app.id } };
};

const introductions: [string, () => Latchkey, (latchkey: Latchkey) => Promise<Introduction>, string[]][] = [
  ['was added beforehand as a native app', () => closed, addNative, []],
  [
    'has a document (client ID metadata document)',
    () => open,
    async () => ({ clientMetadataUrl: `${host.url}/program.json` }),
    [],
  ],
  ['registers itself (RFC 7591)', () => open, async () => ({}), ['POST /oauth/register']],
];

describe.each(introductions)('a MCP client that %s', (_, server, introduce, registering) => {
  test('finds from a 401 where to ask, and calls a tool as the person who allowed it', async () => {
    const latchkey = server();
    const { url } = await startTools(latchkey);
    await latchkey.addResource({ url: url.href, name: 'Notes', scopes: scopesOf });
    const person = await latchkey.person();
    const program = clientOf(url, await introduce(latchkey));
    const { kept, asked } = program;

    const left = await connect(program, person);
    const { searchParams, origin, pathname } = kept.at ?? new URL('about:blank');
    expect(`${origin}${pathname}`, 'RFC 8414').toBe(`${latchkey.url}/oauth/authorize`);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      resource: url.href,
      code_challenge_method: 'S256',
      scope: expect.stringContaining('notes:read'),
    });
    expect(left.searchParams.get('state')).toBe('state-of-the-program');
    expect(left.searchParams.get('iss'), 'RFC 9207').toBe(latchkey.url);
    expect([...new Set(asked)].slice(0, 5 + registering.length), 'the steps of the guide').toEqual([
      'POST /mcp',
      'GET /.well-known/oauth-protected-resource/mcp',
      'GET /.well-known/oauth-authorization-server',
      ...registering,
      'POST /oauth/token',
      'POST /mcp with a token',
    ]);
    expect(await whoami(program)).toBe(person.id);

    // A token that has expired is replaced without the person.
    kept.tokens = { ...kept.tokens, access_token: 'expired' };
    expect(await whoami(program)).toBe(person.id);
    await program.client.close();
  });
});

/** A command takes as long as the machine is busy. */
const trailSays = (text: string) =>
  expect.poll(() => closed.trail(), { timeout: 30_000, interval: 200 }).toContain(text);

test('a client that nobody added is let in by nothing where both settings are off, and told so before it asks', async () => {
  const { url } = await startTools(closed);
  await closed.addResource({ url: url.href, scopes: scopesOf });
  const document = `${host.url}/program.json`;
  for (const introduction of [{}, { clientMetadataUrl: document }]) {
    const program = clientOf(url, introduction);
    await expect(program.client.connect(program.transport())).rejects.toThrow(
      'does not support dynamic client registration',
    );
    expect(program.kept.at).toBeUndefined();
    expect(program.asked, 'nothing that a trail could tell of').toEqual([
      'POST /mcp',
      'GET /.well-known/oauth-protected-resource/mcp',
      'GET /.well-known/oauth-authorization-server',
    ]);
  }

  // One that asks all the same.
  const person = await closed.person();
  const bold = clientOf(url, { known: { client_id: document } });
  await expect(bold.client.connect(bold.transport())).rejects.toBeInstanceOf(sdk.UnauthorizedError);
  const shown = await person.open(bold.kept.at?.href ?? '');
  expect([shown.status, shown.url.origin]).toEqual([400, closed.url]);
  await trailSays("this server doesn't accept such apps. Set apps.unregistered to documents, or add the app");
});

test('a resource that nobody registered is refused as invalid_target, and the trail names the command', async () => {
  const { url } = await startTools(closed);
  const person = await closed.person();
  const program = clientOf(url, await addNative(closed));
  await expect(program.client.connect(program.transport())).rejects.toBeInstanceOf(sdk.UnauthorizedError);
  const { left } = await person.leave(program.kept.at?.href ?? '');
  expect(left.searchParams.get('error')).toBe('invalid_target');
  await trailSays('Add it with "latchkey resources add URL --scope NAME=TEXT"');
});

test('a token is refused by an MCP server that it is not for', async () => {
  const [own, other] = [await startTools(closed), await startTools(closed)];
  for (const { url } of [own, other]) await closed.addResource({ url: url.href, scopes: scopesOf });
  const program = clientOf(own.url, await addNative(closed));
  await connect(program, await closed.person());
  const call = (url: URL) =>
    fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${program.kept.tokens?.access_token}`,
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    });
  expect((await call(own.url)).status).toBe(200);
  const refused = await call(other.url);
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
    401,
    expect.stringContaining('invalid_token'),
  ]);
});

test('a server that demands one scope more gets a token for both, once the person has allowed it', async () => {
  const { url, stop } = await startTools(closed);
  await closed.addResource({ url: url.href, scopes: scopesOf });
  const person = await closed.person();
  const program = clientOf(url, await addNative(closed));
  await connect(program, person);
  stop();
  await startTools(closed, ['notes:read', 'notes:write'], url);

  // The SDK renews its token first, which never gets more than was allowed, and gives up.
  await expect(whoami(program)).rejects.toThrow('403 after trying upscoping');
  // Without one to renew it asks the person.
  const { refresh_token: _spent, ...tokens } = program.kept.tokens ?? {};
  program.kept.tokens = tokens;
  const again = program.transport();
  const client = new sdk.Client({ name: 'program', version: '1.0.0' });
  await expect(client.connect(again)).rejects.toBeInstanceOf(sdk.UnauthorizedError);
  expect(program.kept.at?.searchParams.get('scope')).toBe('notes:read notes:write');
  await allow(program, person, again);
  const wider = { ...program, client };
  await client.connect(program.transport());
  expect(await whoami(wider)).toBe(person.id);
  await client.close();
});
