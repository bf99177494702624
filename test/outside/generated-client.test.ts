import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runTool, toolPath } from '../../scripts/check/api-tools.ts';
import { blocksOf } from '../support/guide/blocks.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';
import { totpCode } from '../support/totp-codes.ts';

/** What the program of the guide gives. */
interface Guide {
  connect(baseUrl: string): {
    register(username: string, password: string): Promise<{ status: string; token?: string }>;
    setUpApp(token: string): Promise<string>;
    confirmApp(token: string, code: string): Promise<string[]>;
    logIn(username: string, password: string, askForCode: () => Promise<string>): Promise<string>;
    updateData(token: string, patch: object): Promise<unknown>;
    logOut(token: string): Promise<void>;
  };
}

const blockOf = (info: string) =>
  blocksOf('docs/guide/api.md').find((block) => block.info === info)?.text ?? '';

const compilerOptions = {
  ...{ target: 'es2024', module: 'nodenext', strict: true, noUncheckedIndexedAccess: true },
  ...{ exactOptionalPropertyTypes: true, noUnusedLocals: true, noImplicitReturns: true, types: [] },
  lib: ['es2024', 'dom', 'dom.iterable'],
};

const folder = mkdtempSync(join(tmpdir(), 'latchkey-client-'));
let latchkey: RunningServer;
beforeAll(async () => {
  latchkey = await startLatchkey();
  writeFileSync(join(folder, 'client.ts'), blockOf('ts client.ts'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['client.ts'] }));
  symlinkSync(toolPath(''), join(folder, 'node_modules'));
  const [install, make = ''] = blockOf('sh client')
    .replace('http://localhost:5000', latchkey.url)
    .split('\n');
  expect(install, 'tools/package.json installs the same').toBe('npm install openapi-fetch');
  const [npx, name, ...args] = make.split(' ');
  expect([npx, name]).toEqual(['npx', 'openapi-typescript']);
  await runTool('openapi-typescript/bin/cli.js', args, folder);
});
afterAll(async () => {
  await latchkey?.stop();
  rmSync(folder, { recursive: true });
});

const compile = () => runTool('typescript/bin/tsc', ['--project', folder], folder);

test('a client that is made from the description compiles strictly, and goes from sign-up to sign-out', async () => {
  await compile();
  const program = pathToFileURL(join(folder, 'client.js')).href;
  const { connect } = (await import(program)) as Guide;
  const client = connect(latchkey.url);
  const password = 'a quiet green lighthouse';
  const { status, token = '' } = await client.register('ada', password);
  expect([status, token]).toEqual(['complete', expect.stringMatching(/^lkb_/)]);
  const secret = await client.setUpApp(token);
  expect(await client.confirmApp(token, totpCode(secret, Date.now()))).toHaveLength(10);
  await client.logOut(token);
  await expect(client.setUpApp(token)).rejects.toThrow('not-signed-in');

  const second = await client.logIn('ada', password, async () => totpCode(secret, Date.now(), 1));
  expect(await client.updateData(second, { color: 'green' })).toEqual({ color: 'green' });
  expect(await client.updateData(second, { score: 1 })).toEqual({ color: 'green', score: 1 });
  await client.logOut(second);
  await expect(client.updateData(second, { score: 2 })).rejects.toThrow('not-signed-in');
  const wrong = client.logIn('ada', 'another quiet lighthouse', async () => '');
  await expect(wrong).rejects.toThrow('invalid-credentials');
});

test('what the API does not take does not compile', async () => {
  const file = join(folder, 'client.ts');
  const right = readFileSync(file, 'utf8');
  const wrong = right
    .replace("transport: 'bearer' }", "transport: 'pigeon' }")
    .replace('?.recoveryCodes', '?.codes')
    .replace('/api/me/totp/confirm', '/api/me/totp/confrim');
  writeFileSync(file, wrong);
  const refused = expect(compile()).rejects;
  await refused.toThrow(/pigeon(.*\n)*.*confrim(.*\n)*.*codes/);
});
