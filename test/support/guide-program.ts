import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { blocksClaimedBy, placeOf, withAnswers } from './guide/blocks.ts';
import { compareOutput } from './guide/compare.ts';
import type { Latchkey } from './real-clients.ts';
import { localhostCertificate } from './tls-front.ts';

/** The login server of the guide's pages. */
export const shownServer = 'https://login.example.com';

const page = 'docs/guide/command-line-program.md';

/**
 * Runs a program of the guide as it stands there, but for the server and the client ID, which are the reader's own. What it asks
 * for is done by `answer`, who is given its first line. It must end well, and print what the page shows behind it.
 */
export async function tryGuideProgram(
  latchkey: Latchkey,
  file: string,
  { command, clientId, answer }: { command: string; clientId: string; answer(line: string): Promise<void> },
): Promise<void> {
  const block = blocksClaimedBy('program', [page]).find(({ info }) => info.endsWith(` ${file}`));
  expect(block, `${file} in the guide`).toBeDefined();
  if (!block) return;
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-program-'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const text = block.text.replaceAll(shownServer, latchkey.url).replaceAll('app_…', clientId);
  writeFileSync(join(folder, file), text);
  const env = {
    ...process.env,
    NODE_EXTRA_CA_CERTS: localhostCertificate,
    SSL_CERT_FILE: localhostCertificate,
  };
  const child = spawn(command, [file], { cwd: folder, env });
  let printed = '';
  const firstLine = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => {
      printed += piece;
      if (printed.includes('\n')) firstLine.resolve(printed.split('\n')[0] ?? '');
    });
  const ended = once(child, 'exit');
  ended.then(() => firstLine.reject(new Error(printed)), firstLine.reject);
  try {
    await answer(await firstLine.promise);
    await ended;
    expect(child.exitCode, printed).toBe(0);
    const shown = withAnswers(page, 'program').find((one) => one.block.line === block.line)?.answer;
    if (shown) compareOutput(shown, printed.replaceAll(latchkey.url, shownServer), placeOf(block));
    expect(printed).toContain('\nSigned in as ada.\n');
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Types the code that a device shows, and allows it. */
export async function typeCode(
  person: { fill(path: string, form: Readonly<Record<string, string>>): Promise<string> },
  line: string,
): Promise<void> {
  const [, letters = ''] = /enter (\S+)/.exec(line) ?? [];
  expect(await person.fill('/device', { letters }), line).toContain('Connect ');
  expect(await person.fill('/device', { letters, decision: 'allow' })).toContain('Device connected');
}
