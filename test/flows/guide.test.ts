import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspectConfig } from '../../src/config/index.ts';
import type { CookieJar } from '../support/cookie-jar.ts';
import { curl } from '../support/curl.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';

interface Block {
  /** What stands after the fence: `sh run`, `http`, `json`, `text`. */
  readonly kind: string;
  readonly text: string;
}

const guide = readdirSync('docs/guide').map((name) => `docs/guide/${name}`);
const documents = ['README.md', ...guide];

function blocksOf(path: string): Block[] {
  const found = readFileSync(path, 'utf8').matchAll(/^```([^\n`]*)\n(.*?)^```$/gms);
  return [...found].map(([, kind = '', text = '']) => ({ kind, text }));
}

/** The commands that are to be tried, each with the answer that the document shows for it, if it shows one. */
function runsOf(path: string) {
  const blocks = blocksOf(path);
  return blocks
    .map((block, index) => ({ command: block.text, kind: block.kind, shown: blocks[index + 1] }))
    .filter(({ kind }) => kind === 'sh run');
}

/** What is another in every run: ids, times, secrets. */
function settled(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '{id}')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '{time}')
    .replaceAll(/\b(lks|lkb)_[\w-]+/g, '$1_{secret}')
    .replaceAll(/("v\d+\.)[\w-]{12}"/g, '$1{account}"')
    .replaceAll(/latchkey-device-\w+=[^;]+/g, 'latchkey-device-{name}={value}')
    .replaceAll(/("requestId": ?"|x-request-id: )[\w-]+/g, '$1{request}')
    .replaceAll(/http:\/\/localhost:\d+/g, '{server}');
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The shown answer against the real one: of the head the lines that are shown, in their order; the whole body. */
function compare({ kind, text }: Block, answer: { head: readonly string[]; body: string }) {
  const [head, body] = kind === 'http' ? splitHead(text) : [[], text];
  const lines = answer.head.map(settled);
  for (const line of head) expect(lines).toContain(settled(line));
  if (body === undefined) return;
  const real = settled(answer.body);
  const wanted = settled(body.replace(/\n$/, ''));
  if (parsed(wanted) === undefined) expect(real).toBe(wanted);
  else expect(parsed(real)).toEqual(parsed(wanted));
}

/** A head without a body after it says nothing about the body. `…` stands for lines that are left out. */
function splitHead(text: string): [string[], string | undefined] {
  const [head = '', ...body] = text.split('\n\n');
  const lines = head.split('\n').filter((line) => line !== '' && line !== '…');
  return [lines, body.length > 0 ? body.join('\n\n') : undefined];
}

describe.each(documents)('%s', (path) => {
  let latchkey: RunningServer;
  beforeAll(async () => {
    latchkey = await startLatchkey();
  });
  afterAll(() => latchkey?.stop());

  test('every request that it shows is answered as it says', async () => {
    const jars = new Map<string, CookieJar>();
    // The part of an ETag that is another for each account, as the answers tell it.
    let account = '';
    for (const { command, shown } of runsOf(path)) {
      const here = command
        .replaceAll('http://localhost:5000', latchkey.url)
        .replaceAll(/("v\d+\.)[\w-]{12}"/g, `$1${account}"`);
      for (const line of here.split(/(?<!\\)\n/).filter((one) => one.trim() !== '')) {
        const answer = await curl(line, jars);
        account = /^etag: "v\d+\.([\w-]{12})"/m.exec(answer.head.join('\n'))?.[1] ?? account;
        expect(shown, `an answer after ${line}`).toBeDefined();
        if (shown && ['http', 'json', 'text'].includes(shown.kind)) compare(shown, answer);
        else expect(answer.status, `${line}\n${answer.body}`).toBeLessThan(400);
      }
    }
  });

  test('every request to this server is tried', () => {
    const untried = blocksOf(path).filter(({ kind, text }) => kind === 'sh' && text.includes('curl '));
    expect(untried).toEqual([]);
  });

  test('its links lead somewhere', () => {
    const text = readFileSync(path, 'utf8');
    const folder = new URL(path, `file://${process.cwd()}/`);
    const targets = [...text.matchAll(/\]\(([^)#]+)(#[^)]*)?\)/g)].map(([, target = '']) => target);
    const local = targets.filter((target) => !/^(https?|mailto):/.test(target));
    for (const target of local) expect(() => readdirOrFile(new URL(target, folder)), target).not.toThrow();
  });

  test('the settings that it names exist', () => {
    const reference = readFileSync('docs/reference/config.md', 'utf8');
    const named = readFileSync(path, 'utf8').match(/\bLATCHKEY_[A-Z_]+\b/g) ?? [];
    const known = new Set(reference.match(/\bLATCHKEY_[A-Z_]+\b/g));
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

test('the configuration that the guide shows for production is complete and safe', async () => {
  await inFolderWith('docs/guide/production.md', async (cwd) => {
    const { problems } = await inspectConfig({ mode: 'production', env: {}, cwd });
    expect(problems).toEqual([]);
  });
});

test('the commands that the guide shows for the accounts of the workshop do it', async () => {
  await inFolderWith('docs/guide/workshop.md', async (cwd) => {
    const commands = blocksOf('docs/guide/workshop.md').filter(({ kind }) => kind === 'sh cli');
    for (const command of commands.flatMap(({ text }) => text.trim().split('\n'))) {
      const [npx, latchkey, ...args] = command.split(' ');
      expect([npx, latchkey]).toEqual(['npx', 'latchkey']);
      await promisify(execFile)(process.execPath, [resolve('bin/latchkey.js'), ...args], { cwd });
    }
    const exported = JSON.parse(readFileSync(join(cwd, 'exported.json'), 'utf8')) as Record<string, unknown>;
    expect(Object.keys(exported).toSorted()).toEqual(['ada', 'soham']);
    const server = await startLatchkey({ dataDir: join(cwd, 'latchkey-data') });
    const login = await fetch(`${server.url}/login?username=soham&password=insecure`);
    expect(await login.text()).toBe('testing');
    await server.stop();
  });
});

/** With the files that a document shows, each under the name that stands behind its fence. */
async function inFolderWith(path: string, work: (folder: string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-guide-'));
  try {
    for (const { kind, text } of blocksOf(path)) {
      const [, name] = /^json (\S+\.json)$/.exec(kind) ?? [];
      if (name) await writeFile(join(folder, name), text);
    }
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('what is to be seen by the requests of the guide is not little', () => {
  expect(documents.flatMap(runsOf).length).toBeGreaterThan(15);
});

function readdirOrFile(url: URL) {
  return url.pathname.endsWith('/') ? readdirSync(url) : readFileSync(url);
}
