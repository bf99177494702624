import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outsideTool } from '../support/outside.ts';
import { type Latchkey, startForClients } from '../support/real-clients.ts';

const program = fileURLToPath(new URL('authlib_client.py', import.meta.url));

let latchkey: Latchkey;
beforeAll(async () => {
  latchkey = await startForClients();
});
afterAll(() => latchkey?.stop());

test('Authlib: PKCE, to the ID token, the claims, a refresh and a revocation', async () => {
  const redirect = 'https://app.example.com/callback';
  const { app, secret = '' } = await latchkey.addApp({ redirects: [redirect] });
  const person = await latchkey.person();
  const { command, env } = outsideTool('authlib');
  const child = spawn(command, [program, latchkey.url, app.id, secret, redirect], { env });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(complaints);
    return JSON.parse(value);
  };
  const { left } = await person.leave(String(await next()));
  child.stdin.write(`${JSON.stringify(left.href)}\n`);
  const told = {
    sub: person.id,
    name: person.username,
    preferred_username: person.username,
    updated_at: expect.any(Number),
    email: person.email,
    email_verified: true,
  };
  expect(await next()).toEqual({ sub: person.id, told, again: told, ended: 401 });
});
