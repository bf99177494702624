import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTypes } from '../../../scripts/build/client-types.ts';

const kilobytesOf = (file: string) => gzipSync(readFileSync(file), { level: 9 }).length / 1000;

test('the client is at most 3 kB for a browser, and the element with it at most 12 kB', () => {
  const [client, element] = [kilobytesOf('dist/client/client.js'), kilobytesOf('dist/client/element.js')];
  expect(client).toBeLessThanOrEqual(3);
  expect(client + element).toBeLessThanOrEqual(12);
});

let folder: string;
beforeAll(async () => {
  buildTypes();
  folder = await mkdtemp(join(tmpdir(), 'latchkey-consumer-'));
  await mkdir(join(folder, 'node_modules/@latchkey'), { recursive: true });
  symlinkSync(resolve('clients/js'), join(folder, 'node_modules/@latchkey/client'));
  for (const name of ['react', 'vue', '@types/react']) {
    await mkdir(join(folder, 'node_modules', name, '..'), { recursive: true });
    symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name));
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'consumer.ts'), consumer);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every door of the package has its script and its types', () => {
  const { exports } = JSON.parse(readFileSync('clients/js/package.json', 'utf8')) as {
    exports: Record<string, { types: string; default: string }>;
  };
  const files = Object.values(exports).flatMap(({ types, default: script }) => [types, script]);
  expect(files).toHaveLength(12);
  expect(files.filter((file) => !existsSync(join('clients/js', file)))).toEqual([]);
});

/** What a project writes that exports what it makes of the client: inferred types would break here (TS2742). */
const consumer = `import { latchkey, Refusal } from '@latchkey/client';
import '@latchkey/client/element';
import { SignedIn, useSession as useReactSession } from '@latchkey/client/react';
import { backend, protectResource, verifyToken } from '@latchkey/client/server';
import { sessionStore } from '@latchkey/client/svelte';
import { useSession } from '@latchkey/client/vue';

export const login = latchkey('https://login.example.com');
export const store = sessionStore(login);
export const useWho = () => useReactSession(login);
export const useVueWho = () => useSession(login);
export const Inside = () => SignedIn({ login, children: ({ account }) => account.username });
export const { whoIs } = backend('https://login.example.com', { cacheFor: '5s' });
export const notes = protectResource({ issuer: 'https://login.example.com', resource: 'https://mcp.example.com' });
export const verify = (token: string) => verifyToken(token, { issuer: 'https://login.example.com', resource: 'x' });
export const element = () => document.querySelector('latchkey-login')?.login;

export async function signIn(username: string, password: string) {
  const step = await login.signIn({ username, password });
  return step.status === 'more' ? step.next.map(({ factor }) => factor) : step.account.username;
}

export function words(error: Refusal): string {
  switch (error.code) {
    case 'invalid-credentials':
      return 'Try again.';
    case 'no-answer':
      return 'Nobody is there.';
    default:
      return error.message;
  }
}
`;

function compile(files: readonly string[], module: string, moduleResolution: string): string {
  const tsc = resolve('node_modules/.bin/tsc');
  const options = {
    strict: true,
    declaration: true,
    outDir: 'out',
    target: 'es2024',
    lib: 'es2024,dom',
    types: '',
  };
  const given = Object.entries({ ...options, module, moduleResolution }).flatMap(([name, value]) => [
    `--${name}`,
    String(value),
  ]);
  return spawnSync(tsc, [...files, ...given], { cwd: folder, encoding: 'utf8' }).stdout;
}

test('a project that uses all of it compiles with declarations, as bundlers resolve it', () => {
  expect(compile(['consumer.ts'], 'esnext', 'bundler')).toBe('');
});

test('so it does as Node resolves it, and a code that the server does not have is no case', async () => {
  const wrong = consumer.replace("case 'invalid-credentials'", "case 'wrong-password'");
  await writeFile(join(folder, 'wrong.ts'), wrong);
  const [fault = '', ...more] = compile(['consumer.ts', 'wrong.ts'], 'node16', 'node16').trim().split('\n');
  expect(fault).toMatch(/^wrong\.ts.*"wrong-password"/);
  expect(more).toEqual([]);
});
